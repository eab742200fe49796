use futures::{StreamExt as _, stream};

use super::check_order::{Hint, check_order};
use crate::{
    context::Context,
    domain::{OrderId, schedule},
    error::PaymentError,
    store::transactions,
};

/// All that are claimed are looked at at once, so that no lease runs out in a queue.
const BATCH: i32 = 16;

/// Asks the provider about every payment whose check is due; tells how many there were. Any number of instances may be at
/// it: each payment is one caller's for a while.
#[tracing::instrument(name = "payments.reconcile", skip_all)]
pub async fn reconcile(context: &Context) -> Result<usize, PaymentError> {
    let mut tx = context.begin().await?;
    let due = transactions::claim_due(&mut tx, context.clock.now(), context.lease, BATCH).await?;
    tx.commit().await?;
    let count = due.len();
    stream::iter(due)
        .for_each_concurrent(None, async |order| {
            if let Err(error) = check(context, &order).await {
                tracing::warn!(%error, %order, "a payment waits for its lease to lapse");
            }
        })
        .await;
    Ok(count)
}

async fn check(context: &Context, order: &OrderId) -> Result<(), PaymentError> {
    match check_order(context, order, Hint::Schedule).await {
        Ok(_) => Ok(()),
        Err(PaymentError::StatusCheck(error)) => {
            tracing::warn!(%error, %order, "the provider could not be asked about a payment");
            try_as_planned(context, order).await
        }
        Err(error) => Err(error),
    }
}

async fn try_as_planned(context: &Context, order: &OrderId) -> Result<(), PaymentError> {
    let mut tx = context.begin().await?;
    if let Some(payment) = transactions::lock(&mut tx, order).await? {
        let next = schedule::after_silence(&payment, context.clock.now());
        transactions::reschedule(&mut tx, payment.id, next).await?;
    }
    Ok(tx.commit().await?)
}
