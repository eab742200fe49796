//! Postgres, one file per table, and the copies in Redis and in memory.

mod cache;
pub mod erasure;
mod known_plans;
pub mod payment_audit;
pub mod plans;
mod schema;
pub mod security_events;
pub mod sent_mails;
pub mod subscription_events;
pub mod subscriptions;
pub mod transactions;
pub mod webhook_events;

pub use cache::{Cache, Polled, Standing};
pub use known_plans::KnownPlans;
