//! Local stand-ins for the services outside: PhonePe and the mail box, faithful on the wire, with faults on demand.
//!
//! Each starts inside a test on a port of its own, or as a process of its own by a thin binary.

pub mod mailbox;
pub mod phonepe;
pub mod process;

mod server;
