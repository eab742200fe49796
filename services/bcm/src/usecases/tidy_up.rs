use database::{Conn, idempotency};
use time::Duration;
use uuid::Uuid;

use super::shared::chain;
use crate::{
    context::Context,
    domain::chore::Chore,
    error::BcmError,
    store::{access_logs, cleanup_queue, contexts, heads, manifests},
};

/// A chore that takes longer counts as left behind.
const STALLED: Duration = Duration::minutes(10);
const BATCH: i32 = 20;

/// Puts into the queue what is to be thrown away.
pub async fn plan_chores(context: &Context) -> Result<(), BcmError> {
    let now = context.clock.now();
    let rules = &context.rules;
    let mut tx = context.database.begin(Context::everywhere()).await?;
    let old = manifests::workspaces_with_old_bodies(&mut tx, rules.keep_versions, now - rules.keep).await?;
    let chores =
        old.into_iter().map(Chore::ExpireOldVersions).chain([Chore::CleanupLogs, Chore::CompressData]);
    for chore in chores {
        cleanup_queue::enqueue(&mut tx, context.clock.uuid(), chore, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Does what is due in the queue; tells how many chores it took up.
pub async fn tidy_up(context: &Context) -> Result<usize, BcmError> {
    let now = context.clock.now();
    let mut tx = context.database.begin(Context::everywhere()).await?;
    cleanup_queue::fail_stalled(&mut tx, now, now - STALLED).await?;
    let chores = cleanup_queue::claim(&mut tx, now, now - STALLED, BATCH).await?;
    tx.commit().await?;
    for (id, chore) in &chores {
        let done = do_chore(context, *chore).await;
        let trouble = done.as_ref().err().map(|error| chain(error));
        if let Some(trouble) = &trouble {
            tracing::warn!(chore = chore.as_str(), error = trouble, "housekeeping failed");
        }
        if let Err(error) = settle(context, *id, trouble.as_deref()).await {
            tracing::warn!(chore = chore.as_str(), error = chain(&error), "a chore was not settled");
        }
    }
    Ok(chores.len())
}

async fn settle(context: &Context, id: Uuid, trouble: Option<&str>) -> Result<(), BcmError> {
    let mut tx = context.database.begin(Context::everywhere()).await?;
    cleanup_queue::settle(&mut tx, id, trouble, context.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

async fn do_chore(context: &Context, chore: Chore) -> Result<(), BcmError> {
    let scope = chore.workspace().map_or(Context::everywhere(), Context::scope);
    let mut tx = context.database.begin(scope).await?;
    let gone = throw_away(context, &mut tx, chore).await?;
    tx.commit().await?;
    if gone > 0 {
        tracing::info!(chore = chore.as_str(), rows = gone, "housekeeping done");
    }
    Ok(())
}

async fn throw_away(context: &Context, conn: &mut Conn, chore: Chore) -> Result<usize, BcmError> {
    let now = context.clock.now();
    let until = now - context.rules.keep;
    Ok(match chore {
        Chore::ExpireOldVersions(workspace) => {
            // Nobody may be restoring one of the bodies meanwhile.
            heads::lock(conn, workspace).await?;
            manifests::purge_old_bodies(conn, workspace, context.rules.keep_versions, until, now).await?
        }
        Chore::CleanupLogs => {
            access_logs::delete_before(conn, until).await?
                + cleanup_queue::delete_settled(conn, until).await?
                + idempotency::forget_expired(conn, now).await?
        }
        Chore::CompressData => contexts::purge_superseded(conn, until).await?,
    })
}
