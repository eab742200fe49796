use principal::{AccountState, User};

use super::security_event::SecurityEvent;
use crate::{
    context::Context,
    domain::profile::Profile,
    error::AuthError,
    store::{accounts, sessions, users},
};

/// Takes a deactivated account back, while it is not due for erasure.
#[tracing::instrument(name = "auth.reactivate_me", skip_all)]
pub async fn reactivate_me(context: &Context, user: &User) -> Result<Profile, AuthError> {
    let now = context.clock.now();
    let mut tx = context.database.begin(Context::scope_for(user.id)).await?;
    let taken_back = accounts::reactivate(&mut tx, user.id, now).await?;
    let account = accounts::find(&mut tx, user.id).await?.ok_or(AuthError::SessionEnded)?;
    if account.state != AccountState::Active {
        return Err(AuthError::Account(account.state));
    }
    let profile = users::find(&mut tx, user.id).await?.ok_or(AuthError::ProfileIncomplete)?;
    let alive = sessions::alive(&mut tx, user.id, now).await?;
    let record = sessions::record(&mut tx, user.session, now).await?.ok_or(AuthError::SessionEnded)?;
    if taken_back {
        SecurityEvent::of_user("account.reactivated", user.id, &user.origin).record(&mut tx, context).await?;
    }
    tx.commit().await?;
    for session in alive {
        context.board.living(session.id, &record).await;
    }
    Ok(profile)
}
