use std::{fmt, str::FromStr};

use primitives::{Money, UserId, WorkspaceId};
use time::OffsetDateTime;

use crate::domain::{Choice, OrderId, TransactionId, UnknownWord};

/// What a payment is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// The first one of a workspace.
    New,
    /// Another period.
    Renewal,
    /// A higher plan for what is left of the period.
    Upgrade,
    /// From monthly to yearly.
    CycleChange,
}

/// One checkout and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Transaction {
    pub id: TransactionId,
    pub workspace: WorkspaceId,
    /// Who started it.
    pub user: UserId,
    pub order: OrderId,
    pub purpose: Purpose,
    pub choice: Choice,
    pub amount: Money,
    /// The end of the period that was paid for when it was started, and that it goes on from.
    pub follows: Option<OffsetDateTime>,
    /// The provider's own id of the order, once known.
    pub provider_order: Option<String>,
    pub state: State,
    pub method: Option<String>,
    pub refunded: Money,
    /// Paid although the workspace was paid for already: owed back in full.
    pub duplicate: bool,
    pub created_at: OffsetDateTime,
    pub expires_at: OffsetDateTime,
}

/// What is known of a payment at each point of its life.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum State {
    /// The provider is being asked for a checkout page; after `until` nobody is at it any more.
    Opening { until: Option<OffsetDateTime> },
    /// The customer can pay here.
    Open { url: String },
    /// The provider's answer did not match; a person looks at it.
    Review,
    /// Paid.
    Completed { at: OffsetDateTime, provider_transaction: Option<String> },
    /// Not paid.
    Failed { at: OffsetDateTime, code: String },
    /// Given up by the customer, or replaced by another checkout.
    Cancelled { at: OffsetDateTime },
    /// Paid, and paid back in full.
    Refunded { at: OffsetDateTime, provider_transaction: Option<String> },
}

/// The states as others know them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Pending,
    Completed,
    Failed,
    Refunded,
    Cancelled,
}

/// A payment in this state cannot become that.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a payment that is {from} cannot be {to}")]
pub struct NotAllowed {
    from: &'static str,
    to: &'static str,
}

impl State {
    pub fn status(&self) -> Status {
        match self {
            Self::Opening { .. } | Self::Open { .. } | Self::Review => Status::Pending,
            Self::Completed { .. } => Status::Completed,
            Self::Failed { .. } => Status::Failed,
            Self::Cancelled { .. } => Status::Cancelled,
            Self::Refunded { .. } => Status::Refunded,
        }
    }

    /// Paid: only ever after a verified answer of the provider. Success may come late.
    pub fn complete(
        self,
        at: OffsetDateTime,
        provider_transaction: Option<String>,
    ) -> Result<Self, NotAllowed> {
        match self {
            Self::Opening { .. } | Self::Open { .. } | Self::Failed { .. } | Self::Cancelled { .. } => {
                Ok(Self::Completed { at, provider_transaction })
            }
            Self::Review | Self::Completed { .. } | Self::Refunded { .. } => Err(self.refuse("completed")),
        }
    }

    pub fn fail(self, at: OffsetDateTime, code: String) -> Result<Self, NotAllowed> {
        match self {
            Self::Opening { .. } | Self::Open { .. } => Ok(Self::Failed { at, code }),
            Self::Review
            | Self::Completed { .. }
            | Self::Failed { .. }
            | Self::Cancelled { .. }
            | Self::Refunded { .. } => Err(self.refuse("failed")),
        }
    }

    /// A second cancel changes nothing.
    pub fn cancel(self, at: OffsetDateTime) -> Result<Self, NotAllowed> {
        match self {
            Self::Opening { .. } | Self::Open { .. } => Ok(Self::Cancelled { at }),
            Self::Cancelled { at } => Ok(Self::Cancelled { at }),
            Self::Review | Self::Completed { .. } | Self::Failed { .. } | Self::Refunded { .. } => {
                Err(self.refuse("cancelled"))
            }
        }
    }

    /// Whether the provider may still have news.
    pub fn is_watched(&self) -> bool {
        match self {
            Self::Opening { .. } | Self::Open { .. } | Self::Failed { .. } | Self::Cancelled { .. } => true,
            Self::Review | Self::Completed { .. } | Self::Refunded { .. } => false,
        }
    }

