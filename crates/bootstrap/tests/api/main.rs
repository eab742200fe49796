//! What processes share, on real parts.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may fail loudly")]

mod grpc;
mod mail;
mod redis;
mod redis_cluster;
mod runtime;
