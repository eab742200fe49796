use database::Scope;
use primitives::UserId;

use crate::{
    context::Context,
    domain::workspace::{Workspace, settle_current},
    error::AuthError,
    store::workspaces,
};

/// The caller's workspaces, oldest first.
#[tracing::instrument(name = "auth.list_workspaces", skip_all)]
pub async fn list_workspaces(context: &Context, user: UserId) -> Result<Vec<Workspace>, AuthError> {
    let mut tx = context.database.begin(Scope::user(user)).await?;
    let mut of = workspaces::of(&mut tx, user).await?;
    tx.commit().await?;
    settle_current(&mut of);
    Ok(of)
}
