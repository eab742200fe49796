//! Work that no request asks for.

use std::{sync::Arc, time::Duration};

use bootstrap::{Lock, Runtime};

use crate::{context::Context, usecases};

const HOURLY: Duration = Duration::from_secs(3600);
const OFTEN: Duration = Duration::from_secs(1);
const NOW_AND_THEN: Duration = Duration::from_secs(5);

/// Starts all jobs; they end with the runtime.
pub fn start(context: &Arc<Context>, runtime: &Runtime) {
    let inner = context.clone();
    runtime.every("cleanup", HOURLY, move || cleanup(inner.clone()));
    let inner = context.clone();
    runtime.every("hand over", OFTEN, move || hand_over(inner.clone()));
    let inner = context.clone();
    runtime.every("resume finalizes", NOW_AND_THEN, move || resume_finalizes(inner.clone()));
    let inner = context.clone();
    runtime.every("purge copies", NOW_AND_THEN, move || purge_copies(inner.clone()));
}

/// One process cleans up at a time where Redis can tell; without it two may, which does no harm.
async fn cleanup(context: Arc<Context>) -> anyhow::Result<()> {
    const LIFE: Duration = Duration::from_secs(300);
    let lock = match context.runtime.redis.lock("onb:cleanup_lock", LIFE).await {
        Ok(Some(lock)) => Some(lock),
        Ok(None) => return Ok(()),
        Err(error) => {
            tracing::warn!(%error, "cleaning up without its lock");
            None
        }
    };
    let batch = usize::try_from(context.rules.cleanup_batch)?;
    while usecases::abandon_idle(&context).await? == batch && keep(lock.as_ref()).await {}
    usecases::tidy(&context).await?;
    if let Some(lock) = lock
        && let Err(error) = lock.release().await
    {
        tracing::warn!(%error, "the cleanup lock lapses by itself");
    }
    Ok(())
}

async fn keep(lock: Option<&Lock>) -> bool {
    match lock {
        Some(lock) => lock.renew().await.unwrap_or(true),
        None => true,
    }
}

async fn hand_over(context: Arc<Context>) -> anyhow::Result<()> {
    while usecases::hand_over(&context).await? {}
    Ok(())
}

async fn resume_finalizes(context: Arc<Context>) -> anyhow::Result<()> {
    usecases::resume_interrupted(&context).await?;
    Ok(())
}

async fn purge_copies(context: Arc<Context>) -> anyhow::Result<()> {
    Ok(usecases::purge_copies(&context).await?)
}
