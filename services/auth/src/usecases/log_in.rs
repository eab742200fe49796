use primitives::{UserId, WorkspaceId};
use principal::Origin;

use super::{
    check_password::check_password,
    errand::Errand,
    open_session::{Opened, Tokens, open_session},
};
use crate::{
    context::Context,
    domain::{
        account::Account, password::Attempt, password_hash::Checked, session::Device,
        sign_in_name::SignInName, workspace,
    },
    error::AuthError,
    store::{accounts, workspaces},
};

pub struct LogIn {
    pub name: SignInName,
    pub password: Attempt,
    pub device: Device,
    pub origin: Origin,
}

#[derive(Debug)]
pub struct LoggedIn {
    pub user: UserId,
    /// None while it is not clear which one is meant.
    pub workspace: Option<WorkspaceId>,
    pub tokens: Tokens,
}

/// Opens a session for whoever knows the password.
#[tracing::instrument(name = "auth.log_in", skip_all)]
pub async fn log_in(context: &Context, command: LogIn) -> Result<LoggedIn, AuthError> {
    let (account, checked) =
        check_password(context, &command.name, &command.password, &command.origin).await?;
    if !account.may_sign_in() {
        return Err(AuthError::Account(account.state));
    }
    if context.require_email_verification && !account.email_verified {
        mail_again(context, &account).await?;
        return Err(AuthError::EmailNotVerified);
    }
    let rehashed = match checked {
        Checked::RightButCheap => Some(context.hashes.hash(&command.password).await?),
        Checked::Right | Checked::Wrong => None,
    };
    let (opened, workspace) = enter(context, &account, &command, rehashed).await?;
    Ok(LoggedIn { user: account.id, workspace, tokens: opened.announce(context).await? })
}

async fn enter(
    context: &Context,
    account: &Account,
    command: &LogIn,
    rehashed: Option<String>,
) -> Result<(Opened, Option<WorkspaceId>), AuthError> {
    let mut tx = context.database.begin(Context::scope_for(account.id)).await?;
    let now = accounts::lock(&mut tx, account.id).await?.ok_or(AuthError::InvalidCredentials)?;
    // The password was checked outside of this transaction and may have been replaced since.
    if now.password_hash != account.password_hash || !now.may_sign_in() {
        return Err(AuthError::InvalidCredentials);
    }
    if let Some(hash) = rehashed {
        accounts::rehash(&mut tx, account.id, &hash).await?;
    }
    accounts::signed_in(&mut tx, account.id, context.clock.now()).await?;
    let opened = open_session(&mut tx, context, account.id, command.device.clone()).await?;
    let of = workspaces::of(&mut tx, account.id).await?;
    let workspace = workspace::meant(&of, None).ok().map(|workspace| workspace.id);
    tx.commit().await?;
    Ok((opened, workspace))
}

async fn mail_again(context: &Context, account: &Account) -> Result<(), AuthError> {
    let mut tx = context.database.begin(Context::scope_for(account.id)).await?;
    Errand::verify_email(account.id, context).queue(&mut tx, context).await?;
    tx.commit().await?;
    Ok(())
}
