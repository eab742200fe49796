use problem::{Failure, Kind};

use crate::AccountState;

/// Why a caller was turned away.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// No access token, or one that is malformed, forged, expired or for somebody else.
    #[error("a valid access token is needed")]
    NoToken,
    /// The token is sound, its session is not alive any more.
    #[error("the session has ended")]
    SessionEnded,
    /// The account may not be used.
    #[error("the account is {0}")]
    Account(AccountState),
    /// No valid service credential.
    #[error("a valid service credential is needed")]
    NoCredential,
    /// The credential is sound but not for this call.
    #[error("the caller may not make this call")]
    NotAllowed,
    /// It cannot be told at the moment.
    #[error("the caller could not be checked")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Failure for Refused {
    fn kind(&self) -> Kind {
        match self {
            Self::NoToken | Self::SessionEnded | Self::NoCredential => Kind::Unauthenticated,
            Self::Account(_) | Self::NotAllowed => Kind::Forbidden,
            Self::Unavailable(_) => Kind::Unavailable,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NoToken | Self::NoCredential => "UNAUTHENTICATED",
            Self::SessionEnded => "SESSION_ENDED",
            Self::Account(state) => state.code(),
            Self::NotAllowed => "FORBIDDEN",
            Self::Unavailable(_) => "SERVICE_UNAVAILABLE",
        }
    }
}

impl From<Refused> for tonic::Status {
    fn from(refused: Refused) -> Self {
        problem::to_status(&refused)
    }
}
