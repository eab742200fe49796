//! Closed sets of words on the wire, each the counterpart of an enum of the contracts.

use contracts::{auth::v1 as auth, bcm::v1 as bcm, onboarding::v1 as onboarding, payments::v1 as payments};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::GatewayError;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident is $sent:path: $($word:ident),+) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($word),+ }

        impl TryFrom<$sent> for $name {
            type Error = GatewayError;

            fn try_from(sent: $sent) -> Result<Self, GatewayError> {
                type Sent = $sent;
                match sent {
                    $(Sent::$word => Ok(Self::$word),)+
                    Sent::Unspecified => Err(GatewayError::Contract(stringify!($name))),
                }
            }
        }
    };
}

words!(
    /// What the client should do next.
    NextAction is auth::NextAction: None, EnsureProfile, Pay, Onboard, Account
);
words!(
    /// Whether an account may be used.
    AccountState is auth::AccountState: Active, Suspended, Banned, Deactivated
);
words!(
    /// Rights across workspaces.
    PlatformRole is auth::PlatformRole: User, Support, BillingAdmin, Admin, SuperAdmin
);
words!(
    /// What somebody may do in a workspace.
    Role is auth::Role: Owner, Admin, Member
);
words!(
    /// How often is paid.
    BillingCycle is payments::BillingCycle: Monthly, Yearly
);
/// The plans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlanCode {
    Ascent,
    Glide,
    Soar,
}

/// What became of a suggestion; superseded by a later run or a reset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SuggestionStatus {
    Proposed,
    Accepted,
    Edited,
    Rejected,
    Superseded,
}

words!(
    /// Where a payment stands.
    TransactionStatus is payments::TransactionStatus: Pending, Completed, Failed, Refunded, Cancelled
);
words!(
    /// What a payment is for.
    Purpose is payments::Purpose: New, Renewal, Upgrade, CycleChange
);
words!(
    /// Where a subscription stands.
    SubscriptionStatus is payments::SubscriptionStatus:
        None, Trial, Active, PastDue, Canceled, Unpaid, Incomplete, IncompleteExpired, Paused
);
words!(
    /// How far a workspace is with onboarding.
    OnboardingStatus is onboarding::OnboardingStatus: Pending, PaymentConfirmed, InProgress, Completed, Abandoned
);
words!(
    /// Where an onboarding session stands.
    SessionStatus is onboarding::SessionStatus: Active, Completed, Abandoned
);
words!(
    /// Where a step stands.
    StepStatus is onboarding::StepStatus: Pending, InProgress, Complete, Blocked, Error
);
words!(
    /// Who makes suggestions: the configured model, or rules and templates.
    Engine is onboarding::Engine: Model, Deterministic
);
words!(
    /// What becomes of a suggestion.
    Decision is onboarding::Decision: Accept, Edit, Reject
);
words!(
    /// How recent a manifest is.
    Freshness is bcm::Freshness: Fresh, Stale, Expired
);

impl From<Engine> for onboarding::Engine {
    fn from(engine: Engine) -> Self {
        match engine {
            Engine::Model => Self::Model,
            Engine::Deterministic => Self::Deterministic,
        }
    }
}

impl From<Decision> for onboarding::Decision {
    fn from(decision: Decision) -> Self {
        match decision {
            Decision::Accept => Self::Accept,
            Decision::Edit => Self::Edit,
            Decision::Reject => Self::Reject,
        }
    }
}

impl From<primitives::Role> for Role {
    fn from(role: primitives::Role) -> Self {
        match role {
            primitives::Role::Owner => Self::Owner,
            primitives::Role::Admin => Self::Admin,
            primitives::Role::Member => Self::Member,
        }
    }
}

impl From<primitives::PlatformRole> for PlatformRole {
    fn from(role: primitives::PlatformRole) -> Self {
        match role {
            primitives::PlatformRole::User => Self::User,
            primitives::PlatformRole::Support => Self::Support,
            primitives::PlatformRole::BillingAdmin => Self::BillingAdmin,
            primitives::PlatformRole::Admin => Self::Admin,
            primitives::PlatformRole::SuperAdmin => Self::SuperAdmin,
        }
    }
}

impl From<principal::AccountState> for AccountState {
    fn from(state: principal::AccountState) -> Self {
        match state {
            principal::AccountState::Active => Self::Active,
            principal::AccountState::Suspended => Self::Suspended,
            principal::AccountState::Banned => Self::Banned,
            principal::AccountState::Deactivated => Self::Deactivated,
        }
    }
}

impl From<Freshness> for &'static str {
    fn from(freshness: Freshness) -> Self {
        match freshness {
            Freshness::Fresh => "fresh",
            Freshness::Stale => "stale",
            Freshness::Expired => "expired",
        }
    }
}
