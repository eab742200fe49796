use primitives::{UserId, WorkspaceId};
use time::Duration;

use super::{
    rebuild::{Job, run},
    watch::Watch,
};
use crate::{
    context::Context,
    domain::access::{AccessType, Actor, Client},
    error::BcmError,
    store::{contexts, heads},
};

/// A claimed rebuild that is not settled in this time is due again.
const LEASE: Duration = Duration::seconds(60);
const BATCH: i32 = 20;

/// Rebuilds what is due: a while after the last change of answers, or because a rebuild was interrupted. Tells how many
/// workspaces it took up.
pub async fn rebuild_due(context: &Context) -> Result<usize, BcmError> {
    let now = context.clock.now();
    let mut tx = context.database.begin(Context::everywhere()).await?;
    let due = heads::claim_due(&mut tx, now, now + LEASE, BATCH).await?;
    tx.commit().await?;
    for workspace in &due {
        rebuild_one(context, *workspace).await;
    }
    Ok(due.len())
}

#[tracing::instrument(name = "bcm.rebuild_due", skip(context))]
async fn rebuild_one(context: &Context, workspace: WorkspaceId) {
    let watch = Watch::system(AccessType::Rebuild, workspace);
    let done = async {
        let mut tx = context.database.begin(Context::scope(workspace)).await?;
        let newest = contexts::newest(&mut tx, workspace).await?.ok_or(BcmError::NotFound)?;
        tx.commit().await?;
        let actor = Actor { user: UserId(newest.user_id), workspace, client: Client::default() };
        run(context, &Job { actor, reason: newest.reason, call: None, on_request: false }).await
    };
    let done = done.await;
    if let Err(error) = &done {
        tracing::warn!(error = %error, "an automatic rebuild failed");
    }
    watch.end(context, None, &done);
}