    /// Until when its opener has it to itself.
    pub fn opening_until(&self) -> Option<OffsetDateTime> {
        match self {
            Self::Opening { until } => *until,
            Self::Open { .. }
            | Self::Review
            | Self::Completed { .. }
            | Self::Failed { .. }
            | Self::Cancelled { .. }
            | Self::Refunded { .. } => None,
        }
    }

    fn refuse(&self, to: &'static str) -> NotAllowed {
        let from = if *self == Self::Review { "under review" } else { self.status().as_str() };
        NotAllowed { from, to }
    }
}

impl Status {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Refunded => "refunded",
            Self::Cancelled => "cancelled",
        }
    }
}

impl FromStr for Status {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        [Self::Pending, Self::Completed, Self::Failed, Self::Refunded, Self::Cancelled]
            .into_iter()
            .find(|status| status.as_str() == word)
            .ok_or(UnknownWord { what: "payment status" })
    }
}

impl Purpose {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Renewal => "renewal",
            Self::Upgrade => "upgrade",
            Self::CycleChange => "cycle_change",
        }
    }
}

impl FromStr for Purpose {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        [Self::New, Self::Renewal, Self::Upgrade, Self::CycleChange]
            .into_iter()
            .find(|purpose| purpose.as_str() == word)
            .ok_or(UnknownWord { what: "purpose" })
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A payment of ₹7,000 for a month of Glide, made at `now`.
#[cfg(any(test, fuzzing))]
pub fn fixture(now: OffsetDateTime, state: State) -> Transaction {
    use crate::domain::{Cycle, PlanCode};

    Transaction {
        id: TransactionId(uuid::Uuid::nil()),
        workspace: WorkspaceId(uuid::Uuid::nil()),
        user: UserId(uuid::Uuid::nil()),
        order: OrderId::new(now, [1, 2, 3]),
        purpose: Purpose::New,
        choice: Choice { plan: PlanCode::Glide, cycle: Cycle::Monthly },
        amount: Money::from_paise(700_000),
        follows: None,
        provider_order: Some("OMO1".to_owned()),
        state,
        method: None,
        refunded: Money::from_paise(0),
        duplicate: false,
        created_at: now,
        expires_at: now + time::Duration::minutes(30),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::datetime;

    use super::*;

    const NOW: OffsetDateTime = datetime!(2026-03-01 10:00 UTC);

    fn open() -> State {
        State::Open { url: "https://pay.example".to_owned() }
    }

    #[test]
    fn success_may_come_late_and_never_goes_away() {
        for state in [open(), open().fail(NOW, "ZM".to_owned()).unwrap(), open().cancel(NOW).unwrap()] {
            let completed = state.complete(NOW, None).unwrap();
            assert!(completed.clone().fail(NOW, "ZM".to_owned()).is_err());
            assert!(completed.clone().cancel(NOW).is_err());
            assert!(completed.complete(NOW, None).is_err());
        }
    }

    #[test]
    fn a_payment_under_review_waits_for_a_person() {
        assert_eq!(State::Review.status(), Status::Pending);
        assert!(State::Review.complete(NOW, None).is_err());
        assert!(State::Review.fail(NOW, String::new()).is_err());
        let refused = State::Review.cancel(NOW).unwrap_err();
        assert_eq!(refused.to_string(), "a payment that is under review cannot be cancelled");
    }

    #[derive(Debug, Clone, Copy)]
    enum Step {
        Complete,
        Fail,
        Cancel,
    }

    proptest! {
        #[test]
        fn no_order_of_events_undoes_a_completed_payment(
            steps in proptest::collection::vec(
                prop_oneof![Just(Step::Complete), Just(Step::Fail), Just(Step::Cancel)], 1..20),
        ) {
            let mut state = open();
            let mut paid = false;
            for step in steps {
                let next = match step {
                    Step::Complete => state.clone().complete(NOW, None),
                    Step::Fail => state.clone().fail(NOW, "ZM".to_owned()),
                    Step::Cancel => state.clone().cancel(NOW),
                };
                paid |= matches!(step, Step::Complete);
                state = next.unwrap_or(state);
                prop_assert_eq!(state.status() == Status::Completed, paid);
                prop_assert!(state.status() != Status::Pending);
            }
        }
    }
}
