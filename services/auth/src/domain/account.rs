use primitives::{Email, UserId};
use principal::AccountState;
use time::{Duration, OffsetDateTime};

/// Who may sign in, and how.
#[derive(Debug, Clone)]
pub struct Account {
    pub id: UserId,
    pub email: Email,
    pub email_verified: bool,
    /// None while only an identity provider vouches for it.
    pub password_hash: Option<String>,
    pub state: AccountState,
    pub deactivated_at: Option<OffsetDateTime>,
}

/// An account to be opened.
#[derive(Debug)]
pub struct NewAccount {
    pub id: UserId,
    pub email: Email,
    pub password_hash: String,
    /// As given at sign-up.
    pub name: Option<String>,
    pub workspace_name: String,
    pub opened_at: OffsetDateTime,
}

/// Deactivated accounts and deleted workspaces are kept this long.
pub const KEPT: Duration = Duration::days(30);

impl Account {
    /// Deactivated accounts sign in too, or nobody could take one back; they may do nothing else.
    pub fn may_sign_in(&self) -> bool {
        match self.state {
            AccountState::Active | AccountState::Deactivated => true,
            AccountState::Suspended | AccountState::Banned => false,
        }
    }

    /// Whether its erasure is due, so that it cannot be taken back any more.
    pub fn is_forfeit(&self, now: OffsetDateTime) -> bool {
        self.deactivated_at.is_some_and(|at| at + KEPT <= now)
    }
}
