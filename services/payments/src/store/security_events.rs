use database::{Conn, Error};
use diesel::{
    QueryableByName,
    prelude::*,
    sql_types::{Bool, Nullable, Text, Timestamptz},
};
use diesel_async::RunQueryDsl;
use primitives::WorkspaceId;
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use super::schema::payment_security_events::{self, dsl};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    Medium,
    High,
    Critical,
}

/// Something that looks like somebody trying something.
pub struct Suspicion<'a> {
    pub id: Uuid,
    pub workspace: Option<WorkspaceId>,
    pub event: &'static str,
    pub severity: Severity,
    pub ip: Option<&'a str>,
    pub details: Value,
    pub at: OffsetDateTime,
}

impl Severity {
    fn as_str(self) -> &'static str {
        match self {
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Bool)]
    noted: bool,
}

/// Unless the like was noted since: of the same kind, from the same address, about the same order. Tells whether it was
/// new.
pub async fn append_once(
    conn: &mut Conn,
    suspicion: Suspicion<'_>,
    since: OffsetDateTime,
) -> Result<bool, Error> {
    let found: Found = database::sql(
        "SELECT EXISTS (SELECT FROM payment_security_events WHERE event_type = $1 AND created_at >= $2
                            AND ip IS NOT DISTINCT FROM $3 AND details->>'order' IS NOT DISTINCT FROM $4) AS noted",
    )
    .bind::<Text, _>(suspicion.event)
    .bind::<Timestamptz, _>(since)
    .bind::<Nullable<Text>, _>(suspicion.ip)
    .bind::<Nullable<Text>, _>(suspicion.details["order"].as_str())
    .get_result(conn)
    .await?;
    if !found.noted {
        append(conn, suspicion).await?;
    }
    Ok(!found.noted)
}

/// Deletes events that need not be kept any more; tells how many. The database keeps those younger than a year.
pub async fn forget(conn: &mut Conn, before: OffsetDateTime) -> Result<usize, Error> {
    Ok(diesel::delete(dsl::payment_security_events.filter(dsl::created_at.lt(before))).execute(conn).await?)
}

pub async fn append(conn: &mut Conn, suspicion: Suspicion<'_>) -> Result<(), Error> {
    diesel::insert_into(payment_security_events::table)
        .values((
            dsl::id.eq(suspicion.id),
            dsl::workspace_id.eq(suspicion.workspace.map(|id| id.0)),
            dsl::event_type.eq(suspicion.event),
            dsl::severity.eq(suspicion.severity.as_str()),
            dsl::ip.eq(suspicion.ip),
            dsl::details.eq(suspicion.details),
            dsl::created_at.eq(suspicion.at),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
