//! The database crate on a real Postgres.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may fail loudly")]

mod audit;
mod cancellation;
mod idempotency;
mod migrations;
mod outbox;
mod round_trips;
mod scope;
mod sql;
mod support;
