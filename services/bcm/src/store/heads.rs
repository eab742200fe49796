use database::{Conn, Error};
use diesel::{
    OptionalExtension as _, QueryableByName,
    sql_types::{BigInt, Bool, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use primitives::WorkspaceId;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::domain::head::{Head, Status};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    workspace_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    manifest_id: Uuid,
    #[diesel(sql_type = BigInt)]
    revision: i64,
    #[diesel(sql_type = Timestamptz)]
    refreshed_at: OffsetDateTime,
    #[diesel(sql_type = Text)]
    status: String,
    #[diesel(sql_type = Bool)]
    pending_changes: bool,
    #[diesel(sql_type = Bool)]
    unsubmitted_changes: bool,
    #[diesel(sql_type = Nullable<Text>)]
    last_error: Option<String>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    rebuild_due_at: Option<OffsetDateTime>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    building_by: Option<Uuid>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    building_until: Option<OffsetDateTime>,
}

impl TryFrom<Row> for Head {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let status = match (row.status.as_str(), row.building_by, row.building_until) {
            ("ok", None, None) => Status::Ok,
            ("error", None, None) => Status::Error,
            ("building", Some(by), Some(until)) => Status::Building { by, until },
            (other, ..) => return Err(Error::unreadable("bcm_heads.status", other)),
        };
        Ok(Self {
            workspace: WorkspaceId(row.workspace_id),
            manifest_id: row.manifest_id,
            revision: row.revision,
            refreshed_at: row.refreshed_at,
            status,
            pending_changes: row.pending_changes,
            unsubmitted_changes: row.unsubmitted_changes,
            last_error: row.last_error,
            rebuild_due_at: row.rebuild_due_at,
        })
    }
}

/// Holds a workspace's head until the transaction ends, whether or not there is one yet.
pub async fn lock(conn: &mut Conn, workspace: WorkspaceId) -> Result<(), Error> {
    database::sql("SELECT pg_advisory_xact_lock(hashtextextended('bcm:' || $1::text, 0))")
        .bind::<SqlUuid, _>(workspace.0)
        .execute(conn)
        .await?;
    Ok(())
}

pub async fn find(conn: &mut Conn, workspace: WorkspaceId) -> Result<Option<Head>, Error> {
    let row: Option<Row> = database::sql(
        "SELECT workspace_id, manifest_id, revision, refreshed_at, status, pending_changes, unsubmitted_changes, last_error,
                rebuild_due_at, building_by, building_until
         FROM bcm_heads WHERE workspace_id = $1",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .get_result(conn)
    .await
    .optional()?;
    row.map(Head::try_from).transpose()
}

/// Writes a head as the domain left it. Call [`lock`] first.
pub async fn put(conn: &mut Conn, head: &Head) -> Result<(), Error> {
    let (by, until) = match head.status {
        Status::Building { by, until } => (Some(by), Some(until)),
        Status::Ok | Status::Error => (None, None),
    };
    let stale_reason = match head.status {
        Status::Error => Some("error"),
        Status::Ok | Status::Building { .. } => head.pending_changes.then_some("answers_changed"),
    };
    database::sql(
        "INSERT INTO bcm_heads (workspace_id, manifest_id, revision, refreshed_at, status, stale_reason,
                                pending_changes, unsubmitted_changes, last_error, rebuild_due_at, building_by, building_until)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (workspace_id) DO UPDATE SET
             manifest_id = excluded.manifest_id, revision = excluded.revision, refreshed_at = excluded.refreshed_at,
             status = excluded.status, stale_reason = excluded.stale_reason,
             pending_changes = excluded.pending_changes, unsubmitted_changes = excluded.unsubmitted_changes,
             last_error = excluded.last_error, rebuild_due_at = excluded.rebuild_due_at,
             building_by = excluded.building_by, building_until = excluded.building_until",
    )
    .bind::<SqlUuid, _>(head.workspace.0)
    .bind::<SqlUuid, _>(head.manifest_id)
    .bind::<BigInt, _>(head.revision)
    .bind::<Timestamptz, _>(head.refreshed_at)
    .bind::<Text, _>(head.status.as_str())
    .bind::<Nullable<Text>, _>(stale_reason)
    .bind::<Bool, _>(head.pending_changes)
    .bind::<Bool, _>(head.unsubmitted_changes)
    .bind::<Nullable<Text>, _>(&head.last_error)
    .bind::<Nullable<Timestamptz>, _>(head.rebuild_due_at)
    .bind::<Nullable<SqlUuid>, _>(by)
    .bind::<Nullable<Timestamptz>, _>(until)
    .execute(conn)
    .await?;
    Ok(())
}

#[derive(QueryableByName)]
struct Revision {
    #[diesel(sql_type = BigInt)]
    revision: i64,
}

pub async fn revision(conn: &mut Conn, workspace: WorkspaceId) -> Result<Option<i64>, Error> {
    let row: Option<Revision> = database::sql("SELECT revision FROM bcm_heads WHERE workspace_id = $1")
        .bind::<SqlUuid, _>(workspace.0)
        .get_result(conn)
        .await
        .optional()?;
    Ok(row.map(|row| row.revision))
}

/// Notes that the cache holds this revision.
pub async fn cached(conn: &mut Conn, workspace: WorkspaceId, revision: i64) -> Result<(), Error> {
    database::sql(
        "UPDATE bcm_heads SET cached_revision = $2 WHERE workspace_id = $1 AND cached_revision < $2",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<BigInt, _>(revision)
    .execute(conn)
    .await?;
    Ok(())
}

#[derive(QueryableByName)]
struct Workspace {
    #[diesel(sql_type = SqlUuid)]
    workspace_id: Uuid,
}

/// Workspaces whose newest revision did not reach the cache. Who made it copies it right after the commit and is given the
/// time for that.
pub async fn uncached(conn: &mut Conn, limit: i32) -> Result<Vec<WorkspaceId>, Error> {
    let rows: Vec<Workspace> = database::sql(
        "SELECT workspace_id FROM bcm_heads
         WHERE cached_revision < revision AND updated_at < now() - interval '2 seconds'
         ORDER BY updated_at LIMIT $1",
    )
    .bind::<Integer, _>(limit)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| WorkspaceId(row.workspace_id)).collect())
}

/// Hands out a workspace whose automatic rebuild is due or whose rebuild was interrupted. It goes to one caller; it is
/// due again after `lease` unless it was settled by then.
pub async fn claim_due(
    conn: &mut Conn,
    now: OffsetDateTime,
    lease: OffsetDateTime,
) -> Result<Option<WorkspaceId>, Error> {
    let row: Option<Workspace> = database::sql(
        "UPDATE bcm_heads SET rebuild_due_at = $2
         WHERE workspace_id = (
             SELECT workspace_id FROM bcm_heads
             WHERE coalesce(rebuild_due_at, building_until) <= $1 AND (status <> 'building' OR building_until <= $1)
             ORDER BY coalesce(rebuild_due_at, building_until) LIMIT 1 FOR UPDATE SKIP LOCKED)
         RETURNING workspace_id",
    )
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(lease)
    .get_result(conn)
    .await
    .optional()?;
    Ok(row.map(|row| WorkspaceId(row.workspace_id)))
}
