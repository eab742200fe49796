//! The services behind the gateway, and what is remembered of their answers for a moment.

mod caller;
mod health;
mod memberships;
mod readiness;
mod services;
mod upstream;

pub use caller::{Member, Membership, SignedIn, Speaks, Visitor};
pub use memberships::Memberships;
pub use readiness::{Readiness, verify_profile};
pub use services::Services;
