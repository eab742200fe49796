//! The bcm service: business contexts come in, Business Context Manifests go out, versioned, checksummed, cached.

mod app;
mod clients;
mod config;
mod context;
mod domain;
mod error;
#[cfg(any(test, fuzzing))]
pub mod fuzz;
mod grpc;
mod jobs;
mod store;
mod usecases;

pub use app::{Bcm, serve};
pub use config::{Rules, Settings};
