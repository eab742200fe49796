//! Why kinds of operations are refused, as the API's description tells it: each list once for all that share it.

use std::collections::BTreeMap;

use utoipa::{
    IntoResponses, ToSchema as _,
    openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder},
};

use super::ProblemDocument;

type Listed = BTreeMap<String, RefOr<Response>>;

fn listed(refusals: &[(u16, &str)]) -> Listed {
    let schema = Ref::from_schema_name(ProblemDocument::name());
    let content = ContentBuilder::new().schema(Some(schema)).build();
    let response = |codes: &str| {
        ResponseBuilder::new().description(codes).content("application/problem+json", content.clone()).build()
    };
    refusals.iter().map(|(status, codes)| (status.to_string(), response(codes).into())).collect()
}

const UNPAID: (u16, &str) = (402, "SUBSCRIPTION_REQUIRED");
const NO_STEP: (u16, &str) = (404, "SESSION_NOT_FOUND, STEP_UNKNOWN");
const VERSION_CONFLICT: (u16, &str) = (412, "STEP_VERSION_CONFLICT with current_version and current_data");

/// Whatever is about an onboarding session.
pub enum InSession {}

impl IntoResponses for InSession {
    fn responses() -> Listed {
        listed(&[UNPAID, (404, "SESSION_NOT_FOUND")])
    }
}

/// Whatever is about a step.
pub enum InStep {}

impl IntoResponses for InStep {
    fn responses() -> Listed {
        listed(&[UNPAID, NO_STEP])
    }
}

/// Whatever answers a step.
pub enum Answering {}

impl IntoResponses for Answering {
    fn responses() -> Listed {
        listed(&[
            UNPAID,
            NO_STEP,
            (409, "STEP_LOCKED, SESSION_NOT_ACTIVE, FINALIZE_IN_PROGRESS, DUPLICATE_EVIDENCE"),
            VERSION_CONFLICT,
            (422, "VALIDATION_ERROR, CRITICAL_ISSUES_OPEN"),
            (428, "PRECONDITION_REQUIRED"),
        ])
    }
}

/// The same for the value of a suggestion, which finds the step's version by itself.
pub enum Deciding {}

impl IntoResponses for Deciding {
    fn responses() -> Listed {
        listed(&[
            UNPAID,
            (404, "SESSION_NOT_FOUND, STEP_UNKNOWN, NOT_FOUND"),
            (409, "CONFLICT, STEP_LOCKED, SESSION_NOT_ACTIVE, FINALIZE_IN_PROGRESS, DUPLICATE_EVIDENCE"),
            VERSION_CONFLICT,
            (422, "VALIDATION_ERROR, CRITICAL_ISSUES_OPEN"),
        ])
    }
}

/// Whatever opens after payment and onboarding.
pub enum Feature {}

impl IntoResponses for Feature {
    fn responses() -> Listed {
        listed(&[
            UNPAID,
            (403, "ONBOARDING_REQUIRED, FORBIDDEN"),
            (503, "BCM_UNAVAILABLE, PROFILE_CHECK_UNAVAILABLE"),
        ])
    }
}

/// Whatever may be asked about a workspace that a header names.
pub enum NamedWorkspace {}

impl IntoResponses for NamedWorkspace {
    fn responses() -> Listed {
        listed(&[
            (400, "WORKSPACE_INVALID, WORKSPACE_REQUIRED"),
            (404, "WORKSPACE_NOT_FOUND"),
            (422, "PROFILE_INCOMPLETE, VALIDATION_ERROR"),
            (503, "PROFILE_CHECK_UNAVAILABLE"),
        ])
    }
}
