use database::{Conn, Error};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::{Value, json};
use time::OffsetDateTime;
use uuid::Uuid;

use super::schema::subscription_events::{self, dsl};
use crate::domain::{Subscription, TransactionId, subscription::Event};

/// Something that happened to a subscription.
pub struct Happened<'a> {
    pub id: Uuid,
    pub event: Event,
    /// None when there was no subscription before.
    pub before: Option<&'a Subscription>,
    pub after: &'a Subscription,
    pub payment: Option<TransactionId>,
    pub at: OffsetDateTime,
}

pub async fn append(conn: &mut Conn, happened: Happened<'_>) -> Result<(), Error> {
    diesel::insert_into(subscription_events::table)
        .values((
            dsl::id.eq(happened.id),
            dsl::workspace_id.eq(happened.after.workspace.0),
            dsl::subscription_id.eq(happened.after.id.0),
            dsl::event.eq(happened.event.as_str()),
            dsl::before.eq(happened.before.map_or_else(|| json!({}), shown)),
            dsl::after.eq(shown(happened.after)),
            dsl::transaction_id.eq(happened.payment.map(|id| id.0)),
            dsl::created_at.eq(happened.at),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

fn shown(subscription: &Subscription) -> Value {
    let period_end = subscription.state.period().map(|period| primitives::format_timestamp(period.end));
    json!({
        "status": subscription.state.status().as_str(),
        "plan": subscription.choice.plan.as_str(),
        "billing_cycle": subscription.choice.cycle.as_str(),
        "current_period_end": period_end,
    })
}
