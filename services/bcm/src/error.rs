//! What a caller of this service may be told.

use std::time::Duration;

use problem::{Failure, Kind, Refusal, Violation};

use crate::{
    clients::tiers::Away,
    domain::{build::BuildError, compress::CompressError, context::ContextError},
};

#[derive(Debug, thiserror::Error)]
pub enum BcmError {
    #[error("this workspace has no manifest yet")]
    NotFound,
    #[error("there is no such version")]
    VersionNotFound,
    #[error("the content of this version is no longer kept")]
    BodyPurged,
    #[error("the manifest cannot be read at the moment: {0}")]
    Unavailable(&'static str),
    #[error("a rebuild is already running")]
    RebuildInProgress,
    #[error("the newest version is too young to be rebuilt")]
    RebuildCooldown { left: Duration },
    #[error("the rebuild failed")]
    RebuildFailed(#[source] anyhow::Error),
    #[error("the business context does not fit a manifest")]
    BudgetExceeded,
    #[error(transparent)]
    Context(#[from] ContextError),
    #[error("the business context belongs to another workspace")]
    ForeignContext,
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("the cache still holds copies of the erased workspace")]
    CopiesLeft(#[source] Away),
    #[error("storage failed")]
    Storage(#[from] database::Error),
}

impl BcmError {
    /// Whether the same thing may go well a moment later: the database did not answer.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Storage(error) if error.kind() == Kind::Unavailable)
    }
}

impl From<BuildError> for BcmError {
    fn from(error: BuildError) -> Self {
        match error {
            BuildError::Compress(CompressError::OverBudget) => Self::BudgetExceeded,
            error @ (BuildError::Incomplete(_) | BuildError::Compress(CompressError::Unwritable(_))) => {
                Self::RebuildFailed(error.into())
            }
        }
    }
}

impl Failure for BcmError {
    fn kind(&self) -> Kind {
        match self {
            Self::NotFound | Self::VersionNotFound => Kind::NotFound,
            Self::BodyPurged => Kind::Gone,
            Self::Unavailable(_) | Self::CopiesLeft(_) => Kind::Unavailable,
            Self::RebuildInProgress => Kind::Conflict,
            Self::RebuildCooldown { .. } => Kind::RateLimited,
            Self::RebuildFailed(_) => Kind::Internal,
            Self::BudgetExceeded | Self::ForeignContext | Self::Context(_) => Kind::Invalid,
            Self::Refused(refusal) => refusal.kind(),
            Self::Storage(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "BCM_NOT_FOUND",
            Self::VersionNotFound => "NOT_FOUND",
            Self::BodyPurged => "BODY_PURGED",
            Self::Unavailable(_) => "BCM_UNAVAILABLE",
            Self::RebuildInProgress => "REBUILD_IN_PROGRESS",
            Self::RebuildCooldown { .. } => "REBUILD_COOLDOWN",
            Self::RebuildFailed(_) => "REBUILD_FAILED",
            Self::BudgetExceeded => "BCM_BUDGET_EXCEEDED",
            Self::Context(ContextError::UnsupportedVersion) => "CONTEXT_VERSION_UNSUPPORTED",
            Self::Context(ContextError::Malformed | ContextError::Invalid(_)) | Self::ForeignContext => {
                "VALIDATION_ERROR"
            }
            Self::CopiesLeft(_) => "SERVICE_UNAVAILABLE",
            Self::Refused(refusal) => refusal.code(),
            Self::Storage(error) => error.code(),
        }
    }

    fn violations(&self) -> Vec<Violation> {
        match self {
            Self::Context(ContextError::Invalid(faults)) => faults
                .iter()
                .map(|fault| Violation::new(&fault.pointer, fault.code, &fault.message))
                .collect(),
            Self::ForeignContext => {
                vec![Violation::new("/workspace_id", "NOT_ALLOWED", "must be the workspace of the call")]
            }
            Self::Refused(refusal) => refusal.violations(),
            Self::NotFound
            | Self::VersionNotFound
            | Self::BodyPurged
            | Self::Unavailable(_)
            | Self::RebuildInProgress
            | Self::RebuildCooldown { .. }
            | Self::RebuildFailed(_)
            | Self::BudgetExceeded
            | Self::Context(ContextError::Malformed | ContextError::UnsupportedVersion)
            | Self::CopiesLeft(_)
            | Self::Storage(_) => Vec::new(),
        }
    }

    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::RebuildCooldown { left } => Some(*left),
            Self::RebuildInProgress | Self::Unavailable(_) | Self::CopiesLeft(_) => {
                Some(Duration::from_secs(1))
            }
            Self::Refused(refusal) => refusal.retry_after(),
            Self::NotFound
            | Self::VersionNotFound
            | Self::BodyPurged
            | Self::RebuildFailed(_)
            | Self::BudgetExceeded
            | Self::Context(_)
            | Self::ForeignContext
            | Self::Storage(_) => None,
        }
    }
}
