use primitives::WorkspaceId;

use crate::{
    context::Context,
    error::BcmError,
    store::{erasure, heads},
};

/// Deletes everything of a workspace but its audit log, copies included: until they are gone the caller has to repeat it.
#[tracing::instrument(name = "bcm.erase_workspace", skip_all, fields(%workspace))]
pub async fn erase_workspace(context: &Context, workspace: WorkspaceId) -> Result<(), BcmError> {
    let mut tx = context.database.begin(Context::scope(workspace)).await?;
    heads::lock(&mut tx, workspace).await?;
    erasure::erase(&mut tx, workspace).await?;
    tx.commit().await?;
    context.tiers.forget(workspace).await.map_err(BcmError::CopiesLeft)?;
    tracing::info!("workspace erased");
    Ok(())
}
