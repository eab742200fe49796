use database::Error;
use diesel::prelude::*;
use primitives::WorkspaceId;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    domain::{
        Choice, Period, Subscription, SubscriptionId, TransactionId, UnknownWord,
        subscription::{State, Status},
    },
    store::schema::subscriptions,
};

/// A subscription as stored, and as kept in Redis for those who ask for access.
#[derive(Debug, Clone, Queryable, Selectable, Serialize, Deserialize)]
#[diesel(table_name = subscriptions)]
pub struct Row {
    id: Uuid,
    workspace_id: Uuid,
    plan: String,
    billing_cycle: String,
    status: String,
    current_period_start: Option<OffsetDateTime>,
    current_period_end: Option<OffsetDateTime>,
    anchor_day: Option<i16>,
    trial_end: Option<OffsetDateTime>,
    grace_period_end: Option<OffsetDateTime>,
    canceled_at: Option<OffsetDateTime>,
    pending_plan: Option<String>,
    pending_cycle: Option<String>,
    last_transaction_id: Option<Uuid>,
}

fn unreadable(error: UnknownWord) -> Error {
    Error::unreadable("subscriptions", error)
}

fn given<T>(column: &'static str, value: Option<T>) -> Result<T, Error> {
    value.ok_or_else(|| Error::unreadable(column, "is missing in this status"))
}

impl Row {
    fn period(&self) -> Result<Period, Error> {
        let day = given("anchor_day", self.anchor_day)?;
        Ok(Period {
            start: given("current_period_start", self.current_period_start)?,
            end: given("current_period_end", self.current_period_end)?,
            anchor_day: u8::try_from(day).map_err(|error| Error::unreadable("anchor_day", error))?,
        })
    }

    fn state(&self) -> Result<State, Error> {
        Ok(match self.status.parse().map_err(unreadable)? {
            Status::Trial => State::Trial { ends_at: given("trial_end", self.trial_end)? },
            Status::Incomplete => State::Incomplete,
            Status::IncompleteExpired => State::IncompleteExpired,
            Status::Active => State::Active { period: self.period()? },
            Status::PastDue => State::PastDue {
                period: self.period()?,
                grace_ends_at: given("grace_period_end", self.grace_period_end)?,
            },
            Status::Canceled => {
                State::Canceled { period: self.period()?, at: given("canceled_at", self.canceled_at)? }
            }
            Status::Unpaid => State::Unpaid { period: self.period()? },
            Status::Paused => State::Paused { period: self.period()? },
            Status::None => return Err(Error::unreadable("subscriptions.status", "none")),
        })
    }
}

impl TryFrom<Row> for Subscription {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let choice = |plan: &str, cycle: &str| -> Result<Choice, UnknownWord> {
            Ok(Choice { plan: plan.parse()?, cycle: cycle.parse()? })
        };
        let pending = row.pending_plan.as_deref().zip(row.pending_cycle.as_deref());
        let pending = pending.map(|(plan, cycle)| choice(plan, cycle)).transpose();
        Ok(Self {
            id: SubscriptionId(row.id),
            workspace: WorkspaceId(row.workspace_id),
            choice: choice(&row.plan, &row.billing_cycle).map_err(unreadable)?,
            state: row.state()?,
            pending: pending.map_err(unreadable)?,
            last_transaction: row.last_transaction_id.map(TransactionId),
        })
    }
}
