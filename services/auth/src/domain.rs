//! The rules of accounts, passwords, tokens and workspaces.

pub mod account;
pub mod common_passwords;
pub mod input;
pub mod lockout;
pub mod password;
pub mod password_hash;
pub mod profile;
pub mod readiness;
pub mod rotation;
pub mod secrets;
pub mod session;
pub mod sign_in_name;
pub mod signing;
pub mod token;
pub mod workspace;
