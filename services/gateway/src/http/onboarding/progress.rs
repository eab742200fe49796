use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use contracts::onboarding::v1::{GetCurrentRequest, GetProgressRequest, GetStatusRequest};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::views::{OnboardingSession, ProgressView};
use crate::{
    context::Gateway,
    http::{Answer, door, path, refusals::InSession, wire, words},
    limits::Row,
};

pub fn routes(config: &mut ServiceConfig) {
    config.service(get_current).service(get_onboarding_status).service(get_progress);
}

/// The active or newest session with everything in it
#[utoipa::path(
    tag = "Onboarding",
    responses(
        (status = 200, description = "The session with every step", body = OnboardingSession),
        (status = 404, description = "SESSION_NOT_FOUND", body = crate::http::ProblemDocument),
    ),
    security(("session" = ["member"]), ("bearer" = ["member"])),
)]
#[get("/api/v1/onboarding/current")]
async fn get_current(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let member = door::member(&gateway, &request, Row::Onboarding).await?;
    let onboarding = &gateway.services.onboarding;
    let ask = onboarding.read(&member, GetCurrentRequest {}, async |mut onboarding, request| {
        onboarding.get_current(request).await
    });
    Ok(HttpResponse::Ok().json(OnboardingSession::try_from(ask.await?.session)?))
}

/// How far the workspace is.
#[derive(Serialize, ToSchema)]
struct WorkspaceOnboarding {
    onboarding_status: words::OnboardingStatus,
    /// Null before the first session.
    #[schema(format = "uuid")]
    session_id: Option<String>,
    /// 0 before the first session.
    current_step: u32,
    #[serde(with = "primitives::rfc3339_millis::option")]
    completed_at: Option<OffsetDateTime>,
    progress: Option<ProgressView>,
}

/// How far the workspace is with onboarding
#[utoipa::path(
    tag = "Onboarding",
    responses((status = 200, description = "The effective status", body = WorkspaceOnboarding)),
    security(("session" = ["member"]), ("bearer" = ["member"])),
)]
#[get("/api/v1/onboarding/status")]
async fn get_onboarding_status(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let member = door::member(&gateway, &request, Row::Onboarding).await?;
    let message = GetStatusRequest { workspace_id: member.membership.workspace.to_string() };
    let (onboarding, visitor) = (&gateway.services.onboarding, member.signed_in.visitor());
    let ask = onboarding
        .read(&visitor, message, async |mut onboarding, request| onboarding.get_status(request).await);
    let sent = ask.await?;
    Ok(HttpResponse::Ok().json(WorkspaceOnboarding {
        onboarding_status: sent.status().try_into()?,
        current_step: sent.current_step,
        completed_at: wire::maybe_time(sent.completed_at)?,
        progress: sent.progress.map(|progress| Some(progress).try_into()).transpose()?,
        session_id: wire::filled(sent.session_id),
    }))
}

/// Progress of a session
#[utoipa::path(
    tag = "Onboarding",
    params(("sid" = uuid::Uuid, Path)),
    responses(
        (status = 200, description = "The progress", body = ProgressView),
        InSession,
    ),
    security(("session" = ["member"]), ("bearer" = ["member"])),
)]
#[get("/api/v1/onboarding/{sid}/progress")]
async fn get_progress(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let member = door::member(&gateway, &request, Row::Onboarding).await?;
    let message = GetProgressRequest { session_id: path::id(&request, "sid").to_string() };
    let onboarding = &gateway.services.onboarding;
    let ask = onboarding
        .read(&member, message, async |mut onboarding, request| onboarding.get_progress(request).await);
    Ok(HttpResponse::Ok().json(ProgressView::try_from(ask.await?.progress)?))
}
