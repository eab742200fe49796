//! The HTTP surface: checks who calls and how often, asks the service that knows, and shapes the answer. No business
//! rules, no storage.

mod app;
mod clients;
mod config;
mod context;
mod error;
mod http;
mod limits;

pub use app::{App, serve};
pub use config::Settings;
pub use http::openapi;
