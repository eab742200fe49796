use database::{
    Tx,
    idempotency::{self, Call},
};
use primitives::Money;
use serde_json::json;

use super::{LEASE, Step, Wish};
use crate::{
    context::Context,
    domain::{
        Subscription, Transaction, TransactionId,
        checkout::{self, Pending, Wanted},
        schedule,
        subscription::{self, Aim},
        transaction::State,
    },
    error::PaymentError,
    store::{
        plans, subscriptions,
        transactions::{self, ONE_PENDING, ORDER_TAKEN},
    },
    usecases::{first_subscription, initiate::Initiated, trail},
};

/// Looks at what is pending and decides; writes the new payment when nothing stands in the way.
pub async fn look(context: &Context, wish: &Wish, call: &Call) -> Result<Step, PaymentError> {
    let now = context.clock.now();
    let mut tx = context.begin_in(wish.actor.workspace).await?;
    let (wanted, held) = wanted(context, &mut tx, wish).await?;
    let Some(pending) = transactions::lock_pending(&mut tx, wish.actor.workspace).await? else {
        return begin(context, tx, wish, (&wanted, held.as_ref())).await;
    };
    match checkout::consider(&pending, &wanted, now) {
        Pending::Reuse { url } => {
            let initiated = answer(&pending, url, true);
            idempotency::finish(&mut tx, call, &initiated.kept(), now).await?;
            tx.commit().await?;
            Ok(Step::Done(initiated))
        }
        Pending::Wait => Ok(Step::Wait),
        Pending::Replace => Ok(Step::Resolve(pending)),
        Pending::UnderReview => Err(PaymentError::UnderReview),
        Pending::Resolve => {
            let until = Some(now + LEASE);
            transactions::set_opening(&mut tx, pending.id, until).await?;
            tx.commit().await?;
            Ok(Step::Resolve(Transaction { state: State::Opening { until }, ..pending }))
        }
    }
}

/// What the wish comes to, and what the workspace has: both stay so until the transaction ends. Whoever locks a payment
/// too does so afterwards.
async fn wanted(
    context: &Context,
    tx: &mut Tx,
    wish: &Wish,
) -> Result<(Wanted, Option<Subscription>), PaymentError> {
    let now = context.clock.now();
    let plans = plans::all(tx).await?;
    let plan = plans.find(wish.choice.plan).filter(|plan| plan.on_sale).ok_or(PaymentError::InvalidPlan)?;
    let price = plan.price(wish.choice.cycle);
    let held = subscriptions::lock(tx, wish.actor.workspace).await?;
    let held = held.map(|held| held.seen_at(now, context.rules.grace));
    let aim = subscription::aim(held.as_ref(), wish.choice, (now, context.rules.renewal_window));
    Ok((Wanted { choice: wish.choice, price, aim }, held))
}

async fn begin(
    context: &Context,
    mut tx: Tx,
    wish: &Wish,
    (wanted, held): (&Wanted, Option<&Subscription>),
) -> Result<Step, PaymentError> {
    let now = context.clock.now();
    let payment = new_payment(context, wish, wanted.aim?, wanted.price);
    let next = schedule::next_check(&payment, now);
    let written = transactions::insert(&mut tx, &payment, &wish.metadata, next).await;
    match written {
        Ok(()) => {}
        // Somebody was faster by a moment.
        Err(error) if error.violates(ONE_PENDING) || error.violates(ORDER_TAKEN) => return Ok(Step::Wait),
        Err(error) => return Err(PaymentError::Create(error)),
    }
    await_payment(context, &mut tx, held, &payment).await?;
    let details = json!({ "plan": payment.choice.plan.as_str(), "amount_paise": payment.amount.paise() });
    let actor = Some(&wish.actor);
    trail::note(context, &mut tx, (&payment, &payment), actor, ("payment.initiated", details)).await?;
    tx.commit().await?;
    context.cache.changed(payment.workspace, None).await;
    Ok(Step::Open(payment))
}

fn new_payment(context: &Context, wish: &Wish, aim: Aim, amount: Money) -> Transaction {
    let now = context.clock.now();
    Transaction {
        id: TransactionId(context.uuid()),
        workspace: wish.actor.workspace,
        user: wish.actor.user,
        order: context.order_id(),
        purpose: aim.purpose,
        choice: wish.choice,
        amount,
        follows: aim.follows,
        provider_order: None,
        state: State::Opening { until: Some(now + LEASE) },
        method: None,
        refunded: Money::from_paise(0),
        duplicate: false,
        created_at: now,
        expires_at: now + context.rules.checkout_life,
    }
}

/// A workspace that has nothing better shows the plan that was chosen.
async fn await_payment(
    context: &Context,
    tx: &mut Tx,
    held: Option<&Subscription>,
    payment: &Transaction,
) -> Result<(), PaymentError> {
    let now = context.clock.now();
    match held {
        Some(held) if held.awaits_first_payment(now) => {
            Ok(subscriptions::choose(tx, held.id, payment.choice, now).await?)
        }
        Some(_) => Ok(()),
        None if first_subscription::start_trial(context, tx, payment.workspace).await? => Ok(()),
        None => first_subscription::await_payment(context, tx, payment.workspace, payment.choice).await,
    }
}

/// What the caller is told about an open checkout.
pub fn answer(payment: &Transaction, url: String, reused: bool) -> Initiated {
    Initiated {
        order: payment.order.clone(),
        url,
        payment: payment.id,
        amount: payment.amount,
        expires_at: payment.expires_at,
        reused,
        replayed: false,
    }
}
