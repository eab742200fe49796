use actix_web::{
    HttpRequest, HttpResponse, post,
    web::{Data, Payload},
};
use contracts::auth::v1::{
    ChangePasswordRequest, ForgotPasswordRequest, ResendVerificationRequest, ResetPasswordRequest,
    VerifyEmailRequest,
};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::tokens::client;
use crate::{
    context::Gateway,
    http::{Answer, body, door},
    limits::Row,
};

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(forgot_password)
        .service(reset_password)
        .service(verify_email)
        .service(resend_verification)
        .service(change_password);
}

/// The wish was taken; what becomes of it is told by mail, if at all.
#[derive(Serialize, ToSchema)]
struct Accepted {
    accepted: bool,
}

fn accepted() -> HttpResponse {
    HttpResponse::Ok().json(Accepted { accepted: true })
}

#[derive(Deserialize, ToSchema)]
struct ForgotPassword {
    #[schema(format = "email")]
    email: String,
}

/// Ask for a mail to set a new password
///
/// The answer does not tell whether the address is known.
#[utoipa::path(
    tag = "Passwords",
    request_body = ForgotPassword,
    responses((status = 200, description = "Accepted", body = Accepted)),
)]
#[post("/api/v1/auth/forgot-password")]
async fn forgot_password(gateway: Data<Gateway>, request: HttpRequest, payload: Payload) -> Answer {
    let visitor = door::visitor(&gateway, &request, Row::PublicAuth).await?;
    let ForgotPassword { email } = body::json(&request, payload).await?.value;
    let message = ForgotPasswordRequest { email, client: client(&visitor.origin) };
    let auth = &gateway.services.auth;
    auth.write(&visitor, message, async |mut auth, request| auth.forgot_password(request).await).await?;
    Ok(accepted())
}

#[derive(Deserialize, ToSchema)]
struct ResetPassword {
    /// As mailed.
    #[schema(value_type = String)]
    token: SecretString,
    #[schema(value_type = String, format = "password", min_length = 12, max_length = 128)]
    password: SecretString,
}

/// Set a new password with the mailed token
///
/// Ends every session.
#[utoipa::path(
    tag = "Passwords",
    request_body = ResetPassword,
    responses(
        (status = 200, description = "Set", body = Accepted),
        (status = 400, description = "TOKEN_EXPIRED", body = crate::http::ProblemDocument),
        (status = 422, description = "VALIDATION_ERROR, PASSWORD_COMPROMISED", body = crate::http::ProblemDocument),
    ),
)]
#[post("/api/v1/auth/reset-password")]
async fn reset_password(gateway: Data<Gateway>, request: HttpRequest, payload: Payload) -> Answer {
    let visitor = door::visitor(&gateway, &request, Row::PublicAuth).await?;
    let ResetPassword { token, password } = body::json(&request, payload).await?.value;
    let message = ResetPasswordRequest {
        token: token.expose_secret().to_owned(),
        password: password.expose_secret().to_owned(),
        client: client(&visitor.origin),
    };
    let auth = &gateway.services.auth;
    auth.write(&visitor, message, async |mut auth, request| auth.reset_password(request).await).await?;
    Ok(accepted())
}

#[derive(Deserialize, ToSchema)]
struct VerifyEmail {
    /// As mailed.
    #[schema(value_type = String)]
    token: SecretString,
}

/// Confirm a mail address with the mailed token
#[utoipa::path(
    tag = "Passwords",
    request_body = VerifyEmail,
    responses(
        (status = 200, description = "Confirmed", body = Accepted),
        (status = 400, description = "TOKEN_EXPIRED", body = crate::http::ProblemDocument),
    ),
)]
#[post("/api/v1/auth/verify-email")]
async fn verify_email(gateway: Data<Gateway>, request: HttpRequest, payload: Payload) -> Answer {
    let visitor = door::visitor(&gateway, &request, Row::PublicAuth).await?;
    let VerifyEmail { token } = body::json(&request, payload).await?.value;
    let message = VerifyEmailRequest { token: token.expose_secret().to_owned() };
    let auth = &gateway.services.auth;
    auth.write(&visitor, message, async |mut auth, request| auth.verify_email(request).await).await?;
    Ok(accepted())
}

/// Send the mail that confirms the address once more
#[utoipa::path(
    tag = "Passwords",
    responses((status = 200, description = "Accepted", body = Accepted)),
    security(("session" = []), ("bearer" = [])),
)]
#[post("/api/v1/auth/verify-email/resend")]
async fn resend_verification(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let who = door::signed_in(&gateway, &request, Row::Auth).await?;
    let auth = &gateway.services.auth;
    let message = ResendVerificationRequest {};
    auth.write(&who, message, async |mut auth, request| auth.resend_verification(request).await).await?;
    Ok(accepted())
}

#[derive(Deserialize, ToSchema)]
struct ChangePassword {
    #[schema(value_type = String, format = "password")]
    current: SecretString,
    #[schema(value_type = String, format = "password", min_length = 12, max_length = 128)]
    new: SecretString,
}

/// Change the password
///
/// Ends the caller's other sessions.
#[utoipa::path(
    tag = "Passwords",
    request_body = ChangePassword,
    responses(
        (status = 204, description = "Changed"),
        (status = 401, description = "INVALID_CREDENTIALS", body = crate::http::ProblemDocument),
        (status = 422, description = "VALIDATION_ERROR, PASSWORD_COMPROMISED", body = crate::http::ProblemDocument),
    ),
    security(("session" = []), ("bearer" = [])),
)]
#[post("/api/v1/auth/change-password")]
async fn change_password(gateway: Data<Gateway>, request: HttpRequest, payload: Payload) -> Answer {
    let who = door::signed_in(&gateway, &request, Row::Auth).await?;
    let ChangePassword { current, new } = body::json(&request, payload).await?.value;
    let message = ChangePasswordRequest {
        current: current.expose_secret().to_owned(),
        new: new.expose_secret().to_owned(),
    };
    let auth = &gateway.services.auth;
    auth.write(&who, message, async |mut auth, request| auth.change_password(request).await).await?;
    Ok(HttpResponse::NoContent().finish())
}
