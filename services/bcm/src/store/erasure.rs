use database::{Conn, Error};
use diesel::sql_types::Uuid as SqlUuid;
use diesel_async::RunQueryDsl;
use primitives::WorkspaceId;

/// Every table of a tenant, those first that point at others. The audit log stays.
const TABLES: [&str; 9] = [
    "bcm_heads",
    "bcm_version_history",
    "business_context_manifests",
    "business_contexts",
    "bcm_access_logs",
    "bcm_metrics",
    "bcm_cleanup_queue",
    "idempotency_keys",
    "outbox",
];

/// Deletes all rows of a workspace.
pub async fn erase(conn: &mut Conn, workspace: WorkspaceId) -> Result<(), Error> {
    for table in TABLES {
        database::sql(format!("DELETE FROM {table} WHERE workspace_id = $1"))
            .bind::<SqlUuid, _>(workspace.0)
            .execute(conn)
            .await?;
    }
    Ok(())
}
