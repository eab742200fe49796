use primitives::SessionId;
use principal::User;
use serde_json::json;

use super::security_event::SecurityEvent;
use crate::{context::Context, domain::session::EndReason, error::AuthError, store::sessions};

/// Ends one of the caller's sessions. Somebody else's is as unknown as none.
#[tracing::instrument(name = "auth.end_session", skip_all)]
pub async fn end_session(context: &Context, user: &User, session: SessionId) -> Result<(), AuthError> {
    let mut tx = context.database.begin(Context::scope_for(user.id)).await?;
    let now = context.clock.now();
    if !sessions::end(&mut tx, (user.id, session), &EndReason::EndedByUser, now).await? {
        return Err(AuthError::NotFound);
    }
    let event = SecurityEvent {
        details: json!({ "session_id": session }),
        ..SecurityEvent::of_user("session.ended", user.id, &user.origin)
    };
    event.record(&mut tx, context).await?;
    tx.commit().await?;
    context.board.ended(&[session]).await;
    Ok(())
}
