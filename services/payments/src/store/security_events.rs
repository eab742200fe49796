use database::{Conn, Error};
use diesel::prelude::*;
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
