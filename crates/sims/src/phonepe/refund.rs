use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use super::{failure::Failure, ids::Reference, rules::RefundPace};

/// A refund of a completed order.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Refund {
    /// The merchant's id, unique for ever.
    pub merchant_refund_id: Reference,
    /// The provider's id, `OMR…`.
    pub refund_id: String,
    /// Whose money goes back.
    pub merchant_order_id: Reference,
    /// Paise.
    pub amount: u64,
    /// When it was asked for.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// When it last changed.
    #[serde(with = "time::serde::rfc3339")]
    pub changed_at: OffsetDateTime,
    /// How far it is.
    pub state: RefundState,
}

/// How far a refund is: completed and failed are final.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RefundState {
    /// Accepted.
    Pending,
    /// Further on, still not final.
    Confirmed,
    /// Paid back.
    Completed,
    /// Not paid back; a new one is needed.
    Failed {
        /// Why.
        failure: Failure,
    },
}

/// One step of a refund, taken by the control API.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "to", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RefundStep {
    /// From pending.
    Confirmed,
    /// From pending or confirmed.
    Completed,
    /// From pending or confirmed.
    Failed {
        /// The coarse code; that of the fine one if left out.
        #[serde(default)]
        error_code: Option<String>,
        /// The fine code; `BF_034` if left out.
        #[serde(default)]
        detailed_error_code: Option<String>,
    },
}

/// A refund in this state cannot take that step.
#[derive(Debug, thiserror::Error)]
#[error("a refund that is {0} cannot take this step")]
pub struct NotAllowed(&'static str);

impl RefundState {
    /// As it stands on the wire.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Confirmed => "CONFIRMED",
            Self::Completed => "COMPLETED",
            Self::Failed { .. } => "FAILED",
        }
    }

    /// Why it failed, if it did.
    pub fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Failed { failure } => Some(failure),
            Self::Pending | Self::Confirmed | Self::Completed => None,
        }
    }
}

impl Refund {
    pub(super) fn is_open(&self) -> bool {
        matches!(self.state, RefundState::Pending | RefundState::Confirmed)
    }

    pub(super) fn counts(&self) -> bool {
        !matches!(self.state, RefundState::Failed { .. })
    }

    /// When it goes on by itself, if it is still going to.
    pub(super) fn next_step(&self, pace: RefundPace) -> Option<OffsetDateTime> {
        match self.state {
            RefundState::Pending => {
                Some(self.created_at + Duration::seconds(pace.confirm_after_seconds.into()))
            }
            RefundState::Confirmed => Some(self.completes(pace)),
            RefundState::Completed | RefundState::Failed { .. } => None,
        }
    }

    pub(super) fn completes(&self, pace: RefundPace) -> OffsetDateTime {
        self.created_at + Duration::seconds(pace.complete_after_seconds.into())
    }

    pub(super) fn advance(&mut self, step: RefundStep, now: OffsetDateTime) -> Result<(), NotAllowed> {
        self.state = match (&self.state, step) {
            (RefundState::Pending, RefundStep::Confirmed) => RefundState::Confirmed,
            (RefundState::Pending | RefundState::Confirmed, RefundStep::Completed) => RefundState::Completed,
            (
                RefundState::Pending | RefundState::Confirmed,
                RefundStep::Failed { error_code, detailed_error_code },
            ) => {
                let detailed = detailed_error_code.unwrap_or_else(|| "BF_034".to_owned());
                RefundState::Failed { failure: Failure::of(error_code, Some(&detailed)) }
            }
            (state @ RefundState::Confirmed, RefundStep::Confirmed)
            | (state @ (RefundState::Completed | RefundState::Failed { .. }), _) => {
                return Err(NotAllowed(state.name()));
            }
        };
        self.changed_at = now;
        Ok(())
    }
}
