//! From the provider's answer to the state of a payment, in one transaction.

mod complete;

use database::{
    Tx,
    email_log::{self, Queued},
    outbox,
};
use serde_json::{Value, json};

use super::{deliver_mails, give_up, trail};
use crate::{
    clients::mails::Failed,
    context::Context,
    domain::{
        ProviderOrder, Subscription, Transaction,
        outcome::{self, Occasion, Outcome},
        settlement::{Mismatch, Verdict},
        transaction::State,
    },
    error::PaymentError,
    store::{
        plans,
        security_events::{self, Severity, Suspicion},
        subscriptions, transactions,
    },
};

/// Applies `answer` (None: the provider has no such order) to the payment that was `seen`, and tells where it stands now.
pub async fn settle(
    context: &Context,
    seen: &Transaction,
    answer: Option<&ProviderOrder>,
    by_webhook: bool,
) -> Result<Transaction, PaymentError> {
    let now = context.clock.now();
    let mut tx = context.begin_in(seen.workspace).await?;
    // Before any payment, as everywhere: a checkout that is begun at this moment sees what is paid, or is seen by it.
    let held = subscriptions::lock(&mut tx, seen.workspace).await?;
    let held = held.map(|held| held.seen_at(now, context.rules.grace));
    let payment = transactions::lock(&mut tx, &seen.order).await?.ok_or(PaymentError::NotFound)?;
    let occasion = Occasion { merchant: context.rules.merchant_id.as_deref(), by_webhook, now };
    let outcome = outcome::conclude(&payment, held.as_ref(), answer, &occasion);
    let alarm = match &outcome.verdict {
        Verdict::Doubt(mismatch) | Verdict::Review(mismatch) => {
            note(context, &mut tx, &payment, mismatch).await?
        }
        Verdict::Keep
        | Verdict::Adopt { .. }
        | Verdict::Complete
        | Verdict::Fail { .. }
        | Verdict::Cancel { .. }
        | Verdict::Forget => None,
    };
    write(context, &mut tx, (&payment, held.as_ref()), (&outcome, answer)).await?;
    if outcome.payment.state == payment.state {
        transactions::reschedule(&mut tx, payment.id, outcome.next_check).await?;
    }
    if by_webhook {
        transactions::webhook_processed(&mut tx, payment.id, now).await?;
    }
    tx.commit().await?;
    let settled = outcome.payment;
    tell(&payment, &settled, alarm);
    if settled.state != payment.state {
        context.cache.changed(payment.workspace, Some(&payment.order)).await;
    }
    Ok(settled)
}

async fn write(
    context: &Context,
    tx: &mut Tx,
    (payment, held): (&Transaction, Option<&Subscription>),
    (outcome, answer): (&Outcome, Option<&ProviderOrder>),
) -> Result<(), PaymentError> {
    let redacted = answer.map_or_else(|| json!({}), ProviderOrder::redacted);
    match &outcome.verdict {
        Verdict::Keep | Verdict::Doubt(_) => Ok(()),
        Verdict::Adopt { provider_order } => Ok(transactions::adopt(tx, payment.id, provider_order).await?),
        Verdict::Complete => complete::complete(context, tx, (payment, held), (outcome, answer)).await,
        Verdict::Fail { code } => fail(context, tx, (payment, outcome), (code, redacted)).await,
        Verdict::Cancel { code } => {
            let action = ("payment.cancelled", json!({ "code": code, "answer": redacted }));
            give_up::write(context, tx, (payment, &outcome.payment), None, action).await
        }
        Verdict::Forget => forget(context, tx, (payment, &outcome.payment)).await,
        Verdict::Review(mismatch) => {
            park(context, tx, (payment, &outcome.payment), (mismatch, redacted)).await
        }
    }
}

