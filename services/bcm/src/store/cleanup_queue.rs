use database::{Conn, Error};
use diesel::{
    QueryableByName,
    sql_types::{Integer, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use primitives::WorkspaceId;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::domain::chore::Chore;

/// Puts a chore into the queue unless it is there already.
pub async fn enqueue(conn: &mut Conn, id: Uuid, chore: Chore, at: OffsetDateTime) -> Result<(), Error> {
    database::sql(
        "INSERT INTO bcm_cleanup_queue (id, workspace_id, task_type, scheduled_at, priority)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (task_type, workspace_id) WHERE status IN ('pending', 'processing') DO NOTHING",
    )
    .bind::<SqlUuid, _>(id)
    .bind::<Nullable<SqlUuid>, _>(chore.workspace().map(|workspace| workspace.0))
    .bind::<Text, _>(chore.as_str())
    .bind::<Timestamptz, _>(at)
    .bind::<SmallInt, _>(chore.priority())
    .execute(conn)
    .await?;
    Ok(())
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    workspace_id: Option<Uuid>,
    #[diesel(sql_type = Text)]
    task_type: String,
}

/// Settles chores that were left behind in their last attempt, before `stalled`: they failed.
pub async fn fail_stalled(
    conn: &mut Conn,
    now: OffsetDateTime,
    stalled: OffsetDateTime,
) -> Result<(), Error> {
    database::sql(
        "UPDATE bcm_cleanup_queue SET status = 'failed', last_error = 'it was left behind', updated_at = $1
         WHERE status = 'processing' AND attempts >= 3 AND updated_at < $2",
    )
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(stalled)
    .execute(conn)
    .await?;
    Ok(())
}

/// Hands out due chores, the most important first. One that is not settled before `stalled` counts as pending again.
pub async fn claim(
    conn: &mut Conn,
    now: OffsetDateTime,
    stalled: OffsetDateTime,
    limit: i32,
) -> Result<Vec<(Uuid, Chore)>, Error> {
    let rows: Vec<Row> = database::sql(
        "UPDATE bcm_cleanup_queue SET status = 'processing', attempts = attempts + 1, updated_at = $1
         WHERE id IN (
             SELECT id FROM bcm_cleanup_queue
             WHERE attempts < 3 AND scheduled_at <= $1
               AND (status = 'pending' OR (status = 'processing' AND updated_at < $2))
             ORDER BY priority, scheduled_at LIMIT $3 FOR UPDATE SKIP LOCKED)
         RETURNING id, workspace_id, task_type",
    )
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(stalled)
    .bind::<Integer, _>(limit)
    .load(conn)
    .await?;
    let chore = |row: Row| {
        let chore = Chore::named(&row.task_type, row.workspace_id.map(WorkspaceId));
        let chore =
            chore.ok_or_else(|| Error::unreadable("bcm_cleanup_queue.task_type", row.task_type.as_str()))?;
        Ok((row.id, chore))
    };
    rows.into_iter().map(chore).collect()
}

/// Settles a chore: done, tried again later, or failed after its last attempt.
pub async fn settle(
    conn: &mut Conn,
    id: Uuid,
    error: Option<&str>,
    now: OffsetDateTime,
) -> Result<(), Error> {
    database::sql(
        "UPDATE bcm_cleanup_queue
         SET status = CASE WHEN $2 IS NULL THEN 'completed' WHEN attempts < 3 THEN 'pending' ELSE 'failed' END,
             scheduled_at = CASE WHEN $2 IS NULL THEN scheduled_at ELSE $3 + attempts * interval '1 minute' END,
             last_error = $2, updated_at = $3
         WHERE id = $1",
    )
    .bind::<SqlUuid, _>(id)
    .bind::<Nullable<Text>, _>(error)
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await?;
    Ok(())
}

/// Deletes settled chores made before `until`.
pub async fn delete_settled(conn: &mut Conn, until: OffsetDateTime) -> Result<usize, Error> {
    let deleted = database::sql(
        "DELETE FROM bcm_cleanup_queue WHERE status IN ('completed', 'failed') AND updated_at < $1",
    )
    .bind::<Timestamptz, _>(until)
    .execute(conn)
    .await?;
    Ok(deleted)
}
