//! What workspaces have paid for.

mod row;

use database::{Conn, Error};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use primitives::WorkspaceId;
use time::OffsetDateTime;

use super::schema::subscriptions::{self, dsl};
use crate::domain::{Choice, Period, Subscription, SubscriptionId, subscription::Status};

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

/// Writes a trial unless the workspace has anything already; tells whether it was written.
pub async fn insert_trial(
    conn: &mut Conn,
    trial: &Subscription,
    ends_at: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<bool, Error> {
    let written = diesel::insert_into(subscriptions::table)
        .values((
            dsl::id.eq(trial.id.0),
            dsl::workspace_id.eq(trial.workspace.0),
            dsl::plan.eq(trial.choice.plan.as_str()),
            dsl::billing_cycle.eq(trial.choice.cycle.as_str()),
            dsl::status.eq(Status::Trial.as_str()),
            dsl::trial_end.eq(ends_at),
            dsl::created_at.eq(now),
            dsl::updated_at.eq(now),
        ))
        .on_conflict(dsl::workspace_id)
        .do_nothing()
        .execute(conn)
        .await?;
    Ok(written == 1)
}

/// A first checkout was started for `choice`: the one of a workspace without anything, or another one. `id` is for the
/// row if there is none.
pub async fn await_first_payment(
    conn: &mut Conn,
    id: SubscriptionId,
    workspace: WorkspaceId,
    choice: Choice,
    now: OffsetDateTime,
) -> Result<SubscriptionId, Error> {
    let id = diesel::insert_into(subscriptions::table)
        .values((
            dsl::id.eq(id.0),
            dsl::workspace_id.eq(workspace.0),
            dsl::plan.eq(choice.plan.as_str()),
            dsl::billing_cycle.eq(choice.cycle.as_str()),
            dsl::status.eq(Status::Incomplete.as_str()),
            dsl::created_at.eq(now),
            dsl::updated_at.eq(now),
        ))
        .on_conflict(dsl::workspace_id)
        .do_update()
        .set((
            dsl::plan.eq(choice.plan.as_str()),
            dsl::billing_cycle.eq(choice.cycle.as_str()),
            dsl::status.eq(Status::Incomplete.as_str()),
            dsl::version.eq(dsl::version + 1),
            dsl::updated_at.eq(now),
        ))
        .returning(dsl::id)
        .get_result(conn)
        .await?;
    Ok(SubscriptionId(id))
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
