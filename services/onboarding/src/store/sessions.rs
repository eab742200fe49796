use database::{Conn, Error};
use diesel::{
    QueryableByName,
    prelude::*,
    sql_types::{Array, BigInt, Bool, Int2, Integer, Text, Timestamptz},
};
use diesel_async::RunQueryDsl;
use primitives::{UserId, WorkspaceId};
use time::OffsetDateTime;
use uuid::Uuid;

use super::schema::onboarding_sessions;
use crate::domain::{JourneyId, Progress, Step};

/// A session to be opened.
pub struct Opening<'a> {
    pub id: JourneyId,
    pub workspace: WorkspaceId,
    pub user: UserId,
    pub client_name: &'a str,
    pub at: OffsetDateTime,
}

/// Opens a session unless the workspace has an active one; tells whether it did.
pub async fn open(conn: &mut Conn, session: &Opening<'_>) -> Result<bool, Error> {
    let opened = database::sql(
        "INSERT INTO onboarding_sessions (id, workspace_id, user_id, client_name, started_at, last_activity_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $5, $5) ON CONFLICT (workspace_id) WHERE status = 'active' DO NOTHING",
    )
    .bind::<diesel::sql_types::Uuid, _>(session.id.0)
    .bind::<diesel::sql_types::Uuid, _>(session.workspace.0)
    .bind::<diesel::sql_types::Uuid, _>(session.user.0)
    .bind::<Text, _>(session.client_name)
    .bind::<Timestamptz, _>(session.at)
    .execute(conn)
    .await?;
    Ok(opened == 1)
}

/// Gives a new session its steps.
pub async fn lay_out(conn: &mut Conn, session: &Opening<'_>, steps: &[Step]) -> Result<(), Error> {
    let numbers: Vec<i16> = steps.iter().map(|step| i16::from(step.number.get())).collect();
    let ids: Vec<&str> = steps.iter().map(|step| step.id.as_str()).collect();
    let phases: Vec<i16> = steps.iter().map(|step| i16::from(step.phase.number())).collect();
    let required: Vec<bool> = steps.iter().map(|step| step.required).collect();
    database::sql(
        "INSERT INTO onboarding_steps
             (session_id, workspace_id, step_number, step_id, phase_number, is_required, created_at, updated_at)
         SELECT $1, $2, number, id, phase, required, $3, $3
         FROM unnest($4, $5, $6, $7) AS step (number, id, phase, required)",
    )
    .bind::<diesel::sql_types::Uuid, _>(session.id.0)
    .bind::<diesel::sql_types::Uuid, _>(session.workspace.0)
    .bind::<Timestamptz, _>(session.at)
    .bind::<Array<Int2>, _>(numbers)
    .bind::<Array<Text>, _>(ids)
    .bind::<Array<Int2>, _>(phases)
    .bind::<Array<Bool>, _>(required)
    .execute(conn)
    .await?;
    Ok(())
}

/// Keeps everything but drafts off the session until the transaction ends; false when there is no such session.
pub async fn lock(conn: &mut Conn, id: JourneyId) -> Result<bool, Error> {
    let found = onboarding_sessions::table
        .find(id.0)
        .select(onboarding_sessions::id)
        .for_no_key_update()
        .first::<Uuid>(conn)
        .await
        .optional()?;
    Ok(found.is_some())
}

/// Notes how far a session has come. Answers that changed make a failed finalize a new one.
pub async fn advance(
    conn: &mut Conn,
    id: JourneyId,
    progress: &Progress,
    at: OffsetDateTime,
) -> Result<(), Error> {
    database::sql(
        "UPDATE onboarding_sessions
         SET current_step = $2, completion_percentage = $3::numeric / 100, last_activity_at = $4, updated_at = $4,
             finalize_id = CASE finalize_state WHEN 'failed' THEN NULL ELSE finalize_id END,
             finalize_context = CASE finalize_state WHEN 'failed' THEN NULL ELSE finalize_context END,
             finalize_state = CASE finalize_state WHEN 'failed' THEN 'none' ELSE finalize_state END
         WHERE id = $1",
    )
    .bind::<diesel::sql_types::Uuid, _>(id.0)
    .bind::<Int2, _>(i16::from(progress.current_step.get()))
    .bind::<Integer, _>(i32::try_from(progress.percentage_hundredths).unwrap_or(i32::MAX))
    .bind::<Timestamptz, _>(at)
    .execute(conn)
    .await?;
    Ok(())
}

