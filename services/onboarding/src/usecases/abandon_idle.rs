use database::idempotency;
use primitives::WorkspaceId;
use time::Duration;

use crate::{
    context::Context,
    domain::JourneyId,
    error::Result,
    store::{handovers, sessions, statuses},
};

/// How long delivered outbox entries are kept.
const KEPT: Duration = Duration::days(7);

/// Abandons sessions that nobody touched for a week, one batch; tells which. The journal stays and resume restores them.
#[tracing::instrument(name = "onboarding.abandon_idle", skip_all)]
pub async fn abandon_idle(context: &Context) -> Result<usize> {
    let now = context.clock.now();
    let mut tx = context.begin_everywhere().await?;
    let gone =
        sessions::abandon_idle(&mut tx, now - context.rules.idle, context.rules.cleanup_batch, now).await?;
    let workspaces: Vec<WorkspaceId> = gone.iter().map(|(_, workspace)| *workspace).collect();
    statuses::abandon(&mut tx, &workspaces, now).await?;
    tx.commit().await?;
    let sessions: Vec<JourneyId> = gone.into_iter().map(|(session, _)| session).collect();
    for session in &sessions {
        if let Err(error) = context.copies.purge(*session).await {
            tracing::warn!(%error, "copies of an idle session live on until they lapse");
            break;
        }
    }
    if !sessions.is_empty() {
        tracing::info!(sessions = sessions.len(), "idle sessions were abandoned");
    }
    Ok(sessions.len())
}

/// Forgets answers to repeated requests that are not owed any more, and what was delivered long ago.
#[tracing::instrument(name = "onboarding.tidy", skip_all)]
pub async fn tidy(context: &Context) -> Result<()> {
    let now = context.clock.now();
    let mut tx = context.begin_everywhere().await?;
    idempotency::forget_expired(&mut tx, now).await?;
    handovers::forget(&mut tx, now - KEPT).await?;
    Ok(tx.commit().await?)
}
