use std::{fmt, str::FromStr};

use primitives::WorkspaceId;
use time::{Duration, OffsetDateTime};

use crate::domain::{
    Choice, Cycle, Period, PlanCode, Purpose, SubscriptionId, Transaction, TransactionId, UnknownWord,
};

/// What a workspace has paid for, or may try.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Subscription {
    pub id: SubscriptionId,
    pub workspace: WorkspaceId,
    pub choice: Choice,
    pub state: State,
    /// Takes effect at the end of the period.
    pub pending: Option<Choice>,
    pub last_transaction: Option<TransactionId>,
}

/// What is known in each state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    Trial {
        ends_at: OffsetDateTime,
    },
    /// A checkout was started, nothing was paid.
    Incomplete,
    /// The same, a day later.
    IncompleteExpired,
    Active {
        period: Period,
    },
    PastDue {
        period: Period,
        grace_ends_at: OffsetDateTime,
    },
    Canceled {
        period: Period,
        at: OffsetDateTime,
    },
    Unpaid {
        period: Period,
    },
    Paused {
        period: Period,
    },
}

/// The states as others know them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    None,
    Trial,
    Active,
    PastDue,
    Canceled,
    Unpaid,
    Incomplete,
    IncompleteExpired,
    Paused,
}

/// Something that happened to a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    Created,
    Activated,
    Renewed,
    Upgraded,
    Expired,
    Reactivated,
}

/// What a payment does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// The choice is paid for this period.
    Paid { period: Period, event: Event },
    /// The workspace was paid for already: the money goes back.
    Duplicate,
}

/// What a checkout is for: its purpose, and the end of the period that it goes on from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aim {
    pub purpose: Purpose,
    pub follows: Option<OffsetDateTime>,
}

/// Paid for, and too early to pay again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the workspace has a subscription")]
pub struct AlreadySubscribed;

impl State {
    pub fn status(&self) -> Status {
        match self {
            Self::Trial { .. } => Status::Trial,
            Self::Incomplete => Status::Incomplete,
            Self::IncompleteExpired => Status::IncompleteExpired,
            Self::Active { .. } => Status::Active,
            Self::PastDue { .. } => Status::PastDue,
            Self::Canceled { .. } => Status::Canceled,
            Self::Unpaid { .. } => Status::Unpaid,
            Self::Paused { .. } => Status::Paused,
        }
    }

    /// What was last paid for.
    pub fn period(&self) -> Option<Period> {
        match self {
            Self::Trial { .. } | Self::Incomplete | Self::IncompleteExpired => None,
            Self::Active { period }
            | Self::PastDue { period, .. }
            | Self::Canceled { period, .. }
            | Self::Unpaid { period }
            | Self::Paused { period } => Some(*period),
        }
    }

    /// Until when the workspace may be used; nothing when it may not.
    pub fn usable_until(&self, now: OffsetDateTime) -> Option<OffsetDateTime> {
        let until = match self {
            Self::Active { period } => return Some(period.end),
            Self::Trial { ends_at } => *ends_at,
            Self::PastDue { grace_ends_at, .. } => *grace_ends_at,
            Self::Canceled { period, .. } => period.end,
            Self::Unpaid { .. } | Self::Incomplete | Self::IncompleteExpired | Self::Paused { .. } => {
                return None;
            }
        };
        (now < until).then_some(until)
    }

    /// A period that nobody paid after is past due, and after `grace` unpaid, whether or not somebody wrote that down.
    #[must_use]
    pub fn seen_at(self, now: OffsetDateTime, grace: Duration) -> Self {
        match self {
            Self::Active { period } if period.end <= now => {
                Self::PastDue { period, grace_ends_at: period.end + grace }.seen_at(now, grace)
            }
            Self::PastDue { period, grace_ends_at } if grace_ends_at <= now => Self::Unpaid { period },
            Self::Trial { .. }
            | Self::Incomplete
            | Self::IncompleteExpired
            | Self::Active { .. }
            | Self::PastDue { .. }
            | Self::Canceled { .. }
            | Self::Unpaid { .. }
            | Self::Paused { .. } => self,
        }
    }
}

impl Subscription {
    /// A workspace that may be tried without payment.
    pub fn trial(id: SubscriptionId, workspace: WorkspaceId, ends_at: OffsetDateTime) -> Self {
        let choice = Choice { plan: PlanCode::Soar, cycle: Cycle::Monthly };
        Self { id, workspace, choice, state: State::Trial { ends_at }, pending: None, last_transaction: None }
    }

