//! One whole local system: servers, simulators and services, wired together.

mod addresses;
mod environment;
mod options;
mod prepare;
mod service;
mod simulators;
mod start;
mod supervisor;

pub use addresses::{Addresses, PHONEPE_PORT, PhonePe, SMTP_PORT, port_names};
pub use options::{Changes, UpOptions};
pub use prepare::migrate;
pub use service::{Instance, Service};
pub use simulators::{MAILBOX, PHONEPE};
pub use start::{start, start_at};
pub use supervisor::{Outcome, supervise};
