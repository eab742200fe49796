use contracts::auth::v1::{
    LogInRequest, LogInResponse, LogOutRequest, RefreshSessionRequest, RefreshSessionResponse, SignUpRequest,
    SignUpResponse,
};
use primitives::Email;
use problem::Violation;
use tonic::{Request, Status};

use super::wire;
use crate::{
    context::Context,
    domain::{
        input,
        password::{Attempt, NewPassword},
        profile::NAME_CHARACTERS,
        sign_in_name::SignInName,
        token::Token,
    },
    error::AuthError,
    usecases::{self, LogIn, SignUp},
};

pub async fn sign_up(context: &Context, request: Request<SignUpRequest>) -> Result<SignUpResponse, Status> {
    let origin = principal::origin(&request)?;
    let sent = request.into_inner();
    let (email, name) = identity(sent.email, sent.full_name)?;
    let password = NewPassword::new(&sent.password, &email);
    let password = password.map_err(|unfit| AuthError::Password("/password", unfit))?;
    let device = wire::device(sent.client, &origin);
    let signed_up = usecases::sign_up(context, SignUp { email, password, name, device, origin }).await?;
    Ok(SignUpResponse {
        user_id: signed_up.user.to_string(),
        workspace_id: signed_up.workspace.map(|id| id.to_string()).unwrap_or_default(),
        identification_number: signed_up.identification_number.unwrap_or_default(),
        tokens: signed_up.tokens.as_ref().map(wire::pair),
    })
}

fn identity(email: String, name: Option<String>) -> Result<(Email, Option<String>), AuthError> {
    let mut broken = Vec::new();
    let name = input::clearable_line("/full_name", name, NAME_CHARACTERS, &mut broken).flatten();
    let missing = email.trim().is_empty();
    match Email::try_from(email) {
        Ok(email) if broken.is_empty() => return Ok((email, name)),
        Ok(_) => {}
        Err(_) if missing => broken.push(Violation::new("/email", "REQUIRED", "must be given")),
        Err(error) => broken.push(Violation::new("/email", "INVALID_EMAIL", error.to_string())),
    }
    Err(AuthError::Invalid(broken))
}

pub async fn log_in(context: &Context, request: Request<LogInRequest>) -> Result<LogInResponse, Status> {
    let origin = principal::origin(&request)?;
    let sent = request.into_inner();
    wire::required(&[("/email", sent.email.trim()), ("/password", &sent.password)])?;
    let device = wire::device(sent.client, &origin);
    let (name, password) = (SignInName::new(&sent.email), Attempt::new(&sent.password));
    let logged_in = usecases::log_in(context, LogIn { name, password, device, origin }).await?;
    Ok(LogInResponse {
        user_id: logged_in.user.to_string(),
        workspace_id: logged_in.workspace.map(|id| id.to_string()).unwrap_or_default(),
        tokens: Some(wire::pair(&logged_in.tokens)),
    })
}

pub async fn refresh_session(
    context: &Context,
    request: Request<RefreshSessionRequest>,
) -> Result<RefreshSessionResponse, Status> {
    let origin = principal::origin(&request)?;
    let token = Token::parse(&request.into_inner().refresh_token).map_err(|_| AuthError::SessionEnded)?;
    let tokens = usecases::refresh_session(context, token, &origin).await?;
    Ok(RefreshSessionResponse { tokens: Some(wire::pair(&tokens)) })
}

pub async fn log_out(context: &Context, request: Request<LogOutRequest>) -> Result<(), Status> {
    let user = principal::user_in_any_state(&request)?;
    Ok(usecases::log_out(context, user.id, user.session).await?)
}
