use std::{fmt, time::Duration};

use actix_web::{HttpResponse, ResponseError, http::StatusCode, http::header};
use serde_json::{Map, Value, json};
use tonic::Status;

use crate::{
    Failure, Kind, Violation,
    status::{MEMBERS, RETRY_AFTER_MS, chain, receive},
};

/// A problem document (RFC 9457), `application/problem+json`.
#[derive(Debug, Clone)]
pub struct Problem {
    kind: Kind,
    code: String,
    detail: String,
    violations: Vec<Violation>,
    members: Map<String, Value>,
    retry_after: Option<Duration>,
    instance: Option<String>,
}

impl Problem {
    /// The document of a failure that happened in this process; our own failures are logged here, once.
    #[must_use]
    pub fn new(failure: &impl Failure) -> Self {
        let kind = failure.kind();
        if kind.is_ours() {
            tracing::error!(code = failure.code(), error = chain(failure), "request failed");
        }
        Self {
            kind,
            code: failure.code().to_owned(),
            detail: if kind.is_ours() { kind.title().to_owned() } else { failure.to_string() },
            violations: failure.violations(),
            members: failure.members(),
            retry_after: failure.retry_after(),
            instance: None,
        }
    }

    /// The same with the id of the request it answers.
    #[must_use]
    pub fn instance(self, request_id: impl Into<String>) -> Self {
        Self { instance: Some(request_id.into()), ..self }
    }

    /// The same where the document that the pointers lead into is a member of the request's body.
    #[must_use]
    pub fn beneath(mut self, member: &str) -> Self {
        for violation in &mut self.violations {
            violation.pointer.insert_str(0, member);
        }
        self
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Stable code, upper snake case.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    fn body(&self) -> Value {
        let mut body = self.members.clone();
        let slug = self.code.to_lowercase().replace('_', "-");
        body.insert("type".to_owned(), json!(format!("https://raptorflow.com/problems/{slug}")));
        body.insert("title".to_owned(), json!(self.kind.title()));
        body.insert("status".to_owned(), json!(self.kind.http_status()));
        body.insert("detail".to_owned(), json!(self.detail));
        body.insert("code".to_owned(), json!(self.code));
        if let Some(instance) = &self.instance {
            body.insert("instance".to_owned(), json!(instance));
        }
        if !self.violations.is_empty() {
            let errors = self.violations.iter().map(|violation| {
                json!({ "pointer": violation.pointer, "code": violation.code, "message": violation.message })
            });
            body.insert("errors".to_owned(), errors.collect());
        }
        Value::Object(body)
    }
}

/// Reads what [`crate::to_status`] wrote; a status of the transport becomes 503, 504 or 500.
impl From<Status> for Problem {
    fn from(status: Status) -> Self {
        let received = receive(&status);
        let kind = received.kind;
        let Some(info) = received.info else {
            tracing::error!(code = ?status.code(), error = chain(&status), "service call failed");
            return Self {
                kind,
                code: kind.common_code().to_owned(),
                detail: kind.title().to_owned(),
                violations: Vec::new(),
                members: Map::new(),
                retry_after: None,
                instance: None,
            };
        };
        let members = info.metadata.get(MEMBERS).and_then(|text| serde_json::from_str(text).ok());
        let retry_after = info.metadata.get(RETRY_AFTER_MS).and_then(|text| text.parse().ok());
        Self {
            kind,
            code: info.reason,
            detail: status.message().to_owned(),
            violations: received
                .bad_request
                .map(|bad| bad.field_violations)
                .unwrap_or_default()
                .into_iter()
                .map(violation)
                .collect(),
            members: members.unwrap_or_default(),
            retry_after: retry_after.map(Duration::from_millis),
            instance: None,
        }
    }
}

fn violation(sent: tonic_types::FieldViolation) -> Violation {
    Violation::new(sent.field, sent.reason, sent.description)
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.detail)
    }
}

impl std::error::Error for Problem {}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.kind.http_status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        response.insert_header((header::CONTENT_TYPE, "application/problem+json"));
        response.insert_header((header::CACHE_CONTROL, "no-store"));
        if let Some(wait) = self.retry_after {
            response.insert_header((header::RETRY_AFTER, wait.as_millis().div_ceil(1000).to_string()));
        }
        response.body(self.body().to_string())
    }
}

#[cfg(test)]
mod tests {
    use actix_web::body::to_bytes;

    use super::*;
    use crate::{Refusal, to_status};

    #[derive(Debug, thiserror::Error)]
    #[error("the step was saved by somebody else")]
    struct Stale;

    impl Failure for Stale {
        fn kind(&self) -> Kind {
            Kind::PreconditionFailed
        }
        fn code(&self) -> &'static str {
            "STEP_VERSION_CONFLICT"
        }
        fn members(&self) -> Map<String, Value> {
            Map::from_iter([("current_version".to_owned(), json!(7))])
        }
    }

    async fn read(problem: Problem) -> (u16, Value) {
        let response = problem.error_response();
        let status = response.status().as_u16();
        let bytes = to_bytes(response.into_body()).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap())
    }

    #[actix_web::test]
    async fn a_failure_crosses_grpc_without_loss() {
        let (status, body) = read(Problem::from(to_status(&Stale)).instance("r-1")).await;
        assert_eq!(status, 412);
        assert_eq!(body["code"], "STEP_VERSION_CONFLICT");
        assert_eq!(body["current_version"], 7);
        assert_eq!(body["instance"], "r-1");
        assert_eq!(body["type"], "https://raptorflow.com/problems/step-version-conflict");
    }

    #[actix_web::test]
    async fn broken_rules_name_pointer_and_code() {
        let refusal = Refusal::invalid(vec![Violation::new("/email", "REQUIRED", "must be given: always")]);
        let (status, body) = read(Problem::from(to_status(&refusal))).await;
        assert_eq!(status, 422);
        assert_eq!(
            body["errors"],
            json!([{ "pointer": "/email", "code": "REQUIRED", "message": "must be given: always" }])
        );
    }

    #[actix_web::test]
    async fn our_own_trouble_tells_no_detail() {
        let refusal = Refusal::new(Kind::Internal, "password of the database is wrong");
        let (status, body) = read(Problem::from(to_status(&refusal))).await;
        assert_eq!(status, 500);
        assert!(!body.to_string().contains("password"));
        let (status, body) = read(Problem::from(Status::unavailable("tcp connect error"))).await;
        assert_eq!((status, body["code"].as_str()), (503, Some("SERVICE_UNAVAILABLE")));
    }
}
