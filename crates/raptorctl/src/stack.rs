//! One whole local system: servers, simulators and services, wired together.

mod addresses;
mod environment;
mod options;
mod prepare;
mod service;
mod simulators;
mod start;
mod supervisor;

pub use addresses::{Addresses, PhonePe};
pub use environment::Variables;
pub use options::UpOptions;
pub use prepare::migrate;
pub use service::Service;
pub use start::start;
pub use supervisor::{Outcome, supervise};
