use primitives::format_timestamp;
use serde_json::{Value, json};

use super::watch::Watch;
use crate::{
    context::Context,
    domain::access::{AccessType, Actor},
    error::BcmError,
    store::history::{self, Entry},
};

/// The versions of a workspace, newest first, as a JSON object.
#[tracing::instrument(name = "bcm.list_history", skip_all, fields(workspace = %actor.workspace))]
pub async fn list_history(context: &Context, actor: &Actor, limit: i64) -> Result<Vec<u8>, BcmError> {
    let watch = Watch::api(AccessType::Read, actor);
    let listed = list(context, actor, limit).await;
    watch.end(context, None, &listed);
    listed
}

async fn list(context: &Context, actor: &Actor, limit: i64) -> Result<Vec<u8>, BcmError> {
    let mut tx = context.database.begin(Context::scope(actor.workspace)).await?;
    let entries = history::list(&mut tx, actor.workspace, limit).await?;
    tx.commit().await?;
    let total = entries.first().map_or(0, |entry| entry.total);
    let versions: Vec<Value> = entries.iter().map(view).collect();
    Ok(json!({ "versions": versions, "total_count": total }).to_string().into_bytes())
}

fn view(entry: &Entry) -> Value {
    json!({
        "version": entry.version,
        "change_type": entry.change_type,
        "fields_changed": entry.fields_changed,
        "reason": entry.reason,
        "source": entry.source,
        "checksum": entry.checksum,
        "token_count": entry.token_count,
        "completion": entry.completion,
        "created_at": format_timestamp(entry.created_at),
        "created_by": entry.created_by,
    })
}
