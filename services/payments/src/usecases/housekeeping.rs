use database::{idempotency, outbox};
use time::Duration;

use crate::{
    context::Context,
    domain::{
        Subscription,
        subscription::{Event, State},
    },
    error::PaymentError,
    store::{
        payment_audit, security_events,
        subscription_events::{self, Happened},
        subscriptions, webhook_events,
    },
};

/// How long a first checkout may stay unpaid.
const INCOMPLETE_FOR: Duration = Duration::hours(24);
/// How long the trail of payments is kept.
const TRAIL_FOR: Duration = Duration::days(366);

/// First checkouts that nobody paid for a day have run out; tells how many.
#[tracing::instrument(name = "payments.expire_incomplete", skip_all)]
pub async fn expire_incomplete(context: &Context) -> Result<usize, PaymentError> {
    let now = context.clock.now();
    let mut tx = context.begin().await?;
    let expired = subscriptions::expire_incomplete(&mut tx, now - INCOMPLETE_FOR, now).await?;
    for after in &expired {
        let before = Subscription { state: State::Incomplete, ..after.clone() };
        let (before, payment) = (Some(&before), None);
        let happened =
            Happened { id: context.uuid(), event: Event::Expired, before, after, payment, at: now };
        subscription_events::append(&mut tx, happened).await?;
    }
    tx.commit().await?;
    for subscription in &expired {
        context.cache.changed(subscription.workspace, None).await;
    }
    Ok(expired.len())
}

/// How long webhooks are kept as they came, and what was delivered.
const WEBHOOKS_FOR: Duration = Duration::days(90);

/// Deletes what need not be kept any more: answers to old keys, webhooks, delivered mails, and the trails after a year.
#[tracing::instrument(name = "payments.forget_old", skip_all)]
pub async fn forget_old(context: &Context) -> Result<(), PaymentError> {
    let now = context.clock.now();
    let mut tx = context.begin().await?;
    let keys = idempotency::forget_expired(&mut tx, now).await?;
    let entries = payment_audit::forget(&mut tx, now - TRAIL_FOR).await?;
    let suspicions = security_events::forget(&mut tx, now - TRAIL_FOR).await?;
    let webhooks = webhook_events::forget(&mut tx, now - WEBHOOKS_FOR).await?;
    let mails = outbox::forget_delivered(&mut tx, now - WEBHOOKS_FOR).await?;
    tx.commit().await?;
    tracing::debug!(keys, entries, suspicions, webhooks, mails, "what need not be kept was deleted");
    Ok(())
}
