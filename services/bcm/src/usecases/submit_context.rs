use super::{
    shared::{belongs_to, current, warm_current},
    watch::Watch,
};
use crate::{
    context::Context,
    domain::{
        access::{AccessType, Actor},
        canonical::document_checksum,
        context::BusinessContext,
    },
    error::BcmError,
    store::{contexts, heads},
};

/// Answers that changed after onboarding was completed.
pub struct SubmitContext {
    pub actor: Actor,
    pub context: BusinessContext,
    /// A repeat with the same key changes nothing.
    pub key: String,
    pub reason: String,
}

/// Keeps a changed context; the manifest of before is stale from now on and rebuilt a while after the last such change.
#[tracing::instrument(name = "bcm.submit_context", skip_all, fields(workspace = %command.actor.workspace))]
pub async fn submit_context(context: &Context, command: SubmitContext) -> Result<(), BcmError> {
    let watch = Watch::service(AccessType::Update, &command.actor);
    let submitted = submit_once(context, command).await;
    watch.end(context, None, &submitted);
    submitted
}

async fn submit_once(context: &Context, command: SubmitContext) -> Result<(), BcmError> {
    let workspace = command.actor.workspace;
    belongs_to(&command.context, workspace)?;
    let key = format!("edit:{}", command.key);
    let document = command.context.document();
    let content_hash = document_checksum(document).map_err(|error| BcmError::RebuildFailed(error.into()))?;
    let mut tx = context.database.begin(Context::scope(workspace).acting_for(command.actor.user)).await?;
    heads::lock(&mut tx, workspace).await?;
    if contexts::find_by_key(&mut tx, workspace, &key).await?.is_some() {
        return Ok(());
    }
    let now = context.clock.now();
    let handed_over = contexts::HandedOver {
        id: context.clock.uuid(),
        workspace,
        user: command.actor.user,
        document,
        content_hash: &content_hash,
        key: &key,
        reason: &command.reason,
        at: now,
    };
    contexts::insert(&mut tx, handed_over).await?;
    // Before the first build there is nothing to become stale.
    let Some((mut head, snapshot)) = current(&mut tx, workspace).await? else {
        return Ok(tx.commit().await?);
    };
    head.submitted(now + context.rules.auto_rebuild_after);
    heads::put(&mut tx, &head).await?;
    tx.commit().await?;
    warm_current(context, &head, &snapshot).await;
    Ok(())
}
