use std::{collections::HashSet, sync::Arc};

use primitives::WorkspaceId;
use principal::Origin;

use crate::{
    context::{Context, to_the_end},
    domain::JourneyId,
    error::{OnboardingError, Result},
    store::{handovers, journal, sessions, statuses},
};

/// Entries of the journal that go in one transaction; each may measure 512 KiB.
const BATCH: i64 = 500;

/// Deletes all that is stored of a workspace, here and in bcm. The audit log stays. May be repeated, and goes on when the caller
/// waits no longer.
#[tracing::instrument(name = "onboarding.erase_workspace", skip_all, fields(workspace = %workspace))]
pub async fn erase_workspace(context: &Arc<Context>, workspace: WorkspaceId, origin: &Origin) -> Result<()> {
    let (inner, origin) = (context.clone(), Origin { deadline: None, ..origin.clone() });
    let work = async move { erase(&inner, workspace, &origin).await };
    to_the_end(context, work).await.unwrap_or(Err(OnboardingError::CutOff))
}

async fn erase(context: &Context, workspace: WorkspaceId, origin: &Origin) -> Result<()> {
    let gone = erase_sessions(context, workspace).await?;
    context.access.forget(workspace);
    for session in &gone {
        erase_journal(context, workspace, *session).await?;
    }
    purge(context, workspace, &gone).await?;
    context
        .bcm
        .erase(workspace, origin)
        .await
        .map_err(|problem| OnboardingError::BcmUnavailable(problem.into()))
}

/// Sessions go first, so that nothing is added to their journals. The purges name them until the rest has gone, for a repeat
/// after a crash.
async fn erase_sessions(context: &Context, workspace: WorkspaceId) -> Result<HashSet<JourneyId>> {
    let mut tx = context.begin_in(workspace).await?;
    let mut gone: HashSet<JourneyId> = handovers::purged(&mut tx, workspace).await?.into_iter().collect();
    gone.extend(sessions::erase(&mut tx, workspace).await?);
    handovers::erase(&mut tx, workspace).await?;
    statuses::erase(&mut tx, workspace).await?;
    for session in &gone {
        let now = context.clock.now();
        handovers::append_purge(&mut tx, context.clock.uuid(), workspace, *session, now).await?;
    }
    tx.commit().await?;
    Ok(gone)
}

async fn erase_journal(context: &Context, workspace: WorkspaceId, session: JourneyId) -> Result<()> {
    loop {
        let mut tx = context.begin_in(workspace).await?;
        let erased = journal::erase(&mut tx, session, BATCH).await?;
        tx.commit().await?;
        if erased == 0 {
            return Ok(());
        }
    }
}

/// What Redis does not let go now stays on record for the job.
async fn purge(context: &Context, workspace: WorkspaceId, gone: &HashSet<JourneyId>) -> Result<()> {
    for session in gone {
        if let Err(error) = context.copies.purge(*session).await {
            tracing::warn!(%error, "copies of an erased workspace are purged later");
            return Ok(());
        }
    }
    let mut tx = context.begin_in(workspace).await?;
    handovers::erase(&mut tx, workspace).await?;
    Ok(tx.commit().await?)
}
