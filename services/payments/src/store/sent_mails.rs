use database::{Conn, Error};
use diesel::{
    QueryableByName,
    sql_types::{Bool, Text},
};
use diesel_async::RunQueryDsl;

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Bool)]
    sent: bool,
}

/// Whether the log of mails says that the mail with this key has left.
pub async fn was_sent(conn: &mut Conn, event_key: &str) -> Result<bool, Error> {
    let found: Found = database::sql(
        "SELECT EXISTS (SELECT FROM email_log WHERE event_key = $1 AND status = 'sent') AS sent",
    )
    .bind::<Text, _>(event_key)
    .get_result(conn)
    .await?;
    Ok(found.sent)
}
