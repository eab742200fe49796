use database::Conn;
use primitives::WorkspaceId;
use principal::User;
use tokio::time::timeout;

use super::{provision::provision, verify_profile::patience};
use crate::{
    context::Context,
    domain::{
        profile::Profile,
        readiness::Access,
        workspace::{Workspace, meant},
    },
    error::AuthError,
    store::{accounts, users, workspaces},
};

/// Profile and workspace, which are there now.
#[derive(Debug)]
pub struct Ensured {
    pub profile: Profile,
    pub workspace: WorkspaceId,
    pub access: Access,
}

/// Creates what is missing of profile, workspace and membership. Repeatable.
#[tracing::instrument(name = "auth.ensure_profile", skip_all)]
pub async fn ensure_profile(context: &Context, user: &User) -> Result<Ensured, AuthError> {
    let mut tx = context.database.begin(Context::scope_for(user.id)).await?;
    let mut found = find(&mut tx, user).await?;
    if found.is_none() {
        // Whatever it achieved is kept, complete or not.
        provision(&mut tx, context, user.id).await?;
        found = find(&mut tx, user).await?;
    }
    let account = accounts::find(&mut tx, user.id).await?.ok_or(AuthError::SessionEnded)?;
    tx.commit().await?;
    let (profile, workspace) =
        found.ok_or(AuthError::ProfileCreation { user: account.id, email: account.email })?;
    let access = timeout(patience(&user.origin), context.payments.access(workspace, &user.origin)).await;
    let access = access.map_err(|_| AuthError::ProfileCheck("no answer in time".to_owned()))?;
    let access = access.map_err(|problem| AuthError::ProfileCheck(problem.to_string()))?;
    Ok(Ensured { profile, workspace, access })
}

async fn find(conn: &mut Conn, user: &User) -> Result<Option<(Profile, WorkspaceId)>, AuthError> {
    let profile = users::find(conn, user.id).await?;
    let of = workspaces::of(conn, user.id).await?;
    let workspace: Option<&Workspace> = meant(&of, None).ok().or(of.first());
    Ok(profile.zip(workspace.map(|workspace| workspace.id)))
}
