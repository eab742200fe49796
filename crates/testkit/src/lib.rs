//! For tests only: a database per test, Redis, a fixed clock, signed-in callers, stand-ins of other services on the wire.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "only tests use it, and they may fail loudly"
)]

pub mod arbitrary;
mod beside;
mod callers;
mod postgres;
mod redis;
mod serving;
mod steps;

pub use callers::{Callers, TestMember, TestUser};
pub use postgres::TestDatabase;
pub use redis::{RedisLine, TestConnection, TestRedis};
pub use serving::{Serving, process, serve_stub};
pub use sims::Proxy;
pub use steps::{Steps, Stop};

/// The services' server traits with every call answering "unimplemented".
#[allow(
    missing_docs,
    unused_qualifications,
    clippy::all,
    clippy::allow_attributes_without_reason,
    clippy::too_many_lines,
    reason = "generated code; the protos carry the documentation"
)]
pub mod stubs {
    pub mod auth {
        tonic::include_proto!("raptorflow.auth.v1");
    }
    pub mod payments {
        tonic::include_proto!("raptorflow.payments.v1");
    }
    pub mod onboarding {
        tonic::include_proto!("raptorflow.onboarding.v1");
    }
    pub mod bcm {
        tonic::include_proto!("raptorflow.bcm.v1");
    }
}

/// Asks again and again until `probe` answers with something, for at most ten seconds.
pub async fn eventually<T>(what: &str, mut probe: impl AsyncFnMut() -> Option<T>) -> T {
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(10);
    loop {
        if let Some(answer) = probe().await {
            return answer;
        }
        assert!(tokio::time::Instant::now() < deadline, "never happened: {what}");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}
