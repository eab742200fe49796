use actix_web::{
    HttpRequest, HttpResponse, post,
    web::{Data, Payload},
};
use contracts::auth::v1::{LogInRequest, LogOutRequest, RefreshSessionRequest, SignUpRequest};
use principal::Refused;
use problem::{Kind, Violation};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::tokens::{Delivery, Tokens, client, deliver};
use crate::{
    context::Gateway,
    error::GatewayError,
    http::{Answer, body, cookies, door, wire},
    limits::Row,
};

pub fn routes(config: &mut ServiceConfig) {
    config.service(sign_up).service(log_in).service(refresh).service(log_out);
}

/// A new account.
#[derive(Deserialize, ToSchema)]
struct SignUp {
    #[schema(format = "email", max_length = 254)]
    email: String,
    /// 12 to 128 characters, not a known one.
    #[schema(value_type = String, format = "password", min_length = 12, max_length = 128)]
    password: SecretString,
    #[schema(max_length = 255)]
    full_name: Option<String>,
    /// `cookie` when absent.
    delivery: Option<Delivery>,
}

#[derive(Serialize, ToSchema)]
struct SignedUp {
    #[schema(format = "uuid")]
    user_id: String,
    /// Null when the workspace is still being made; `ensure-profile` makes it.
    #[schema(format = "uuid")]
    workspace_id: Option<String>,
    /// `U` and at least six digits.
    identification_number: String,
    subscription_plan: Option<String>,
    subscription_status: &'static str,
    #[serde(flatten)]
    tokens: Tokens,
}

/// Sign up
///
/// Opens an account with profile and workspace, and signs in.
#[utoipa::path(
    tag = "Accounts",
    request_body = SignUp,
    responses(
        (status = 201, description = "Signed up, and signed in unless the address has to be confirmed first; the cookies are set unless delivery is body", body = SignedUp),
        (status = 409, description = "EMAIL_TAKEN", body = crate::http::ProblemDocument),
        (status = 422, description = "VALIDATION_ERROR, PASSWORD_COMPROMISED", body = crate::http::ProblemDocument),
    ),
)]
#[post("/api/v1/auth/signup")]
async fn sign_up(gateway: Data<Gateway>, request: HttpRequest, payload: Payload) -> Answer {
    let visitor = door::visitor(&gateway, &request, Row::PublicAuth).await?;
    let SignUp { email, password, full_name, delivery } = body::json(&request, payload).await?.value;
    let password = password.expose_secret().to_owned();
    let message = SignUpRequest { email, password, full_name, client: client(&visitor.origin) };
    let auth = &gateway.services.auth;
    let account =
        auth.write(&visitor, message, async |mut auth, request| auth.sign_up(request).await).await?;
    let mut answer = HttpResponse::Created();
    let tokens = match account.tokens {
        Some(_) => {
            let delivery = delivery.unwrap_or(Delivery::Cookie);
            deliver(&gateway, &mut answer, account.tokens, delivery).await?
        }
        None => Tokens::none(),
    };
    Ok(answer.json(SignedUp {
        user_id: account.user_id,
        workspace_id: wire::filled(account.workspace_id),
        identification_number: account.identification_number,
        subscription_plan: None,
        subscription_status: "none",
        tokens,
    }))
}

/// What somebody signs in with.
#[derive(Deserialize, ToSchema)]
struct LogIn {
    #[schema(format = "email")]
    email: String,
    #[schema(value_type = String, format = "password")]
    password: SecretString,
    /// `cookie` when absent.
    delivery: Option<Delivery>,
}

#[derive(Serialize, ToSchema)]
struct LoggedIn {
    #[schema(format = "uuid")]
    user_id: String,
    #[schema(format = "uuid")]
    workspace_id: Option<String>,
    #[serde(flatten)]
    tokens: Tokens,
}

/// Sign in
#[utoipa::path(
    tag = "Accounts",
    request_body = LogIn,
    responses(
        (status = 200, description = "Signed in; the cookies are set unless delivery is body", body = LoggedIn),
        (status = 401, description = "INVALID_CREDENTIALS, whatever was wrong", body = crate::http::ProblemDocument),
        (status = 403, description = "ACCOUNT_BANNED, ACCOUNT_SUSPENDED, EMAIL_NOT_VERIFIED", body = crate::http::ProblemDocument),
    ),
)]
#[post("/api/v1/auth/login")]
async fn log_in(gateway: Data<Gateway>, request: HttpRequest, payload: Payload) -> Answer {
    let visitor = door::visitor(&gateway, &request, Row::PublicAuth).await?;
    let LogIn { email, password, delivery } = body::json(&request, payload).await?.value;
    let password = password.expose_secret().to_owned();
    let message = LogInRequest { email, password, client: client(&visitor.origin) };
    let auth = &gateway.services.auth;
    let session = auth.write(&visitor, message, async |mut auth, request| auth.log_in(request).await).await?;
    let mut answer = HttpResponse::Ok();
    let delivery = delivery.unwrap_or(Delivery::Cookie);
    let tokens = deliver(&gateway, &mut answer, session.tokens, delivery).await?;
    let workspace_id = wire::filled(session.workspace_id);
    Ok(answer.json(LoggedIn { user_id: session.user_id, workspace_id, tokens }))
}

