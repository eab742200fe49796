//! Work that nobody asks for at the moment it is due. Any number of instances may run it: each piece is claimed.

use std::time::Duration;

use bootstrap::Runtime;

use crate::{context::Shared, usecases};

/// For what is not urgent: this many ticks.
const SELDOM: u32 = 60;

/// Starts every job; they end at the word to stop.
pub fn start(runtime: &Runtime, context: &Shared, tick: Duration) {
    let shared = context.clone();
    runtime.every("reconcile", tick, move || {
        let context = shared.clone();
        async move { Ok(usecases::reconcile(&context).await.map(drop)?) }
    });
    let shared = context.clone();
    runtime.every("process_webhooks", tick, move || {
        let context = shared.clone();
        async move { Ok(usecases::process_webhooks(&context).await.map(drop)?) }
    });
    let shared = context.clone();
    runtime.every("deliver_mails", tick, move || {
        let context = shared.clone();
        async move { Ok(usecases::deliver_mails(&context).await.map(drop)?) }
    });
    let shared = context.clone();
    runtime.every("housekeeping", tick * SELDOM, move || {
        let context = shared.clone();
        async move {
            usecases::expire_incomplete(&context).await?;
            Ok(usecases::forget_old(&context).await?)
        }
    });
}
