//! What is done about one payment, as long as it is the caller's.

use database::{
    Tx,
    idempotency::{self, Call},
};
use serde_json::json;

use super::{initiation, lease, prepare};
use crate::{
    clients::{
        ProviderError,
        phonepe::{NewOrder, Opened},
    },
    context::Context,
    domain::{Actor, ProviderOrder, ProviderState, Transaction, transaction::State},
    error::PaymentError,
    store::transactions,
    usecases::{give_up, initiate::Initiated, settle, trail},
};

/// Asks the provider for a page. After an answer that may mean anything there is none, and the payment is given up.
pub async fn open(
    context: &Context,
    actor: &Actor,
    call: &Call,
    payment: &Transaction,
) -> Result<Option<Initiated>, PaymentError> {
    let new = NewOrder {
        order: payment.order.clone(),
        payment: payment.id,
        amount: payment.amount,
        life: context.rules.checkout_life,
    };
    let (payment, created) = lease::holding(context, payment, context.phonepe.create(&new)).await;
    match created {
        Ok(opened) => store(context, call, &payment, opened).await.map(Some),
        Err(ProviderError::Away { why, .. }) => {
            tracing::warn!(why, order = %payment.order, "whether an order was taken is asked for");
            resolve(context, actor, &payment).await?;
            Ok(None)
        }
        Err(error @ (ProviderError::Refused { .. } | ProviderError::Credentials)) => {
            discard(context, &payment, &error).await?;
            Err(initiation(error))
        }
    }
}

/// Finds out what came of a payment and gives it up: an order whose page was lost does not tell it again, and one that the
/// provider does not know may still be under way to it. No answer is no leave: nobody should pay twice because of a change
/// of mind.
pub async fn resolve(context: &Context, actor: &Actor, payment: &Transaction) -> Result<(), PaymentError> {
    let asking = context.phonepe.order_status_patiently(&payment.order);
    let (payment, answer) = lease::holding(context, payment, asking).await;
    let seen = match answer {
        Ok(answer) => see(context, &payment, answer).await,
        Err(error) => Err(initiation(error)),
    };
    match seen {
        Ok(()) => give_up(context, actor, &payment).await,
        Err(error) => {
            leave(context, &payment).await?;
            Err(error)
        }
    }
}

async fn see(
    context: &Context,
    payment: &Transaction,
    answer: Option<ProviderOrder>,
) -> Result<(), PaymentError> {
    let settled = settle::settle(context, payment, answer.as_ref(), false).await?;
    let paid = answer.is_some_and(|order| order.state == ProviderState::Completed);
    // The money is somewhere, and a person has to find out where.
    if paid && settled.state.is_watched() { Err(PaymentError::UnderReview) } else { Ok(()) }
}

/// Cancels it; it stays watched.
async fn give_up(context: &Context, actor: &Actor, payment: &Transaction) -> Result<(), PaymentError> {
    let mut tx = context.begin_in(payment.workspace).await?;
    if let Some(row) = as_seen(&mut tx, payment).await? {
        give_up::give_up(context, &mut tx, &row, Some(actor), ("payment.replaced", json!({}))).await?;
    }
    tx.commit().await?;
    context.cache.changed(payment.workspace, Some(&payment.order)).await;
    Ok(())
}

/// The payment as it is stored, locked, if nothing has changed it since the caller saw it. To an opener this tells that its
/// lease is still its own: whoever wakes up after that leaves the payment to whoever has it now.
pub async fn as_seen(tx: &mut Tx, payment: &Transaction) -> Result<Option<Transaction>, PaymentError> {
    let stored = transactions::lock(tx, &payment.order).await?;
    Ok(stored.filter(|stored| stored.state == payment.state))
}

async fn store(
    context: &Context,
    call: &Call,
    payment: &Transaction,
    opened: Opened,
) -> Result<Initiated, PaymentError> {
    let now = context.clock.now();
    let mut tx = context.begin_in(payment.workspace).await?;
    let Some(row) = as_seen(&mut tx, payment).await? else {
        // Whoever has it now gives it up, or has done so; it is watched under the provider's id.
        transactions::adopt(&mut tx, payment.id, &opened.provider_order).await?;
        tx.commit().await?;
        return Err(PaymentError::Busy);
    };
    // The provider counts from its own clock, and may be wrong by much.
    let told = opened.expires_at.filter(|at| *at > now).unwrap_or(row.expires_at);
    let expires_at = told.min(now + context.rules.checkout_life);
    let page = (opened.provider_order.as_str(), opened.url.as_str());
    transactions::opened(&mut tx, row.id, page, expires_at).await?;
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
    if let Some(row) = as_seen(&mut tx, payment).await? {
        transactions::set_opening(&mut tx, row.id, None).await?;
    }
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
    if let Some(row) = as_seen(&mut tx, payment).await? {
        transactions::discard(&mut tx, row.id, now, "PAYMENT_INITIATION_ERROR").await?;
        let cancelled = Transaction { state: State::Cancelled { at: now }, ..row.clone() };
        let details = json!({ "error": error.to_string() });
        trail::note(context, &mut tx, (&row, &cancelled), None, ("payment.refused", details)).await?;
    }
    tx.commit().await?;
    context.cache.changed(payment.workspace, Some(&payment.order)).await;
    Ok(())
}
