use principal::Origin;
use time::Duration;

use super::{
    facts::{Occasion, business_context},
    saga::trouble,
};
use crate::{
    clients::Handover,
    context::Context,
    domain::SessionStatus,
    error::Result,
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

/// Hands the newest context of one workspace with undelivered edits to bcm; false when there is none. A workspace is in
/// one hand at a time, and the context is read after its edits were taken, so bcm sees contexts in their order.
#[tracing::instrument(name = "onboarding.hand_over", skip_all)]
pub async fn hand_over(context: &Context) -> Result<bool> {
    let mut tx = context.begin_everywhere().await?;
    let batch = handovers::claim(&mut tx, context.clock.now(), LEASE).await?;
    tx.commit().await?;
    let Some(batch) = batch else { return Ok(false) };
    let outcome = submit(context, &batch).await;
    let now = context.clock.now();
    let mut tx = context.begin_in(batch.workspace).await?;
    match &outcome {
        Ok(()) => handovers::delivered(&mut tx, &batch.entries, now).await?,
        Err(error) => {
            tracing::warn!(workspace = %batch.workspace, %error, "a changed context waits for bcm");
            handovers::postpone(&mut tx, &batch, &error.to_string(), now + wait(batch.attempts)).await?;
        }
    }
    tx.commit().await?;
    Ok(true)
}

fn wait(attempts: i32) -> Duration {
    let doublings = u32::try_from(attempts.clamp(1, 10) - 1).unwrap_or_default();
    (Duration::seconds(1) * 2_i32.pow(doublings)).min(LONGEST_WAIT)
}

async fn submit(context: &Context, batch: &Batch) -> Result<()> {
    let mut tx = context.begin_in(batch.workspace).await?;
    let journey = journeys::find(&mut tx, batch.session, Documents::all()).await?;
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
