use std::time::Duration;

use database::Error as DatabaseError;
use principal::Refused;
use problem::{Failure, Kind, Problem, Refusal, Violation};
use serde_json::{Map, Value, json};

use crate::domain::{Closed, Finding, MissingStep, UnknownStep};

/// Why a call was not done.
#[derive(Debug, thiserror::Error)]
pub enum OnboardingError {
    #[error("there is no such session")]
    SessionNotFound,
    #[error(transparent)]
    StepUnknown(#[from] UnknownStep),
    #[error("the session is not active")]
    SessionNotActive,
    #[error("another session of this workspace is active")]
    AnotherActive,
    #[error("the session is being finalized")]
    FinalizeInProgress,
    #[error("the step is not open yet")]
    StepLocked,
    #[error("the step cannot be skipped")]
    StepNotSkippable,
    #[error("the step was saved by somebody else")]
    VersionConflict { version: u64, data: Value },
    #[error("the data breaks a rule")]
    Invalid(Vec<Finding>),
    #[error("a step document may measure 512 KiB at most")]
    TooLarge,
    #[error("required steps are not complete")]
    Incomplete(Vec<MissingStep>),
    #[error("there is no such suggestion")]
    SuggestionNotFound,
    #[error("the suggestion was decided or replaced already")]
    SuggestionDecided,
    #[error("the suggestion does not fit the answers any more")]
    SuggestionOutdated(Vec<Finding>),
    #[error("no model is configured")]
    ModelUnavailable,
    #[error("too many runs of the assistance")]
    TooManyRuns(Duration),
    #[error("a usable subscription is needed")]
    SubscriptionRequired,
    #[error("payments could not be asked")]
    AccessUnknown(#[source] Box<Problem>),
    #[error("the context service could not be asked")]
    BcmUnavailable(#[source] Box<Problem>),
    #[error("the context service refused our context")]
    ContextRefused(#[source] Box<Problem>),
    #[error(transparent)]
    Refusal(#[from] Refusal),
    #[error(transparent)]
    Refused(#[from] Refused),
    #[error("storage failed")]
    Storage(#[from] DatabaseError),
    #[error("the work was cut off")]
    CutOff,
}

pub type Result<T> = std::result::Result<T, OnboardingError>;

impl From<Closed> for OnboardingError {
    fn from(closed: Closed) -> Self {
        match closed {
            Closed::Abandoned => Self::SessionNotActive,
            Closed::Finalizing => Self::FinalizeInProgress,
            Closed::ManagersOnly => Self::Refused(Refused::NotAllowed),
        }
    }
}

impl Failure for OnboardingError {
    fn kind(&self) -> Kind {
        match self {
            Self::SessionNotFound | Self::StepUnknown(_) | Self::SuggestionNotFound => Kind::NotFound,
            Self::SessionNotActive
            | Self::AnotherActive
            | Self::FinalizeInProgress
            | Self::StepLocked
            | Self::StepNotSkippable
            | Self::SuggestionDecided
            | Self::SuggestionOutdated(_) => Kind::Conflict,
            Self::VersionConflict { .. } => Kind::PreconditionFailed,
            Self::Invalid(findings) if doubles(findings) => Kind::Conflict,
            Self::Invalid(_) | Self::Incomplete(_) => Kind::Invalid,
            Self::TooLarge => Kind::PayloadTooLarge,
            Self::TooManyRuns(_) => Kind::RateLimited,
            Self::SubscriptionRequired => Kind::PaymentRequired,
            Self::ModelUnavailable | Self::AccessUnknown(_) | Self::BcmUnavailable(_) | Self::CutOff => {
                Kind::Unavailable
            }
            Self::ContextRefused(_) => Kind::Internal,
            Self::Refusal(refusal) => refusal.kind(),
            Self::Refused(refused) => refused.kind(),
            Self::Storage(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::SessionNotFound => "SESSION_NOT_FOUND",
            Self::StepUnknown(_) => "STEP_UNKNOWN",
            Self::SessionNotActive => "SESSION_NOT_ACTIVE",
            Self::FinalizeInProgress => "FINALIZE_IN_PROGRESS",
            Self::StepLocked => "STEP_LOCKED",
            Self::StepNotSkippable => "STEP_NOT_SKIPPABLE",
            Self::VersionConflict { .. } => "STEP_VERSION_CONFLICT",
            Self::Invalid(findings) if doubles(findings) => "DUPLICATE_EVIDENCE",
            Self::Invalid(findings) if findings.iter().any(|finding| finding.code.blocks()) => {
                "CRITICAL_ISSUES_OPEN"
            }
            Self::Incomplete(_) => "ONBOARDING_INCOMPLETE",
            Self::ModelUnavailable => "AI_UNAVAILABLE",
            Self::AccessUnknown(_) => "PROFILE_CHECK_UNAVAILABLE",
            Self::BcmUnavailable(_) => "BCM_UNAVAILABLE",
            Self::Refusal(refusal) => refusal.code(),
            Self::Refused(refused) => refused.code(),
            Self::Storage(error) => error.code(),
            Self::AnotherActive
            | Self::Invalid(_)
            | Self::TooLarge
            | Self::SuggestionNotFound
            | Self::SuggestionDecided
            | Self::SuggestionOutdated(_)
            | Self::TooManyRuns(_)
            | Self::SubscriptionRequired
            | Self::ContextRefused(_)
            | Self::CutOff => self.kind().common_code(),
        }
    }

    fn violations(&self) -> Vec<Violation> {
        if let Self::Invalid(findings) | Self::SuggestionOutdated(findings) = self {
            findings.iter().map(|finding| violation("", finding)).collect()
        } else if let Self::Incomplete(steps) = self {
            steps.iter().flat_map(lacking).collect()
        } else if let Self::Refusal(refusal) = self {
            refusal.violations()
        } else {
            Vec::new()
        }
    }

    fn members(&self) -> Map<String, Value> {
        let member = |name: &str, value: Value| (name.to_owned(), value);
        if let Self::VersionConflict { version, data } = self {
            Map::from_iter([member("current_version", json!(version)), member("current_data", data.clone())])
        } else if let Self::Incomplete(steps) = self {
            Map::from_iter([member("steps", steps.iter().map(missing).collect())])
        } else if let Self::ModelUnavailable = self {
            Map::from_iter([member("fallback", json!("deterministic"))])
        } else {
            Map::new()
        }
    }

    fn retry_after(&self) -> Option<Duration> {
        if let Self::TooManyRuns(wait) = self {
            Some(*wait)
        } else if let Self::Refusal(refusal) = self {
            refusal.retry_after()
        } else if let Self::AccessUnknown(_) = self {
            Some(Duration::from_secs(30))
        } else if let Self::BcmUnavailable(_) = self {
            // By then a finalize that it left behind may be taken up again.
            Some(Duration::from_secs(15))
        } else if let Self::FinalizeInProgress = self {
            Some(Duration::from_secs(2))
        } else {
            None
        }
    }
}

impl From<OnboardingError> for tonic::Status {
    fn from(error: OnboardingError) -> Self {
        problem::to_status(&error)
    }
}

/// Whether all that is wrong is evidence that is there twice.
fn doubles(findings: &[Finding]) -> bool {
    use crate::domain::Code;
    findings.iter().all(|finding| finding.code == Code::DuplicateEvidence) && !findings.is_empty()
}

fn violation(prefix: &str, finding: &Finding) -> Violation {
    Violation::new(format!("{prefix}{}", finding.pointer), finding.code.as_str(), finding.message.as_str())
}

fn lacking(step: &MissingStep) -> Vec<Violation> {
    let prefix = format!("/steps/{}", step.number);
    step.findings.iter().map(|finding| violation(&prefix, finding)).collect()
}

fn missing(step: &MissingStep) -> Value {
    let fields: Vec<&str> = step.fields().collect();
    json!({ "n": step.number.get(), "step_id": step.id, "title": step.title, "fields": fields })
}
