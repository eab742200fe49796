use database::Tx;
use serde_json::{Value, json};

use super::{plan_name, queue_mail};
use crate::{
    clients::mails::Confirmation,
    context::Context,
    domain::{
        Period, ProviderOrder, Subscription, SubscriptionId, Transaction,
        instrument::Instrument,
        subscription::{self, Effect, Event},
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
    (payment, held): (&Transaction, Option<Subscription>),
    (answer, redacted): (Option<&ProviderOrder>, Value),
) -> Result<Transaction, PaymentError> {
    let now = context.clock.now();
    let paid_by = answer.and_then(ProviderOrder::paid_by);
    let provider_transaction = paid_by.and_then(|attempt| attempt.transaction_id.clone());
    let Ok(state) = payment.state.clone().complete(now, provider_transaction.clone()) else {
        return Ok(payment.clone());
    };
    let held = held.map(|held| held.seen_at(now, context.rules.grace));
    let effect = subscription::pay(held.as_ref(), payment, now);
    let duplicate = effect == Effect::Duplicate;
    let instrument = paid_by.map(Instrument::of);
    let completion = transactions::Completion {
        at: now,
        provider_transaction,
        method: paid_by.and_then(|attempt| attempt.mode.clone()),
        sealed: instrument.as_ref().and_then(|used| context.vault.seal(payment.id, &used.private)),
        card: instrument.and_then(|used| used.card),
        answer: redacted,
        duplicate,
    };
    let method = completion.method.clone();
    transactions::complete(tx, payment.id, completion).await?;
    let completed = Transaction { state, method, duplicate, ..payment.clone() };
    match effect {
        Effect::Paid { period, event } => {
            activate(context, tx, &completed, (held, period, event)).await?;
            close_other(context, tx, payment).await?;
        }
        Effect::Duplicate => flag_duplicate(context, tx, &completed).await?,
    }
    let late = matches!(payment.state, State::Failed { .. } | State::Cancelled { .. });
    let details = json!({ "late": late, "duplicate": duplicate });
    trail::note(context, tx, (payment, &completed), None, ("payment.completed", details)).await?;
    confirm(context, tx, &completed, effect).await?;
    Ok(completed)
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
    effect: Effect,
) -> Result<(), PaymentError> {
    let next_billing = match effect {
        Effect::Paid { period, .. } => Some(period.end.unix_timestamp()),
        Effect::Duplicate => None,
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
    (held, period, event): (Option<Subscription>, Period, Event),
) -> Result<(), PaymentError> {
    let now = context.clock.now();
    let after = Subscription {
        id: held.as_ref().map_or_else(|| SubscriptionId(context.uuid()), |held| held.id),
        workspace: payment.workspace,
        choice: payment.choice,
        state: subscription::State::Active { period },
        pending: None,
        last_transaction: Some(payment.id),
    };
    subscriptions::activate(tx, &after, period, now).await?;
    let (before, after, payment) = (held.as_ref(), &after, Some(payment.id));
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
