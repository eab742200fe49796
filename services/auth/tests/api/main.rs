//! The service's calls, tried on the running service with a database, a Redis prefix and a mail box of each test's own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed; clippy excepts only the test functions themselves"
)]

mod account_state;
mod doors;
mod erasure;
mod harness;
mod isolation;
mod lockout;
mod log_in;
mod mails;
mod passwords;
mod profile;
mod provisioning;
mod readiness;
mod refresh;
mod services;
mod sessions;
mod settings;
mod sign_up;
mod workspaces;
