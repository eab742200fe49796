//! How a business context becomes a manifest: pure rules, no clock, no I/O.
//!
//! The reduced model and the manifest derive `Serialize` although they are domain types: they are themselves the
//! documents that are stored, hashed and served, and a second set of structs would only repeat their fields.

pub mod access;
pub mod brief;
pub mod build;
pub mod canonical;
pub mod chore;
pub mod compress;
pub mod context;
pub mod diff;
pub mod extract;
pub mod freshness;
pub mod head;
pub mod manifest;
pub mod place;
pub mod reduced;
pub mod resource;
pub mod snapshot;
pub mod text;
pub mod tokens;
pub mod version;
