//! The append-only journal; [`super::steps`] writes it together with each version.

use std::collections::BTreeMap;

use database::{Conn, Error};
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Int2, Timestamptz},
};
use diesel_async::RunQueryDsl;
use time::OffsetDateTime;

use crate::domain::{JourneyId, StepNumber};

/// How a step came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Activity {
    pub first_at: OffsetDateTime,
    pub saves: u32,
}

#[derive(QueryableByName)]
struct ActivityRow {
    #[diesel(sql_type = Int2)]
    step_number: i16,
    #[diesel(sql_type = Timestamptz)]
    first_at: OffsetDateTime,
    #[diesel(sql_type = BigInt)]
    saves: i64,
}

/// Saves by step since the session was begun or begun anew.
pub async fn activity(
    conn: &mut Conn,
    id: JourneyId,
    since: OffsetDateTime,
) -> Result<BTreeMap<StepNumber, Activity>, Error> {
    let rows: Vec<ActivityRow> = database::sql(
        "SELECT step_number, min(created_at) AS first_at, count(*) FILTER (WHERE kind IN ('draft', 'submit')) AS saves
         FROM step_journal WHERE session_id = $1 AND created_at >= $2 AND kind <> 'reset' GROUP BY step_number",
    )
    .bind::<diesel::sql_types::Uuid, _>(id.0)
    .bind::<Timestamptz, _>(since)
    .load(conn)
    .await?;
    let read = |row: ActivityRow| {
        let unreadable =
            |error: &dyn std::fmt::Display| Error::unreadable("step_journal.step_number", error.to_string());
        let number = u32::try_from(row.step_number).map_err(|error| unreadable(&error))?;
        let number = StepNumber::try_from(number).map_err(|error| unreadable(&error))?;
        let saves = u32::try_from(row.saves).unwrap_or(u32::MAX);
        Ok((number, Activity { first_at: row.first_at, saves }))
    };
    rows.into_iter().map(read).collect()
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// In how many different minutes something was saved.
pub async fn active_minutes(conn: &mut Conn, id: JourneyId, since: OffsetDateTime) -> Result<u32, Error> {
    let row: Count = database::sql(
        "SELECT count(DISTINCT date_trunc('minute', created_at)) AS count
         FROM step_journal WHERE session_id = $1 AND created_at >= $2",
    )
    .bind::<diesel::sql_types::Uuid, _>(id.0)
    .bind::<Timestamptz, _>(since)
    .get_result(conn)
    .await?;
    Ok(u32::try_from(row.count).unwrap_or(u32::MAX))
}

/// Deletes some of what a session left, `most` entries at most; tells how many there were.
pub async fn erase(conn: &mut Conn, id: JourneyId, most: i64) -> Result<usize, Error> {
    let erased = database::sql(
        "DELETE FROM step_journal WHERE session_id = $1 AND (step_number, version) IN
             (SELECT step_number, version FROM step_journal WHERE session_id = $1 LIMIT $2)",
    )
    .bind::<diesel::sql_types::Uuid, _>(id.0)
    .bind::<BigInt, _>(most)
    .execute(conn)
    .await?;
    Ok(erased)
}
