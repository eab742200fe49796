use contracts::auth::v1::{EndSessionRequest, ListSessionsRequest, ListSessionsResponse};
use tonic::{Request, Status};

use super::wire;
use crate::{context::Context, usecases};

pub async fn list_sessions(
    context: &Context,
    request: Request<ListSessionsRequest>,
) -> Result<ListSessionsResponse, Status> {
    let user = principal::user(&request)?;
    let alive = usecases::list_sessions(context, user.id).await?;
    Ok(ListSessionsResponse {
        sessions: alive.into_iter().map(|session| wire::session(session, user.session)).collect(),
    })
}

pub async fn end_session(context: &Context, request: Request<EndSessionRequest>) -> Result<(), Status> {
    let user = principal::user(&request)?;
    let session = wire::id(&request.into_inner().session_id)?;
    Ok(usecases::end_session(context, &user, session).await?)
}
