//! Work that nobody waits for.

mod access_log;
mod housekeeping;

use std::{sync::Arc, time::Duration};

use bootstrap::Runtime;
use tokio::sync::mpsc;

use crate::{context::Context, domain::access::Access, usecases};

/// How soon after its time an automatic rebuild starts.
const REBUILDS: Duration = Duration::from_secs(2);
const REFILLS: Duration = Duration::from_secs(5);
const METRICS: Duration = Duration::from_secs(3600);

/// Starts every job.
pub fn start(context: &Arc<Context>, accesses: mpsc::Receiver<Access>, runtime: &Runtime) {
    access_log::start(context.clone(), accesses, runtime);
    housekeeping::start(context, runtime);
    let of = context.clone();
    runtime.every("bcm.rebuild_due", REBUILDS, move || {
        let context = of.clone();
        async move { usecases::rebuild_due(&context).await.map(drop).map_err(anyhow::Error::from) }
    });
    let of = context.clone();
    runtime.every("bcm.refill_cache", REFILLS, move || {
        let context = of.clone();
        async move { usecases::refill_cache(&context).await.map(drop).map_err(anyhow::Error::from) }
    });
    let of = context.clone();
    runtime.every("bcm.count_metrics", METRICS, move || {
        let context = of.clone();
        async move { usecases::count_metrics(&context).await.map_err(anyhow::Error::from) }
    });
}
