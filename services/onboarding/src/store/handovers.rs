//! Outbox entries of this service: contexts to hand over after an edit, Redis copies to purge.
//!
//! Contexts of a workspace are handed over one after the other, newest last; that is why they are claimed by workspace
//! here and not one by one as `database::outbox` does, and why they are never given up.

use database::{Conn, Error, outbox};
use diesel::{
    OptionalExtension as _, QueryableByName,
    sql_types::{Array, Integer, Jsonb, Text, Timestamptz},
};
use diesel_async::RunQueryDsl;
use primitives::{UserId, WorkspaceId};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::domain::{JourneyId, StepNumber};

/// Kind of the entries that hand a changed context over.
const CONTEXT: &str = "context.changed";

/// A completed step was completed anew after onboarding.
pub struct Edit {
    pub id: Uuid,
    pub workspace: WorkspaceId,
    pub session: JourneyId,
    pub user: UserId,
    pub step: StepNumber,
    pub version: u64,
    pub at: OffsetDateTime,
}

/// An edit is handed over by the save that made it; what is left after this long is for the job.
const PAUSE: Duration = Duration::seconds(3);

pub async fn append(conn: &mut Conn, edit: &Edit) -> Result<(), Error> {
    let event = outbox::Event {
        id: edit.id,
        workspace: Some(edit.workspace),
        key: &format!("context:{}:{}:{}", edit.session, edit.step, edit.version),
        kind: CONTEXT,
        payload: json!({ "session_id": edit.session.0, "user_id": edit.user, "step": edit.step.get() }),
        due: edit.at + PAUSE,
    };
    outbox::append(conn, event).await?;
    Ok(())
}

/// The edits of one workspace that go together.
#[derive(Debug)]
pub struct Batch {
    pub workspace: WorkspaceId,
    pub session: JourneyId,
    /// Who made the newest one.
    pub user: UserId,
    /// Key of the newest one.
    pub key: String,
    /// When the newest one was made.
    pub at: OffsetDateTime,
    pub attempts: i32,
    pub entries: Vec<Uuid>,
}

#[derive(QueryableByName)]
struct Workspace {
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    workspace_id: Uuid,
}

#[derive(QueryableByName)]
struct EntryRow {
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    event_key: String,
    #[diesel(sql_type = Jsonb)]
    payload: Value,
    #[diesel(sql_type = Integer)]
    attempts: i32,
    #[diesel(sql_type = Timestamptz)]
    created_at: OffsetDateTime,
}

/// Takes the edits of a workspace where some are due and nobody is at them.
pub async fn claim(conn: &mut Conn, now: OffsetDateTime, lease: Duration) -> Result<Option<Batch>, Error> {
    let due: Option<Workspace> = database::sql(format!(
        "SELECT workspace_id FROM onboarding_status AS held
         WHERE EXISTS (SELECT FROM outbox WHERE outbox.workspace_id = held.workspace_id AND kind = $1
                       AND {OPEN} AND next_attempt_at <= $2)
           AND NOT EXISTS (SELECT FROM outbox AS taken WHERE taken.workspace_id = held.workspace_id AND {IN_HAND})
         LIMIT 1 FOR UPDATE SKIP LOCKED"
    ))
    .bind::<Text, _>(CONTEXT)
    .bind::<Timestamptz, _>(now)
    .get_result(conn)
    .await
    .optional()?;
    match due {
        Some(Workspace { workspace_id }) => take(conn, WorkspaceId(workspace_id), now, lease).await,
        None => Ok(None),
    }
}

/// Takes the edits of this workspace, due or not, if nobody is at them.
pub async fn claim_of(
    conn: &mut Conn,
    workspace: WorkspaceId,
    now: OffsetDateTime,
    lease: Duration,
) -> Result<Option<Batch>, Error> {
    database::sql("SELECT FROM onboarding_status WHERE workspace_id = $1 FOR UPDATE")
        .bind::<diesel::sql_types::Uuid, _>(workspace.0)
        .execute(conn)
        .await?;
    take(conn, workspace, now, lease).await
}

/// Whether edits of the workspace are still to be handed over, in somebody's hand or not.
pub async fn is_behind(conn: &mut Conn, workspace: WorkspaceId) -> Result<bool, Error> {
    let open = database::sql(
        "SELECT FROM outbox WHERE workspace_id = $2 AND kind = $1 AND delivered_at IS NULL LIMIT 1",
    )
    .bind::<Text, _>(CONTEXT)
    .bind::<diesel::sql_types::Uuid, _>(workspace.0)
    .execute(conn)
    .await?;
    Ok(open > 0)
}

/// Of an entry: it is still to be delivered. Nothing is given up here; the words are those of the index of open entries.
const OPEN: &str = "delivered_at IS NULL AND failed_at IS NULL";

/// Of the entry `taken`: somebody hands it over at this moment. After a failure it has an error and waits for anybody.
const IN_HAND: &str = "taken.kind = $1 AND taken.delivered_at IS NULL AND taken.attempts > 0
                       AND taken.last_error IS NULL AND taken.next_attempt_at > $2";

