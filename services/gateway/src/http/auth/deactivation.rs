use actix_web::{
    HttpRequest, HttpResponse, delete, post,
    web::{Data, Payload},
};
use contracts::auth::v1::{DeactivateMeRequest, ReactivateMeRequest};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::profile::{Me, me};
use crate::{
    context::Gateway,
    http::{Answer, body, door, refusals::NamedWorkspace},
    limits::Row,
};

pub fn routes(config: &mut ServiceConfig) {
    config.service(deactivate_me).service(reactivate_me);
}

/// The wish to leave.
#[derive(Deserialize, ToSchema)]
struct DeactivateMe {
    /// The words "delete my account"; 400 CONFIRMATION_REQUIRED otherwise.
    confirmation: Option<String>,
    /// Needed unless the sign-in is fresh.
    #[schema(value_type = Option<String>, format = "password")]
    password: Option<SecretString>,
}

/// Deactivate the caller's account
///
/// Erased 30 days later unless it is reactivated.
#[utoipa::path(
    tag = "Profile",
    request_body = DeactivateMe,
    responses(
        (status = 204, description = "Deactivated"),
        (status = 400, description = "CONFIRMATION_REQUIRED", body = crate::http::ProblemDocument),
    ),
    security(("session" = []), ("bearer" = [])),
)]
#[delete("/api/v1/auth/me")]
async fn deactivate_me(gateway: Data<Gateway>, request: HttpRequest, payload: Payload) -> Answer {
    let who = door::signed_in(&gateway, &request, Row::Auth).await?;
    let DeactivateMe { confirmation, password } = body::json(&request, payload).await?.value;
    let password = password.map(|password| password.expose_secret().to_owned());
    let message = DeactivateMeRequest { confirmation: confirmation.unwrap_or_default(), password };
    let auth = &gateway.services.auth;
    auth.write(&who, message, async |mut auth, request| auth.deactivate_me(request).await).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Take a deactivation back
///
/// Besides signing out the only call that a deactivated account may make.
#[utoipa::path(
    tag = "Profile",
    params(("X-Workspace-Id" = Option<uuid::Uuid>, Header, description = "The workspace meant, when there are several")),
    responses((status = 200, description = "The profile", body = Me), NamedWorkspace),
    security(("session" = []), ("bearer" = [])),
)]
#[post("/api/v1/auth/me/reactivate")]
async fn reactivate_me(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let who = door::signed_in_any_state(&gateway, &request, Row::Auth).await?;
    let workspace = door::header_workspace(request.headers())?;
    let auth = &gateway.services.auth;
    let ask =
        auth.write(&who, ReactivateMeRequest {}, async |mut auth, request| auth.reactivate_me(request).await);
    let profile = ask.await?.profile;
    me(&gateway, &who, workspace, profile).await
}
