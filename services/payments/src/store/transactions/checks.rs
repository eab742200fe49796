//! When the provider is asked about a payment, and by whom.

use database::{Conn, Error};
use diesel::{
    QueryableByName,
    prelude::*,
    sql_types::{Integer, Text, Timestamptz},
};
use diesel_async::RunQueryDsl;
use time::{Duration, OffsetDateTime};

use crate::{
    domain::{OrderId, TransactionId, transaction::Status},
    store::schema::payment_transactions::dsl,
};

#[derive(QueryableByName)]
struct Due {
    #[diesel(sql_type = Text)]
    merchant_order_id: String,
}

/// Takes the right to ask about one payment, unless it was asked about within `pause`.
pub async fn claim_check(
    conn: &mut Conn,
    order: &OrderId,
    now: OffsetDateTime,
    pause: Duration,
) -> Result<bool, Error> {
    let before = dsl::last_checked_at.is_null().or(dsl::last_checked_at.le(now - pause));
    let claimed = diesel::update(dsl::payment_transactions.filter(dsl::merchant_order_id.eq(order.as_str())))
        .filter(before)
        .set(dsl::last_checked_at.eq(now))
        .execute(conn)
        .await?;
    Ok(claimed == 1)
}

/// Takes the payments whose check is due, each for one caller until `lease` has passed.
pub async fn claim_due(
    conn: &mut Conn,
    now: OffsetDateTime,
    lease: Duration,
    limit: i32,
) -> Result<Vec<OrderId>, Error> {
    let due: Vec<Due> = database::sql(
        "UPDATE payment_transactions SET next_check_at = $2, last_checked_at = $1, check_count = check_count + 1
         WHERE id IN (SELECT id FROM payment_transactions WHERE next_check_at <= $1
                      ORDER BY next_check_at LIMIT $3 FOR UPDATE SKIP LOCKED)
         RETURNING merchant_order_id",
    )
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(now + lease)
    .bind::<Integer, _>(limit)
    .load(conn)
    .await?;
    let parse = |row: Due| {
        row.merchant_order_id
            .parse()
            .map_err(|error| Error::unreadable("payment_transactions.merchant_order_id", error))
    };
    due.into_iter().map(parse).collect()
}

pub async fn reschedule(
    conn: &mut Conn,
    id: TransactionId,
    next: Option<OffsetDateTime>,
) -> Result<(), Error> {
    diesel::update(dsl::payment_transactions.find(id.0))
        .set(dsl::next_check_at.eq(next))
        .execute(conn)
        .await?;
    Ok(())
}

/// Has it asked about at `next` unless it is asked about anyway.
pub async fn watch_again(conn: &mut Conn, order: &OrderId, next: OffsetDateTime) -> Result<(), Error> {
    let watched = [Status::Pending.as_str(), Status::Failed.as_str(), Status::Cancelled.as_str()];
    diesel::update(dsl::payment_transactions.filter(dsl::merchant_order_id.eq(order.as_str())))
        .filter(
            dsl::next_check_at.is_null().and(dsl::status.eq_any(watched)).and(dsl::review_required.eq(false)),
        )
        .set(dsl::next_check_at.eq(next))
        .execute(conn)
        .await?;
    Ok(())
}

pub async fn webhook_processed(conn: &mut Conn, id: TransactionId, at: OffsetDateTime) -> Result<(), Error> {
    database::sql("UPDATE payment_transactions SET webhook_processed_at = $2 WHERE id = $1")
        .bind::<diesel::sql_types::Uuid, _>(id.0)
        .bind::<Timestamptz, _>(at)
        .execute(conn)
        .await?;
    Ok(())
}
