//! The PhonePe simulator on the wire, item by item of what clients may rely on.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "helper modules of a test may panic like the test"
)]

mod checkout_page;
mod clock_and_restart;
mod control;
mod create;
mod faults;
mod harness;
mod merchant;
mod refunds;
mod status;
mod tokens;
mod webhooks;
