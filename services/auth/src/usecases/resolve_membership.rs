use primitives::{UserId, WorkspaceId};

use crate::{
    context::Context,
    domain::workspace::{Unclear, Workspace, meant},
    error::AuthError,
    store::workspaces,
};

/// The workspace that a user's request means, and what the user may do there.
#[tracing::instrument(name = "auth.resolve_membership", skip_all)]
pub async fn resolve_membership(
    context: &Context,
    user: UserId,
    named: Option<WorkspaceId>,
) -> Result<Workspace, AuthError> {
    let mut tx = context.database.begin(Context::scope_for(user)).await?;
    let of = workspaces::of(&mut tx, user).await?;
    tx.commit().await?;
    match meant(&of, named) {
        Ok(workspace) => Ok(workspace.clone()),
        Err(Unclear::None) => Err(AuthError::ProfileIncomplete),
        Err(Unclear::Several) => Err(AuthError::WorkspaceRequired),
        Err(Unclear::Unknown) => Err(AuthError::WorkspaceNotFound),
    }
}
