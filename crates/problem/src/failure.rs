use std::{error::Error, time::Duration};

use serde_json::{Map, Value};

use crate::Kind;

/// One broken rule of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// JSON pointer (RFC 6901) into the request body, or a parameter's name.
    pub pointer: String,
    /// Stable, upper snake case.
    pub code: String,
    /// One sentence for a person.
    pub message: String,
}

impl Violation {
    /// One broken rule.
    pub fn new(pointer: impl Into<String>, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), code: code.into(), message: message.into() }
    }
}

/// An error that a caller is answered with.
pub trait Failure: Error {
    /// What went wrong.
    fn kind(&self) -> Kind;

    /// Stable code, upper snake case.
    fn code(&self) -> &'static str {
        self.kind().common_code()
    }

    /// The broken rules of a request that was not accepted.
    fn violations(&self) -> Vec<Violation> {
        Vec::new()
    }

    /// Further members of the problem document.
    fn members(&self) -> Map<String, Value> {
        Map::new()
    }

    /// When to try again.
    fn retry_after(&self) -> Option<Duration> {
        None
    }
}

/// A failure without a type of its own: what the doors refuse before a use case is asked.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{detail}")]
pub struct Refusal {
    kind: Kind,
    code: &'static str,
    detail: String,
    violations: Vec<Violation>,
    retry_after: Option<Duration>,
}

impl Refusal {
    /// A refusal with the kind's common code.
    pub fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self {
            kind,
            code: kind.common_code(),
            detail: detail.into(),
            violations: Vec::new(),
            retry_after: None,
        }
    }

    /// Input that breaks rules: 422 `VALIDATION_ERROR`.
    #[must_use]
    pub fn invalid(violations: Vec<Violation>) -> Self {
        Self { violations, ..Self::new(Kind::Invalid, "the request breaks a rule") }
    }

    /// The same with a code of its own.
    #[must_use]
    pub fn with_code(self, code: &'static str) -> Self {
        Self { code, ..self }
    }

    /// The same with the time to wait.
    #[must_use]
    pub fn with_retry_after(self, wait: Duration) -> Self {
        Self { retry_after: Some(wait), ..self }
    }
}

impl Failure for Refusal {
    fn kind(&self) -> Kind {
        self.kind
    }

    fn code(&self) -> &'static str {
        self.code
    }

    fn violations(&self) -> Vec<Violation> {
        self.violations.clone()
    }

    fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }
}
