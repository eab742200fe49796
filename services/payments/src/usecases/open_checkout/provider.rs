use database::idempotency::{self, Call};
use serde_json::json;

use super::{Step, Wish, give_up, initiation, prepare};
use crate::{
    clients::{
        ProviderError,
        phonepe::{NewOrder, Opened},
    },
    context::Context,
    domain::{Transaction, transaction::State},
    error::PaymentError,
    store::transactions,
    usecases::{initiate::Initiated, settle, trail},
};

/// An order is sent no more often.
const TWICE: u8 = 2;

/// Asks the provider for a page. After an answer that may mean anything, its status is asked for first.
pub async fn create(
    context: &Context,
    call: &Call,
    payment: Transaction,
    sent: u8,
) -> Result<Step, PaymentError> {
    let new = NewOrder {
        order: payment.order.clone(),
        payment: payment.id,
        amount: payment.amount,
        life: context.rules.checkout_life,
    };
    match context.phonepe.create(&new).await {
        Ok(opened) => Ok(Step::Done(store(context, call, &payment, opened).await?)),
        Err(ProviderError::Away { why, .. }) if sent == 0 => {
            tracing::warn!(why, order = %payment.order, "whether a checkout was opened is asked for");
            Ok(Step::Ask { payment, sent: 1 })
        }
        // An order that exists is refused like one that is wrong.
        Err(ProviderError::Refused { .. }) if sent > 0 => Ok(Step::Ask { payment, sent: TWICE }),
        Err(error @ ProviderError::Away { .. }) => {
            leave(context, &payment).await?;
            Err(initiation(error))
        }
        Err(error @ (ProviderError::Refused { .. } | ProviderError::Credentials)) => {
            discard(context, &payment, &error).await?;
            Err(initiation(error))
        }
    }
}

/// Finds out whether the provider has the order. It does not tell the page again, so an order that it has is given up for
/// a new one; an order that it does not have is sent, once more at most.
pub async fn ask(
    context: &Context,
    wish: &Wish,
    payment: Transaction,
    sent: u8,
) -> Result<Step, PaymentError> {
    let known = match context.phonepe.order_status(&payment.order).await {
        Ok(known) => known,
        Err(error) => {
            leave(context, &payment).await?;
            return Err(initiation(error));
        }
    };
    if known.is_some() {
        settle::settle(context, &payment.order, known.as_ref(), false).await?;
        give_up(context, &payment, Some(&wish.actor)).await?;
        return Ok(Step::Look);
    }
    if sent >= TWICE {
        let error = ProviderError::unsettled();
        discard(context, &payment, &error).await?;
        return Err(initiation(error));
    }
    if fits(context, wish, &payment).await? {
        return Ok(Step::Create { payment, sent });
    }
    give_up(context, &payment, Some(&wish.actor)).await?;
    Ok(Step::Look)
}

/// Whether a payment that was cut off is still what is wanted.
async fn fits(context: &Context, wish: &Wish, payment: &Transaction) -> Result<bool, PaymentError> {
    let mut tx = context.begin_in(payment.workspace).await?;
    let (wanted, _) = prepare::wanted(context, &mut tx, wish).await?;
    tx.commit().await?;
    Ok(wanted.fits(payment, context.clock.now()))
}

async fn store(
    context: &Context,
    call: &Call,
    payment: &Transaction,
    opened: Opened,
) -> Result<Initiated, PaymentError> {
    let now = context.clock.now();
    let mut tx = context.begin_in(payment.workspace).await?;
    let row = transactions::lock(&mut tx, &payment.order).await?.ok_or(PaymentError::NotFound)?;
    if !row.state.is_watched() {
        return Err(PaymentError::Busy);
    }
    // The provider counts from its own clock, and may be wrong by much.
    let told = opened.expires_at.filter(|at| *at > now).unwrap_or(row.expires_at);
    let expires_at = told.min(now + context.rules.checkout_life);
    let page = (opened.provider_order.as_str(), opened.url.as_str());
    transactions::opened(&mut tx, row.id, page, expires_at).await?;
    if !matches!(row.state, State::Opening { .. }) {
        // Cancelled in the meantime: it stays so, and is watched under the provider's id.
        tx.commit().await?;
        return Err(PaymentError::Busy);
    }
    let initiated = prepare::answer(&Transaction { expires_at, ..row }, opened.url, false);
    idempotency::finish(&mut tx, call, &initiated.kept(), now).await?;
    tx.commit().await?;
    context.cache.changed(payment.workspace, Some(&payment.order)).await;
    tracing::info!(order = %payment.order, "a checkout was opened");
    Ok(initiated)
}

/// Nobody is opening it any more; the next call finds out what came of it.
async fn leave(context: &Context, payment: &Transaction) -> Result<(), PaymentError> {
    let mut tx = context.begin_in(payment.workspace).await?;
    transactions::set_opening(&mut tx, payment.id, None).await?;
    Ok(tx.commit().await?)
}

/// The provider has not taken it: there is nothing to pay and nothing to watch.
async fn discard(
    context: &Context,
    payment: &Transaction,
    error: &ProviderError,
) -> Result<(), PaymentError> {
    let now = context.clock.now();
    let mut tx = context.begin_in(payment.workspace).await?;
    let Some(payment) = transactions::lock(&mut tx, &payment.order).await? else { return Ok(()) };
    if matches!(payment.state, State::Opening { .. }) {
        transactions::discard(&mut tx, payment.id, now, "PAYMENT_INITIATION_ERROR").await?;
        let cancelled = Transaction { state: State::Cancelled { at: now }, ..payment.clone() };
        let details = json!({ "error": error.to_string() });
        trail::note(context, &mut tx, (&payment, &cancelled), None, ("payment.refused", details)).await?;
    }
    tx.commit().await?;
    context.cache.changed(payment.workspace, Some(&payment.order)).await;
    Ok(())
}
