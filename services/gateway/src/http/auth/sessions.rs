use actix_web::{HttpRequest, HttpResponse, delete, get, post, web::Data};
use contracts::auth::v1::{EndSessionRequest, ListSessionsRequest, Session};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    context::Gateway,
    error::GatewayError,
    http::{Answer, door, path, wire},
    limits::Row,
};

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_sessions).service(end_session).service(validate);
}

/// A signed-in device.
#[derive(Serialize, ToSchema)]
struct DeviceView {
    #[schema(format = "uuid")]
    session_id: String,
    ip: String,
    user_agent: String,
    #[serde(with = "primitives::rfc3339_millis")]
    created_at: OffsetDateTime,
    #[serde(with = "primitives::rfc3339_millis")]
    last_used_at: OffsetDateTime,
    #[serde(with = "primitives::rfc3339_millis")]
    expires_at: OffsetDateTime,
    /// The one that asks.
    current: bool,
}

impl TryFrom<Session> for DeviceView {
    type Error = GatewayError;

    fn try_from(sent: Session) -> Result<Self, GatewayError> {
        Ok(Self {
            created_at: wire::time(sent.created_at, "created_at")?,
            last_used_at: wire::time(sent.last_used_at, "last_used_at")?,
            expires_at: wire::time(sent.expires_at, "expires_at")?,
            session_id: sent.session_id,
            ip: sent.ip,
            user_agent: sent.user_agent,
            current: sent.current,
        })
    }
}

#[derive(Serialize, ToSchema)]
struct Devices {
    sessions: Vec<DeviceView>,
}

/// The caller's sessions
#[utoipa::path(
    tag = "Sessions",
    responses((status = 200, description = "Living sessions, at most 5", body = Devices)),
    security(("session" = []), ("bearer" = [])),
)]
#[get("/api/v1/auth/sessions")]
async fn list_sessions(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let who = door::signed_in(&gateway, &request, Row::Auth).await?;
    let auth = &gateway.services.auth;
    let ask =
        auth.read(&who, ListSessionsRequest {}, async |mut auth, request| auth.list_sessions(request).await);
    let sessions = ask.await?.sessions.into_iter().map(DeviceView::try_from);
    Ok(HttpResponse::Ok().json(Devices { sessions: sessions.collect::<Result<_, _>>()? }))
}

/// End one of the caller's sessions
#[utoipa::path(
    tag = "Sessions",
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 204, description = "Ended, at once and everywhere"),
        (status = 404, description = "NOT_FOUND", body = crate::http::ProblemDocument),
    ),
    security(("session" = []), ("bearer" = [])),
)]
#[delete("/api/v1/auth/sessions/{id}")]
async fn end_session(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let who = door::signed_in(&gateway, &request, Row::Auth).await?;
    let message = EndSessionRequest { session_id: path::id(&request, "id").to_string() };
    let auth = &gateway.services.auth;
    auth.write(&who, message, async |mut auth, request| auth.end_session(request).await).await?;
    Ok(HttpResponse::NoContent().finish())
}

#[derive(Serialize, ToSchema)]
struct Validity {
    valid: bool,
    #[serde(with = "primitives::rfc3339_millis")]
    expires_at: OffsetDateTime,
}

/// Whether the access token is good
#[utoipa::path(
    tag = "Sessions",
    responses((status = 200, description = "It is", body = Validity)),
    security(("session" = []), ("bearer" = [])),
)]
#[post("/api/v1/auth/validate")]
async fn validate(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let who = door::signed_in(&gateway, &request, Row::Auth).await?;
    Ok(HttpResponse::Ok().json(Validity { valid: true, expires_at: who.expires_at }))
}