/// Of a body that is read before anybody is counted, for it says who.
const REFRESH_BYTES: usize = 4 << 10;

/// A session to renew, in at most 4 KiB; a browser sends nothing, its cookie says it.
#[derive(Deserialize, ToSchema)]
struct Refresh {
    #[schema(value_type = Option<String>)]
    refresh_token: Option<SecretString>,
    /// As the token came when absent. A token that came in a cookie is answered in a cookie.
    delivery: Option<Delivery>,
}

/// Renew a session
///
/// Replaces both tokens. The previous refresh token works for another 10 seconds and gives the same successor; later use
/// ends the session.
#[utoipa::path(
    tag = "Accounts",
    request_body(content = Option<Refresh>),
    responses(
        (status = 200, description = "A new pair", body = Tokens),
        (status = 401, description = "SESSION_ENDED", body = crate::http::ProblemDocument),
        (status = 403, description = "ORIGIN_NOT_ALLOWED, ACCOUNT_BANNED, ACCOUNT_SUSPENDED", body = crate::http::ProblemDocument),
    ),
    security(("refresh" = []), ()),
)]
#[post("/api/v1/auth/refresh")]
async fn refresh(gateway: Data<Gateway>, request: HttpRequest, payload: Payload) -> Answer {
    let sent = body::json_within(&request, payload, REFRESH_BYTES).await?;
    let Refresh { refresh_token, delivery } = sent.value;
    let by_cookie = refresh_token.is_none();
    let (token, delivery) = match refresh_token {
        Some(token) => (token, delivery.unwrap_or(Delivery::Body)),
        None => (cookie(&gateway, &request)?, in_cookie(delivery)?),
    };
    let visitor = match gateway.known_tokens.session_of(token.expose_secret()).await {
        Some(session) => door::visitor_as(&gateway, &request, Row::Refresh, &session).await?,
        None => door::visitor(&gateway, &request, Row::UnknownRefresh).await?,
    };
    let message = RefreshSessionRequest {
        refresh_token: token.expose_secret().to_owned(),
        client: client(&visitor.origin),
    };
    let auth = &gateway.services.auth;
    let renewed =
        auth.write(&visitor, message, async |mut auth, request| auth.refresh_session(request).await);
    let tokens = renewed.await.inspect_err(|problem| {
        if by_cookie && problem.kind() == Kind::Unauthenticated {
            cookies::drop_with(&request);
        }
    })?;
    gateway.known_tokens.forget(token.expose_secret()).await;
    let mut answer = HttpResponse::Ok();
    let tokens = deliver(&gateway, &mut answer, tokens.tokens, delivery).await?;
    Ok(answer.json(tokens))
}

fn cookie(gateway: &Gateway, request: &HttpRequest) -> Result<SecretString, GatewayError> {
    let token = cookies::read(request, cookies::REFRESH).ok_or(Refused::SessionEnded)?;
    door::same_origin(gateway, request)?;
    Ok(token)
}

/// A script must not be able to turn the cookie into tokens that it can read.
fn in_cookie(delivery: Option<Delivery>) -> Result<Delivery, GatewayError> {
    match delivery {
        None | Some(Delivery::Cookie) => Ok(Delivery::Cookie),
        Some(Delivery::Body) => {
            let rule = "a session kept in cookies stays in cookies";
            Err(GatewayError::Invalid(vec![Violation::new("/delivery", "NOT_ALLOWED", rule)]))
        }
    }
}

/// Sign out
///
/// Ends the session at once, everywhere.
#[utoipa::path(
    tag = "Accounts",
    responses((status = 204, description = "Signed out; the cookies are taken away")),
    security(("session" = []), ("bearer" = [])),
)]
#[post("/api/v1/auth/logout")]
async fn log_out(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let who = door::signed_in_any_state(&gateway, &request, Row::SignOut).await?;
    let auth = &gateway.services.auth;
    auth.write(&who, LogOutRequest {}, async |mut auth, request| auth.log_out(request).await).await?;
    cookies::drop_with(&request);
    Ok(HttpResponse::NoContent().finish())
}
