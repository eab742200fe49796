use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::ETAG,
    patch, post, put,
    web::{Data, Payload},
};
use contracts::onboarding::v1::{
    CompleteStepRequest, GetStepRequest, PatchStepRequest, SaveStepRequest, SkipStepRequest, StepSaved,
};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use time::OffsetDateTime;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::views::{IssueView, ProgressView, StepView, SuggestionView, issues, warnings};
use crate::{
    context::Gateway,
    error::GatewayError,
    http::{
        Answer, body,
        documents::StepPatch,
        door, path, preconditions,
        refusals::{Answering, InStep},
        wire, words,
    },
    limits::Row,
};

pub fn routes(config: &mut ServiceConfig) {
    config.service(get_step).service(save_step).service(patch_step).service(complete_step).service(skip_step);
}

/// Where a body holds a step's data; the service's pointers lead into the data.
pub const DATA: &str = "/data";

/// A step with its suggestions, decided ones too.
#[derive(Serialize, ToSchema)]
struct StepDetail {
    #[serde(flatten)]
    step: StepView,
    suggestions: Vec<SuggestionView>,
}

/// A step
#[utoipa::path(
    tag = "Steps",
    params(("sid" = uuid::Uuid, Path), ("n" = u32, Path, minimum = 1, maximum = 23)),
    responses(
        (status = 200, description = "The step", body = StepDetail, headers(("ETag" = String, description = "The version in quotes"))),
        InStep,
    ),
    security(("session" = ["member"]), ("bearer" = ["member"])),
)]
#[get("/api/v1/onboarding/{sid}/steps/{n}")]
async fn get_step(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let member = door::member(&gateway, &request, Row::Onboarding).await?;
    let message =
        GetStepRequest { session_id: path::id(&request, "sid").to_string(), n: path::step(&request) };
    let onboarding = &gateway.services.onboarding;
    let ask =
        onboarding.read(&member, message, async |mut onboarding, request| onboarding.get_step(request).await);
    let found = ask.await?;
    let step = StepView::try_from(found.step)?;
    let suggestions =
        found.suggestions.into_iter().map(SuggestionView::try_from).collect::<Result<_, _>>()?;
    let tag = (ETAG, version_tag(step.version));
    Ok(HttpResponse::Ok().insert_header(tag).json(StepDetail { step, suggestions }))
}

/// The version of a step as its entity tag.
pub fn version_tag(version: u64) -> String {
    format!("\"{version}\"")
}

/// A whole step document.
#[derive(Deserialize, ToSchema)]
struct SaveStep {
    /// At most 512 KiB of compact JSON.
    #[schema(value_type = Object)]
    data: body::RawObject,
    /// True when absent; false completes the step in the same call.
    draft: Option<bool>,
}

/// What a save led to.
#[derive(Serialize, ToSchema)]
struct SavedView {
    step_id: String,
    version: u64,
    status: words::StepStatus,
    #[serde(with = "primitives::rfc3339_millis::option")]
    updated_at: Option<OffsetDateTime>,
    /// What keeps the step from being complete.
    issues: Vec<IssueView>,
    /// What was ignored or is worth knowing.
    warnings: Vec<IssueView>,
    progress: ProgressView,
    /// The stored document, with defaults, ids and server fields filled.
    #[schema(value_type = Object)]
    data: Box<RawValue>,
}

fn saved(
    sent: Option<StepSaved>,
    document: &str,
    unknown: Vec<String>,
) -> Result<HttpResponse, GatewayError> {
    let sent = wire::given(sent, "a saved step")?;
    let view = SavedView {
        status: sent.status().try_into()?,
        updated_at: wire::maybe_time(sent.updated_at)?,
        data: wire::raw(&sent.data, "the stored data")?,
        progress: sent.progress.try_into()?,
        step_id: sent.step_id,
        version: sent.version,
        issues: issues(sent.issues),
        warnings: warnings(sent.warnings, document, unknown),
    };
    Ok(HttpResponse::Ok().insert_header((ETAG, version_tag(view.version))).json(view))
}

