use primitives::{SessionId, UserId};

use crate::{context::Context, domain::session::EndReason, error::AuthError, store::sessions};

/// Ends the caller's own session.
#[tracing::instrument(name = "auth.log_out", skip_all)]
pub async fn log_out(context: &Context, user: UserId, session: SessionId) -> Result<(), AuthError> {
    let mut tx = context.database.begin(Context::scope_for(user)).await?;
    sessions::end(&mut tx, (user, session), &EndReason::SignedOut, context.clock.now()).await?;
    tx.commit().await?;
    context.board.ended(&[session]).await;
    Ok(())
}
