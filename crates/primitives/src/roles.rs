use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A word that names no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown role")]
pub struct UnknownRole;

/// What somebody may do in a workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything, billing and deletion included.
    Owner,
    /// Everything except ownership, deletion and cancelling the subscription.
    Admin,
    /// Reads everything, answers onboarding, exports.
    Member,
}

impl Role {
    /// The word stored and sent.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::Member => "member",
        }
    }

    /// Owner or admin.
    #[must_use]
    pub fn manages(self) -> bool {
        match self {
            Self::Owner | Self::Admin => true,
            Self::Member => false,
        }
    }
}

/// What somebody may do across workspaces, from least to most.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlatformRole {
    /// Nothing.
    #[default]
    User,
    /// Reads users and subscriptions.
    Support,
    /// Support, and writes subscriptions, reads and refunds payments.
    BillingAdmin,
    /// Support, and writes users, reads audit logs.
    Admin,
    /// Everything, and grants platform roles.
    SuperAdmin,
}

impl PlatformRole {
    /// The word stored and sent.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Support => "support",
            Self::BillingAdmin => "billing_admin",
            Self::Admin => "admin",
            Self::SuperAdmin => "super_admin",
        }
    }
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(word: &str) -> Result<Self, UnknownRole> {
        [Self::Owner, Self::Admin, Self::Member]
            .into_iter()
            .find(|role| role.as_str() == word)
            .ok_or(UnknownRole)
    }
}

impl FromStr for PlatformRole {
    type Err = UnknownRole;

    fn from_str(word: &str) -> Result<Self, UnknownRole> {
        [Self::User, Self::Support, Self::BillingAdmin, Self::Admin, Self::SuperAdmin]
            .into_iter()
            .find(|role| role.as_str() == word)
            .ok_or(UnknownRole)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for PlatformRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