/// Save a step
///
/// An acknowledged save is never lost. A draft may leave out required fields but may not break a limit.
#[utoipa::path(
    tag = "Steps",
    params(
        ("sid" = uuid::Uuid, Path), ("n" = u32, Path, minimum = 1, maximum = 23),
        ("If-Match" = String, Header, description = "The version that the change starts from, in quotes; \"0\" before the first save"),
    ),
    request_body(content = SaveStep, example = json!({ "draft": true, "data": {
        "core_deliverable": "A live cost sheet per dish and outlet",
        "promised_outcome": "Food cost down by two percentage points within 90 days",
        "pricing_model": "recurring",
    } })),
    responses(
        (status = 200, description = "Saved", body = SavedView, headers(("ETag" = String, description = "The new version in quotes"))),
        Answering,
    ),
    security(("session" = ["member"]), ("bearer" = ["member"])),
)]
#[put("/api/v1/onboarding/{sid}/steps/{n}")]
async fn save_step(gateway: Data<Gateway>, request: HttpRequest, payload: Payload) -> Answer {
    let member = door::member(&gateway, &request, Row::Onboarding).await?;
    let expected_version = preconditions::expected_version(&request)?;
    let parsed = body::json::<SaveStep>(&request, payload).await?;
    let message = SaveStepRequest {
        session_id: path::id(&request, "sid").to_string(),
        n: path::step(&request),
        data: parsed.value.data.into_bytes(),
        expected_version,
        draft: parsed.value.draft.unwrap_or(true),
    };
    let onboarding = &gateway.services.onboarding;
    let ask = onboarding
        .write(&member, message, async |mut onboarding, request| onboarding.save_step(request).await);
    let sent = ask.await.map_err(|problem| problem.beneath(DATA))?;
    Ok(saved(sent.saved, DATA, parsed.unknown)?)
}

/// Change a step
///
/// The body is a JSON merge patch (RFC 7396) on the draft, or on the submitted data when there is none. The result is a
/// draft.
#[utoipa::path(
    tag = "Steps",
    params(
        ("sid" = uuid::Uuid, Path), ("n" = u32, Path, minimum = 1, maximum = 23),
        ("If-Match" = String, Header, description = "The version that the change starts from, in quotes"),
    ),
    request_body(content = StepPatch, content_type = "application/merge-patch+json",
        example = json!({ "pricing_model": "recurring", "guarantees": null })),
    responses(
        (status = 200, description = "Saved", body = SavedView, headers(("ETag" = String, description = "The new version in quotes"))),
        Answering,
    ),
    security(("session" = ["member"]), ("bearer" = ["member"])),
)]
#[patch("/api/v1/onboarding/{sid}/steps/{n}")]
async fn patch_step(gateway: Data<Gateway>, request: HttpRequest, payload: Payload) -> Answer {
    let member = door::member(&gateway, &request, Row::Onboarding).await?;
    let expected_version = preconditions::expected_version(&request)?;
    let message = PatchStepRequest {
        session_id: path::id(&request, "sid").to_string(),
        n: path::step(&request),
        patch: body::merge_patch(&request, payload).await?.to_vec(),
        expected_version,
    };
    let onboarding = &gateway.services.onboarding;
    let ask = onboarding
        .write(&member, message, async |mut onboarding, request| onboarding.patch_step(request).await);
    Ok(saved(ask.await?.saved, "", Vec::new())?)
}

#[derive(Deserialize, ToSchema)]
struct CompleteStep {
    /// The draft when absent.
    #[schema(value_type = Option<Object>)]
    data: Option<body::RawObject>,
}

#[derive(Serialize, ToSchema)]
struct Completed {
    step: StepView,
    progress: ProgressView,
    current_step: u32,
    /// What was ignored or is worth knowing.
    warnings: Vec<IssueView>,
}

