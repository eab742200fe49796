use super::{
    shared::{current, warm_current},
    watch::Watch,
};
use crate::{
    context::Context,
    domain::access::{AccessType, Client},
    error::BcmError,
    store::heads,
};
use primitives::WorkspaceId;

/// Notes that answers changed which are not handed over yet. Without a manifest there is nothing to note.
#[tracing::instrument(name = "bcm.mark_stale", skip_all, fields(%workspace))]
pub async fn mark_stale(
    context: &Context,
    workspace: WorkspaceId,
    client: Client,
    reason: &str,
) -> Result<(), BcmError> {
    let watch = Watch::system(AccessType::Update, workspace).from(client);
    tracing::info!(reason, "answers changed");
    let marked = mark(context, workspace).await;
    watch.end(context, None, &marked);
    marked
}

async fn mark(context: &Context, workspace: WorkspaceId) -> Result<(), BcmError> {
    let mut tx = context.database.begin(Context::scope(workspace)).await?;
    heads::lock(&mut tx, workspace).await?;
    let Some((mut head, snapshot)) = current(&mut tx, workspace).await? else { return Ok(()) };
    head.answers_changed();
    heads::put(&mut tx, &head).await?;
    tx.commit().await?;
    warm_current(context, &head, &snapshot).await;
    Ok(())
}
