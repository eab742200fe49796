use std::sync::Arc;

use primitives::WorkspaceId;
use principal::{Member, Origin};
use time::Duration;
use tokio::time::Instant;

use super::{
    facts::{Occasion, business_context},
    saga::trouble,
};
use crate::{
    clients::Handover,
    context::{Context, to_the_end},
    domain::SessionStatus,
    error::{OnboardingError, Result},
    store::{
        finalizes,
        handovers::{self, Batch},
        journeys::{self, Documents},
    },
};

/// Whoever hands over is believed dead after this; longer than a call to bcm with its retry.
const LEASE: Duration = Duration::seconds(30);
/// The longest wait between two tries. An edit is never given up.
const LONGEST_WAIT: Duration = Duration::minutes(5);

/// A save is answered after this at the latest, however long bcm takes.
const PATIENCE: Duration = Duration::SECOND;
/// The first look whether another hand has let go of the workspace; each later one waits twice as long.
const FIRST_LOOK: Duration = Duration::milliseconds(10);

/// Hands over what a save has just left in the outbox, so that in the normal case bcm knows it when the save is answered.
/// What does not succeed in time goes on by itself, or is left to the job.
pub async fn hand_over_saved(context: &Arc<Context>, member: &Member) {
    let (inner, workspace) = (context.clone(), member.workspace);
    let handing = to_the_end(context, async move { in_turn(&inner, workspace).await });
    let patience = member.origin.time_left(PATIENCE.unsigned_abs());
    match tokio::time::timeout(patience, handing).await {
        Ok(Some(Ok(()))) => {}
        Ok(Some(Err(error))) => tracing::warn!(%workspace, %error, "a changed context is left to the job"),
        Ok(None) | Err(_) => {
            tracing::warn!(%workspace, "a save was answered before its context was handed over");
        }
    }
}

/// Waits until nobody else hands over a context of the workspace, whose edits go along with ours or before them.
async fn in_turn(context: &Context, workspace: WorkspaceId) -> Result<()> {
    let until = Instant::now() + PATIENCE.unsigned_abs();
    let mut look = FIRST_LOOK;
    while Instant::now() < until {
        let mut tx = context.begin_in(workspace).await?;
        let batch = handovers::claim_of(&mut tx, workspace, context.clock.now(), LEASE).await?;
        let is_behind = batch.is_some() || handovers::is_behind(&mut tx, workspace).await?;
        tx.commit().await?;
        if let Some(batch) = batch {
            return deliver(context, &batch).await;
        }
        if !is_behind {
            return Ok(());
        }
        tokio::time::sleep(look.unsigned_abs()).await;
        look *= 2;
    }
    Ok(())
}

/// Hands the newest context of one workspace with edits that are due to bcm; false when there is none.
#[tracing::instrument(name = "onboarding.hand_over", skip_all)]
pub async fn hand_over(context: &Context) -> Result<bool> {
    let mut tx = context.begin_everywhere().await?;
    let batch = handovers::claim(&mut tx, context.clock.now(), LEASE).await?;
    tx.commit().await?;
    let Some(batch) = batch else { return Ok(false) };
    deliver(context, &batch).await?;
    Ok(true)
}

/// A workspace is in one hand at a time, and the context is read after its edits were taken, so bcm sees contexts in their
/// order.
async fn deliver(context: &Context, batch: &Batch) -> Result<()> {
    let outcome = submit(context, batch).await;
    if let Err(error) = &outcome {
        tracing::warn!(workspace = %batch.workspace, %error, "a changed context waits for bcm");
        mark_stale(context, batch, error).await;
    }
    let now = context.clock.now();
    let mut tx = context.begin_in(batch.workspace).await?;
    match &outcome {
        Ok(()) => handovers::delivered(&mut tx, &batch.entries, now).await?,
        Err(error) => {
            handovers::postpone(&mut tx, batch, &error.to_string(), now + wait(batch.attempts)).await?;
        }
    }
    Ok(tx.commit().await?)
}

/// Tells bcm that its manifest is behind answers that it does not have. Where it may have taken the context and only its
/// answer was lost, this would outlive the context that it announces, and the next try is soon.
async fn mark_stale(context: &Context, batch: &Batch, error: &OnboardingError) {
    if matches!(error, OnboardingError::BcmUnavailable(_)) {
        return;
    }
    if let Err(problem) = context.bcm.mark_stale(batch.workspace, &Origin::own()).await {
        tracing::warn!(workspace = %batch.workspace, %problem, "the manifest was not marked stale");
    }
}

fn wait(attempts: i32) -> Duration {
    let doublings = u32::try_from(attempts.clamp(1, 10) - 1).unwrap_or_default();
    (Duration::seconds(1) * 2_i32.pow(doublings)).min(LONGEST_WAIT)
}

async fn submit(context: &Context, batch: &Batch) -> Result<()> {
    let mut tx = context.begin_in(batch.workspace).await?;
    let journey = journeys::find(&tx, batch.session, Documents::all()).await?;
    // A session that starts over brings its own context when it is finalized.
    let Some(journey) = journey.filter(|journey| journey.session.status == SessionStatus::Completed) else {
        return Ok(());
    };
    let forced = finalizes::was_forced(&mut tx, batch.session).await?;
    let occasion = Occasion { at: batch.at, finalized_at: journey.session.completed_at, forced };
    let document = business_context(context, &mut tx, &journey, occasion).await?;
    tx.commit().await?;
    let handover = Handover {
        workspace: batch.workspace,
        user: batch.user,
        context: &document,
        key: batch.key.clone(),
        reason: "answers_changed",
    };
    context.bcm.submit(&handover, &Origin::own()).await.map_err(trouble)
}
