//! What becomes of a payment. Whoever writes holds the row's lock and has asked the domain.

use database::{Conn, Error};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use time::OffsetDateTime;

use crate::{
    domain::{TransactionId, instrument::Card, transaction::Status},
    store::schema::payment_transactions::dsl,
};

type Next = Option<OffsetDateTime>;

/// What is known of a completed payment.
#[derive(Debug)]
pub struct Completion {
    pub at: OffsetDateTime,
    pub provider_transaction: Option<String>,
    pub method: Option<String>,
    pub card: Option<Card>,
    pub sealed: Option<Vec<u8>>,
    /// The provider's answer, redacted.
    pub answer: Value,
    pub duplicate: bool,
}

/// Somebody is opening it until then, which is also what proves that it is still that caller's; nobody, when None.
pub async fn set_opening(
    conn: &mut Conn,
    id: TransactionId,
    until: Option<OffsetDateTime>,
) -> Result<(), Error> {
    diesel::update(dsl::payment_transactions.find(id.0))
        .set(dsl::opening_until.eq(until))
        .execute(conn)
        .await?;
    Ok(())
}

/// The provider has opened it.
pub async fn opened(
    conn: &mut Conn,
    id: TransactionId,
    (provider_order, url): (&str, &str),
    expires_at: OffsetDateTime,
) -> Result<(), Error> {
    diesel::update(dsl::payment_transactions.find(id.0))
        .set((
            dsl::phonepe_order_id.eq(provider_order),
            dsl::payment_url.eq(url),
            dsl::expires_at.eq(expires_at),
            dsl::opening_until.eq(None::<OffsetDateTime>),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// The provider's id of it has become known, if it was not.
pub async fn adopt(conn: &mut Conn, id: TransactionId, provider_order: &str) -> Result<(), Error> {
    diesel::update(dsl::payment_transactions.find(id.0).filter(dsl::phonepe_order_id.is_null()))
        .set(dsl::phonepe_order_id.eq(provider_order))
        .execute(conn)
        .await?;
    Ok(())
}

pub async fn complete(conn: &mut Conn, id: TransactionId, completion: Completion) -> Result<(), Error> {
    let card = completion.card;
    diesel::update(dsl::payment_transactions.find(id.0))
        .set((
            dsl::status.eq(Status::Completed.as_str()),
            dsl::completed_at.eq(completion.at),
            dsl::phonepe_transaction_id.eq(completion.provider_transaction),
            dsl::payment_method.eq(completion.method),
            dsl::phonepe_response.eq(completion.answer),
            dsl::instrument_encrypted.eq(completion.sealed),
            dsl::card_last_four.eq(card.as_ref().and_then(|card| card.last_four.clone())),
            dsl::card_type.eq(card.as_ref().map(|card| card.kind)),
            dsl::card_network.eq(card.as_ref().and_then(|card| card.network.clone())),
            dsl::failure_code.eq(None::<String>),
            dsl::duplicate.eq(completion.duplicate),
            dsl::next_check_at.eq(None::<OffsetDateTime>),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

pub async fn fail(
    conn: &mut Conn,
    id: TransactionId,
    (at, code): (OffsetDateTime, &str),
    answer: Value,
    next: Next,
) -> Result<(), Error> {
    diesel::update(dsl::payment_transactions.find(id.0))
        .set((
            dsl::status.eq(Status::Failed.as_str()),
            dsl::failed_at.eq(at),
            dsl::failure_code.eq(code),
            dsl::phonepe_response.eq(answer),
            dsl::next_check_at.eq(next),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Given up, but still watched: its page may be paid.
pub async fn cancel(conn: &mut Conn, id: TransactionId, at: OffsetDateTime, next: Next) -> Result<(), Error> {
    diesel::update(dsl::payment_transactions.find(id.0))
        .set((
            dsl::status.eq(Status::Cancelled.as_str()),
            dsl::cancelled_at.eq(at),
            dsl::opening_until.eq(None::<OffsetDateTime>),
            dsl::next_check_at.eq(next),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// It never came into being at the provider: there is nothing to watch.
pub async fn discard(
    conn: &mut Conn,
    id: TransactionId,
    at: OffsetDateTime,
    code: &str,
) -> Result<(), Error> {
    diesel::update(dsl::payment_transactions.find(id.0))
        .set((
            dsl::status.eq(Status::Cancelled.as_str()),
            dsl::cancelled_at.eq(at),
            dsl::failure_code.eq(code),
            dsl::opening_until.eq(None::<OffsetDateTime>),
            dsl::next_check_at.eq(None::<OffsetDateTime>),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Waits for a person.
pub async fn park(conn: &mut Conn, id: TransactionId, answer: Value) -> Result<(), Error> {
    diesel::update(dsl::payment_transactions.find(id.0))
        .set((
            dsl::review_required.eq(true),
            dsl::phonepe_response.eq(answer),
            dsl::next_check_at.eq(None::<OffsetDateTime>),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