/// For the log, once it is committed.
fn tell(before: &Transaction, after: &Transaction, alarm: Option<&'static str>) {
    let order = &after.order;
    if let Some(event) = alarm {
        tracing::error!(%order, event, "a payment does not match the provider's answer: a person must look");
    }
    if before.state == after.state {
        return;
    }
    match (&before.state, &after.state) {
        (State::Failed { .. } | State::Cancelled { .. }, State::Completed { .. }) => {
            let before = before.state.status().as_str();
            tracing::warn!(%order, before, amount_paise = after.amount.paise(), "a payment completed late");
        }
        (_, State::Completed { .. }) => {
            tracing::info!(%order, amount_paise = after.amount.paise(), "a payment completed");
        }
        (_, State::Failed { code, .. }) => tracing::info!(%order, code, "a payment failed"),
        (
            _,
            State::Opening { .. }
            | State::Open { .. }
            | State::Review
            | State::Cancelled { .. }
            | State::Refunded { .. },
        ) => {}
    }
    if after.duplicate {
        tracing::error!(%order, "a workspace paid twice; the second payment is owed back in full");
    }
}

async fn fail(
    context: &Context,
    tx: &mut Tx,
    (payment, outcome): (&Transaction, &Outcome),
    (code, answer): (&str, Value),
) -> Result<(), PaymentError> {
    let failed = &outcome.payment;
    transactions::fail(tx, payment.id, (context.clock.now(), code), answer, outcome.next_check).await?;
    trail::note(context, tx, (payment, failed), None, ("payment.failed", json!({ "code": code }))).await?;
    let key = format!("failed:{}", payment.order);
    let payload = json!({ "order": payment.order.as_str() });
    let subject = Failed::subject(&plan_name(tx, payment).await?, payment.amount);
    queue_mail(context, tx, payment, (&key, deliver_mails::FAILED, payload), &subject).await
}

/// The provider never had it and nobody could pay it: no mail.
async fn forget(
    context: &Context,
    tx: &mut Tx,
    (payment, forgotten): (&Transaction, &Transaction),
) -> Result<(), PaymentError> {
    transactions::discard(tx, payment.id, context.clock.now(), "ORDER_EXPIRED").await?;
    trail::note(context, tx, (payment, forgotten), None, ("payment.forgotten", json!({}))).await
}

async fn park(
    context: &Context,
    tx: &mut Tx,
    (payment, parked): (&Transaction, &Transaction),
    (mismatch, answer): (&Mismatch, Value),
) -> Result<(), PaymentError> {
    transactions::park(tx, payment.id, answer).await?;
    let action = ("payment.review_required", details(payment, mismatch));
    trail::note(context, tx, (payment, parked), None, action).await
}

fn details(payment: &Transaction, mismatch: &Mismatch) -> Value {
    json!({ "order": payment.order.as_str(), "expected": mismatch.expected, "found": mismatch.found })
}

/// Once for each payment and kind, however often it is looked at: the kind, when it was not noted before.
async fn note(
    context: &Context,
    tx: &mut Tx,
    payment: &Transaction,
    mismatch: &Mismatch,
) -> Result<Option<&'static str>, PaymentError> {
    let event = mismatch.what.event();
    let suspicion = Suspicion {
        id: context.uuid(),
        workspace: Some(payment.workspace),
        event,
        severity: Severity::Critical,
        ip: None,
        details: details(payment, mismatch),
        at: context.clock.now(),
    };
    let is_new = security_events::append_once(tx, suspicion, payment.created_at).await?;
    Ok(is_new.then_some(event))
}

async fn plan_name(tx: &mut Tx, payment: &Transaction) -> Result<String, PaymentError> {
    let plans = plans::all(tx).await?;
    Ok(plans.find(payment.choice.plan).map_or_else(String::new, |plan| plan.name.clone()))
}

/// One mail for each key, however often it is queued. It is noted at once, so that no end of it goes unseen.
async fn queue_mail(
    context: &Context,
    tx: &mut Tx,
    payment: &Transaction,
    (key, kind, payload): (&str, &str, Value),
    subject: &str,
) -> Result<(), PaymentError> {
    let event = outbox::Event {
        id: context.uuid(),
        workspace: Some(payment.workspace),
        key,
        kind,
        payload,
        due: context.clock.now(),
    };
    outbox::append(tx, event).await?;
    let queued = Queued {
        id: context.uuid(),
        event_key: key,
        workspace: Some(payment.workspace),
        user: payment.user,
        kind,
        subject,
    };
    Ok(email_log::queued(tx, queued).await?)
}
