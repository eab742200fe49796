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
) -> Result<Transaction, PaymentError> {
    let now = context.clock.now();
    let Ok(state) = payment.state.clone().cancel(now) else { return Ok(payment.clone()) };
    if state == payment.state {
        return Ok(payment.clone());
    }
    let cancelled = Transaction { state, ..payment.clone() };
    let next = schedule::next_check(&cancelled, now);
    transactions::cancel(tx, payment.id, now, next).await?;
    trail::note(context, tx, (payment, &cancelled), actor, action).await?;
    Ok(cancelled)
}
