//! The append-only audit log. The database chains the entries of a workspace by hash.

use diesel::sql_types::{Bool, Jsonb, Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use primitives::WorkspaceId;
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{Conn, Error, sql};

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActorKind {
    /// A signed-in user.
    User,
    /// A service or one of its jobs.
    Service,
    /// The payment provider.
    Provider,
    /// Platform support.
    Support,
}

impl ActorKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Service => "service",
            Self::Provider => "provider",
            Self::Support => "support",
        }
    }
}

/// One entry.
#[derive(Debug)]
pub struct Entry<'a> {
    /// A fresh id.
    pub id: Uuid,
    /// The tenant, where there is one.
    pub workspace: Option<WorkspaceId>,
    /// Who did it.
    pub actor_kind: ActorKind,
    /// The user's id, where it was one.
    pub actor: Option<Uuid>,
    /// Dotted: `password.changed`.
    pub action: &'a str,
    /// Kind and id of the thing.
    pub target: (&'a str, &'a str),
    /// What else to know; no secrets, no personal data.
    pub details: Value,
    /// Where the request came from: address and user agent.
    pub client: (Option<&'a str>, Option<&'a str>),
    /// None when it succeeded.
    pub error: Option<&'a str>,
    /// When.
    pub at: OffsetDateTime,
}

/// Appends an entry. The entries of a workspace (without one: of an actor) wait for
/// each other until commit, so make it the last statement.
///
/// # Errors
/// What Postgres refused.
pub async fn append(conn: &mut Conn, entry: Entry<'_>) -> Result<(), Error> {
    sql(
        "INSERT INTO audit_log (id, workspace_id, actor_id, actor_kind, action, target_type, target_id, details, ip,
                                user_agent, success, error, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind::<diesel::sql_types::Uuid, _>(entry.id)
    .bind::<Nullable<diesel::sql_types::Uuid>, _>(entry.workspace.map(|id| id.0))
    .bind::<Nullable<diesel::sql_types::Uuid>, _>(entry.actor)
    .bind::<Text, _>(entry.actor_kind.as_str())
    .bind::<Text, _>(entry.action)
    .bind::<Text, _>(entry.target.0)
    .bind::<Text, _>(entry.target.1)
    .bind::<Jsonb, _>(entry.details)
    .bind::<Nullable<Text>, _>(entry.client.0)
    .bind::<Nullable<Text>, _>(entry.client.1)
    .bind::<Bool, _>(entry.error.is_none())
    .bind::<Nullable<Text>, _>(entry.error)
    .bind::<Timestamptz, _>(entry.at)
    .execute(conn)
    .await?;
    Ok(())
}
