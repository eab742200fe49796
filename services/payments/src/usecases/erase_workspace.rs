use primitives::WorkspaceId;

use crate::{context::Context, error::PaymentError, store::erasure};

/// Deletes what may be deleted of a workspace; a second time there is nothing left to delete.
#[tracing::instrument(name = "payments.erase_workspace", skip_all, fields(%workspace))]
pub async fn erase_workspace(context: &Context, workspace: WorkspaceId) -> Result<(), PaymentError> {
    let mut tx = context.begin().await?;
    erasure::erase(&mut tx, workspace).await?;
    tx.commit().await?;
    context.cache.changed(workspace, None).await;
    Ok(())
}
