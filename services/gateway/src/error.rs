use std::time::Duration;

use principal::Refused;
use problem::{Failure, Kind, Problem, Violation};

/// Product 2.3, gate G4.
const PROFILE_CHECK_AGAIN: Duration = Duration::from_secs(30);

/// What the gateway itself answers a request with; what the services refuse passes through as it came.
#[derive(Debug, thiserror::Error)]
pub enum GatewayError {
    #[error("{0}")]
    BadRequest(&'static str),
    #[error("the body is not a JSON document: {0}")]
    Malformed(String),
    #[error("the request breaks a rule")]
    Invalid(Vec<Violation>),
    #[error("{}", .0.message)]
    Ambiguous(Violation),
    #[error("the body must be {0}")]
    MediaType(&'static str),
    #[error("the body is larger than {0} bytes")]
    TooLarge(usize),
    #[error("a webhook is larger than {0} bytes")]
    WebhookTooLarge(usize),
    #[error("the head of the request is larger than {0} bytes")]
    HeadTooLarge(usize),
    #[error("there is nothing here")]
    NotFound,
    #[error("this resource does not answer that method")]
    MethodNotAllowed,
    #[error(transparent)]
    Refused(#[from] Refused),
    #[error("pages of this origin may not send that with cookies")]
    OriginNotAllowed,
    #[error("{0}")]
    WorkspaceInvalid(&'static str),
    #[error("Idempotency-Key with 8 to 64 letters, digits, hyphens or underscores is needed")]
    IdempotencyKeyRequired,
    #[error("If-Match with the version that the change starts from is needed")]
    VersionRequired,
    #[error("too many requests")]
    RateLimited(Duration),
    #[error("the subscription does not allow this")]
    SubscriptionRequired,
    #[error("onboarding is not completed")]
    OnboardingRequired,
    #[error("the account has no profile or no workspace yet")]
    ProfileIncomplete,
    #[error("it cannot be told whether the workspace may be used: {0}")]
    ProfileCheck(String),
    #[error("a service is away: {0}")]
    Away(String),
    #[error("a service answered without {0}")]
    Contract(&'static str),
}

impl Failure for GatewayError {
    fn kind(&self) -> Kind {
        match self {
            Self::BadRequest(_)
            | Self::Malformed(_)
            | Self::Ambiguous(_)
            | Self::WorkspaceInvalid(_)
            | Self::IdempotencyKeyRequired => Kind::BadRequest,
            Self::Invalid(_) | Self::ProfileIncomplete => Kind::Invalid,
            Self::MediaType(_) => Kind::UnsupportedMediaType,
            Self::TooLarge(_) | Self::WebhookTooLarge(_) => Kind::PayloadTooLarge,
            Self::HeadTooLarge(_) => Kind::HeadTooLarge,
            Self::NotFound => Kind::NotFound,
            Self::MethodNotAllowed => Kind::MethodNotAllowed,
            Self::Refused(refused) => refused.kind(),
            Self::OriginNotAllowed | Self::OnboardingRequired => Kind::Forbidden,
            Self::VersionRequired => Kind::PreconditionRequired,
            Self::RateLimited(_) => Kind::RateLimited,
            Self::SubscriptionRequired => Kind::PaymentRequired,
            Self::ProfileCheck(_) | Self::Away(_) => Kind::Unavailable,
            Self::Contract(_) => Kind::Internal,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::WebhookTooLarge(_) => "WEBHOOK_TOO_LARGE",
            Self::Refused(refused) => refused.code(),
            Self::OriginNotAllowed => "ORIGIN_NOT_ALLOWED",
            Self::WorkspaceInvalid(_) => "WORKSPACE_INVALID",
            Self::IdempotencyKeyRequired => "IDEMPOTENCY_KEY_REQUIRED",
            Self::OnboardingRequired => "ONBOARDING_REQUIRED",
            Self::ProfileIncomplete => "PROFILE_INCOMPLETE",
            Self::ProfileCheck(_) => "PROFILE_CHECK_UNAVAILABLE",
            Self::BadRequest(_)
            | Self::Malformed(_)
            | Self::Invalid(_)
            | Self::Ambiguous(_)
            | Self::MediaType(_)
            | Self::TooLarge(_)
            | Self::HeadTooLarge(_)
            | Self::NotFound
            | Self::MethodNotAllowed
            | Self::VersionRequired
            | Self::RateLimited(_)
            | Self::SubscriptionRequired
            | Self::Away(_)
            | Self::Contract(_) => self.kind().common_code(),
        }
    }

    fn violations(&self) -> Vec<Violation> {
        if let Self::Invalid(violations) = self {
            violations.clone()
        } else if let Self::Ambiguous(violation) = self {
            vec![violation.clone()]
        } else {
            Vec::new()
        }
    }

    fn retry_after(&self) -> Option<Duration> {
        if let Self::RateLimited(wait) = self {
            Some(*wait)
        } else {
            matches!(self, Self::ProfileCheck(_)).then_some(PROFILE_CHECK_AGAIN)
        }
    }
}

impl From<GatewayError> for Problem {
    fn from(error: GatewayError) -> Self {
        Self::new(&error)
    }
}
