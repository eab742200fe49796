//! The service's calls, tried on the running service with a database, a Redis prefix, a mail box and a provider of each
//! test's own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed; clippy excepts only the test functions themselves"
)]

mod access;
mod cancel;
mod completion;
mod doors;
mod erasure;
mod harness;
mod initiate;
mod interrupted;
mod isolation;
mod mails;
mod plans;
mod provider_faults;
mod reconcile;
mod renewal;
mod tokens;
mod transactions;
mod webhooks;
