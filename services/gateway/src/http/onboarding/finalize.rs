use std::time::Duration;

use actix_web::{
    HttpRequest, HttpResponse, post,
    web::{Data, Payload},
};
use contracts::onboarding::v1::FinalizeRequest;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    context::Gateway,
    http::{Answer, body, documents::FinalizeResult, door, path, preconditions, refusals::InSession, wire},
    limits::Row,
};

pub fn routes(config: &mut ServiceConfig) {
    config.service(finalize);
}

/// Product 6.7.
const PATIENCE: Duration = Duration::from_secs(5);

#[derive(Deserialize, ToSchema)]
struct Finalize {
    /// Accepts fewer steps; owner or admin.
    force: Option<bool>,
}

/// Finish onboarding
///
/// Makes the business context and the first manifest of it. Stopped at any point, it is resumed to exactly one version.
#[utoipa::path(
    tag = "Onboarding",
    params(
        ("sid" = uuid::Uuid, Path),
        ("Idempotency-Key" = String, Header, description = "8 to 64 letters, digits, hyphens or underscores"),
    ),
    request_body(content = Option<Finalize>),
    responses(
        (status = 200, description = "Finished, now or before", body = FinalizeResult),
        (status = 400, description = "IDEMPOTENCY_KEY_REQUIRED", body = crate::http::ProblemDocument),
        InSession,
        (status = 409, description = "FINALIZE_IN_PROGRESS, SESSION_NOT_ACTIVE, IDEMPOTENCY_IN_PROGRESS", body = crate::http::ProblemDocument),
        (status = 422, description = "ONBOARDING_INCOMPLETE with steps and fields, IDEMPOTENCY_KEY_REUSED", body = crate::http::ProblemDocument),
        (status = 503, description = "BCM_UNAVAILABLE", body = crate::http::ProblemDocument),
    ),
    security(("session" = ["member"]), ("bearer" = ["member"])),
)]
#[post("/api/v1/onboarding/{sid}/finalize")]
async fn finalize(gateway: Data<Gateway>, request: HttpRequest, payload: Payload) -> Answer {
    let member = door::member(&gateway, &request, Row::Onboarding).await?;
    let idempotency_key = preconditions::idempotency_key(&request)?;
    let Finalize { force } = body::json(&request, payload).await?.value;
    let message = FinalizeRequest {
        session_id: path::id(&request, "sid").to_string(),
        force: force.unwrap_or(false),
        idempotency_key,
    };
    let onboarding = gateway.services.onboarding.within(PATIENCE);
    let ask = onboarding
        .write(&member, message, async |mut onboarding, request| onboarding.finalize(request).await);
    Ok(wire::document(HttpResponse::Ok(), ask.await?.result))
}
