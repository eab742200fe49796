use actix_web::{
    HttpRequest, HttpResponse, delete, get, post,
    web::{Data, Payload},
};
use contracts::onboarding::v1::{
    CreateSessionRequest, DeleteSessionRequest, GetSessionRequest, GetSummaryRequest, ResetSessionRequest,
    ResumeSessionRequest,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::views::{IssueView, OnboardingSession, issues};
use crate::{
    context::Gateway,
    http::{Answer, body, door, path, refusals::InSession},
    limits::Row,
};

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(create_session)
        .service(get_onboarding_session)
        .service(get_summary)
        .service(resume_session)
        .service(reset_session)
        .service(delete_session);
}

#[derive(Deserialize, ToSchema)]
struct CreateSession {
    #[schema(max_length = 255)]
    client_name: Option<String>,
    /// Gives up the active session first. For a completed onboarding the same as `reset`.
    restart: Option<bool>,
}

/// Open a session, or go on with the active one
#[utoipa::path(
    tag = "Onboarding",
    request_body(content = Option<CreateSession>),
    responses(
        (status = 201, description = "A new session", body = OnboardingSession),
        (status = 200, description = "The active or the completed session", body = OnboardingSession),
        (status = 402, description = "SUBSCRIPTION_REQUIRED", body = crate::http::ProblemDocument),
        (status = 409, description = "SESSION_NOT_ACTIVE, FINALIZE_IN_PROGRESS", body = crate::http::ProblemDocument),
    ),
    security(("session" = ["member"]), ("bearer" = ["member"])),
)]
#[post("/api/v1/onboarding/session")]
async fn create_session(gateway: Data<Gateway>, request: HttpRequest, payload: Payload) -> Answer {
    let member = door::member(&gateway, &request, Row::Onboarding).await?;
    let CreateSession { client_name, restart } = body::json(&request, payload).await?.value;
    let restart = restart.unwrap_or(false);
    let message = CreateSessionRequest { client_name: client_name.unwrap_or_default(), restart };
    let onboarding = &gateway.services.onboarding;
    let ask = onboarding
        .write(&member, message, async |mut onboarding, request| onboarding.create_session(request).await);
    let opened = ask.await?;
    if restart {
        gateway.readiness.shut(&gateway.services, &member).await;
    }
    let mut answer = if opened.created { HttpResponse::Created() } else { HttpResponse::Ok() };
    Ok(answer.json(OnboardingSession::try_from(opened.session)?))
}

/// A session
#[utoipa::path(
    tag = "Onboarding",
    params(("sid" = uuid::Uuid, Path)),
    responses(
        (status = 200, description = "The session with every step", body = OnboardingSession),
        InSession,
    ),
    security(("session" = ["member"]), ("bearer" = ["member"])),
)]
#[get("/api/v1/onboarding/{sid}")]
async fn get_onboarding_session(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let member = door::member(&gateway, &request, Row::Onboarding).await?;
    let message = GetSessionRequest { session_id: path::id(&request, "sid").to_string() };
    let onboarding = &gateway.services.onboarding;
    let ask = onboarding
        .read(&member, message, async |mut onboarding, request| onboarding.get_session(request).await);
    Ok(HttpResponse::Ok().json(OnboardingSession::try_from(ask.await?.session)?))
}

/// A session and what is still missing.
#[derive(Serialize, ToSchema)]
struct Summary {
    #[serde(flatten)]
    session: OnboardingSession,
    /// What keeps steps from being complete.
    issues: Vec<StepIssuesView>,
}

#[derive(Serialize, ToSchema)]
struct StepIssuesView {
    n: u32,
    issues: Vec<IssueView>,
}

