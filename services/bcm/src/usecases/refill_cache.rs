use super::shared::{current, resource, warm};
use crate::{context::Context, error::BcmError, store::heads};

const BATCH: i32 = 50;

/// Copies manifests whose newest revision did not reach the cache, because it or this process failed in between. Tells
/// how many it copied.
pub async fn refill_cache(context: &Context) -> Result<usize, BcmError> {
    let mut tx = context.database.begin(Context::everywhere()).await?;
    let behind = heads::uncached(&mut tx, BATCH).await?;
    let mut copied = 0;
    for workspace in behind {
        let Some((head, snapshot)) = current(&mut tx, workspace).await? else { continue };
        if !warm(context, &resource(&head, &snapshot)?).await {
            // The cache is away; the next round tries again.
            break;
        }
        copied += 1;
    }
    tx.commit().await?;
    Ok(copied)
}
