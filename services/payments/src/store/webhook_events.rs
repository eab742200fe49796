use database::{Conn, Error};
use diesel::{
    QueryableByName,
    prelude::*,
    sql_types::{Bytea, Integer, Timestamptz},
};
use diesel_async::RunQueryDsl;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::schema::webhook_events::{self, dsl};
use crate::domain::webhook::Notice;

/// A webhook that waits to be processed.
#[derive(Debug, QueryableByName)]
pub struct Waiting {
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    pub id: Uuid,
    #[diesel(sql_type = Bytea)]
    pub raw_body: Vec<u8>,
    /// This one included.
    #[diesel(sql_type = Integer)]
    pub attempts: i32,
}

/// Keeps an authenticated webhook as it came; false when it came before.
pub async fn insert(
    conn: &mut Conn,
    id: Uuid,
    (notice, dedupe_key): (&Notice, &str),
    body: &[u8],
    now: OffsetDateTime,
) -> Result<bool, Error> {
    let written = diesel::insert_into(webhook_events::table)
        .values((
            dsl::id.eq(id),
            dsl::dedupe_key.eq(dedupe_key),
            dsl::event.eq(&notice.event),
            dsl::merchant_order_id.eq(&notice.order),
            dsl::merchant_refund_id.eq(&notice.refund),
            dsl::state.eq(&notice.state),
            dsl::raw_body.eq(body),
            dsl::authenticated.eq(true),
            dsl::received_at.eq(now),
            dsl::next_attempt_at.eq(now),
        ))
        .on_conflict(dsl::dedupe_key)
        .do_nothing()
        .execute(conn)
        .await?;
    Ok(written == 1)
}

/// Takes webhooks that are due, each for one caller until `lease` has passed.
pub async fn claim(
    conn: &mut Conn,
    now: OffsetDateTime,
    lease: Duration,
    limit: i32,
) -> Result<Vec<Waiting>, Error> {
    let waiting = database::sql(
        "UPDATE webhook_events SET attempts = attempts + 1, next_attempt_at = $2
         WHERE id IN (SELECT id FROM webhook_events WHERE processed_at IS NULL AND next_attempt_at <= $1
                      ORDER BY next_attempt_at LIMIT $3 FOR UPDATE SKIP LOCKED)
         RETURNING id, raw_body, attempts",
    )
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(now + lease)
    .bind::<Integer, _>(limit)
    .load(conn)
    .await?;
    Ok(waiting)
}

pub async fn processed(conn: &mut Conn, id: Uuid, result: &str, now: OffsetDateTime) -> Result<(), Error> {
    diesel::update(dsl::webhook_events.find(id))
        .set((dsl::processed_at.eq(now), dsl::result.eq(result)))
        .execute(conn)
        .await?;
    Ok(())
}

/// Deletes what was received before `before` and is processed; tells how many.
pub async fn forget(conn: &mut Conn, before: OffsetDateTime) -> Result<usize, Error> {
    let old = dsl::received_at.lt(before).and(dsl::processed_at.is_not_null());
    Ok(diesel::delete(dsl::webhook_events.filter(old)).execute(conn).await?)
}

pub async fn postpone(conn: &mut Conn, id: Uuid, until: OffsetDateTime) -> Result<(), Error> {
    diesel::update(dsl::webhook_events.find(id)).set(dsl::next_attempt_at.eq(until)).execute(conn).await?;
    Ok(())
}
