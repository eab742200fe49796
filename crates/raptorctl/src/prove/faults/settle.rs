//! What is still to come after the last fault: mails on their way, payments that the reconcile job has to find.

use std::time::Duration;

use anyhow::{Context, Result};
use sims::phonepe::{Disguise, Order, OrderState};
use tokio_postgres::Client;

use super::clock;
use super::stage::Stage;

/// A failed payment is looked at again every 15 minutes, a mail a fourth time after an hour.
const WINDOW: Duration = Duration::from_secs(3 * 60 * 60);
/// Jobs run every second and send a few at a time.
const PAUSE: Duration = Duration::from_millis(1500);
const FIRST_STEPS: usize = 10;
const SHORT_STEP: u32 = 30;
const LONG_STEP: u32 = 300;

/// How much later it had to become, and what had not come even then.
#[derive(Debug)]
pub struct Settled {
    pub virtual_seconds: u64,
    pub left: i64,
}

/// Moves time on until nothing is to come any more, for as long as the product may take.
pub async fn settle(stage: &Stage) -> Result<Settled> {
    let owner = stage.owner().await?;
    let (mut passed, mut steps) = (0, 0);
    loop {
        let left = left(&owner, &stage.control.orders().await?).await?;
        if left == 0 || passed > WINDOW.as_secs() {
            return Ok(Settled { virtual_seconds: passed, left });
        }
        let step = if steps < FIRST_STEPS { SHORT_STEP } else { LONG_STEP };
        clock::age(&owner, step).await?;
        passed += u64::from(step);
        steps += 1;
        tokio::time::sleep(PAUSE).await;
    }
}

/// How much is still to come.
async fn left(owner: &Client, orders: &[Order]) -> Result<i64> {
    let paid: Vec<&str> =
        orders.iter().filter(|order| is_paid(order)).map(|order| order.merchant_order_id.as_str()).collect();
    let row = owner
        .query_one(
            "SELECT (SELECT count(*) FROM rf_auth.outbox WHERE delivered_at IS NULL AND failed_at IS NULL)
                  + (SELECT count(*) FROM rf_payments.outbox WHERE delivered_at IS NULL AND failed_at IS NULL)
                  + (SELECT count(*) FROM rf_onboarding.onboarding_sessions WHERE finalize_state = 'running')
                  + (SELECT count(*) FROM rf_payments.webhook_events WHERE processed_at IS NULL)
                  + (SELECT count(*) FROM rf_payments.payment_transactions
                     WHERE merchant_order_id = ANY($1) AND status NOT IN ('completed', 'refunded'))",
            &[&paid],
        )
        .await
        .context("what is left cannot be counted")?;
    Ok(row.get(0))
}

/// Whether the provider says so, too.
pub fn is_paid(order: &Order) -> bool {
    matches!(order.state, OrderState::Completed { .. }) && order.disguise == Disguise::default()
}
