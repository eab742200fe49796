//! The onboarding service: the founder's journey through 23 steps to a business context.

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

pub use app::App;
pub use config::Settings;
