//! Accounts, profiles, workspaces, memberships and sessions: who somebody is, and whether they are signed in.

mod app;
mod clients;
mod config;
mod context;
mod domain;
mod error;
mod grpc;
mod jobs;
mod store;
mod usecases;

pub use app::{App, serve};
pub use config::{HashSettings, Settings};
pub use domain::{
    session::SessionLimits,
    signing::{KeyError, SigningKeys},
};
