//! The API as its clients see it: the running gateway with real Redis, and services on the wire that answer as told.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends at the first thing that is not as it should be"
)]

mod answers;
mod cookies;
mod described;
mod description;
mod gates;
mod harness;
mod input;
mod limits;
mod membership;
mod operations;
mod preconditions;
mod raw;
mod routing;
mod script;
mod services;
mod site;
mod tokens;
mod upstreams;
mod webhook;
