use contracts::auth::v1::{
    EndSessionsRequest, EndSessionsResponse, GetContactRequest, GetContactResponse, GetJwksRequest,
    GetJwksResponse, ResolveMembershipRequest, ResolveMembershipResponse, VerifyAccessTokenRequest,
    VerifyAccessTokenResponse, end_sessions_request::Whose as SentWhose,
    get_contact_request::Whom as SentWhom,
};
use principal::{ServiceName, SessionQuery};
use tonic::{Request, Status};

use super::wire;
use crate::{
    context::Context,
    domain::input,
    error::AuthError,
    usecases::{self, Whom, Whose},
};

const REASON_CHARACTERS: usize = 200;

pub async fn get_jwks(
    context: &Context,
    request: Request<GetJwksRequest>,
) -> Result<GetJwksResponse, Status> {
    principal::origin(&request)?;
    Ok(GetJwksResponse { jwks: usecases::published_keys(context) })
}

pub async fn verify_access_token(
    context: &Context,
    request: Request<VerifyAccessTokenRequest>,
) -> Result<VerifyAccessTokenResponse, Status> {
    principal::origin(&request)?;
    let sent = request.into_inner();
    let (Ok(user), Ok(session)) = (sent.user_id.parse(), sent.session_id.parse()) else {
        return Err(AuthError::SessionEnded.into());
    };
    let query = SessionQuery { user, session, epoch: sent.epoch };
    let standing =
        usecases::session_standing(&context.database, &context.board, &context.clock, query).await?;
    Ok(VerifyAccessTokenResponse {
        account_state: wire::account_state(standing.account).into(),
        platform_role: wire::platform_role(standing.platform_role).into(),
    })
}

pub async fn resolve_membership(
    context: &Context,
    request: Request<ResolveMembershipRequest>,
) -> Result<ResolveMembershipResponse, Status> {
    principal::service(&request, &[ServiceName::Gateway])?;
    let sent = request.into_inner();
    let named = sent.workspace_id.as_deref().map(wire::workspace_id).transpose()?;
    let workspace = usecases::resolve_membership(context, wire::id(&sent.user_id)?, named).await?;
    Ok(ResolveMembershipResponse {
        workspace_id: workspace.id.to_string(),
        role: wire::role(workspace.role).into(),
        workspace_slug: workspace.slug,
    })
}

pub async fn get_contact(
    context: &Context,
    request: Request<GetContactRequest>,
) -> Result<GetContactResponse, Status> {
    principal::service(&request, &[ServiceName::Payments])?;
    let whom = match request.into_inner().whom {
        Some(SentWhom::UserId(id)) => Whom::User(wire::id(&id)?),
        Some(SentWhom::OwnerOfWorkspaceId(id)) => Whom::OwnerOf(wire::workspace_id(&id)?),
        None => return Err(AuthError::NotFound.into()),
    };
    let contact = usecases::get_contact(context, whom).await?;
    Ok(GetContactResponse {
        user_id: contact.profile.user.to_string(),
        email: contact.profile.email.to_string(),
        full_name: contact.profile.display_name().to_owned(),
        workspace_name: contact.workspace_name,
        time_zone: contact.profile.time_zone,
    })
}

pub async fn end_sessions(
    context: &Context,
    request: Request<EndSessionsRequest>,
) -> Result<EndSessionsResponse, Status> {
    let origin = principal::service(&request, &[ServiceName::Payments])?;
    let sent = request.into_inner();
    let whose = match sent.whose {
        Some(SentWhose::UserId(id)) => Whose::User(wire::id(&id)?),
        Some(SentWhose::MembersOfWorkspaceId(id)) => Whose::MembersOf(wire::workspace_id(&id)?),
        None => return Err(AuthError::NotFound.into()),
    };
    let mut broken = Vec::new();
    let reason = input::required("/reason", &sent.reason, REASON_CHARACTERS, &mut broken);
    if !broken.is_empty() {
        return Err(AuthError::Invalid(broken).into());
    }
    let ended = usecases::end_sessions(context, whose, reason, &origin).await?;
    Ok(EndSessionsResponse { ended: u32::try_from(ended).unwrap_or(u32::MAX) })
}
