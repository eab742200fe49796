//! What must happen outside the database because of something that was committed inside it: mails, calls to other
//! services. Written in the same transaction, delivered at least once.

use std::panic::AssertUnwindSafe;

use diesel::{
    QueryableByName,
    sql_types::{Integer, Jsonb, Nullable, Text, Timestamptz},
};
use diesel_async::RunQueryDsl;
use futures::FutureExt as _;
use primitives::WorkspaceId;
use serde_json::Value;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::{Conn, Error, sql};

/// Waits after the first, second, … failed attempt; after the last one the entry is given up.
pub const RETRIES: [Duration; 5] = [
    Duration::seconds(10),
    Duration::minutes(1),
    Duration::minutes(10),
    Duration::hours(1),
    Duration::hours(6),
];

/// A new entry.
#[derive(Debug)]
pub struct Event<'a> {
    /// A fresh id.
    pub id: Uuid,
    /// The tenant, where there is one.
    pub workspace: Option<WorkspaceId>,
    /// What makes the event unique; a second one with the same key is not written.
    pub key: &'a str,
    /// Which handler delivers it.
    pub kind: &'a str,
    /// What the handler needs.
    pub payload: Value,
    /// Not before this time.
    pub due: OffsetDateTime,
}

/// An entry handed out for delivery.
#[derive(Debug, QueryableByName)]
pub struct Entry {
    /// Its id.
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    pub id: Uuid,
    /// The tenant, where there is one.
    #[diesel(sql_type = Nullable<diesel::sql_types::Uuid>)]
    pub workspace_id: Option<Uuid>,
    /// What makes the event unique.
    #[diesel(sql_type = Text)]
    pub event_key: String,
    /// Which handler delivers it.
    #[diesel(sql_type = Text)]
    pub kind: String,
    /// What the handler needs.
    #[diesel(sql_type = Jsonb)]
    pub payload: Value,
    /// Attempts so far, this one included.
    #[diesel(sql_type = Integer)]
    pub attempts: i32,
}

/// What became of an attempt that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Postponed {
    /// Tried again later.
    Retrying,
    /// Given up.
    GivenUp,
}

/// Writes an entry unless its key was written before; tells whether it was written.
///
/// # Errors
/// What Postgres refused.
pub async fn append(conn: &mut Conn, event: Event<'_>) -> Result<bool, Error> {
    let written = sql("INSERT INTO outbox (id, workspace_id, event_key, kind, payload, next_attempt_at)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT ON CONSTRAINT outbox_event_key DO NOTHING")
    .bind::<diesel::sql_types::Uuid, _>(event.id)
    .bind::<Nullable<diesel::sql_types::Uuid>, _>(event.workspace.map(|id| id.0))
    .bind::<Text, _>(event.key)
    .bind::<Text, _>(event.kind)
    .bind::<Jsonb, _>(event.payload)
    .bind::<Timestamptz, _>(event.due)
    .execute(conn)
    .await?;
    Ok(written == 1)
}

/// Deletes entries that were delivered before `before`; tells how many.
///
/// # Errors
/// What Postgres refused.
pub async fn forget_delivered(conn: &mut Conn, before: OffsetDateTime) -> Result<usize, Error> {
    let gone = sql("DELETE FROM outbox WHERE delivered_at < $1").bind::<Timestamptz, _>(before);
    Ok(gone.execute(conn).await?)
}

/// Hands out due entries, each to one caller until `lease` has passed.
///
/// # Errors
/// What Postgres refused.
pub async fn claim(
    conn: &mut Conn,
    now: OffsetDateTime,
    lease: Duration,
    limit: i32,
) -> Result<Vec<Entry>, Error> {
    let entries = sql("UPDATE outbox SET attempts = attempts + 1, next_attempt_at = $2, updated_at = $1
         WHERE id IN (SELECT id FROM outbox
                      WHERE delivered_at IS NULL AND failed_at IS NULL AND next_attempt_at <= $1
                      ORDER BY next_attempt_at LIMIT $3 FOR UPDATE SKIP LOCKED)
         RETURNING id, workspace_id, event_key, kind, payload, attempts")
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(now + lease)
    .bind::<Integer, _>(limit)
    .load(conn)
    .await?;
    Ok(entries)
}

/// A delivery panicked.
#[derive(Debug, thiserror::Error)]
#[error("the delivery panicked")]
pub struct Panicked;

/// Makes a delivery that panics one that failed, so that the others of its batch go on and it is put off like any other.
///
/// # Errors
/// When it panicked.
pub async fn attempt<T>(delivery: impl Future<Output = T>) -> Result<T, Panicked> {
    AssertUnwindSafe(delivery).catch_unwind().await.map_err(|_| Panicked)
}

/// Marks an entry as done. Whoever outlived the lease and was overtaken changes nothing.
///
/// # Errors
/// What Postgres refused.
pub async fn delivered(conn: &mut Conn, entry: &Entry, now: OffsetDateTime) -> Result<(), Error> {
    sql("UPDATE outbox SET delivered_at = $3, last_error = NULL, updated_at = $3
         WHERE id = $1 AND attempts = $2 AND delivered_at IS NULL AND failed_at IS NULL")
    .bind::<diesel::sql_types::Uuid, _>(entry.id)
    .bind::<Integer, _>(entry.attempts)
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await?;
    Ok(())
}

/// Puts a failed attempt off by [`RETRIES`], or gives the entry up when `permanent` or when the attempts are used up.
///
/// # Errors
/// What Postgres refused.
pub async fn postpone(
    conn: &mut Conn,
    entry: &Entry,
    error: &str,
    permanent: bool,
    now: OffsetDateTime,
) -> Result<Postponed, Error> {
    let wait = usize::try_from(entry.attempts - 1).ok().and_then(|done| RETRIES.get(done));
    let (next, given_up) = match wait {
        Some(wait) if !permanent => (now + *wait, None),
        Some(_) | None => (now, Some(now)),
    };
    sql("UPDATE outbox SET next_attempt_at = $3, failed_at = $4, last_error = $5, updated_at = $6
         WHERE id = $1 AND attempts = $2 AND delivered_at IS NULL AND failed_at IS NULL")
    .bind::<diesel::sql_types::Uuid, _>(entry.id)
    .bind::<Integer, _>(entry.attempts)
    .bind::<Timestamptz, _>(next)
    .bind::<Nullable<Timestamptz>, _>(given_up)
    .bind::<Text, _>(error)
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await?;
    Ok(if given_up.is_some() { Postponed::GivenUp } else { Postponed::Retrying })
}
