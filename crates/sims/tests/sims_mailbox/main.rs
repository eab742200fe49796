//! The mail box over real SMTP and HTTP.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "helper modules of a test may panic like the test"
)]

mod faults;
mod harness;
mod reading;
mod smtp;
