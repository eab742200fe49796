//! Local stand-ins for what lies outside: PhonePe, the mail box and the lines between machines, faithful on the wire, with
//! faults on demand.
//!
//! Each starts inside a test on a port of its own, or as a process of its own by a thin binary.

pub mod mailbox;
pub mod phonepe;
pub mod process;

mod proxy;
mod server;

pub use proxy::{Proxy, listen_beside};
