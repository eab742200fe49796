//! The rules of money: plans, periods, what a payment and a subscription can become. No I/O.

pub mod access;
pub mod actor;
pub mod checkout;
pub mod failure;
#[cfg(test)]
mod histories;
pub mod ids;
pub mod instrument;
pub mod limits;
pub mod metadata;
pub mod outcome;
pub mod paging;
pub mod period;
pub mod plan;
pub mod provider;
pub mod schedule;
pub mod settlement;
pub mod subscription;
pub mod transaction;
pub mod webhook;

pub use access::Access;
pub use actor::Actor;
pub use ids::{OrderId, SubscriptionId, TransactionId};
pub use limits::Limits;
pub use period::Period;
pub use plan::{Choice, Cycle, Plan, PlanCode, Plans};
pub use provider::{ProviderOrder, ProviderState};
pub use subscription::Subscription;
pub use transaction::{Purpose, Transaction};

/// A stored or sent word that is none of those known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown {what}")]
pub struct UnknownWord {
    /// What it should have named.
    pub what: &'static str,
}

/// A rule that a request broke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenRule {
    /// JSON pointer into the request, or a parameter's name.
    pub pointer: String,
    pub code: &'static str,
    pub message: &'static str,
}
