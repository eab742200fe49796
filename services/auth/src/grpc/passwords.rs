use contracts::auth::v1::{
    ChangePasswordRequest, ForgotPasswordRequest, ResendVerificationRequest, ResetPasswordRequest,
    VerifyEmailRequest,
};
use tonic::{Request, Status};

use super::wire;
use crate::{
    context::Context,
    domain::{password::Attempt, sign_in_name::SignInName, token::Token},
    error::AuthError,
    usecases::{self, ChangePassword, ResetPassword},
};

pub async fn forgot_password(
    context: &Context,
    request: Request<ForgotPasswordRequest>,
) -> Result<(), Status> {
    principal::origin(&request)?;
    let email = request.into_inner().email;
    wire::required(&[("/email", email.trim())])?;
    Ok(usecases::forgot_password(context, &SignInName::new(&email)).await?)
}

pub async fn reset_password(context: &Context, request: Request<ResetPasswordRequest>) -> Result<(), Status> {
    let origin = principal::origin(&request)?;
    let sent = request.into_inner();
    wire::required(&[("/token", &sent.token), ("/password", &sent.password)])?;
    let token = Token::parse(&sent.token).map_err(|_| AuthError::TokenExpired)?;
    Ok(usecases::reset_password(context, ResetPassword { token, password: sent.password, origin }).await?)
}

pub async fn change_password(
    context: &Context,
    request: Request<ChangePasswordRequest>,
) -> Result<(), Status> {
    let user = principal::user(&request)?;
    let sent = request.into_inner();
    wire::required(&[("/current", &sent.current), ("/new", &sent.new)])?;
    let command = ChangePassword { current: Attempt::new(&sent.current), new: sent.new };
    Ok(usecases::change_password(context, &user, command).await?)
}

pub async fn verify_email(context: &Context, request: Request<VerifyEmailRequest>) -> Result<(), Status> {
    let origin = principal::origin(&request)?;
    let sent = request.into_inner();
    wire::required(&[("/token", &sent.token)])?;
    let token = Token::parse(&sent.token).map_err(|_| AuthError::TokenExpired)?;
    Ok(usecases::verify_email(context, &token, &origin).await?)
}

pub async fn resend_verification(
    context: &Context,
    request: Request<ResendVerificationRequest>,
) -> Result<(), Status> {
    let user = principal::user(&request)?;
    Ok(usecases::resend_verification(context, user.id).await?)
}
