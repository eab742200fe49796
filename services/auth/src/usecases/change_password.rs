use principal::User;

use super::{check_password::check_password, security_event::SecurityEvent};
use crate::{
    context::Context,
    domain::{
        account::Account,
        password::{Attempt, NewPassword},
        secrets::Purpose,
        session::EndReason,
        sign_in_name::SignInName,
    },
    error::AuthError,
    store::{accounts, one_time_tokens, sessions},
};

pub struct ChangePassword {
    pub current: Attempt,
    pub new: String,
}

/// Replaces the caller's password and signs the other devices out.
#[tracing::instrument(name = "auth.change_password", skip_all)]
pub async fn change_password(
    context: &Context,
    user: &User,
    command: ChangePassword,
) -> Result<(), AuthError> {
    let account = find(context, user).await?;
    let new = NewPassword::new(&command.new, &account.email);
    let new = new.map_err(|unfit| AuthError::Password("/new", unfit))?;
    let name = SignInName::from(account.email);
    let (checked, _) = check_password(context, &name, &command.current, &user.origin)
        .await
        .map_err(AuthError::about_password)?;
    // Only now: the answer would tell a guess from the password itself.
    let new = new.other_than(&command.current).map_err(|unfit| AuthError::Password("/new", unfit))?;
    let hash = context.hashes.hash(new.as_attempt()).await?;
    let now = context.clock.now();
    let mut tx = context.database.begin(Context::scope_for(user.id)).await?;
    let locked = accounts::lock(&mut tx, user.id).await?.ok_or(AuthError::SessionEnded)?;
    // The password was checked outside of this transaction and may have been replaced since.
    if locked.password_hash != checked.password_hash {
        return Err(AuthError::WrongPassword);
    }
    accounts::set_password(&mut tx, user.id, &hash, now).await?;
    let ended =
        sessions::end_all(&mut tx, user.id, Some(user.session), &EndReason::PasswordChanged, now).await?;
    one_time_tokens::void(&mut tx, user.id, Purpose::PasswordReset, now).await?;
    SecurityEvent::of_user("password.changed", user.id, &user.origin).record(&mut tx, context).await?;
    tx.commit().await?;
    context.board.ended(&ended).await;
    Ok(())
}

async fn find(context: &Context, user: &User) -> Result<Account, AuthError> {
    let mut tx = context.database.begin(Context::scope_for(user.id)).await?;
    let account = accounts::find(&mut tx, user.id).await?;
    tx.commit().await?;
    account.ok_or(AuthError::SessionEnded)
}
