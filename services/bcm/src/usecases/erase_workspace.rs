use primitives::WorkspaceId;

use crate::{
    context::Context,
    error::BcmError,
    store::{erasure, heads},
};

/// Deletes everything of a workspace but its audit log.
#[tracing::instrument(name = "bcm.erase_workspace", skip_all, fields(%workspace))]
pub async fn erase_workspace(context: &Context, workspace: WorkspaceId) -> Result<(), BcmError> {
    let mut tx = context.database.begin(Context::scope(workspace)).await?;
    heads::lock(&mut tx, workspace).await?;
    erasure::erase(&mut tx, workspace).await?;
    tx.commit().await?;
    if let Err(error) = context.tiers.forget(workspace).await {
        // The caller repeats the call; until then no copy outlives its tier, and none is served without a head.
        tracing::warn!(error = %error, "copies of an erased workspace stay until they lapse");
    }
    tracing::info!("workspace erased");
    Ok(())
}
