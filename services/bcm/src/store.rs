//! SQL, one file per table.

pub mod access_logs;
pub mod cleanup_queue;
pub mod contexts;
pub mod erasure;
pub mod heads;
pub mod history;
pub mod manifests;
pub mod metrics;
