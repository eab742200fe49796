use std::time::Duration;

use primitives::{Email, UserId};
use principal::{AccountState, Refused};
use problem::{Failure, Kind, Problem, Violation};
use serde_json::{Map, Value, json};
use tonic::Status;

use crate::domain::{password::Unfit, password_hash::HashError};

/// Why a call to auth is refused.
#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    #[error("this email address already has an account")]
    EmailTaken,
    #[error("email address or password is wrong")]
    InvalidCredentials,
    #[error("the current password is wrong")]
    WrongPassword,
    #[error("the email address has to be confirmed first; a new mail is on its way")]
    EmailNotVerified,
    #[error("too many wrong passwords")]
    LockedOut(Duration),
    #[error("the password cannot be used")]
    Password(&'static str, Unfit),
    #[error("the request breaks a rule")]
    Invalid(Vec<Violation>),
    #[error("the session has ended")]
    SessionEnded,
    #[error("the account is {0}")]
    Account(AccountState),
    #[error("the link has expired or was used before")]
    TokenExpired,
    #[error("the confirmation does not match")]
    ConfirmationRequired,
    #[error("there is nothing here by that id")]
    NotFound,
    #[error("the caller has several workspaces and has to name one")]
    WorkspaceRequired,
    #[error("the workspace id is not a uuid")]
    WorkspaceInvalid,
    #[error("there is no such workspace")]
    WorkspaceNotFound,
    #[error("profile or workspace is missing")]
    ProfileIncomplete,
    #[error("profile and workspace could not be created")]
    ProfileCreation { user: UserId, email: Email },
    #[error("the profile cannot be checked at the moment: {0}")]
    ProfileCheck(String),
    #[error("too many passwords are being checked")]
    HashPoolFull,
    #[error("password work failed")]
    Hash(#[from] HashError),
    #[error("signing failed")]
    Signing(#[from] jsonwebtoken::errors::Error),
    #[error("background work was lost: {0}")]
    Lost(String),
    #[error("another service failed")]
    Upstream(#[source] Box<Problem>),
    #[error("storage failed")]
    Storage(#[from] database::Error),
    #[error(transparent)]
    Refused(#[from] Refused),
}

impl AuthError {
    /// The same for somebody who is signed in and was asked for the password once more.
    pub fn about_password(self) -> Self {
        if matches!(self, Self::InvalidCredentials) { Self::WrongPassword } else { self }
    }
}

impl Failure for AuthError {
    fn kind(&self) -> Kind {
        match self {
            Self::EmailTaken => Kind::Conflict,
            Self::InvalidCredentials | Self::WrongPassword | Self::SessionEnded => Kind::Unauthenticated,
            Self::EmailNotVerified | Self::Account(_) => Kind::Forbidden,
            Self::LockedOut(_) => Kind::RateLimited,
            Self::Password(..)
            | Self::Invalid(_)
            | Self::ProfileIncomplete
            | Self::ProfileCreation { .. } => Kind::Invalid,
            Self::TokenExpired
            | Self::ConfirmationRequired
            | Self::WorkspaceRequired
            | Self::WorkspaceInvalid => Kind::BadRequest,
            Self::NotFound | Self::WorkspaceNotFound => Kind::NotFound,
            Self::ProfileCheck(_) | Self::HashPoolFull => Kind::Unavailable,
            Self::Hash(_) | Self::Signing(_) | Self::Lost(_) => Kind::Internal,
            Self::Upstream(problem) => problem.kind(),
            Self::Storage(error) => error.kind(),
            Self::Refused(refused) => refused.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::EmailTaken => "EMAIL_TAKEN",
            Self::InvalidCredentials | Self::WrongPassword => "INVALID_CREDENTIALS",
            Self::EmailNotVerified => "EMAIL_NOT_VERIFIED",
            Self::Password(_, Unfit::Compromised) => "PASSWORD_COMPROMISED",
            Self::SessionEnded => "SESSION_ENDED",
            Self::Account(state) => Refused::Account(*state).code(),
            Self::TokenExpired => "TOKEN_EXPIRED",
            Self::ConfirmationRequired => "CONFIRMATION_REQUIRED",
            Self::WorkspaceRequired => "WORKSPACE_REQUIRED",
            Self::WorkspaceInvalid => "WORKSPACE_INVALID",
            Self::WorkspaceNotFound => "WORKSPACE_NOT_FOUND",
            Self::ProfileIncomplete => "PROFILE_INCOMPLETE",
            Self::ProfileCreation { .. } => "PROFILE_CREATION_ERROR",
            Self::ProfileCheck(_) => "PROFILE_CHECK_UNAVAILABLE",
            Self::Refused(refused) => refused.code(),
            Self::LockedOut(_)
            | Self::Password(_, Unfit::TooShort | Unfit::TooLong | Unfit::Same)
            | Self::Invalid(_)
            | Self::NotFound
            | Self::HashPoolFull
            | Self::Hash(_)
            | Self::Signing(_)
            | Self::Lost(_)
            | Self::Upstream(_)
            | Self::Storage(_) => self.kind().common_code(),
        }
    }

    fn violations(&self) -> Vec<Violation> {
        if let Self::Invalid(broken) = self {
            broken.clone()
        } else if let Self::Password(pointer, unfit) = self {
            vec![unfit.violation(pointer)]
        } else {
            Vec::new()
        }
    }

    fn members(&self) -> Map<String, Value> {
        let mut members = Map::new();
        if let Self::ProfileCreation { user, email } = self {
            members.insert(
                "context".to_owned(),
                json!({ "user_id": user.to_string(), "email": email.as_str() }),
            );
        }
        members
    }

    fn retry_after(&self) -> Option<Duration> {
        if let Self::LockedOut(wait) = self {
            Some(*wait)
        } else if let Self::ProfileCheck(_) = self {
            Some(Duration::from_secs(30))
        } else if let Self::HashPoolFull = self {
            Some(Duration::from_secs(2))
        } else {
            None
        }
    }
}

impl From<Problem> for AuthError {
    fn from(problem: Problem) -> Self {
        Self::Upstream(Box::new(problem))
    }
}

impl From<AuthError> for Status {
    fn from(error: AuthError) -> Self {
        problem::to_status(&error)
    }
}
