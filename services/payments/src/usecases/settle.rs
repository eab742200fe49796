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
        OrderId, ProviderOrder, Transaction, schedule,
        settlement::{self, Mismatch, Verdict},
        transaction::State,
    },
    error::PaymentError,
    store::{
        plans,
        security_events::{self, Severity, Suspicion},
        transactions,
    },
};

/// Applies `answer` (None: the provider has no such order) and tells where the payment stands now.
pub async fn settle(
    context: &Context,
    order: &OrderId,
    answer: Option<&ProviderOrder>,
    by_webhook: bool,
) -> Result<Transaction, PaymentError> {
    let now = context.clock.now();
    let mut tx = context.begin().await?;
    let payment = transactions::lock(&mut tx, order).await?.ok_or(PaymentError::NotFound)?;
    let merchant = context.rules.merchant_id.as_deref();
    let verdict = settlement::judge(&payment, answer, merchant, now);
    let redacted = answer.map_or_else(|| json!({}), ProviderOrder::redacted);
    let settled = match verdict {
        Verdict::Keep => keep(context, &mut tx, payment.clone(), by_webhook).await?,
        Verdict::Adopt { provider_order } => {
            transactions::adopt(&mut tx, payment.id, &provider_order).await?;
            let adopted = Transaction { provider_order: Some(provider_order), ..payment.clone() };
            keep(context, &mut tx, adopted, by_webhook).await?
        }
        Verdict::Complete => complete::complete(context, &mut tx, &payment, (answer, redacted)).await?,
        Verdict::Fail { code } => fail(context, &mut tx, &payment, (code, redacted)).await?,
        Verdict::Cancel { code } => {
            let action = ("payment.cancelled", json!({ "code": code, "answer": redacted }));
            give_up::give_up(context, &mut tx, &payment, None, action).await?
        }
        Verdict::Forget => forget(context, &mut tx, &payment).await?,
        Verdict::Doubt(mismatch) => {
            note(context, &mut tx, &payment, &mismatch).await?;
            keep(context, &mut tx, payment.clone(), by_webhook).await?
        }
        Verdict::Review(mismatch) => park(context, &mut tx, &payment, (&mismatch, redacted)).await?,
    };
    if by_webhook {
        transactions::webhook_processed(&mut tx, payment.id, now).await?;
    }
    tx.commit().await?;
    if settled.state != payment.state {
        context.cache.changed(payment.workspace, Some(order)).await;
    }
    Ok(settled)
}

/// A webhook that is ahead of the answer is not the last word, even when the watch was over.
async fn keep(
    context: &Context,
    tx: &mut Tx,
    payment: Transaction,
    by_webhook: bool,
) -> Result<Transaction, PaymentError> {
    let now = context.clock.now();
    let next = schedule::next_check(&payment, now);
    let again = (by_webhook && payment.state.is_watched()).then_some(now + schedule::CALM);
    transactions::reschedule(tx, payment.id, next.or(again)).await?;
    Ok(payment)
}

async fn fail(
    context: &Context,
    tx: &mut Tx,
    payment: &Transaction,
    (code, answer): (String, Value),
) -> Result<Transaction, PaymentError> {
    let now = context.clock.now();
    let Ok(state) = payment.state.clone().fail(now, code.clone()) else { return Ok(payment.clone()) };
    let failed = Transaction { state, ..payment.clone() };
    let next = schedule::next_check(&failed, now);
    transactions::fail(tx, payment.id, (now, &code), answer, next).await?;
    trail::note(context, tx, (payment, &failed), None, ("payment.failed", json!({ "code": code }))).await?;
    let key = format!("failed:{}", payment.order);
    let payload = json!({ "order": payment.order.as_str() });
    let subject = Failed::subject(&plan_name(tx, payment).await?, payment.amount);
    queue_mail(context, tx, payment, (&key, deliver_mails::FAILED, payload), &subject).await?;
    tracing::info!(order = %payment.order, code, "a payment failed");
    Ok(failed)
}

/// The provider never had it and nobody could pay it: no mail.
async fn forget(context: &Context, tx: &mut Tx, payment: &Transaction) -> Result<Transaction, PaymentError> {
    let now = context.clock.now();
    transactions::discard(tx, payment.id, now, "ORDER_EXPIRED").await?;
    let forgotten = Transaction { state: State::Cancelled { at: now }, ..payment.clone() };
    trail::note(context, tx, (payment, &forgotten), None, ("payment.forgotten", json!({}))).await?;
    Ok(forgotten)
}

async fn park(
    context: &Context,
    tx: &mut Tx,
    payment: &Transaction,
    (mismatch, answer): (&Mismatch, Value),
) -> Result<Transaction, PaymentError> {
    transactions::park(tx, payment.id, answer).await?;
    note(context, tx, payment, mismatch).await?;
    let parked = Transaction { state: State::Review, ..payment.clone() };
    let action = ("payment.review_required", details(payment, mismatch));
    trail::note(context, tx, (payment, &parked), None, action).await?;
    Ok(parked)
}

fn details(payment: &Transaction, mismatch: &Mismatch) -> Value {
    json!({ "order": payment.order.as_str(), "expected": mismatch.expected, "found": mismatch.found })
}

/// Once for each payment and kind, however often it is looked at.
async fn note(
    context: &Context,
    tx: &mut Tx,
    payment: &Transaction,
    mismatch: &Mismatch,
) -> Result<(), PaymentError> {
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
    security_events::append_once(tx, suspicion, payment.created_at).await?;
    tracing::error!(order = %payment.order, event, "a payment does not match the provider's answer: a person must look");
    Ok(())
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
