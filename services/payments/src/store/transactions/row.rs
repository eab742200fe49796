use database::Error;
use diesel::prelude::*;
use primitives::{Money, UserId, WorkspaceId};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    domain::{
        Choice, Transaction, TransactionId, UnknownWord,
        transaction::{State, Status},
    },
    store::schema::payment_transactions,
};

/// A payment as stored, and as kept in Redis for those who poll.
#[derive(Debug, Clone, Queryable, Selectable, Serialize, Deserialize)]
#[diesel(table_name = payment_transactions)]
pub struct Row {
    id: Uuid,
    workspace_id: Uuid,
    user_id: Uuid,
    merchant_order_id: String,
    phonepe_order_id: Option<String>,
    phonepe_transaction_id: Option<String>,
    purpose: String,
    plan: String,
    billing_cycle: String,
    amount_paise: i64,
    follows_period_end: Option<OffsetDateTime>,
    status: String,
    payment_method: Option<String>,
    payment_url: Option<String>,
    opening_until: Option<OffsetDateTime>,
    expires_at: OffsetDateTime,
    completed_at: Option<OffsetDateTime>,
    failed_at: Option<OffsetDateTime>,
    cancelled_at: Option<OffsetDateTime>,
    failure_code: Option<String>,
    refunded_paise: i64,
    review_required: bool,
    duplicate: bool,
    created_at: OffsetDateTime,
}

fn unreadable(error: UnknownWord) -> Error {
    Error::unreadable("payment_transactions", error)
}

fn missing(column: &'static str) -> Error {
    Error::unreadable(column, "is missing in this status")
}

impl Row {
    fn state(&self) -> Result<State, Error> {
        let status: Status = self.status.parse().map_err(unreadable)?;
        if self.review_required {
            return Ok(State::Review);
        }
        let provider_transaction = self.phonepe_transaction_id.clone();
        Ok(match status {
            Status::Pending => match &self.payment_url {
                Some(url) => State::Open { url: url.clone() },
                None => State::Opening { until: self.opening_until },
            },
            Status::Completed => State::Completed {
                at: self.completed_at.ok_or_else(|| missing("completed_at"))?,
                provider_transaction,
            },
            Status::Refunded => State::Refunded {
                at: self.completed_at.ok_or_else(|| missing("completed_at"))?,
                provider_transaction,
            },
            Status::Failed => State::Failed {
                at: self.failed_at.ok_or_else(|| missing("failed_at"))?,
                code: self.failure_code.clone().ok_or_else(|| missing("failure_code"))?,
            },
            Status::Cancelled => {
                State::Cancelled { at: self.cancelled_at.ok_or_else(|| missing("cancelled_at"))? }
            }
        })
    }
}

impl TryFrom<Row> for Transaction {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let state = row.state()?;
        Ok(Self {
            id: TransactionId(row.id),
            workspace: WorkspaceId(row.workspace_id),
            user: UserId(row.user_id),
            order: row.merchant_order_id.parse().map_err(unreadable)?,
            purpose: row.purpose.parse().map_err(unreadable)?,
            choice: Choice {
                plan: row.plan.parse().map_err(unreadable)?,
                cycle: row.billing_cycle.parse().map_err(unreadable)?,
            },
            amount: Money::from_paise(row.amount_paise),
            follows: row.follows_period_end,
            provider_order: row.phonepe_order_id,
            state,
            method: row.payment_method,
            refunded: Money::from_paise(row.refunded_paise),
            duplicate: row.duplicate,
            created_at: row.created_at,
            expires_at: row.expires_at,
        })
    }
}
