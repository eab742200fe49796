use database::{Conn, Error};
use diesel_async::SimpleAsyncConnection as _;
use primitives::format_timestamp;
use time::{Duration, OffsetDateTime};

/// How long after its end a row is still of use: to a list of past sessions, to a search for what happened to a mail.
const USEFUL: Duration = Duration::days(30);

/// Deletes rows that nobody will ask for again.
pub async fn discard_spent(conn: &mut Conn, now: OffsetDateTime) -> Result<(), Error> {
    let before = format_timestamp(now - USEFUL);
    let statements = [
        ("sessions", "expires_at"),
        ("sessions", "ended_at"),
        ("one_time_tokens", "expires_at"),
        ("password_tries", "since"),
        ("outbox", "delivered_at"),
    ];
    let sql: String = statements
        .iter()
        .map(|(table, column)| format!("DELETE FROM {table} WHERE {column} < '{before}';"))
        .collect();
    conn.batch_execute(&sql).await?;
    Ok(())
}
