use database::Conn;
use primitives::{Email, UserId, WorkspaceId};
use principal::Origin;

use super::{
    errand::Errand,
    open_session::{Tokens, open_session},
    security_event::SecurityEvent,
};
use crate::{
    context::Context,
    domain::{account::NewAccount, password::NewPassword, session::Device, workspace},
    error::AuthError,
    store::{accounts, users, workspaces},
};

pub struct SignUp {
    pub email: Email,
    pub password: NewPassword,
    pub name: Option<String>,
    pub device: Device,
    pub origin: Origin,
}

/// A new account. Workspace and number are missing while the bootstrap waits for repair, tokens while the address has to
/// be verified first.
#[derive(Debug)]
pub struct SignedUp {
    pub user: UserId,
    pub workspace: Option<WorkspaceId>,
    pub identification_number: Option<String>,
    pub tokens: Option<Tokens>,
}

/// Opens an account with everything that belongs to it, and signs in.
#[tracing::instrument(name = "auth.sign_up", skip_all)]
pub async fn sign_up(context: &Context, command: SignUp) -> Result<SignedUp, AuthError> {
    let account = NewAccount {
        id: UserId::new(&context.clock),
        password_hash: context.hashes.hash(command.password.as_attempt()).await?,
        workspace_name: workspace::first_name(command.name.as_deref().unwrap_or(command.email.local_part())),
        email: command.email,
        name: command.name,
        opened_at: context.clock.now(),
    };
    let mut tx = context.database.begin(Context::scope_for(account.id)).await?;
    let mut signed_up = open_account(&mut tx, context, &account).await?;
    let opened = if context.require_email_verification {
        None
    } else {
        accounts::signed_in(&mut tx, account.id, account.opened_at).await?;
        Some(open_session(&mut tx, context, account.id, command.device).await?)
    };
    SecurityEvent::of_user("account.opened", account.id, &command.origin).record(&mut tx, context).await?;
    tx.commit().await?;
    if let Some(opened) = opened {
        signed_up.tokens = Some(opened.announce(context).await?);
    }
    tracing::info!(user = %account.id, "account opened");
    Ok(signed_up)
}

async fn open_account(
    conn: &mut Conn,
    context: &Context,
    account: &NewAccount,
) -> Result<SignedUp, AuthError> {
    accounts::insert(conn, account).await.map_err(|error| {
        if error.violates(accounts::EMAIL_KEY) { AuthError::EmailTaken } else { error.into() }
    })?;
    let profile = users::find(conn, account.id).await?;
    let workspace = workspaces::of(conn, account.id).await?.first().map(|workspace| workspace.id);
    if profile.is_some() {
        Errand::Welcome { user: account.id }.queue(conn, context).await?;
    }
    Errand::verify_email(account.id, context).queue(conn, context).await?;
    Ok(SignedUp {
        user: account.id,
        workspace,
        identification_number: profile.map(|profile| profile.identification_number),
        tokens: None,
    })
}
