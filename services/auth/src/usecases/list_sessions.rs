use database::Scope;
use primitives::UserId;

use crate::{context::Context, domain::session::Session, error::AuthError, store::sessions};

/// The caller's living sessions, newest use first.
#[tracing::instrument(name = "auth.list_sessions", skip_all)]
pub async fn list_sessions(context: &Context, user: UserId) -> Result<Vec<Session>, AuthError> {
    let mut tx = context.database.begin(Scope::user(user)).await?;
    let alive = sessions::alive(&mut tx, user, context.clock.now()).await?;
    tx.commit().await?;
    Ok(alive)
}
