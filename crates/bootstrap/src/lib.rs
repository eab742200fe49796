//! What every process needs to start, answer and stop: settings, shutdown, health, outbound clients.

mod admin;
pub mod grpc;
/// Mail over SMTP.
pub mod mail;
mod process;
mod redis;
mod runtime;
pub mod settings;
mod start;

pub use admin::Health;
pub use mail::Mailer;
pub use process::{Environment, InternalTls, Process};
pub use redis::{Lock, Redis, RedisError};
pub use runtime::Runtime;
pub use start::{Probe, Service, start};

/// Of every process: the system's own keeps what threads gave back and is slower where a request is many small pieces. What it is
/// built to do stands in `.cargo/config.toml`.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;
