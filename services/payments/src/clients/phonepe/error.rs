use std::time::Duration;

/// Why the provider did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// We have none, or the provider does not take them.
    #[error("credentials are missing or refused")]
    Credentials,
    /// A definite no: nothing happened.
    #[error("refused with {status} {code}")]
    Refused { status: u16, code: String },
    /// No answer, or one that cannot be read: nobody knows whether anything happened.
    #[error("no usable answer: {why}")]
    Away { why: String, retry_after: Option<Duration> },
}

impl ProviderError {
    pub(super) fn away(why: impl Into<String>) -> Self {
        Self::Away { why: why.into(), retry_after: None }
    }

    /// It neither took an order nor knows of it.
    pub fn unsettled() -> Self {
        Self::away("an order was neither taken nor refused")
    }

    pub(super) fn unreadable(what: &str) -> Self {
        Self::away(format!("{what} could not be read"))
    }
}
