//! SQL, one file per table. Every function runs inside its caller's transaction.

pub mod accounts;
pub mod one_time_tokens;
pub mod password_tries;
pub mod provisioning;
pub mod refresh_tokens;
mod schema;
pub mod sessions;
pub mod upkeep;
pub mod users;
pub mod workspaces;
