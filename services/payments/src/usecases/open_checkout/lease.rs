//! A checkout, and the key it was asked for with, belong to whoever opens it for a moment, which they prolong as long as they
//! live. When their process ends, the next call does not wait for all the time that the provider might have taken.

use std::pin::pin;

use database::idempotency::{self, Call};
use time::Duration;
use tokio::time::timeout;

use super::opening::as_seen;
use crate::{
    context::Context,
    domain::{Transaction, transaction::State},
    error::PaymentError,
    store::transactions,
};

/// Whoever opens a checkout is believed dead after this.
pub const LEASE: Duration = Duration::seconds(15);
const PROLONGED_EVERY: std::time::Duration = std::time::Duration::from_secs(5);

/// Waits for the provider, and gives the payment with the lease that it has then.
pub async fn holding<T>(
    context: &Context,
    payment: &Transaction,
    work: impl Future<Output = T>,
) -> (Transaction, T) {
    let (mut held, mut work) = (payment.clone(), pin!(work));
    loop {
        if let Ok(done) = timeout(PROLONGED_EVERY, work.as_mut()).await {
            return (held, done);
        }
        match prolonged(context, &held).await {
            Ok(payment) => held = payment,
            Err(error) => {
                tracing::warn!(%error, order = %held.order, "the lease of a checkout was not prolonged");
            }
        }
    }
}

/// Works under an idempotency key.
pub async fn keeping<T>(context: &Context, call: &Call, work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    loop {
        if let Ok(done) = timeout(PROLONGED_EVERY, work.as_mut()).await {
            return done;
        }
        if let Err(error) = keep(context, call).await {
            tracing::warn!(%error, "the lease of an idempotency key was not prolonged");
        }
    }
}

/// Nothing changes for a payment that is open already, or that somebody else has taken over.
async fn prolonged(context: &Context, payment: &Transaction) -> Result<Transaction, PaymentError> {
    if payment.state.opening_until().is_none() {
        return Ok(payment.clone());
    }
    let until = Some(context.clock.now() + LEASE);
    let mut tx = context.begin_in(payment.workspace).await?;
    let Some(row) = as_seen(&mut tx, payment).await? else { return Ok(payment.clone()) };
    transactions::set_opening(&mut tx, row.id, until).await?;
    tx.commit().await?;
    Ok(Transaction { state: State::Opening { until }, ..payment.clone() })
}

async fn keep(context: &Context, call: &Call) -> Result<(), PaymentError> {
    let mut tx = context.begin_in(call.workspace()).await?;
    idempotency::prolong(&mut tx, call, context.clock.now(), LEASE).await?;
    Ok(tx.commit().await?)
}
