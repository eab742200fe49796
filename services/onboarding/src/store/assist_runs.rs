use database::{Conn, Error};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Timestamptz},
};
use diesel_async::RunQueryDsl;
use primitives::{UserId, WorkspaceId};
use time::OffsetDateTime;
use uuid::Uuid;

use super::schema::assist_runs;
use crate::domain::{JourneyId, StepNumber};

/// A run about to begin.
pub struct Run<'a> {
    pub id: Uuid,
    pub workspace: WorkspaceId,
    pub session: JourneyId,
    pub user: UserId,
    pub step: StepNumber,
    pub assist: &'a str,
    pub at: OffsetDateTime,
}

/// Runs that count against the limits.
#[derive(Debug, Clone, Copy, QueryableByName)]
pub struct Spent {
    /// By the user, in any workspace, since a moment.
    #[diesel(sql_type = BigInt)]
    pub by_user: i64,
    /// In the session, ever.
    #[diesel(sql_type = BigInt)]
    pub in_session: i64,
}

/// Counts runs, after those that are being counted right now for the same user.
pub async fn spent(
    conn: &mut Conn,
    user: UserId,
    session: JourneyId,
    since: OffsetDateTime,
) -> Result<Spent, Error> {
    database::sql("SELECT pg_advisory_xact_lock(hashtextextended('assist:' || $1::text, 0))")
        .bind::<diesel::sql_types::Uuid, _>(user.0)
        .execute(conn)
        .await?;
    let spent = database::sql(
        "SELECT (SELECT count(*) FROM assist_runs WHERE user_id = $1 AND created_at > $3) AS by_user,
                (SELECT count(*) FROM assist_runs WHERE session_id = $2) AS in_session",
    )
    .bind::<diesel::sql_types::Uuid, _>(user.0)
    .bind::<diesel::sql_types::Uuid, _>(session.0)
    .bind::<Timestamptz, _>(since)
    .get_result(conn)
    .await?;
    Ok(spent)
}

pub async fn begin(conn: &mut Conn, run: &Run<'_>) -> Result<(), Error> {
    diesel::insert_into(assist_runs::table)
        .values((
            assist_runs::id.eq(run.id),
            assist_runs::workspace_id.eq(run.workspace.0),
            assist_runs::session_id.eq(run.session.0),
            assist_runs::user_id.eq(run.user.0),
            assist_runs::step_number.eq(i16::from(run.step.get())),
            assist_runs::assist.eq(run.assist),
            assist_runs::engine.eq("deterministic"),
            assist_runs::status.eq("running"),
            assist_runs::created_at.eq(run.at),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

pub async fn finish(conn: &mut Conn, id: Uuid, input_hash: &str, duration_ms: u32) -> Result<(), Error> {
    diesel::update(assist_runs::table.find(id))
        .set((
            assist_runs::status.eq("done"),
            assist_runs::input_hash.eq(input_hash),
            assist_runs::duration_ms.eq(i32::try_from(duration_ms).unwrap_or(i32::MAX)),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Runs that asked a provider.
pub async fn provider_runs(conn: &mut Conn, session: JourneyId, since: OffsetDateTime) -> Result<u32, Error> {
    let count: i64 = assist_runs::table
        .filter(assist_runs::session_id.eq(session.0))
        .filter(assist_runs::engine.eq("model"))
        .filter(assist_runs::created_at.ge(since))
        .count()
        .get_result(conn)
        .await?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}
