//! What lies outside: the cache of manifests.

mod breaker;
mod known;
pub mod tiers;
