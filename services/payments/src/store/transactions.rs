//! Payments.

mod checks;
mod outcome;
mod row;

use database::{Conn, Error};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use primitives::WorkspaceId;
use serde_json::json;
use time::OffsetDateTime;

use super::schema::payment_transactions::{self, dsl};
use crate::domain::{OrderId, Transaction, metadata::Metadata, paging::Page, transaction::Status};

pub use checks::{claim_check, claim_due, reschedule, watch_again, webhook_processed};
pub use outcome::{Completion, adopt, cancel, complete, discard, fail, opened, park, set_opening};
pub use row::Row;

/// Two checkouts of a workspace at the same time.
pub const ONE_PENDING: &str = "payment_transactions_one_pending";
/// Two checkouts that drew the same name in the same second.
pub const ORDER_TAKEN: &str = "payment_transactions_order";

/// As it is stored, to be kept elsewhere too.
pub async fn row(conn: &mut Conn, order: &OrderId) -> Result<Option<Row>, Error> {
    let row = dsl::payment_transactions
        .filter(dsl::merchant_order_id.eq(order.as_str()))
        .select(Row::as_select())
        .first(conn)
        .await
        .optional()?;
    Ok(row)
}

pub async fn find(conn: &mut Conn, order: &OrderId) -> Result<Option<Transaction>, Error> {
    row(conn, order).await?.map(Transaction::try_from).transpose()
}

/// Nobody else changes it until the transaction ends.
pub async fn lock(conn: &mut Conn, order: &OrderId) -> Result<Option<Transaction>, Error> {
    let row = dsl::payment_transactions
        .filter(dsl::merchant_order_id.eq(order.as_str()))
        .select(Row::as_select())
        .for_update()
        .first(conn)
        .await
        .optional()?;
    row.map(Transaction::try_from).transpose()
}

/// The checkout of a workspace that is pending, if there is one.
pub async fn lock_pending(conn: &mut Conn, workspace: WorkspaceId) -> Result<Option<Transaction>, Error> {
    let row = dsl::payment_transactions
        .filter(dsl::workspace_id.eq(workspace.0).and(dsl::status.eq(Status::Pending.as_str())))
        .select(Row::as_select())
        .for_update()
        .first(conn)
        .await
        .optional()?;
    row.map(Transaction::try_from).transpose()
}

/// Status of the newest payment of a workspace.
pub async fn newest_status(conn: &mut Conn, workspace: WorkspaceId) -> Result<Option<Status>, Error> {
    let word: Option<String> = dsl::payment_transactions
        .filter(dsl::workspace_id.eq(workspace.0))
        .select(dsl::status)
        .order(dsl::id.desc())
        .first(conn)
        .await
        .optional()?;
    word.map(|word| word.parse().map_err(|error| Error::unreadable("payment_transactions.status", error)))
        .transpose()
}

/// One more than the page holds when there are more.
pub async fn newest(conn: &mut Conn, workspace: WorkspaceId, page: Page) -> Result<Vec<Transaction>, Error> {
    let mut query = dsl::payment_transactions
        .filter(dsl::workspace_id.eq(workspace.0))
        .select(Row::as_select())
        .order(dsl::id.desc())
        .limit(i64::from(page.limit) + 1)
        .into_boxed();
    if let Some(after) = page.after {
        query = query.filter(dsl::id.lt(after.0));
    }
    let rows: Vec<Row> = query.load(conn).await?;
    rows.into_iter().map(Transaction::try_from).collect()
}

/// Writes a payment that is about to be opened until `opening_until` and checked at `next_check`.
pub async fn insert(
    conn: &mut Conn,
    payment: &Transaction,
    metadata: &Metadata,
    next_check: Option<OffsetDateTime>,
) -> Result<(), Error> {
    diesel::insert_into(payment_transactions::table)
        .values((
            dsl::id.eq(payment.id.0),
            dsl::workspace_id.eq(payment.workspace.0),
            dsl::user_id.eq(payment.user.0),
            dsl::merchant_order_id.eq(payment.order.as_str()),
            dsl::purpose.eq(payment.purpose.as_str()),
            dsl::plan.eq(payment.choice.plan.as_str()),
            dsl::billing_cycle.eq(payment.choice.cycle.as_str()),
            dsl::amount_paise.eq(payment.amount.paise()),
            dsl::follows_period_end.eq(payment.follows),
            dsl::status.eq(Status::Pending.as_str()),
            dsl::opening_until.eq(payment.state.opening_until()),
            dsl::expires_at.eq(payment.expires_at),
            dsl::next_check_at.eq(next_check),
            dsl::metadata.eq(json!(metadata.0)),
            dsl::created_at.eq(payment.created_at),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
