use contracts::auth::v1::{
    DeleteWorkspaceRequest, ListWorkspacesRequest, ListWorkspacesResponse, SwitchWorkspaceRequest,
    SwitchWorkspaceResponse, UpdateWorkspaceRequest, UpdateWorkspaceResponse,
};
use tonic::{Request, Status};

use super::wire;
use crate::{
    context::Context,
    domain::workspace::{SentWorkspace, WorkspaceEdit},
    error::AuthError,
    usecases,
};

pub async fn list_workspaces(
    context: &Context,
    request: Request<ListWorkspacesRequest>,
) -> Result<ListWorkspacesResponse, Status> {
    let user = principal::user(&request)?;
    let of = usecases::list_workspaces(context, user.id).await?;
    Ok(ListWorkspacesResponse { workspaces: of.into_iter().map(wire::workspace).collect() })
}

pub async fn update_workspace(
    context: &Context,
    request: Request<UpdateWorkspaceRequest>,
) -> Result<UpdateWorkspaceResponse, Status> {
    let member = principal::member(&request)?;
    member.must_manage()?;
    let sent = request.into_inner();
    let sent = SentWorkspace {
        name: sent.name,
        description: sent.description,
        industry: sent.industry,
        time_zone: sent.time_zone,
        settings: sent.settings,
    };
    let edit = WorkspaceEdit::try_from(sent).map_err(AuthError::Invalid)?;
    let workspace = usecases::update_workspace(context, &member, &edit).await?;
    Ok(UpdateWorkspaceResponse { workspace: Some(wire::workspace(workspace)) })
}

pub async fn delete_workspace(
    context: &Context,
    request: Request<DeleteWorkspaceRequest>,
) -> Result<(), Status> {
    let member = principal::member(&request)?;
    member.must_own()?;
    Ok(usecases::delete_workspace(context, &member, &request.into_inner().confirmation).await?)
}

pub async fn switch_workspace(
    context: &Context,
    request: Request<SwitchWorkspaceRequest>,
) -> Result<SwitchWorkspaceResponse, Status> {
    let user = principal::user(&request)?;
    let workspace = wire::workspace_id(&request.into_inner().workspace_id)?;
    let chosen = usecases::switch_workspace(context, user.id, workspace).await?;
    Ok(SwitchWorkspaceResponse { workspace: Some(wire::workspace(chosen)) })
}
