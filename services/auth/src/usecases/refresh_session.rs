use database::{Conn, audit::ActorKind};
use principal::{AccountState, Origin};
use serde_json::json;

use super::{
    open_session::{Tokens, tokens},
    security_event::SecurityEvent,
};
use crate::{
    context::Context,
    domain::{
        rotation::{RefreshToken, Rotation},
        session::{EndReason, Session},
        token::Token,
    },
    error::AuthError,
    store::{refresh_tokens, sessions},
};

/// Replaces a refresh token. Its successor is derived from it, so a repetition within the grace time gets the same one
/// without anything readable being stored.
#[tracing::instrument(name = "auth.refresh_session", skip_all)]
pub async fn refresh_session(context: &Context, token: Token, origin: &Origin) -> Result<Tokens, AuthError> {
    let now = context.clock.now();
    let mut tx = context.database.begin(Context::own_scope()).await?;
    let hash = token.hash();
    let session = sessions::lock_by_token(&mut tx, &hash).await?.filter(|session| session.is_alive(now));
    let mut session = session.ok_or(AuthError::SessionEnded)?;
    let stored = refresh_tokens::find(&mut tx, &hash).await?.ok_or(AuthError::SessionEnded)?;
    let successor = context.keys.secrets().successor(&token);
    match stored.present(now) {
        Rotation::First => replace(&mut tx, context, &mut session, &stored, &successor).await?,
        // Another successor was stored when the signing key was another one.
        Rotation::Again if stored.successor == Some(successor.hash()) => {}
        Rotation::Again | Rotation::Expired => return Err(AuthError::SessionEnded),
        Rotation::Stolen => {
            end_stolen(&mut tx, context, &session, origin).await?;
            tx.commit().await?;
            context.board.ended(&[session.id]).await;
            tracing::warn!(session = %session.id, "a used refresh token came back");
            return Err(AuthError::SessionEnded);
        }
    }
    let record = sessions::record(&mut tx, session.id, now).await?.ok_or(AuthError::SessionEnded)?;
    match record.account {
        AccountState::Active | AccountState::Deactivated => {}
        AccountState::Suspended | AccountState::Banned => return Err(AuthError::Account(record.account)),
    }
    tx.commit().await?;
    context.board.living(session.id, &record).await;
    tokens(context, &session, &record, successor)
}

async fn replace(
    conn: &mut Conn,
    context: &Context,
    session: &mut Session,
    used: &RefreshToken,
    successor: &Token,
) -> Result<(), AuthError> {
    let now = context.clock.now();
    session.expires_at = context.limits.expiry(session.created_at, now);
    sessions::used(conn, session.id, now, session.expires_at).await?;
    let successor = successor.hash();
    refresh_tokens::replaced(conn, &used.hash, &successor, now).await?;
    refresh_tokens::insert(conn, session, &successor, used.generation + 1).await?;
    Ok(())
}

async fn end_stolen(
    conn: &mut Conn,
    context: &Context,
    session: &Session,
    origin: &Origin,
) -> Result<(), AuthError> {
    sessions::end(conn, (session.user, session.id), &EndReason::TokenReused, context.clock.now()).await?;
    let event = SecurityEvent {
        by: ActorKind::Service,
        details: json!({ "session_id": session.id }),
        error: Some("a used refresh token came back"),
        ..SecurityEvent::of_user("session.token_reused", session.user, origin)
    };
    event.record(conn, context).await?;
    Ok(())
}
