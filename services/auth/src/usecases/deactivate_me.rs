use principal::User;
use time::Duration;

use super::{check_password::check_password, security_event::SecurityEvent};
use crate::{
    context::Context,
    domain::{password::Attempt, session::EndReason, sign_in_name::SignInName},
    error::AuthError,
    store::{accounts, sessions},
};

pub struct DeactivateMe {
    pub confirmation: String,
    pub password: Option<Attempt>,
}

const CONFIRMATION: &str = "delete my account";
/// A sign-in this young stands for the password.
const FRESH: Duration = Duration::minutes(10);

/// Closes the caller's account; it is erased 30 days later unless it is taken back, for which this session stays.
#[tracing::instrument(name = "auth.deactivate_me", skip_all)]
pub async fn deactivate_me(context: &Context, user: &User, command: DeactivateMe) -> Result<(), AuthError> {
    if command.confirmation.trim() != CONFIRMATION {
        return Err(AuthError::ConfirmationRequired);
    }
    confirm(context, user, command.password).await?;
    let now = context.clock.now();
    let mut tx = context.database.begin(Context::scope_for(user.id)).await?;
    accounts::lock(&mut tx, user.id).await?;
    accounts::deactivate(&mut tx, user.id, now).await?;
    let ended = sessions::end_all(&mut tx, user.id, Some(user.session), &EndReason::Deactivated, now).await?;
    let record = sessions::record(&mut tx, user.session, now).await?;
    SecurityEvent::of_user("account.deactivated", user.id, &user.origin).record(&mut tx, context).await?;
    tx.commit().await?;
    context.board.ended(&ended).await;
    if let Some(record) = record {
        context.board.living(user.session, &record).await;
    }
    Ok(())
}

async fn confirm(context: &Context, user: &User, password: Option<Attempt>) -> Result<(), AuthError> {
    let mut tx = context.database.begin(Context::scope_for(user.id)).await?;
    let account = accounts::find(&mut tx, user.id).await?.ok_or(AuthError::SessionEnded)?;
    let session = sessions::find(&mut tx, user.session).await?.ok_or(AuthError::SessionEnded)?;
    tx.commit().await?;
    let Some(password) = password else {
        let fresh = context.clock.now() - session.created_at <= FRESH;
        return if fresh { Ok(()) } else { Err(AuthError::ConfirmationRequired) };
    };
    let name = SignInName::from(account.email);
    check_password(context, &name, &password, &user.origin).await.map_err(AuthError::about_password)?;
    Ok(())
}