/// Complete a step
#[utoipa::path(
    tag = "Steps",
    params(
        ("sid" = uuid::Uuid, Path), ("n" = u32, Path, minimum = 1, maximum = 23),
        ("If-Match" = String, Header, description = "The version that the change starts from, in quotes"),
    ),
    request_body(content = Option<CompleteStep>, example = json!({ "data": {
        "core_deliverable": "A live cost sheet per dish and outlet",
        "promised_outcome": "Food cost down by two percentage points within 90 days",
        "problem_statement": "Purchase prices change every morning, recipe costs once a quarter.",
        "solution": "Staff photograph each bill; every recipe that uses the ingredient is updated.",
        "pricing_model": "recurring",
        "revenue_model": "Subscription per outlet and year",
        "pricing_strategy": "Below an eighth of what is saved",
    } })),
    responses(
        (status = 200, description = "Complete", body = Completed, headers(("ETag" = String, description = "The new version in quotes"))),
        Answering,
    ),
    security(("session" = ["member"]), ("bearer" = ["member"])),
)]
#[post("/api/v1/onboarding/{sid}/steps/{n}/complete")]
async fn complete_step(gateway: Data<Gateway>, request: HttpRequest, payload: Payload) -> Answer {
    let member = door::member(&gateway, &request, Row::Onboarding).await?;
    let expected_version = preconditions::expected_version(&request)?;
    let parsed = body::json::<CompleteStep>(&request, payload).await?;
    let message = CompleteStepRequest {
        session_id: path::id(&request, "sid").to_string(),
        n: path::step(&request),
        data: parsed.value.data.map(body::RawObject::into_bytes),
        expected_version,
    };
    let onboarding = &gateway.services.onboarding;
    let ask = onboarding
        .write(&member, message, async |mut onboarding, request| onboarding.complete_step(request).await);
    let done = ask.await.map_err(|problem| problem.beneath(DATA))?;
    let (step, progress) = (StepView::try_from(done.step)?, ProgressView::try_from(done.progress)?);
    let tag = (ETAG, version_tag(step.version));
    let (current_step, warnings) = (progress.current_step, warnings(done.warnings, DATA, parsed.unknown));
    Ok(HttpResponse::Ok().insert_header(tag).json(Completed { step, progress, current_step, warnings }))
}

#[derive(Serialize, ToSchema)]
struct Skipped {
    step: StepView,
    progress: ProgressView,
}

/// Skip a step
///
/// Only 17, 21 and 22.
#[utoipa::path(
    tag = "Steps",
    params(("sid" = uuid::Uuid, Path), ("n" = u32, Path, minimum = 1, maximum = 23)),
    responses(
        (status = 200, description = "Skipped", body = Skipped, headers(("ETag" = String, description = "The new version in quotes"))),
        InStep,
        (status = 409, description = "STEP_NOT_SKIPPABLE, STEP_LOCKED, SESSION_NOT_ACTIVE, FINALIZE_IN_PROGRESS", body = crate::http::ProblemDocument),
    ),
    security(("session" = ["member"]), ("bearer" = ["member"])),
)]
#[post("/api/v1/onboarding/{sid}/steps/{n}/skip")]
async fn skip_step(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let member = door::member(&gateway, &request, Row::Onboarding).await?;
    let message =
        SkipStepRequest { session_id: path::id(&request, "sid").to_string(), n: path::step(&request) };
    let onboarding = &gateway.services.onboarding;
    let ask = onboarding
        .write(&member, message, async |mut onboarding, request| onboarding.skip_step(request).await);
    let skipped = ask.await?;
    let (step, progress) = (StepView::try_from(skipped.step)?, ProgressView::try_from(skipped.progress)?);
    let tag = (ETAG, version_tag(step.version));
    Ok(HttpResponse::Ok().insert_header(tag).json(Skipped { step, progress }))
}
