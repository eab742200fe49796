//! What lies outside: the cache of manifests.

mod known;
pub mod tiers;
