//! The finalize columns of a session.

use database::{Conn, Error};
use diesel::{
    QueryableByName,
    prelude::*,
    sql_types::{Bool, Integer, Jsonb, Nullable, Timestamptz},
};
use diesel_async::RunQueryDsl;
use primitives::{UserId, WorkspaceId};
use serde_json::Value;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::schema::onboarding_sessions;
use crate::domain::JourneyId;

/// A finalize that was begun.
#[derive(Debug, Clone)]
pub struct Finalizing {
    pub session: JourneyId,
    pub workspace: WorkspaceId,
    /// The same however often it is taken up again.
    pub key: Uuid,
    pub by: UserId,
    pub forced: bool,
    pub started_at: OffsetDateTime,
    /// How often this id was taken up; tells whoever works on it now from those before.
    pub attempts: i32,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = onboarding_sessions, check_for_backend(diesel::pg::Pg))]
struct FinalizeRow {
    id: Uuid,
    workspace_id: Uuid,
    finalize_id: Option<Uuid>,
    finalize_by: Option<Uuid>,
    finalize_forced: bool,
    finalize_started_at: Option<OffsetDateTime>,
    finalize_attempts: i32,
}

impl FinalizeRow {
    fn begun(self) -> Option<Finalizing> {
        Some(Finalizing {
            session: JourneyId(self.id),
            workspace: WorkspaceId(self.workspace_id),
            key: self.finalize_id?,
            by: UserId(self.finalize_by?),
            forced: self.finalize_forced,
            started_at: self.finalize_started_at?,
            attempts: self.finalize_attempts,
        })
    }
}

/// How a finalize begins.
pub struct Beginning {
    pub session: JourneyId,
    /// Taken when the session has none yet, or one of another kind of finalize.
    pub fresh: Uuid,
    pub by: UserId,
    pub forced: bool,
    pub at: OffsetDateTime,
    pub lease: Duration,
}

/// Fixes the finalize id and stops other saves. A finalize that failed with the same answers keeps its id, time and context.
pub async fn begin(conn: &mut Conn, beginning: &Beginning) -> Result<Option<Finalizing>, Error> {
    database::sql(
        "UPDATE onboarding_sessions AS held
         SET finalize_id = CASE WHEN kept THEN held.finalize_id ELSE $2 END,
             finalize_started_at = CASE WHEN kept THEN held.finalize_started_at ELSE $5 END,
             finalize_state = 'running', finalize_by = $3, finalize_forced = $4,
             finalize_context = CASE WHEN kept THEN held.finalize_context END,
             finalize_attempts = CASE WHEN kept THEN held.finalize_attempts + 1 ELSE 1 END,
             finalize_leased_until = $6, updated_at = $5
         FROM (SELECT id, finalize_id IS NOT NULL AND finalize_forced = $4 AS kept
               FROM onboarding_sessions WHERE id = $1) AS before
         WHERE held.id = before.id",
    )
    .bind::<diesel::sql_types::Uuid, _>(beginning.session.0)
    .bind::<diesel::sql_types::Uuid, _>(beginning.fresh)
    .bind::<diesel::sql_types::Uuid, _>(beginning.by.0)
    .bind::<Bool, _>(beginning.forced)
    .bind::<Timestamptz, _>(beginning.at)
    .bind::<Timestamptz, _>(beginning.at + beginning.lease)
    .execute(conn)
    .await?;
    let row = onboarding_sessions::table
        .find(beginning.session.0)
        .select(FinalizeRow::as_select())
        .first(conn)
        .await
        .optional()?;
    Ok(row.and_then(FinalizeRow::begun))
}

/// Takes over a finalize whose runner is believed dead: of this session, or of any.
pub async fn take_over(
    conn: &mut Conn,
    session: Option<JourneyId>,
    now: OffsetDateTime,
    lease: Duration,
) -> Result<Option<Finalizing>, Error> {
    let taken: Option<TakenRow> = database::sql(
        "UPDATE onboarding_sessions
         SET finalize_leased_until = $3, finalize_attempts = finalize_attempts + 1, updated_at = $2
         WHERE id IN (SELECT id FROM onboarding_sessions
                      WHERE finalize_state = 'running' AND finalize_leased_until <= $2 AND ($1 IS NULL OR id = $1)
                      ORDER BY finalize_leased_until LIMIT 1 FOR UPDATE SKIP LOCKED)
         RETURNING id",
    )
    .bind::<Nullable<diesel::sql_types::Uuid>, _>(session.map(|id| id.0))
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(now + lease)
    .get_result(conn)
    .await
    .optional()?;
    let Some(TakenRow { id }) = taken else { return Ok(None) };
    let row: FinalizeRow =
        onboarding_sessions::table.find(id).select(FinalizeRow::as_select()).first(conn).await?;
    Ok(row.begun())
}

