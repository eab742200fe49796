//! Who must not be served.

use anyhow::Result;
use secrecy::SecretString;
use uuid::Uuid;

use super::super::Stage;
use super::super::account::Account;
use super::super::api::Api;
use super::super::cast::{Cast, NOBODY};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caller {
    /// Without a token.
    Nobody,
    /// The owner, with a session that has ended.
    Ended,
    /// An admin of the workspace whose account was banned.
    Banned,
    /// A member of the workspace, where a member's role is not enough.
    Member,
    /// The owner of another workspace, who names that one and ids of this one.
    Trespasser,
    /// The same, who names this workspace as well.
    Stranger,
}

/// A caller on the way through all operations.
pub struct Visit {
    pub caller: Caller,
    pub api: Api,
    pub token: Option<SecretString>,
    /// The workspace that is named for the request as a whole.
    pub named: Uuid,
    /// Whether that is a workspace of the caller.
    pub at_home: bool,
}

impl Caller {
    /// A stranger signs out last, which ends the session that a trespasser has too.
    pub const OUTSIDERS: [Self; 4] = [Self::Nobody, Self::Ended, Self::Trespasser, Self::Stranger];
    /// Who belongs to the workspace.
    pub const INSIDERS: [Self; 2] = [Self::Member, Self::Banned];

    pub fn is_insider(self) -> bool {
        Self::INSIDERS.contains(&self)
    }

    pub fn visit(self, stage: &Stage<'_>, cast: &Cast) -> Result<Visit> {
        let account: Option<&Account> = match self {
            Self::Nobody => None,
            Self::Ended => Some(&cast.ended),
            Self::Banned => Some(&cast.banned),
            Self::Member => Some(&cast.member),
            Self::Trespasser | Self::Stranger => Some(&cast.stranger),
        };
        let api = match account {
            Some(account) => account.api.clone(),
            None => Api::from(&stage.system.addresses.gateway, NOBODY)?,
        };
        let at_home = self == Self::Trespasser;
        let named = if at_home { cast.home.workspace } else { cast.target.workspace };
        Ok(Visit { caller: self, api, token: account.map(|account| account.token.clone()), named, at_home })
    }
}
