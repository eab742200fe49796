use std::time::Duration;

use problem::{Failure, Kind, Refusal, Violation};

use crate::{
    clients::ProviderError,
    domain::{
        BrokenRule,
        subscription::AlreadySubscribed,
        transaction::NotAllowed,
        webhook::{LARGEST, NotANotice},
    },
};

/// Why payments did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum PaymentError {
    #[error("there is no such plan")]
    InvalidPlan,
    #[error("the request breaks a rule")]
    Broken(Vec<BrokenRule>),
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    AlreadySubscribed(#[from] AlreadySubscribed),
    #[error("a payment of this workspace is being looked at")]
    UnderReview,
    #[error("another checkout of this workspace is being opened")]
    Busy,
    #[error("there is no such payment")]
    NotFound,
    #[error(transparent)]
    NotCancellable(NotAllowed),
    #[error("the provider did not open a checkout")]
    Initiation(#[source] ProviderError),
    #[error("the provider's credentials are missing or refused")]
    MissingCredentials,
    #[error("the provider could not be asked")]
    StatusCheck(#[source] ProviderError),
    #[error("the payment could not be stored")]
    Create(#[source] database::Error),
    #[error("a webhook needs an Authorization header")]
    MissingWebhookHeader,
    #[error("the webhook's Authorization header is wrong")]
    InvalidWebhookSignature,
    #[error(transparent)]
    InvalidWebhookJson(#[from] NotANotice),
    #[error("a webhook has at most {LARGEST} bytes")]
    WebhookTooLarge,
    #[error("the work was cut off")]
    CutOff,
    #[error("storage failed")]
    Storage(#[from] database::Error),
}

impl Failure for PaymentError {
    fn kind(&self) -> Kind {
        match self {
            Self::InvalidPlan | Self::InvalidWebhookJson(_) => Kind::BadRequest,
            Self::Broken(_) => Kind::Invalid,
            Self::Refused(refusal) => refusal.kind(),
            Self::AlreadySubscribed(_) | Self::UnderReview | Self::Busy | Self::NotCancellable(_) => {
                Kind::Conflict
            }
            Self::NotFound => Kind::NotFound,
            Self::Initiation(_) | Self::StatusCheck(_) => Kind::Upstream,
            Self::MissingCredentials | Self::CutOff => Kind::Unavailable,
            Self::MissingWebhookHeader | Self::InvalidWebhookSignature => Kind::Unauthenticated,
            Self::WebhookTooLarge => Kind::PayloadTooLarge,
            Self::Create(error) | Self::Storage(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::InvalidPlan => "INVALID_PLAN",
            Self::Refused(refusal) => refusal.code(),
            Self::AlreadySubscribed(_) => "ALREADY_SUBSCRIBED",
            Self::UnderReview => "PAYMENT_UNDER_REVIEW",
            Self::NotFound => "TRANSACTION_NOT_FOUND",
            Self::NotCancellable(_) => "NOT_CANCELLABLE",
            Self::Initiation(_) => "PAYMENT_INITIATION_ERROR",
            Self::MissingCredentials => "MISSING_CREDENTIALS",
            Self::StatusCheck(_) => "STATUS_CHECK_ERROR",
            Self::Create(error) if error.kind() == Kind::Internal => "TRANSACTION_CREATE_ERROR",
            Self::MissingWebhookHeader => "MISSING_WEBHOOK_HEADER",
            Self::InvalidWebhookSignature => "INVALID_WEBHOOK_SIGNATURE",
            Self::InvalidWebhookJson(_) => "INVALID_WEBHOOK_JSON",
            Self::WebhookTooLarge => "WEBHOOK_TOO_LARGE",
            Self::Broken(_) | Self::Busy | Self::CutOff | Self::Create(_) | Self::Storage(_) => {
                self.kind().common_code()
            }
        }
    }

    fn violations(&self) -> Vec<Violation> {
        let Self::Broken(rules) = self else { return Vec::new() };
        rules.iter().map(|rule| Violation::new(&rule.pointer, rule.code, rule.message)).collect()
    }

    fn retry_after(&self) -> Option<Duration> {
        if let Self::Refused(refusal) = self {
            return refusal.retry_after();
        }
        matches!(self, Self::Busy).then_some(Duration::from_secs(1))
    }
}

impl From<PaymentError> for tonic::Status {
    fn from(error: PaymentError) -> Self {
        problem::to_status(&error)
    }
}