#[derive(QueryableByName)]
struct TakenRow {
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    id: Uuid,
}

#[derive(QueryableByName)]
struct ContextRow {
    #[diesel(sql_type = Jsonb)]
    finalize_context: Value,
}

/// The context of this finalize: the one given, unless an earlier attempt fixed it. What counts saves and time differs from
/// attempt to attempt, and bcm keeps what it got first. None when the session has gone on without this finalize.
pub async fn fix_context(conn: &mut Conn, run: &Finalizing, context: &Value) -> Result<Option<Value>, Error> {
    let row: Option<ContextRow> = database::sql(
        "UPDATE onboarding_sessions SET finalize_context = coalesce(finalize_context, $3)
         WHERE id = $1 AND finalize_id = $2 AND finalize_state <> 'done' RETURNING finalize_context",
    )
    .bind::<diesel::sql_types::Uuid, _>(run.session.0)
    .bind::<diesel::sql_types::Uuid, _>(run.key)
    .bind::<Jsonb, _>(context)
    .get_result(conn)
    .await
    .optional()?;
    Ok(row.map(|row| row.finalize_context))
}

/// Opens the session again after a finalize that did not come through. Its id and context are kept while bcm may know them.
/// Does nothing when somebody else has taken it over.
pub async fn fail(conn: &mut Conn, run: &Finalizing, kept: bool, at: OffsetDateTime) -> Result<(), Error> {
    database::sql(
        "UPDATE onboarding_sessions
         SET finalize_state = CASE WHEN $4 THEN 'failed' ELSE 'none' END,
             finalize_id = CASE WHEN $4 THEN finalize_id END,
             finalize_context = CASE WHEN $4 THEN finalize_context END, updated_at = $5
         WHERE id = $1 AND finalize_state = 'running' AND finalize_id = $2 AND finalize_attempts = $3",
    )
    .bind::<diesel::sql_types::Uuid, _>(run.session.0)
    .bind::<diesel::sql_types::Uuid, _>(run.key)
    .bind::<Integer, _>(run.attempts)
    .bind::<Bool, _>(kept)
    .bind::<Timestamptz, _>(at)
    .execute(conn)
    .await?;
    Ok(())
}

/// Completes the session with the finalize's result; false when somebody else did or the session was reset. Bcm has made the
/// version of this id, so that another runner of it gave up does not matter.
pub async fn complete(
    conn: &mut Conn,
    run: &Finalizing,
    result: &Value,
    at: OffsetDateTime,
) -> Result<bool, Error> {
    let completed = diesel::update(
        onboarding_sessions::table
            .find(run.session.0)
            .filter(onboarding_sessions::status.eq("active"))
            .filter(onboarding_sessions::finalize_state.eq_any(["running", "failed"]))
            .filter(onboarding_sessions::finalize_id.eq(run.key)),
    )
    .set((
        onboarding_sessions::status.eq("completed"),
        onboarding_sessions::completed_at.eq(at),
        onboarding_sessions::last_activity_at.eq(at),
        onboarding_sessions::finalize_state.eq("done"),
        onboarding_sessions::finalize_result.eq(result),
        // It stands in the result.
        onboarding_sessions::finalize_context.eq(None::<Value>),
        onboarding_sessions::updated_at.eq(at),
    ))
    .execute(conn)
    .await?;
    Ok(completed == 1)
}

/// What finalize answered.
pub async fn result(conn: &mut Conn, id: JourneyId) -> Result<Option<Value>, Error> {
    let found = onboarding_sessions::table
        .find(id.0)
        .select(onboarding_sessions::finalize_result)
        .first::<Option<Value>>(conn)
        .await
        .optional()?;
    Ok(found.flatten())
}

/// Whether the finalize that completed the session was forced.
pub async fn was_forced(conn: &mut Conn, id: JourneyId) -> Result<bool, Error> {
    let forced = onboarding_sessions::table
        .find(id.0)
        .select(onboarding_sessions::finalize_forced)
        .first(conn)
        .await
        .optional()?;
    Ok(forced.unwrap_or_default())
}
