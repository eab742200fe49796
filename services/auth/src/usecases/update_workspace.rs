use principal::{Member, Refused};
use serde_json::json;

use super::security_event::SecurityEvent;
use crate::{
    context::Context,
    domain::workspace::{Workspace, WorkspaceEdit, meant, settle_current},
    error::AuthError,
    store::workspaces,
};

/// Changes a workspace. The membership is looked up again: what the gateway attests may be half a minute old.
#[tracing::instrument(name = "auth.update_workspace", skip_all)]
pub async fn update_workspace(
    context: &Context,
    member: &Member,
    edit: &WorkspaceEdit,
) -> Result<Workspace, AuthError> {
    let scope = Context::scope_for(member.user).in_workspace(member.workspace);
    let mut tx = context.database.begin(scope).await?;
    let of = workspaces::of(&mut tx, member.user).await?;
    let found = meant(&of, Some(member.workspace)).map_err(|_| AuthError::WorkspaceNotFound)?;
    if !found.role.manages() {
        return Err(Refused::NotAllowed.into());
    }
    workspaces::update(&mut tx, member.workspace, edit).await?;
    let mut of = workspaces::of(&mut tx, member.user).await?;
    settle_current(&mut of);
    let changed = meant(&of, Some(member.workspace)).map_err(|_| AuthError::WorkspaceNotFound)?;
    let event = SecurityEvent {
        workspace: Some(member.workspace),
        details: json!({ "renamed": edit.name.is_some() }),
        ..SecurityEvent::of_user("workspace.updated", member.user, &member.origin)
    };
    event.record(&mut tx, context).await?;
    tx.commit().await?;
    Ok(changed.clone())
}
