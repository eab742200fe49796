use database::Tx;
use serde_json::Value;

use super::trail;
use crate::{
    context::Context,
    domain::{Actor, Transaction, schedule},
    error::PaymentError,
    store::transactions,
};

/// Cancels a payment that is pending; it stays watched. What is not pending stays as it is. The caller holds its lock.
pub async fn give_up(
    context: &Context,
    tx: &mut Tx,
    payment: &Transaction,
    actor: Option<&Actor>,
    action: (&'static str, Value),
) -> Result<(), PaymentError> {
    let Ok(state) = payment.state.clone().cancel(context.clock.now()) else { return Ok(()) };
    if state == payment.state {
        return Ok(());
    }
    write(context, tx, (payment, &Transaction { state, ..payment.clone() }), actor, action).await
}

/// Writes that `payment` is now `cancelled`.
pub async fn write(
    context: &Context,
    tx: &mut Tx,
    (payment, cancelled): (&Transaction, &Transaction),
    actor: Option<&Actor>,
    action: (&'static str, Value),
) -> Result<(), PaymentError> {
    let now = context.clock.now();
    let next = schedule::next_check(cancelled, now);
    transactions::cancel(tx, payment.id, now, next).await?;
    trail::note(context, tx, (payment, cancelled), actor, action).await
}
