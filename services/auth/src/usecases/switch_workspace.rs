use primitives::{UserId, WorkspaceId};

use crate::{
    context::Context,
    domain::workspace::{Workspace, meant},
    error::AuthError,
    store::workspaces,
};

/// Makes a workspace the one that the caller's requests mean when they name none.
#[tracing::instrument(name = "auth.switch_workspace", skip_all)]
pub async fn switch_workspace(
    context: &Context,
    user: UserId,
    workspace: WorkspaceId,
) -> Result<Workspace, AuthError> {
    let mut tx = context.database.begin(Context::scope_for(user)).await?;
    if !workspaces::choose(&mut tx, user, workspace).await? {
        return Err(AuthError::WorkspaceNotFound);
    }
    let of = workspaces::of(&mut tx, user).await?;
    let chosen = meant(&of, Some(workspace)).map_err(|_| AuthError::WorkspaceNotFound)?.clone();
    tx.commit().await?;
    Ok(chosen)
}
