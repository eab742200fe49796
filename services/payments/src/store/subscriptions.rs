//! What workspaces have paid for.

mod row;

use database::{Conn, Error};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use primitives::WorkspaceId;
use time::OffsetDateTime;

use super::schema::subscriptions::{self, dsl};
use crate::domain::{
    Choice, Period, Subscription, SubscriptionId,
    subscription::{State, Status},
};

pub use row::Row;

/// As it is stored, to be kept elsewhere too.
pub async fn row(conn: &mut Conn, workspace: WorkspaceId) -> Result<Option<Row>, Error> {
    let row = dsl::subscriptions
        .filter(dsl::workspace_id.eq(workspace.0))
        .select(Row::as_select())
        .first(conn)
        .await
        .optional()?;
    Ok(row)
}

/// Nobody else changes it until the transaction ends.
pub async fn lock(conn: &mut Conn, workspace: WorkspaceId) -> Result<Option<Subscription>, Error> {
    let row = dsl::subscriptions
        .filter(dsl::workspace_id.eq(workspace.0))
        .select(Row::as_select())
        .for_update()
        .first(conn)
        .await
        .optional()?;
    row.map(Subscription::try_from).transpose()
}

/// Writes the first subscription of a workspace, which nothing was paid for, unless it has one already; tells whether it
/// was written.
pub async fn insert(conn: &mut Conn, first: &Subscription, now: OffsetDateTime) -> Result<bool, Error> {
    let trial_end = if let State::Trial { ends_at } = first.state { Some(ends_at) } else { None };
    let written = diesel::insert_into(subscriptions::table)
        .values((
            dsl::id.eq(first.id.0),
            dsl::workspace_id.eq(first.workspace.0),
            dsl::plan.eq(first.choice.plan.as_str()),
            dsl::billing_cycle.eq(first.choice.cycle.as_str()),
            dsl::status.eq(first.state.status().as_str()),
            dsl::trial_end.eq(trial_end),
            dsl::created_at.eq(now),
            dsl::updated_at.eq(now),
        ))
        .on_conflict(dsl::workspace_id)
        .do_nothing()
        .execute(conn)
        .await?;
    Ok(written == 1)
}

/// Another first checkout was started, for `choice`. The caller holds the lock.
pub async fn choose(
    conn: &mut Conn,
    id: SubscriptionId,
    choice: Choice,
    now: OffsetDateTime,
) -> Result<(), Error> {
    diesel::update(dsl::subscriptions.find(id.0))
        .set((
            dsl::plan.eq(choice.plan.as_str()),
            dsl::billing_cycle.eq(choice.cycle.as_str()),
            dsl::status.eq(Status::Incomplete.as_str()),
            dsl::version.eq(dsl::version + 1),
            dsl::updated_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// `paid` holds the new choice, period and payment.
pub async fn activate(
    conn: &mut Conn,
    paid: &Subscription,
    period: Period,
    now: OffsetDateTime,
) -> Result<(), Error> {
    let values = (
        dsl::plan.eq(paid.choice.plan.as_str()),
        dsl::billing_cycle.eq(paid.choice.cycle.as_str()),
        dsl::status.eq(Status::Active.as_str()),
        dsl::current_period_start.eq(period.start),
        dsl::current_period_end.eq(period.end),
        dsl::anchor_day.eq(i16::from(period.anchor_day)),
        dsl::last_transaction_id.eq(paid.last_transaction.map(|id| id.0)),
        dsl::grace_period_end.eq(None::<OffsetDateTime>),
        dsl::canceled_at.eq(None::<OffsetDateTime>),
        dsl::pending_plan.eq(None::<String>),
        dsl::pending_cycle.eq(None::<String>),
        dsl::updated_at.eq(now),
    );
    diesel::insert_into(subscriptions::table)
        .values((
            dsl::id.eq(paid.id.0),
            dsl::workspace_id.eq(paid.workspace.0),
            dsl::created_at.eq(now),
            values.clone(),
        ))
        .on_conflict(dsl::workspace_id)
        .do_update()
        .set((values, dsl::version.eq(dsl::version + 1)))
        .execute(conn)
        .await?;
    Ok(())
}

/// First checkouts that nobody paid since `before` have run out.
pub async fn expire_incomplete(
    conn: &mut Conn,
    before: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<Vec<Subscription>, Error> {
    let expired: Vec<Row> = diesel::update(dsl::subscriptions)
        .filter(dsl::status.eq(Status::Incomplete.as_str()).and(dsl::updated_at.le(before)))
        .set((
            dsl::status.eq(Status::IncompleteExpired.as_str()),
            dsl::version.eq(dsl::version + 1),
            dsl::updated_at.eq(now),
        ))
        .returning(Row::as_returning())
        .get_results(conn)
        .await?;
    expired.into_iter().map(Subscription::try_from).collect()
}
