use serde_json::{Value, json};
use time::Duration;

use crate::{
    context::Context,
    domain::{access::Actor, place::Tier},
    error::BcmError,
    store::metrics::{self, Usage},
};

const DAYS: i64 = 30;

/// How a workspace's manifests were used, and what state the parts are in, as a JSON object.
#[tracing::instrument(name = "bcm.get_stats", skip_all, fields(workspace = %actor.workspace))]
pub async fn get_stats(context: &Context, actor: &Actor) -> Result<Vec<u8>, BcmError> {
    let workspace = actor.workspace;
    let since = context.clock.now() - Duration::days(DAYS);
    let mut tx = context.database.begin(Context::scope(workspace)).await?;
    let usage = metrics::usage(&mut tx, workspace, since).await?;
    tx.commit().await?;
    let sizes = context.tiers.sizes(workspace).await;
    Ok(view(&usage, sizes.ok()).to_string().into_bytes())
}

fn view(usage: &Usage, sizes: Option<[Option<usize>; 3]>) -> Value {
    let cached = usage.tier0 + usage.tier1;
    let size = |tier: Tier| sizes.and_then(|sizes| sizes[tier.index()]);
    json!({
        "days": DAYS,
        "reads": {
            "total": usage.reads,
            "tier0": usage.tier0, "tier1": usage.tier1, "tier2": usage.tier2, "database": usage.database,
            "hit_rate_tier0": share(usage.tier0, usage.reads),
            "hit_rate_tier0_tier1": share(cached, usage.reads),
            "average_response_ms": usage.average_response_ms,
        },
        "builds": {
            "ok": usage.builds_ok, "failed": usage.builds_failed, "average_ms": usage.average_build_ms,
        },
        "exports": usage.exports,
        "versions": { "total": usage.versions, "with_body": usage.versions_with_body },
        "average_tokens": usage.average_tokens,
        "storage_bytes": usage.storage_bytes,
        "copies_bytes": { "tier0": size(Tier::Zero), "tier1": size(Tier::One), "tier2": size(Tier::Two) },
        "components": { "database": "ok", "cache": if sizes.is_some() { "ok" } else { "down" } },
    })
}

/// Null where nothing was read: a rate of nothing is no number.
fn share(part: i64, whole: i64) -> Option<f64> {
    let number = |count: i64| i32::try_from(count).map_or(f64::from(i32::MAX), f64::from);
    (whole > 0).then(|| (number(part) / number(whole) * 10_000.0).round() / 10_000.0)
}
