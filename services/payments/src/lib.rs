//! Plans, checkouts and subscriptions, and the only talk with the payment provider.

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

pub use app::{App, serve};
pub use clients::phonepe::{Credentials, Settings as PhonePeSettings};
pub use config::{Rules, Settings};
pub use domain::webhook::Credential as WebhookCredential;