/// A session with what each step still lacks
#[utoipa::path(
    tag = "Onboarding",
    params(("sid" = uuid::Uuid, Path)),
    responses(
        (status = 200, description = "The session with missing fields and issues", body = Summary),
        InSession,
    ),
    security(("session" = ["member"]), ("bearer" = ["member"])),
)]
#[get("/api/v1/onboarding/{sid}/summary")]
async fn get_summary(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let member = door::member(&gateway, &request, Row::Onboarding).await?;
    let message = GetSummaryRequest { session_id: path::id(&request, "sid").to_string() };
    let onboarding = &gateway.services.onboarding;
    let ask = onboarding
        .read(&member, message, async |mut onboarding, request| onboarding.get_summary(request).await);
    let summary = ask.await?;
    let steps = summary.issues.into_iter();
    let lacking = steps.map(|step| StepIssuesView { n: step.n, issues: issues(step.issues) });
    let session = OnboardingSession::try_from(summary.session)?;
    Ok(HttpResponse::Ok().json(Summary { session, issues: lacking.collect() }))
}

/// Go on with an abandoned session
#[utoipa::path(
    tag = "Onboarding",
    params(("sid" = uuid::Uuid, Path)),
    responses(
        (status = 200, description = "The active session", body = OnboardingSession),
        InSession,
        (status = 409, description = "SESSION_NOT_ACTIVE, CONFLICT", body = crate::http::ProblemDocument),
    ),
    security(("session" = ["member"]), ("bearer" = ["member"])),
)]
#[post("/api/v1/onboarding/{sid}/resume")]
async fn resume_session(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let member = door::member(&gateway, &request, Row::Onboarding).await?;
    let message = ResumeSessionRequest { session_id: path::id(&request, "sid").to_string() };
    let onboarding = &gateway.services.onboarding;
    let ask = onboarding
        .write(&member, message, async |mut onboarding, request| onboarding.resume_session(request).await);
    Ok(HttpResponse::Ok().json(OnboardingSession::try_from(ask.await?.session)?))
}

/// Start onboarding again
#[utoipa::path(
    tag = "Onboarding",
    params(("sid" = uuid::Uuid, Path)),
    responses(
        (status = 200, description = "The session, in progress again", body = OnboardingSession),
        InSession,
        (status = 409, description = "SESSION_NOT_ACTIVE, FINALIZE_IN_PROGRESS, CONFLICT", body = crate::http::ProblemDocument),
    ),
    security(("session" = ["manager"]), ("bearer" = ["manager"])),
)]
#[post("/api/v1/onboarding/{sid}/reset")]
async fn reset_session(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let member = door::member(&gateway, &request, Row::Onboarding).await?;
    let message = ResetSessionRequest { session_id: path::id(&request, "sid").to_string() };
    let onboarding = &gateway.services.onboarding;
    let ask = onboarding
        .write(&member, message, async |mut onboarding, request| onboarding.reset_session(request).await);
    let session = ask.await?.session;
    gateway.readiness.shut(&gateway.services, &member).await;
    Ok(HttpResponse::Ok().json(OnboardingSession::try_from(session)?))
}

/// Give up a session
///
/// What was saved stays in the journal.
#[utoipa::path(
    tag = "Onboarding",
    params(("sid" = uuid::Uuid, Path)),
    responses(
        (status = 204, description = "Abandoned"),
        InSession,
        (status = 409, description = "SESSION_NOT_ACTIVE, FINALIZE_IN_PROGRESS", body = crate::http::ProblemDocument),
    ),
    security(("session" = ["manager"]), ("bearer" = ["manager"])),
)]
#[delete("/api/v1/onboarding/{sid}")]
async fn delete_session(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let member = door::member(&gateway, &request, Row::Onboarding).await?;
    let message = DeleteSessionRequest { session_id: path::id(&request, "sid").to_string() };
    let onboarding = &gateway.services.onboarding;
    let ask = onboarding
        .write(&member, message, async |mut onboarding, request| onboarding.delete_session(request).await);
    ask.await?;
    Ok(HttpResponse::NoContent().finish())
}