/// The row of the workspace's status, which the caller has locked, is the turnstile: this statement sees what whoever passed
/// before has taken.
async fn take(
    conn: &mut Conn,
    workspace: WorkspaceId,
    now: OffsetDateTime,
    lease: Duration,
) -> Result<Option<Batch>, Error> {
    let entries: Vec<EntryRow> = database::sql(format!(
        "UPDATE outbox SET attempts = attempts + 1, next_attempt_at = $3, last_error = NULL, updated_at = $2
         WHERE workspace_id = $4 AND kind = $1 AND delivered_at IS NULL
           AND NOT EXISTS (SELECT FROM outbox AS taken WHERE taken.workspace_id = $4 AND {IN_HAND})
         RETURNING id, event_key, payload, attempts, created_at"
    ))
    .bind::<Text, _>(CONTEXT)
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(now + lease)
    .bind::<diesel::sql_types::Uuid, _>(workspace.0)
    .load(conn)
    .await?;
    batch(workspace, entries)
}

fn batch(workspace: WorkspaceId, mut entries: Vec<EntryRow>) -> Result<Option<Batch>, Error> {
    entries.sort_by_key(|entry| (entry.created_at, entry.id));
    let Some(newest) = entries.last() else { return Ok(None) };
    let id = |member: &str| newest.payload[member].as_str().and_then(|text| Uuid::parse_str(text).ok());
    let (Some(session), Some(user)) = (id("session_id"), id("user_id")) else {
        return Err(Error::unreadable("outbox.payload", "an id is missing"));
    };
    Ok(Some(Batch {
        workspace,
        session: JourneyId(session),
        user: UserId(user),
        key: newest.event_key.clone(),
        at: newest.created_at,
        attempts: newest.attempts,
        entries: entries.iter().map(|entry| entry.id).collect(),
    }))
}

/// Kind of the entries that purge a session's Redis copies.
const PURGE: &str = "copies.purge";

/// Notes that a session's Redis copies are of no more use.
pub async fn append_purge(
    conn: &mut Conn,
    id: Uuid,
    workspace: WorkspaceId,
    session: JourneyId,
    at: OffsetDateTime,
) -> Result<(), Error> {
    let event = outbox::Event {
        id,
        workspace: Some(workspace),
        key: &format!("purge:{id}"),
        kind: PURGE,
        payload: json!({ "session_id": session.0 }),
        due: at,
    };
    outbox::append(conn, event).await?;
    Ok(())
}

#[derive(QueryableByName)]
struct PurgeRow {
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    id: Uuid,
    #[diesel(sql_type = Jsonb)]
    payload: Value,
}

impl PurgeRow {
    fn named(self) -> Option<(Uuid, JourneyId)> {
        let text = self.payload["session_id"].as_str()?;
        Some((self.id, JourneyId(Uuid::parse_str(text).ok()?)))
    }
}

/// Takes due purges; those not marked as done come again after the lease.
pub async fn claim_purges(
    conn: &mut Conn,
    now: OffsetDateTime,
    lease: Duration,
) -> Result<Vec<(Uuid, JourneyId)>, Error> {
    let rows: Vec<PurgeRow> = database::sql(format!(
        "UPDATE outbox SET attempts = attempts + 1, next_attempt_at = $3, updated_at = $2
         WHERE id IN (SELECT id FROM outbox WHERE kind = $1 AND {OPEN} AND next_attempt_at <= $2
                      ORDER BY next_attempt_at LIMIT 100 FOR UPDATE SKIP LOCKED)
         RETURNING id, payload"
    ))
    .bind::<Text, _>(PURGE)
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(now + lease)
    .load(conn)
    .await?;
    Ok(rows.into_iter().filter_map(PurgeRow::named).collect())
}

/// Sessions of a workspace with a purge on record, done or not.
pub async fn purged(conn: &mut Conn, workspace: WorkspaceId) -> Result<Vec<JourneyId>, Error> {
    let rows: Vec<PurgeRow> =
        database::sql("SELECT id, payload FROM outbox WHERE workspace_id = $2 AND kind = $1")
            .bind::<Text, _>(PURGE)
            .bind::<diesel::sql_types::Uuid, _>(workspace.0)
            .load(conn)
            .await?;
    Ok(rows.into_iter().filter_map(PurgeRow::named).map(|(_, session)| session).collect())
}

pub async fn delivered(conn: &mut Conn, entries: &[Uuid], now: OffsetDateTime) -> Result<(), Error> {
    database::sql(
        "UPDATE outbox SET delivered_at = $2, last_error = NULL, updated_at = $2 WHERE id = ANY ($1)",
    )
    .bind::<Array<diesel::sql_types::Uuid>, _>(entries)
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await?;
    Ok(())
}

pub async fn postpone(
    conn: &mut Conn,
    batch: &Batch,
    error: &str,
    until: OffsetDateTime,
) -> Result<(), Error> {
    database::sql("UPDATE outbox SET next_attempt_at = $2, last_error = $3 WHERE id = ANY ($1)")
        .bind::<Array<diesel::sql_types::Uuid>, _>(&batch.entries)
        .bind::<Timestamptz, _>(until)
        .bind::<Text, _>(error)
        .execute(conn)
        .await?;
    Ok(())
}

/// Deletes what was delivered before a moment.
pub async fn forget(conn: &mut Conn, before: OffsetDateTime) -> Result<(), Error> {
    database::sql("DELETE FROM outbox WHERE delivered_at < $1")
        .bind::<Timestamptz, _>(before)
        .execute(conn)
        .await?;
    Ok(())
}

pub async fn erase(conn: &mut Conn, workspace: WorkspaceId) -> Result<(), Error> {
    for table in ["outbox", "idempotency_keys"] {
        database::sql(format!("DELETE FROM {table} WHERE workspace_id = $1"))
            .bind::<diesel::sql_types::Uuid, _>(workspace.0)
            .execute(conn)
            .await?;
    }
    Ok(())
}
