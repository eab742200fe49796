use primitives::WorkspaceId;

use super::shared::{chain, read_current, resource, warm};
use crate::{context::Context, error::BcmError, store::heads};

const BATCH: i32 = 50;

/// Copies manifests whose newest revision did not reach the cache, because it or this process failed in between. Tells
/// how many it copied.
pub async fn refill_cache(context: &Context) -> Result<usize, BcmError> {
    let mut tx = context.database.begin(Context::everywhere()).await?;
    let behind = heads::uncached(&mut tx, BATCH).await?;
    tx.commit().await?;
    let mut copied = 0;
    for workspace in behind {
        match refill(context, workspace).await {
            Ok(true) => copied += 1,
            // The cache is away; the next round tries again.
            Ok(false) => break,
            Err(error) if error.is_passing() => return Err(error),
            Err(error) => tracing::error!(%workspace, error = chain(&error), "a manifest cannot be cached"),
        }
    }
    Ok(copied)
}

async fn refill(context: &Context, workspace: WorkspaceId) -> Result<bool, BcmError> {
    match read_current(context, workspace).await? {
        Some((head, snapshot)) => Ok(warm(context, &resource(&head, &snapshot)?).await),
        None => Ok(true),
    }
}
