use database::{Conn, Error};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Text, Timestamptz},
};
use diesel_async::RunQueryDsl;
use primitives::{UserId, WorkspaceId};
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use super::schema::suggestions;
use crate::domain::{JourneyId, Proposal, StepNumber, StoredSuggestion, SuggestionStatus};

/// Where proposals belong.
pub struct Place<'a> {
    pub workspace: WorkspaceId,
    pub session: JourneyId,
    pub step: StepNumber,
    pub run: Uuid,
    pub assist: &'a str,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = suggestions, check_for_backend(diesel::pg::Pg))]
struct Row {
    id: Uuid,
    pointer: String,
    value: Value,
    status: String,
    provenance: Value,
}

impl TryFrom<Row> for StoredSuggestion {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let status = row.status.parse().map_err(|error| Error::unreadable("suggestions.status", error))?;
        let proposal = Proposal { pointer: row.pointer, value: row.value, provenance: row.provenance };
        Ok(Self { id: row.id, proposal, status })
    }
}

/// Puts new proposals in the place of earlier undecided ones of the same assist. Runs at once do so one after the other, as
/// none sees what another is about to add.
pub async fn replace(
    conn: &mut Conn,
    place: &Place<'_>,
    proposals: Vec<(Uuid, Proposal)>,
    at: OffsetDateTime,
) -> Result<Vec<StoredSuggestion>, Error> {
    database::sql("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))")
        .bind::<Text, _>(format!("suggestions:{}:{}:{}", place.session, place.step, place.assist))
        .execute(conn)
        .await?;
    diesel::update(
        suggestions::table
            .filter(suggestions::session_id.eq(place.session.0))
            .filter(suggestions::step_number.eq(i16::from(place.step.get())))
            .filter(suggestions::assist.eq(place.assist))
            .filter(suggestions::status.eq("proposed")),
    )
    .set(suggestions::status.eq("superseded"))
    .execute(conn)
    .await?;
    let rows: Vec<_> = (0_i32..)
        .zip(&proposals)
        .map(|(position, (id, proposal))| {
            (
                suggestions::id.eq(id),
                suggestions::workspace_id.eq(place.workspace.0),
                suggestions::session_id.eq(place.session.0),
                suggestions::run_id.eq(place.run),
                suggestions::step_number.eq(i16::from(place.step.get())),
                suggestions::assist.eq(place.assist),
                suggestions::position.eq(position),
                suggestions::pointer.eq(&proposal.pointer),
                suggestions::value.eq(&proposal.value),
                suggestions::provenance.eq(&proposal.provenance),
                suggestions::created_at.eq(at),
            )
        })
        .collect();
    diesel::insert_into(suggestions::table).values(rows).execute(conn).await?;
    let stored = |(id, proposal)| StoredSuggestion { id, proposal, status: SuggestionStatus::Proposed };
    Ok(proposals.into_iter().map(stored).collect())
}

/// What was proposed for a step and not replaced since, oldest first.
pub async fn of_step(
    conn: &mut Conn,
    session: JourneyId,
    step: StepNumber,
) -> Result<Vec<StoredSuggestion>, Error> {
    let rows = suggestions::table
        .filter(suggestions::session_id.eq(session.0))
        .filter(suggestions::step_number.eq(i16::from(step.get())))
        .filter(suggestions::status.ne("superseded"))
        .order((suggestions::created_at, suggestions::run_id, suggestions::position))
        .select(Row::as_select())
        .load(conn)
        .await?;
    rows.into_iter().map(StoredSuggestion::try_from).collect()
}

/// A suggestion of a step.
pub async fn find(
    conn: &mut Conn,
    session: JourneyId,
    step: StepNumber,
    id: Uuid,
) -> Result<Option<StoredSuggestion>, Error> {
    let row = suggestions::table
        .find(id)
        .filter(suggestions::session_id.eq(session.0))
        .filter(suggestions::step_number.eq(i16::from(step.get())))
        .select(Row::as_select())
        .first(conn)
        .await
        .optional()?;
    row.map(StoredSuggestion::try_from).transpose()
}

/// What a user made of a suggestion.
#[derive(Debug)]
pub struct Verdict {
    pub suggestion: Uuid,
    pub status: SuggestionStatus,
    /// What they took in place of the proposed value.
    pub value: Option<Value>,
}

/// Notes a verdict; false when the suggestion is not open any more.
pub async fn decide(
    conn: &mut Conn,
    verdict: &Verdict,
    by: UserId,
    at: OffsetDateTime,
) -> Result<bool, Error> {
    let Verdict { suggestion: id, status, value } = verdict;
    let written = diesel::update(suggestions::table.find(id).filter(suggestions::status.eq("proposed")))
        .set((
            suggestions::status.eq(status.as_str()),
            value.as_ref().map(|value| suggestions::value.eq(value)),
            suggestions::decided_by.eq(by.0),
            suggestions::decided_at.eq(at),
        ))
        .execute(conn)
        .await?;
    Ok(written == 1)
}

/// Nothing of a session that starts over is open any more.
pub async fn supersede_all(conn: &mut Conn, session: JourneyId) -> Result<(), Error> {
    diesel::update(
        suggestions::table
            .filter(suggestions::session_id.eq(session.0))
            .filter(suggestions::status.eq("proposed")),
    )
    .set(suggestions::status.eq("superseded"))
    .execute(conn)
    .await?;
    Ok(())
}

/// Suggestions made in a session.
#[derive(Debug, Clone, Copy, QueryableByName)]
pub struct Tally {
    #[diesel(sql_type = BigInt)]
    pub shown: i64,
    #[diesel(sql_type = BigInt)]
    pub accepted: i64,
}

pub async fn tally(conn: &mut Conn, session: JourneyId, since: OffsetDateTime) -> Result<Tally, Error> {
    let tally = database::sql(
        "SELECT count(*) AS shown, count(*) FILTER (WHERE status IN ('accepted', 'edited')) AS accepted
         FROM suggestions WHERE session_id = $1 AND created_at >= $2",
    )
    .bind::<diesel::sql_types::Uuid, _>(session.0)
    .bind::<Timestamptz, _>(since)
    .get_result(conn)
    .await?;
    Ok(tally)
}
