use std::time::Duration;

use primitives::WorkspaceId;
use principal::{AccountState, Origin, User};
use tokio::time::timeout;

use crate::{
    context::Context,
    domain::{
        readiness::{Access, NextAction, Progress, Readiness},
        workspace::{Unclear, meant},
    },
    error::AuthError,
    store::{accounts, users, workspaces},
};

/// Nobody waits longer for the check.
const PATIENCE: Duration = Duration::from_secs(5);
/// What the way back takes: the caller is to get an answer, not a deadline of its own.
const WAY_BACK: Duration = Duration::from_millis(200);

/// How long the other services may take.
pub fn patience(origin: &Origin) -> Duration {
    origin.time_left(PATIENCE).saturating_sub(WAY_BACK)
}

pub struct VerifyProfile {
    pub named: Option<WorkspaceId>,
    /// What is kept of the workspace, for any of its members, does not count any more.
    pub afresh: bool,
}

/// Where the caller stands. When it cannot be told, that is said: nobody gets in on a guess.
#[tracing::instrument(name = "auth.verify_profile", skip_all)]
pub async fn verify_profile(
    context: &Context,
    user: &User,
    command: VerifyProfile,
) -> Result<Readiness, AuthError> {
    match timeout(patience(&user.origin), check(context, user, command)).await {
        Ok(Err(AuthError::Storage(error))) => Err(AuthError::ProfileCheck(error.to_string())),
        Ok(Err(AuthError::Upstream(problem))) => Err(AuthError::ProfileCheck(problem.to_string())),
        Ok(answer) => answer,
        Err(_) => Err(AuthError::ProfileCheck("no answer in time".to_owned())),
    }
}

async fn check(context: &Context, user: &User, command: VerifyProfile) -> Result<Readiness, AuthError> {
    if let Some(readiness) = kept(context, user, &command).await {
        return Ok(readiness);
    }
    let mut readiness = look(context, user, command.named).await?;
    if let Some(workspace) = readiness.workspace.filter(|_| command.afresh) {
        forget(context, workspace).await?;
    }
    let usable = readiness.account == AccountState::Active && readiness.profile_exists;
    if let Some(workspace) = readiness.workspace.filter(|_| usable) {
        let kept = context.readiness.get(user.id, workspace).await;
        let fresh = kept.is_none();
        readiness.standing = match kept {
            Some(standing) => Some(standing),
            None => Some(ask(context, user, workspace).await?),
        };
        if let Some(standing) = readiness.standing.as_ref().filter(|_| fresh)
            && readiness.next_action() == NextAction::None
        {
            context.readiness.keep(user.id, workspace, standing).await;
        }
    }
    Ok(readiness)
}

async fn forget(context: &Context, workspace: WorkspaceId) -> Result<(), AuthError> {
    let mut tx = context.database.begin(Context::own_scope()).await?;
    let members = workspaces::members(&mut tx, workspace).await?;
    tx.commit().await?;
    context.readiness.forget(&members, workspace).await;
    Ok(())
}

/// A kept answer is of a member who was fully ready, and goes when the workspace does. It says nothing about the account:
/// of that the session knows, which is checked with every call.
async fn kept(context: &Context, user: &User, command: &VerifyProfile) -> Option<Readiness> {
    let workspace = command.named.filter(|_| !command.afresh && user.account == AccountState::Active)?;
    let standing = context.readiness.get(user.id, workspace).await?;
    let (account, workspace) = (user.account, Some(workspace));
    Some(Readiness { account, profile_exists: true, workspace, standing: Some(standing) })
}

/// What auth knows itself.
async fn look(context: &Context, user: &User, named: Option<WorkspaceId>) -> Result<Readiness, AuthError> {
    let mut tx = context.database.begin(Context::scope_for(user.id)).await?;
    let account = accounts::find(&mut tx, user.id).await?.ok_or(AuthError::SessionEnded)?;
    let profile_exists = users::find(&mut tx, user.id).await?.is_some();
    let of = workspaces::of(&mut tx, user.id).await?;
    tx.commit().await?;
    let workspace = match meant(&of, named) {
        Ok(workspace) => Some(workspace.id),
        Err(Unclear::None) => None,
        Err(Unclear::Several) => return Err(AuthError::WorkspaceRequired),
        Err(Unclear::Unknown) => return Err(AuthError::WorkspaceNotFound),
    };
    Ok(Readiness { account: account.state, profile_exists, workspace, standing: None })
}

async fn ask(
    context: &Context,
    user: &User,
    workspace: WorkspaceId,
) -> Result<(Access, Progress), AuthError> {
    let (access, progress) = tokio::join!(
        context.payments.access(workspace, &user.origin),
        context.onboarding.progress(workspace, &user.origin)
    );
    Ok((access?, progress?))
}
