use std::{collections::HashMap, error::Error};

use tonic::Status;
use tonic_types::{BadRequest, ErrorDetails, ErrorInfo, FieldViolation, StatusExt as _};

use crate::{Failure, Kind};

/// `domain` of every google.rpc.ErrorInfo.
pub(crate) const DOMAIN: &str = "raptorflow.com";
pub(crate) const HTTP_STATUS: &str = "http_status";
pub(crate) const RETRY_AFTER_MS: &str = "retry_after_ms";
/// More are of no use to a caller, and headers have limits.
const MOST_VIOLATIONS: usize = 100;
pub(crate) const MEMBERS: &str = "members";

/// The gRPC answer to a failure. Our own failures are logged here, once, with the whole chain, and their text stays here.
#[must_use]
pub fn to_status(failure: &impl Failure) -> Status {
    let kind = failure.kind();
    let detail = if kind.is_ours() {
        tracing::error!(code = failure.code(), error = chain(failure), "request failed");
        kind.title().to_owned()
    } else {
        failure.to_string()
    };
    Status::with_error_details(kind.grpc_code(), detail, details(failure, kind))
}

fn details(failure: &impl Failure, kind: Kind) -> ErrorDetails {
    let mut metadata = HashMap::from([(HTTP_STATUS.to_owned(), kind.http_status().to_string())]);
    if let Some(wait) = failure.retry_after() {
        metadata.insert(RETRY_AFTER_MS.to_owned(), wait.as_millis().to_string());
    }
    let members = failure.members();
    if !members.is_empty() {
        metadata.insert(MEMBERS.to_owned(), serde_json::Value::Object(members).to_string());
    }
    let mut details = ErrorDetails::new();
    details.set_error_info(failure.code(), DOMAIN, metadata);
    let violations = failure.violations();
    if !violations.is_empty() {
        details.set_bad_request(
            violations.into_iter().take(MOST_VIOLATIONS).map(field_violation).collect::<Vec<_>>(),
        );
    }
    details
}

fn field_violation(violation: crate::Violation) -> FieldViolation {
    let mut sent = FieldViolation::new(violation.pointer, violation.message);
    sent.reason = violation.code;
    sent
}

/// What was sent as a status, read back.
pub(crate) struct Received {
    pub(crate) kind: Kind,
    pub(crate) info: Option<ErrorInfo>,
    pub(crate) bad_request: Option<BadRequest>,
}

/// The stable code of a failure that a service of ours answered with; None for the transport's own.
#[must_use]
pub fn code_of(status: &Status) -> Option<String> {
    receive(status).info.map(|info| info.reason)
}

pub(crate) fn receive(status: &Status) -> Received {
    let info = status.get_details_error_info().filter(|info| info.domain == DOMAIN);
    let kind = info
        .as_ref()
        .and_then(|info| info.metadata.get(HTTP_STATUS)?.parse().ok())
        .and_then(Kind::from_http_status)
        .unwrap_or_else(|| {
            if connection_lost(status) { Kind::Unavailable } else { foreign_kind(status.code()) }
        });
    Received { kind, info, bad_request: status.get_details_bad_request() }
}

/// Whether a call ended with its connection, as when the service was killed; the codes that tonic gives for that (unknown,
/// cancelled) do not tell. A deadline that passed is none.
#[must_use]
pub fn connection_lost(status: &Status) -> bool {
    let Some(source) = status.source().filter(|source| source.is::<tonic::transport::Error>()) else {
        return false;
    };
    let mut cause = Some(source);
    while let Some(error) = cause {
        if error.is::<tonic::TimeoutExpired>() {
            return false;
        }
        cause = error.source();
    }
    true
}

/// A status that no service of ours wrote: the transport's.
fn foreign_kind(code: tonic::Code) -> Kind {
    use tonic::Code;
    match code {
        Code::Unavailable | Code::ResourceExhausted => Kind::Unavailable,
        Code::DeadlineExceeded | Code::Cancelled => Kind::Timeout,
        Code::Ok
        | Code::Unknown
        | Code::InvalidArgument
        | Code::NotFound
        | Code::AlreadyExists
        | Code::PermissionDenied
        | Code::FailedPrecondition
        | Code::Aborted
        | Code::OutOfRange
        | Code::Unimplemented
        | Code::Internal
        | Code::DataLoss
        | Code::Unauthenticated => Kind::Internal,
    }
}

pub(crate) fn chain(error: &impl Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
