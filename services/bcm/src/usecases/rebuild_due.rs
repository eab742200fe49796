use primitives::WorkspaceId;

use super::{
    rebuild::{LEASE, run},
    watch::Watch,
};
use crate::{context::Context, domain::access::AccessType, error::BcmError, store::heads};

/// So many in one go; the next round takes the rest.
const MOST: usize = 20;

/// Rebuilds what is due: a while after the last change of answers, or because a rebuild was interrupted. Tells how many
/// workspaces it took up.
pub async fn rebuild_due(context: &Context) -> Result<usize, BcmError> {
    let mut taken_up = 0;
    while taken_up < MOST
        && let Some(workspace) = claim(context).await?
    {
        rebuild_one(context, workspace).await;
        taken_up += 1;
    }
    Ok(taken_up)
}

async fn claim(context: &Context) -> Result<Option<WorkspaceId>, BcmError> {
    let now = context.clock.now();
    let mut tx = context.database.begin(Context::everywhere()).await?;
    let due = heads::claim_due(&mut tx, now, now + LEASE).await?;
    tx.commit().await?;
    Ok(due)
}

#[tracing::instrument(name = "bcm.rebuild_due", skip(context))]
async fn rebuild_one(context: &Context, workspace: WorkspaceId) {
    let watch = Watch::system(AccessType::Rebuild, workspace);
    let done = run(context, workspace, None).await;
    if let Err(error) = &done {
        tracing::warn!(error = %error, "an automatic rebuild failed");
    }
    watch.end(context, None, &done);
}