    /// A workspace that has chosen and not paid yet.
    pub fn incomplete(id: SubscriptionId, workspace: WorkspaceId, choice: Choice) -> Self {
        Self { id, workspace, choice, state: State::Incomplete, pending: None, last_transaction: None }
    }

    /// What a workspace that had `held` has after `payment` paid for `period`.
    pub fn paid(fresh: SubscriptionId, held: Option<&Self>, payment: &Transaction, period: Period) -> Self {
        Self {
            id: held.map_or(fresh, |held| held.id),
            workspace: payment.workspace,
            choice: payment.choice,
            state: State::Active { period },
            pending: None,
            last_transaction: Some(payment.id),
        }
    }

    #[must_use]
    pub fn seen_at(self, now: OffsetDateTime, grace: Duration) -> Self {
        Self { state: self.state.seen_at(now, grace), ..self }
    }

    /// A first checkout makes it incomplete, unless there is something better to lose.
    pub fn awaits_first_payment(&self, now: OffsetDateTime) -> bool {
        match &self.state {
            State::Incomplete | State::IncompleteExpired => true,
            State::Trial { ends_at } => *ends_at <= now,
            State::Active { .. }
            | State::PastDue { .. }
            | State::Canceled { .. }
            | State::Unpaid { .. }
            | State::Paused { .. } => false,
        }
    }
}

/// What a checkout for `choice` would be for. A renewal opens `window` before the period ends; while the period runs it
/// is for the same plan.
pub fn aim(
    subscription: Option<&Subscription>,
    choice: Choice,
    (now, window): (OffsetDateTime, Duration),
) -> Result<Aim, AlreadySubscribed> {
    let Some((held, period)) = subscription.and_then(|held| Some((held, held.state.period()?))) else {
        return Ok(Aim { purpose: Purpose::New, follows: None });
    };
    let other = choice.plan != held.choice.plan;
    if now < period.end && (now < period.end - window || other) {
        Err(AlreadySubscribed)
    } else {
        Ok(Aim { purpose: Purpose::Renewal, follows: Some(period.end) })
    }
}

/// What a payment does to what the workspace has. It pays for what follows the period that it was started for, once.
pub fn pay(subscription: Option<&Subscription>, payment: &Transaction, now: OffsetDateTime) -> Effect {
    let choice = payment.choice;
    let Some((state, period)) = subscription.and_then(|held| Some((held.state, held.state.period()?))) else {
        return Effect::Paid { period: Period::starting(now, choice.cycle), event: Event::Activated };
    };
    if payment.follows != Some(period.end) {
        return Effect::Duplicate;
    }
    let joined = matches!(state.status(), Status::Active | Status::PastDue);
    match payment.purpose {
        Purpose::New => Effect::Duplicate,
        Purpose::Renewal if joined => {
            Effect::Paid { period: period.next(choice.cycle), event: Event::Renewed }
        }
        Purpose::Renewal => {
            Effect::Paid { period: Period::starting(now, choice.cycle), event: Event::Reactivated }
        }
        Purpose::Upgrade => Effect::Paid { period, event: Event::Upgraded },
        Purpose::CycleChange => {
            Effect::Paid { period: Period::starting(now, choice.cycle), event: Event::Upgraded }
        }
    }
}

impl Status {
    const ALL: [Self; 9] = [
        Self::None,
        Self::Trial,
        Self::Active,
        Self::PastDue,
        Self::Canceled,
        Self::Unpaid,
        Self::Incomplete,
        Self::IncompleteExpired,
        Self::Paused,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Trial => "trial",
            Self::Active => "active",
            Self::PastDue => "past_due",
            Self::Canceled => "canceled",
            Self::Unpaid => "unpaid",
            Self::Incomplete => "incomplete",
            Self::IncompleteExpired => "incomplete_expired",
            Self::Paused => "paused",
        }
    }
}

impl FromStr for Status {
    type Err = UnknownWord;

    /// Accepts the spellings `trialing` and `cancelled` too.
    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        let word = match word {
            "trialing" => "trial",
            "cancelled" => "canceled",
            word => word,
        };
        Self::ALL
            .into_iter()
            .find(|status| status.as_str() == word)
            .ok_or(UnknownWord { what: "subscription status" })
    }
}

impl Event {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Activated => "activated",
            Self::Renewed => "renewed",
            Self::Upgraded => "upgraded",
            Self::Expired => "expired",
            Self::Reactivated => "reactivated",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests;
