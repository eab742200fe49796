use futures::{StreamExt as _, stream};
use serde_json::json;
use time::Duration;

use super::check_order::{Hint, check_order};
use crate::{
    context::Context,
    domain::{schedule, webhook::Notice},
    error::PaymentError,
    store::{
        security_events::{self, Severity, Suspicion},
        transactions,
        webhook_events::{self, Waiting},
    },
};

/// All that are claimed are looked at at once, so that no lease runs out in a queue.
const BATCH: i32 = 16;
/// Before the second, third and fourth try.
const RETRIES: [Duration; 3] = [Duration::seconds(2), Duration::seconds(10), Duration::seconds(60)];

/// Follows the hints of webhooks that wait; tells how many there were.
#[tracing::instrument(name = "payments.process_webhooks", skip_all)]
pub async fn process_webhooks(context: &Context) -> Result<usize, PaymentError> {
    let mut tx = context.begin().await?;
    let waiting = webhook_events::claim(&mut tx, context.clock.now(), context.lease, BATCH).await?;
    tx.commit().await?;
    let count = waiting.len();
    stream::iter(waiting)
        .for_each_concurrent(None, async |webhook| {
            if let Err(error) = process(context, &webhook).await {
                tracing::warn!(%error, webhook = %webhook.id, "a webhook waits for its lease to lapse");
            }
        })
        .await;
    Ok(count)
}

async fn process(context: &Context, webhook: &Waiting) -> Result<(), PaymentError> {
    let outcome = follow(context, webhook).await;
    let now = context.clock.now();
    let mut tx = context.begin().await?;
    match outcome {
        Ok(result) => webhook_events::processed(&mut tx, webhook.id, &result, now).await?,
        Err(error) => {
            let next = usize::try_from(webhook.attempts - 1).ok().and_then(|done| RETRIES.get(done));
            tracing::warn!(%error, webhook = %webhook.id, "a webhook could not be followed");
            match next {
                Some(wait) => webhook_events::postpone(&mut tx, webhook.id, now + *wait).await?,
                // The payment is checked by the job all the same.
                None => {
                    let order = Notice::parse(&webhook.raw_body).ok().and_then(|notice| notice.payment());
                    if let Some(order) = order {
                        transactions::watch_again(&mut tx, &order, now + schedule::CALM).await?;
                    }
                    webhook_events::processed(&mut tx, webhook.id, "failed", now).await?;
                }
            }
        }
    }
    Ok(tx.commit().await?)
}

async fn follow(context: &Context, webhook: &Waiting) -> Result<String, PaymentError> {
    let notice = Notice::parse(&webhook.raw_body)?;
    if notice.is_foreign(context.rules.merchant_id.as_deref()) {
        note(context, &notice, "MERCHANT_MISMATCH").await?;
        return Ok("foreign_merchant".to_owned());
    }
    let Some(order) = notice.payment() else { return Ok("ignored".to_owned()) };
    match check_order(context, &order, Hint::Webhook).await {
        Ok(payment) => Ok(payment.state.status().to_string()),
        Err(PaymentError::NotFound) => {
            if notice.says_paid() {
                note(context, &notice, "UNKNOWN_ORDER_PAID").await?;
                tracing::error!(%order, "a webhook tells of money for an order that we do not have");
            }
            Ok("unknown_order".to_owned())
        }
        Err(error) => Err(error),
    }
}

async fn note(context: &Context, notice: &Notice, event: &'static str) -> Result<(), PaymentError> {
    let suspicion = Suspicion {
        id: context.uuid(),
        workspace: None,
        event,
        severity: Severity::High,
        ip: None,
        details: json!({ "event": notice.event, "merchant": notice.merchant, "order": notice.order }),
        at: context.clock.now(),
    };
    let mut tx = context.begin().await?;
    security_events::append(&mut tx, suspicion).await?;
    Ok(tx.commit().await?)
}