/// Notes that somebody is at it, unless somebody else is noting something right now: saves of one session do not queue.
pub async fn touch(conn: &mut Conn, id: JourneyId, at: OffsetDateTime) -> Result<(), Error> {
    database::sql(
        "UPDATE onboarding_sessions SET last_activity_at = $2, updated_at = $2
         WHERE id = (SELECT id FROM onboarding_sessions WHERE id = $1 AND last_activity_at < $2
                     FOR NO KEY UPDATE SKIP LOCKED)",
    )
    .bind::<diesel::sql_types::Uuid, _>(id.0)
    .bind::<Timestamptz, _>(at)
    .execute(conn)
    .await?;
    Ok(())
}

/// Starts a session over: as new, but with the same id and name.
pub async fn reset(conn: &mut Conn, id: JourneyId, at: OffsetDateTime) -> Result<(), Error> {
    database::sql(
        "UPDATE onboarding_sessions
         SET status = 'active', current_step = 1, completion_percentage = 0, started_at = $2, completed_at = NULL,
             last_activity_at = $2, updated_at = $2, finalize_id = NULL, finalize_state = 'none',
             finalize_context = NULL, finalize_result = NULL, finalize_forced = false, finalize_by = NULL, finalize_started_at = NULL,
             finalize_attempts = 0, finalize_leased_until = NULL
         WHERE id = $1",
    )
    .bind::<diesel::sql_types::Uuid, _>(id.0)
    .bind::<Timestamptz, _>(at)
    .execute(conn)
    .await?;
    Ok(())
}

/// Puts an active session aside.
pub async fn abandon(conn: &mut Conn, id: JourneyId, at: OffsetDateTime) -> Result<(), Error> {
    diesel::update(onboarding_sessions::table.find(id.0))
        .set((onboarding_sessions::status.eq("abandoned"), onboarding_sessions::updated_at.eq(at)))
        .execute(conn)
        .await?;
    Ok(())
}

/// Takes an abandoned session up again; [`ONE_ACTIVE`] refuses a second active one.
pub async fn revive(conn: &mut Conn, id: JourneyId, at: OffsetDateTime) -> Result<(), Error> {
    diesel::update(onboarding_sessions::table.find(id.0))
        .set((
            onboarding_sessions::status.eq("active"),
            onboarding_sessions::last_activity_at.eq(at),
            onboarding_sessions::updated_at.eq(at),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// The unique index that allows one active session per workspace.
pub const ONE_ACTIVE: &str = "onboarding_sessions_one_active";

#[derive(QueryableByName)]
struct IdleRow {
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    id: Uuid,
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    workspace_id: Uuid,
}

/// Abandons sessions without activity since `before`, at most `batch` of them.
pub async fn abandon_idle(
    conn: &mut Conn,
    before: OffsetDateTime,
    batch: i64,
    at: OffsetDateTime,
) -> Result<Vec<(JourneyId, WorkspaceId)>, Error> {
    let rows: Vec<IdleRow> = database::sql(
        "UPDATE onboarding_sessions SET status = 'abandoned', updated_at = $3
         WHERE id IN (SELECT id FROM onboarding_sessions
                      WHERE status = 'active' AND last_activity_at < $1 AND finalize_state <> 'running'
                      ORDER BY last_activity_at LIMIT $2 FOR UPDATE SKIP LOCKED)
         RETURNING id, workspace_id",
    )
    .bind::<Timestamptz, _>(before)
    .bind::<BigInt, _>(batch)
    .bind::<Timestamptz, _>(at)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (JourneyId(row.id), WorkspaceId(row.workspace_id))).collect())
}

/// Deletes a workspace's sessions with their steps, runs and suggestions; names them.
pub async fn erase(conn: &mut Conn, workspace: WorkspaceId) -> Result<Vec<JourneyId>, Error> {
    let gone =
        diesel::delete(onboarding_sessions::table.filter(onboarding_sessions::workspace_id.eq(workspace.0)))
            .returning(onboarding_sessions::id)
            .get_results::<Uuid>(conn)
            .await?;
    Ok(gone.into_iter().map(JourneyId).collect())
}
