//! Other services, and Redis.

mod access_cache;
mod assist_cache;
mod bcm;
mod copies;
mod payments;

pub use access_cache::AccessCache;
pub use assist_cache::AssistCache;
pub use bcm::{Bcm, Built, Handover, Preview};
pub use copies::Copies;
pub use payments::Payments;
