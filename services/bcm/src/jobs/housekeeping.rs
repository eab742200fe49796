use std::{sync::Arc, time::Duration};

use bootstrap::Runtime;

use crate::{context::Context, usecases};

const PLANNING: Duration = Duration::from_secs(3600);
const WORKING: Duration = Duration::from_secs(60);

pub fn start(context: &Arc<Context>, runtime: &Runtime) {
    let of = context.clone();
    runtime.every("bcm.plan_chores", PLANNING, move || {
        let context = of.clone();
        async move { usecases::plan_chores(&context).await.map_err(anyhow::Error::from) }
    });
    let of = context.clone();
    runtime.every("bcm.tidy_up", WORKING, move || {
        let context = of.clone();
        async move { usecases::tidy_up(&context).await.map(drop).map_err(anyhow::Error::from) }
    });
}
