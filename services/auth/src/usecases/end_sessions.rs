use database::audit::ActorKind;
use primitives::{SessionId, UserId, WorkspaceId};
use principal::Origin;
use serde_json::json;

use super::security_event::SecurityEvent;
use crate::{
    context::Context,
    domain::session::EndReason,
    error::AuthError,
    store::{accounts, sessions, workspaces},
};

/// Whose sessions another service wants to end.
#[derive(Debug, Clone, Copy)]
pub enum Whose {
    User(UserId),
    MembersOf(WorkspaceId),
}

/// Ends every session of a user or of all members of a workspace; tells how many were open.
#[tracing::instrument(name = "auth.end_sessions", skip_all)]
pub async fn end_sessions(
    context: &Context,
    whose: Whose,
    reason: String,
    origin: &Origin,
) -> Result<usize, AuthError> {
    let mut tx = context.database.begin(Context::own_scope()).await?;
    let users = match whose {
        Whose::User(user) => {
            accounts::find(&mut tx, user).await?.map(|account| account.id).into_iter().collect()
        }
        Whose::MembersOf(workspace) => workspaces::members(&mut tx, workspace).await?,
    };
    let (reason, now) = (EndReason::Service(reason), context.clock.now());
    let mut ended: Vec<SessionId> = Vec::new();
    for user in users {
        ended.extend(sessions::end_all(&mut tx, user, None, &reason, now).await?);
    }
    let event = SecurityEvent {
        action: "sessions.ended",
        by: ActorKind::Service,
        user: match whose {
            Whose::User(user) => Some(user),
            Whose::MembersOf(_) => None,
        },
        workspace: match whose {
            Whose::User(_) => None,
            Whose::MembersOf(workspace) => Some(workspace),
        },
        details: json!({ "reason": reason.word(), "ended": ended.len() }),
        error: None,
        origin,
    };
    event.record(&mut tx, context).await?;
    tx.commit().await?;
    context.board.ended(&ended).await;
    Ok(ended.len())
}
