use tonic::Code;

/// What went wrong, as far as a caller needs to know: one kind for each HTTP status in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// 400
    BadRequest,
    /// 401
    Unauthenticated,
    /// 402
    PaymentRequired,
    /// 403
    Forbidden,
    /// 404
    NotFound,
    /// 405
    MethodNotAllowed,
    /// 409
    Conflict,
    /// 410
    Gone,
    /// 412
    PreconditionFailed,
    /// 413
    PayloadTooLarge,
    /// 415
    UnsupportedMediaType,
    /// 422
    Invalid,
    /// 428
    PreconditionRequired,
    /// 429
    RateLimited,
    /// 431
    HeadTooLarge,
    /// 500
    Internal,
    /// 502
    Upstream,
    /// 503
    Unavailable,
    /// 504
    Timeout,
}

impl Kind {
    const ALL: [Self; 19] = [
        Self::BadRequest,
        Self::Unauthenticated,
        Self::PaymentRequired,
        Self::Forbidden,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::Conflict,
        Self::Gone,
        Self::PreconditionFailed,
        Self::PayloadTooLarge,
        Self::UnsupportedMediaType,
        Self::Invalid,
        Self::PreconditionRequired,
        Self::RateLimited,
        Self::HeadTooLarge,
        Self::Internal,
        Self::Upstream,
        Self::Unavailable,
        Self::Timeout,
    ];

    /// The HTTP status.
    #[must_use]
    pub fn http_status(self) -> u16 {
        self.facts().0
    }

    /// The kind that a status stands for; None for statuses that no failure has.
    #[must_use]
    pub fn from_http_status(status: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.http_status() == status)
    }

    /// The gRPC code. Several kinds share one; the exact kind travels in the details.
    #[must_use]
    pub fn grpc_code(self) -> Code {
        self.facts().1
    }

    /// The code of a failure that has none of its own.
    #[must_use]
    pub fn common_code(self) -> &'static str {
        self.facts().2
    }

    /// The short text of the problem's `title`.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.facts().3
    }

    /// Whether it is our trouble and not the caller's.
    #[must_use]
    pub fn is_ours(self) -> bool {
        self.http_status() >= 500
    }

    fn facts(self) -> (u16, Code, &'static str, &'static str) {
        match self {
            Self::BadRequest => (400, Code::InvalidArgument, "BAD_REQUEST", "Bad request"),
            Self::Unauthenticated => (401, Code::Unauthenticated, "UNAUTHENTICATED", "Not signed in"),
            Self::PaymentRequired => {
                (402, Code::FailedPrecondition, "SUBSCRIPTION_REQUIRED", "Payment required")
            }
            Self::Forbidden => (403, Code::PermissionDenied, "FORBIDDEN", "Not allowed"),
            Self::NotFound => (404, Code::NotFound, "NOT_FOUND", "Not found"),
            Self::MethodNotAllowed => (405, Code::Unimplemented, "METHOD_NOT_ALLOWED", "Method not allowed"),
            Self::Conflict => (409, Code::Aborted, "CONFLICT", "Conflict"),
            Self::Gone => (410, Code::NotFound, "GONE", "Gone"),
            Self::PreconditionFailed => {
                (412, Code::FailedPrecondition, "PRECONDITION_FAILED", "Precondition failed")
            }
            Self::PayloadTooLarge => (413, Code::InvalidArgument, "PAYLOAD_TOO_LARGE", "Too large"),
            Self::UnsupportedMediaType => {
                (415, Code::InvalidArgument, "UNSUPPORTED_MEDIA_TYPE", "Unsupported media type")
            }
            Self::Invalid => (422, Code::InvalidArgument, "VALIDATION_ERROR", "Invalid input"),
            Self::PreconditionRequired => {
                (428, Code::FailedPrecondition, "PRECONDITION_REQUIRED", "Precondition required")
            }
            Self::RateLimited => (429, Code::ResourceExhausted, "RATE_LIMITED", "Too many requests"),
            Self::HeadTooLarge => (431, Code::InvalidArgument, "HEAD_TOO_LARGE", "Request head too large"),
            Self::Internal => (500, Code::Internal, "INTERNAL_SERVER_ERROR", "Something broke on our side"),
            Self::Upstream => (502, Code::Unavailable, "UPSTREAM_ERROR", "A service we rely on failed"),
            Self::Unavailable => (503, Code::Unavailable, "SERVICE_UNAVAILABLE", "Temporarily unavailable"),
            Self::Timeout => (504, Code::DeadlineExceeded, "UPSTREAM_TIMEOUT", "Took too long"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_names_one_kind() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_http_status(kind.http_status()), Some(kind));
        }
        assert_eq!(Kind::from_http_status(200), None);
    }
}
