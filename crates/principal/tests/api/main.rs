//! Who gets past the guard of a service, over the wire.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may fail loudly")]

mod guard;
mod harness;
mod sessions;
