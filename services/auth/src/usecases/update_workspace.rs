use database::Scope;
use principal::Member;
use serde_json::json;

use super::security_event::SecurityEvent;
use crate::{
    context::Context,
    domain::workspace::{Workspace, WorkspaceEdit, meant},
    error::AuthError,
    store::workspaces,
};

/// Changes a workspace, with no more rights than the caller has in it.
#[tracing::instrument(name = "auth.update_workspace", skip_all)]
pub async fn update_workspace(
    context: &Context,
    member: &Member,
    edit: &WorkspaceEdit,
) -> Result<Workspace, AuthError> {
    let mut tx = context.database.begin(Scope::member(member.user, member.workspace, member.role)).await?;
    workspaces::update(&mut tx, member.workspace, edit).await?;
    let of = workspaces::of(&mut tx, member.user).await?;
    let workspace = meant(&of, Some(member.workspace)).map_err(|_| AuthError::WorkspaceNotFound)?.clone();
    tx.commit().await?;
    let mut tx =
        context.database.begin(Context::scope_for(member.user).in_workspace(member.workspace)).await?;
    let event = SecurityEvent {
        workspace: Some(member.workspace),
        details: json!({ "renamed": edit.name.is_some() }),
        ..SecurityEvent::of_user("workspace.updated", member.user, &member.origin)
    };
    event.record(&mut tx, context).await?;
    tx.commit().await?;
    Ok(workspace)
}
