use primitives::WorkspaceId;
use principal::AccountState;
use serde::{Deserialize, Serialize};

/// What the payments service says of a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    pub plan: Option<String>,
    /// Status word of the subscription.
    pub status: String,
    pub needs_payment: bool,
    pub has_completed_payment: bool,
}

/// What the onboarding service says of a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Effective status word.
    pub status: String,
    pub completed: bool,
    /// 0 before the first session.
    pub step: u32,
}

/// Where somebody stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readiness {
    pub account: AccountState,
    pub profile_exists: bool,
    pub workspace: Option<WorkspaceId>,
    /// None when nobody was asked, because something comes first.
    pub standing: Option<(Access, Progress)>,
}

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextAction {
    None,
    EnsureProfile,
    Pay,
    Onboard,
    Account,
}

impl Readiness {
    pub fn next_action(&self) -> NextAction {
        match (&self.standing, self.account) {
            (_, AccountState::Suspended | AccountState::Banned | AccountState::Deactivated) => {
                NextAction::Account
            }
            (None, AccountState::Active) => NextAction::EnsureProfile,
            (Some((access, _)), AccountState::Active) if access.needs_payment => NextAction::Pay,
            (Some((_, progress)), AccountState::Active) if !progress.completed => NextAction::Onboard,
            (Some(_), AccountState::Active) => NextAction::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use primitives::Clock;

    use super::*;

    #[test]
    fn the_account_comes_before_the_profile_the_profile_before_payment_and_payment_before_onboarding() {
        let standing = |needs_payment, completed| {
            let access = Access {
                plan: None,
                status: "none".to_owned(),
                needs_payment,
                has_completed_payment: !needs_payment,
            };
            (access, Progress { status: String::new(), completed, step: 0 })
        };
        let next = |account, standing| {
            let workspace = Some(WorkspaceId::new(&Clock::system()));
            Readiness { account, profile_exists: true, workspace, standing }.next_action()
        };
        assert_eq!(next(AccountState::Banned, None), NextAction::Account);
        assert_eq!(next(AccountState::Deactivated, Some(standing(false, true))), NextAction::Account);
        assert_eq!(next(AccountState::Active, None), NextAction::EnsureProfile);
        assert_eq!(next(AccountState::Active, Some(standing(true, true))), NextAction::Pay);
        assert_eq!(next(AccountState::Active, Some(standing(false, false))), NextAction::Onboard);
        assert_eq!(next(AccountState::Active, Some(standing(false, true))), NextAction::None);
    }
}
