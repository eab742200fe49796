use database::Tx;
use serde_json::json;

use super::{plan_name, queue_mail};
use crate::{
    clients::mails::Confirmation,
    context::Context,
    domain::{
        Period, ProviderOrder, Subscription, SubscriptionId, Transaction,
        instrument::Instrument,
        outcome::Outcome,
        subscription::{Effect, Event},
        transaction::State,
    },
    error::PaymentError,
    store::{
        security_events::{self, Severity, Suspicion},
        subscription_events::{self, Happened},
        subscriptions, transactions,
    },
    usecases::{deliver_mails, give_up, trail},
};

/// The money is there: the payment completes and the workspace gets what it paid for, or its money back when it was paid
/// for already.
pub async fn complete(
    context: &Context,
    tx: &mut Tx,
    (payment, held): (&Transaction, Option<&Subscription>),
    (outcome, answer): (&Outcome, Option<&ProviderOrder>),
) -> Result<(), PaymentError> {
    let completed = &outcome.payment;
    let State::Completed { at, provider_transaction } = &completed.state else { return Ok(()) };
    let instrument = answer.and_then(ProviderOrder::paid_by).map(Instrument::of);
    let completion = transactions::Completion {
        at: *at,
        provider_transaction: provider_transaction.clone(),
        method: completed.method.clone(),
        sealed: instrument.as_ref().and_then(|used| context.vault.seal(payment.id, &used.private)),
        card: instrument.and_then(|used| used.card),
        answer: answer.map_or_else(|| json!({}), ProviderOrder::redacted),
        duplicate: completed.duplicate,
    };
    transactions::complete(tx, payment.id, completion).await?;
    match outcome.effect {
        Some(Effect::Paid { period, event }) => {
            activate(context, tx, completed, (held, period, event)).await?;
            close_other(context, tx, payment).await?;
        }
        Some(Effect::Duplicate) => flag_duplicate(context, tx, completed).await?,
        None => {}
    }
    let late = matches!(payment.state, State::Failed { .. } | State::Cancelled { .. });
    let details = json!({ "late": late, "duplicate": completed.duplicate });
    trail::note(context, tx, (payment, completed), None, ("payment.completed", details)).await?;
    confirm(context, tx, completed, outcome.effect).await
}

/// Nobody should pay at the workspace's other checkout now; if somebody does, it is seen.
async fn close_other(context: &Context, tx: &mut Tx, paid: &Transaction) -> Result<(), PaymentError> {
    if let Some(other) = transactions::lock_pending(tx, paid.workspace).await? {
        let action = ("payment.replaced", json!({ "paid": paid.order.as_str() }));
        give_up::give_up(context, tx, &other, None, action).await?;
    }
    Ok(())
}

/// The mail tells the dates of this moment, however late it leaves.
async fn confirm(
    context: &Context,
    tx: &mut Tx,
    payment: &Transaction,
    effect: Option<Effect>,
) -> Result<(), PaymentError> {
    let next_billing = match effect {
        Some(Effect::Paid { period, .. }) => Some(period.end.unix_timestamp()),
        Some(Effect::Duplicate) | None => None,
    };
    let payload = json!({
        "order": payment.order.as_str(),
        "paid_at": context.clock.now().unix_timestamp(),
        "next_billing": next_billing,
    });
    let key = format!("paid:{}", payment.order);
    let subject = Confirmation::subject(&plan_name(tx, payment).await?, payment.amount, payment.duplicate);
    queue_mail(context, tx, payment, (&key, deliver_mails::PAID, payload), &subject).await
}

async fn activate(
    context: &Context,
    tx: &mut Tx,
    payment: &Transaction,
    (before, period, event): (Option<&Subscription>, Period, Event),
) -> Result<(), PaymentError> {
    let now = context.clock.now();
    let after = Subscription::paid(SubscriptionId(context.uuid()), before, payment, period);
    subscriptions::activate(tx, &after, period, now).await?;
    let (after, payment) = (&after, Some(payment.id));
    let happened = Happened { id: context.uuid(), event, before, after, payment, at: now };
    Ok(subscription_events::append(tx, happened).await?)
}

async fn flag_duplicate(context: &Context, tx: &mut Tx, payment: &Transaction) -> Result<(), PaymentError> {
    let suspicion = Suspicion {
        id: context.uuid(),
        workspace: Some(payment.workspace),
        event: "DUPLICATE_PAYMENT",
        severity: Severity::High,
        ip: None,
        details: json!({ "order": payment.order.as_str(), "amount_paise": payment.amount.paise() }),
        at: context.clock.now(),
    };
    Ok(security_events::append(tx, suspicion).await?)
}
