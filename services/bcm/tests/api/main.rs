//! The service's calls, tried on the running service with a database and a Redis prefix of each test's own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed; clippy excepts only the test functions themselves"
)]

mod build;
mod cache;
mod doors;
mod erase;
mod export;
mod harness;
mod history;
mod housekeeping;
mod immutability;
mod interrupted;
mod manifest;
mod preview;
mod rebuild;
mod restore;
mod stats;
mod submit;
