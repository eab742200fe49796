use time::Duration;
use uuid::Uuid;

use crate::{context::Context, error::Result, store::handovers};

/// A purge that failed is tried again after this.
const LEASE: Duration = Duration::minutes(1);

/// Forgets the Redis copies of sessions that are through or were deleted.
#[tracing::instrument(name = "onboarding.purge_copies", skip_all)]
pub async fn purge_copies(context: &Context) -> Result<()> {
    let mut tx = context.begin_everywhere().await?;
    let due = handovers::claim_purges(&mut tx, context.clock.now(), LEASE).await?;
    tx.commit().await?;
    let mut done: Vec<Uuid> = Vec::new();
    for (entry, session) in due {
        match context.copies.purge(session).await {
            Ok(()) => done.push(entry),
            Err(error) => {
                tracing::warn!(%error, "copies are purged later");
                break;
            }
        }
    }
    if done.is_empty() {
        return Ok(());
    }
    let mut tx = context.begin_everywhere().await?;
    handovers::delivered(&mut tx, &done, context.clock.now()).await?;
    Ok(tx.commit().await?)
}
