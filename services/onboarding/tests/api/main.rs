//! The service's calls, tried on the running service.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking, as the tests themselves do"
)]

mod access;
mod answers;
mod assistance;
mod cleanup;
mod completion;
mod durability;
mod edits;
mod erasure;
mod finalize;
mod harness;
mod isolation;
mod others;
mod preview;
mod redis;
mod saves;
mod sessions;
mod status;
