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
