use time::Duration;

use crate::{
    context::{Context, Shared},
    domain::{Actor, OrderId, Subscription, Transaction, schedule},
    error::PaymentError,
    store::{Polled, subscriptions, transactions},
    usecases::check_order::{Hint, check_order},
};

/// Where a checkout stands, for somebody who polls.
#[derive(Debug, Clone)]
pub struct CheckoutState {
    pub payment: Transaction,
    /// Absent until one has been active.
    pub subscription: Option<Subscription>,
    /// Zero when there is nothing to wait for.
    pub ask_again_in: Duration,
}

/// The provider is asked about one order no more often.
pub const PAUSE: Duration = Duration::seconds(3);

/// What is stored. That somebody asks is a hint, so a pending order is looked at beside the answer.
#[tracing::instrument(name = "payments.get_status", skip_all, fields(workspace = %actor.workspace, %order))]
pub async fn get_status(
    context: &Shared,
    actor: &Actor,
    order: &OrderId,
) -> Result<CheckoutState, PaymentError> {
    if let Some(polled) = context.cache.polled(order).await {
        return shown(context, actor, polled);
    }
    let (state, polled) = read(context, actor, order).await?;
    let settled = state.ask_again_in.is_zero();
    context.cache.keep_polled(order, &polled, settled).await;
    if !settled {
        follow_hint(context, order);
    }
    Ok(state)
}

/// The stored state, past any copy.
pub async fn stored(
    context: &Context,
    actor: &Actor,
    order: &OrderId,
) -> Result<CheckoutState, PaymentError> {
    Ok(read(context, actor, order).await?.0)
}

async fn read(
    context: &Context,
    actor: &Actor,
    order: &OrderId,
) -> Result<(CheckoutState, Polled), PaymentError> {
    let mut tx = context.begin_in(actor.workspace).await?;
    let payment = transactions::row(&mut tx, order).await?.ok_or(PaymentError::NotFound)?;
    let subscription = subscriptions::row(&mut tx, actor.workspace).await?;
    tx.commit().await?;
    let polled = Polled { payment, subscription };
    Ok((shown(context, actor, polled.clone())?, polled))
}

fn shown(context: &Context, actor: &Actor, polled: Polled) -> Result<CheckoutState, PaymentError> {
    let now = context.clock.now();
    let payment = Transaction::try_from(polled.payment)?;
    // A copy answers whoever asks; the tenant is checked here as the database would.
    if payment.workspace != actor.workspace {
        return Err(PaymentError::NotFound);
    }
    let held = polled.subscription.map(Subscription::try_from).transpose()?;
    let subscription = held.filter(|held| held.state.has_been_active());
    Ok(CheckoutState {
        ask_again_in: schedule::poll_after(&payment, now),
        subscription: subscription.map(|held| held.seen_at(now, context.rules.grace)),
        payment,
    })
}

/// Takes the right to ask the provider now; at most one caller in [`PAUSE`] gets it.
pub async fn may_ask(context: &Context, order: &OrderId) -> Result<bool, PaymentError> {
    let mut tx = context.begin().await?;
    let may = transactions::claim_check(&mut tx, order, context.clock.now(), PAUSE).await?;
    tx.commit().await?;
    Ok(may)
}

/// Looks at the order beside the caller's answer.
pub fn follow_hint(context: &Shared, order: &OrderId) {
    let (shared, order) = (context.clone(), order.clone());
    context.background(async move {
        let checked = async {
            if may_ask(&shared, &order).await? {
                check_order(&shared, &order, Hint::Schedule).await?;
            }
            Ok::<_, PaymentError>(())
        };
        if let Err(error) = checked.await {
            tracing::warn!(%order, %error, "a payment could not be checked and is checked by the job");
        }
    });
}
