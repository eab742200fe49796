use std::collections::BTreeSet;

use database::{Conn, Error};
use diesel::{
    QueryableByName,
    sql_types::{Array, Jsonb, Timestamptz},
};
use diesel_async::RunQueryDsl;
use primitives::WorkspaceId;
use serde_json::{Value, json};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::domain::{access::Access, place::Place};

/// Writes a batch. Only workspaces with a manifest have a log: an entry that comes behind the erasure of its workspace is
/// not written. The heads are held until the end of the transaction, so that no erasure overtakes it.
pub async fn insert_all(conn: &mut Conn, batch: &[Access]) -> Result<(), Error> {
    let kept = hold(conn, batch.iter().map(|access| access.workspace.0).collect()).await?;
    let rows = batch.iter().filter(|access| kept.contains(&access.workspace)).map(row).collect();
    database::sql(
        "INSERT INTO bcm_access_logs
             (id, workspace_id, user_id, access_type, access_source, request_id, ip, user_agent, response_time_ms,
              cache_hit, storage_tier, success, error_message, error_code, created_at)
         SELECT id, workspace_id, user_id, access_type, access_source, request_id, ip, user_agent, response_time_ms,
                cache_hit, storage_tier, success, error_message, error_code, created_at
         FROM jsonb_populate_recordset(NULL::bcm_access_logs, $1)",
    )
    .bind::<Jsonb, _>(Value::Array(rows))
    .execute(conn)
    .await?;
    Ok(())
}

#[derive(QueryableByName)]
struct Held {
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    workspace_id: Uuid,
}

/// Those of the workspaces that have a manifest. A statement of its own: in one with the batch, the batch is read through
/// once for each head that there is.
async fn hold(conn: &mut Conn, workspaces: BTreeSet<Uuid>) -> Result<BTreeSet<WorkspaceId>, Error> {
    let held: Vec<Held> = database::sql(
        "SELECT workspace_id FROM bcm_heads WHERE workspace_id = ANY($1) ORDER BY workspace_id FOR KEY SHARE",
    )
    .bind::<Array<diesel::sql_types::Uuid>, _>(Vec::from_iter(workspaces))
    .load(conn)
    .await?;
    Ok(held.into_iter().map(|head| WorkspaceId(head.workspace_id)).collect())
}

fn row(access: &Access) -> Value {
    let cache_hit = matches!(access.place, Some(Place::Cache(_)));
    let printable = |text: &Option<String>| text.as_ref().map(|text| text.replace('\0', ""));
    json!({
        "id": access.id,
        "workspace_id": access.workspace,
        "user_id": access.user,
        "access_type": access.kind.as_str(),
        "access_source": access.source.as_str(),
        "request_id": access.client.request_id.replace('\0', ""),
        "ip": printable(&access.client.ip),
        "user_agent": printable(&access.client.user_agent),
        "response_time_ms": access.millis,
        "cache_hit": cache_hit,
        "storage_tier": access.place.map(Place::as_str),
        "success": access.error.is_none(),
        "error_message": access.error.as_ref().map(|(_, message)| message),
        "error_code": access.error.as_ref().map(|(code, _)| code),
        "created_at": primitives::format_timestamp(access.at),
    })
}

/// Deletes entries made before `until`; tells how many.
pub async fn delete_before(conn: &mut Conn, until: OffsetDateTime) -> Result<usize, Error> {
    let deleted = database::sql("DELETE FROM bcm_access_logs WHERE created_at < $1")
        .bind::<Timestamptz, _>(until)
        .execute(conn)
        .await?;
    Ok(deleted)
}
