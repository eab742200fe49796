//! What an opener does with its payment, as long as it is still its own.

use database::idempotency::{self, Call};
use serde_json::json;

use super::{as_seen, give_up, initiation, prepare};
use crate::{
    clients::{
        ProviderError,
        phonepe::{NewOrder, Opened},
    },
    context::Context,
    domain::{Actor, Transaction, transaction::State},
    error::PaymentError,
    store::transactions,
    usecases::{initiate::Initiated, settle, trail},
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
    match context.phonepe.create(&new).await {
        Ok(opened) => store(context, call, payment, opened).await.map(Some),
        Err(ProviderError::Away { why, .. }) => {
            tracing::warn!(why, order = %payment.order, "whether an order was taken is asked for");
            resolve(context, actor, payment).await?;
            Ok(None)
        }
        Err(error @ (ProviderError::Refused { .. } | ProviderError::Credentials)) => {
            discard(context, payment, &error).await?;
            Err(initiation(error))
        }
    }
}

/// Finds out what the provider knows of an order whose page was lost, and gives the payment up: the page is not told again,
/// and an order that the provider does not know may still be under way to it.
pub async fn resolve(context: &Context, actor: &Actor, payment: &Transaction) -> Result<(), PaymentError> {
    match context.phonepe.order_status_patiently(&payment.order).await {
        Ok(known) => {
            settle::settle(context, payment, known.as_ref(), false).await?;
            give_up(context, actor, payment).await
        }
        Err(error) => {
            leave(context, payment).await?;
            Err(initiation(error))
        }
    }
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
