use principal::Origin;

use super::security_event::SecurityEvent;
use crate::{
    context::Context,
    domain::{
        account::Account, password::NewPassword, secrets::Purpose, session::EndReason,
        sign_in_name::SignInName, token::Token,
    },
    error::AuthError,
    store::{accounts, one_time_tokens, password_tries, sessions},
};

pub struct ResetPassword {
    pub token: Token,
    pub password: String,
    pub origin: Origin,
}

/// Sets a new password for whoever holds a token from a mail, and signs every device out.
#[tracing::instrument(name = "auth.reset_password", skip_all)]
pub async fn reset_password(context: &Context, command: ResetPassword) -> Result<(), AuthError> {
    let account = bearer(context, &command.token).await?;
    let password = NewPassword::new(&command.password, &account.email);
    let password = password.map_err(|unfit| AuthError::Password("/password", unfit))?;
    let hash = context.hashes.hash(password.as_attempt()).await?;
    let now = context.clock.now();
    let mut tx = context.database.begin(Context::scope_for(account.id)).await?;
    // In the order of every other transaction: the account, then its tokens.
    accounts::lock(&mut tx, account.id).await?;
    let consumed =
        one_time_tokens::consume(&mut tx, Purpose::PasswordReset, &command.token.hash(), now).await?;
    let user = consumed.ok_or(AuthError::TokenExpired)?;
    accounts::set_password(&mut tx, user, &hash, now).await?;
    let epoch = accounts::raise_epoch(&mut tx, user).await?;
    let ended = sessions::end_all(&mut tx, user, None, &EndReason::PasswordReset, now).await?;
    one_time_tokens::void(&mut tx, user, Purpose::PasswordReset, now).await?;
    // Whoever reads the mails of the address has proved that it is theirs, and need not wait for a lock to open.
    accounts::verify_address(&mut tx, user, now).await?;
    let name = SignInName::from(account.email);
    password_tries::forget(&mut tx, &context.keys.secrets().counted(&name)).await?;
    SecurityEvent::of_user("password.reset", user, &command.origin).record(&mut tx, context).await?;
    tx.commit().await?;
    tokio::join!(context.board.epoch(user, epoch), context.board.ended(&ended));
    Ok(())
}

async fn bearer(context: &Context, token: &Token) -> Result<Account, AuthError> {
    let mut tx = context.database.begin(Context::own_scope()).await?;
    let now = context.clock.now();
    let user = one_time_tokens::bearer(&mut tx, Purpose::PasswordReset, &token.hash(), now).await?;
    let account = accounts::find(&mut tx, user.ok_or(AuthError::TokenExpired)?).await?;
    tx.commit().await?;
    account.ok_or(AuthError::TokenExpired)
}
