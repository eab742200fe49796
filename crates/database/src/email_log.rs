//! Which mails were asked for and what became of them. One mail per event key.

use diesel::sql_types::{Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use primitives::{UserId, WorkspaceId};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{Conn, Error, sql};

/// A mail about to be sent for the first time.
#[derive(Debug)]
pub struct Queued<'a> {
    /// A fresh id.
    pub id: Uuid,
    /// The outbox entry's key.
    pub event_key: &'a str,
    /// The tenant, where there is one.
    pub workspace: Option<WorkspaceId>,
    /// Whom it is for.
    pub user: UserId,
    /// Which mail.
    pub kind: &'a str,
    /// Its subject line.
    pub subject: &'a str,
}

/// What became of a mail.
#[derive(Debug)]
pub enum Outcome<'a> {
    /// The server took it under this id.
    Sent(&'a str),
    /// Given up.
    Failed(&'a str),
    /// The addressee does not want such mails.
    Suppressed,
}

/// Notes a mail; a second note with the same key changes nothing.
///
/// # Errors
/// What Postgres refused.
pub async fn queued(conn: &mut Conn, mail: Queued<'_>) -> Result<(), Error> {
    sql("INSERT INTO email_log (id, event_key, workspace_id, user_id, type, subject, status)
         VALUES ($1, $2, $3, $4, $5, $6, 'queued') ON CONFLICT ON CONSTRAINT email_log_event_key DO NOTHING")
    .bind::<diesel::sql_types::Uuid, _>(mail.id)
    .bind::<Text, _>(mail.event_key)
    .bind::<Nullable<diesel::sql_types::Uuid>, _>(mail.workspace.map(|id| id.0))
    .bind::<diesel::sql_types::Uuid, _>(mail.user.0)
    .bind::<Text, _>(mail.kind)
    .bind::<Text, _>(mail.subject)
    .execute(conn)
    .await?;
    Ok(())
}

/// Notes what became of a mail.
///
/// # Errors
/// What Postgres refused.
pub async fn settled(
    conn: &mut Conn,
    event_key: &str,
    outcome: Outcome<'_>,
    now: OffsetDateTime,
) -> Result<(), Error> {
    let (status, provider_id, error) = match outcome {
        Outcome::Sent(id) => ("sent", Some(id), None),
        Outcome::Failed(error) => ("failed", None, Some(error)),
        Outcome::Suppressed => ("suppressed", None, None),
    };
    sql(
        "UPDATE email_log SET status = $2, provider_id = $3, error = $4, updated_at = $5 WHERE event_key = $1",
    )
    .bind::<Text, _>(event_key)
    .bind::<Text, _>(status)
    .bind::<Nullable<Text>, _>(provider_id)
    .bind::<Nullable<Text>, _>(error)
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await?;
    Ok(())
}
