use serde_json::json;

use super::{
    get_status::{CheckoutState, follow_hint, stored},
    give_up::give_up,
};
use crate::{
    context::Shared,
    domain::{Actor, OrderId},
    error::PaymentError,
    store::transactions,
};

/// Gives a pending checkout up. No mail; if it is paid all the same, that counts, and is found out before somebody pays at
/// another one.
#[tracing::instrument(name = "payments.cancel", skip_all, fields(workspace = %actor.workspace, %order))]
pub async fn cancel(context: &Shared, actor: &Actor, order: &OrderId) -> Result<CheckoutState, PaymentError> {
    let now = context.clock.now();
    let mut tx = context.begin_in(actor.workspace).await?;
    let payment = transactions::lock(&mut tx, order).await?.ok_or(PaymentError::NotFound)?;
    payment.state.clone().cancel(now).map_err(PaymentError::NotCancellable)?;
    give_up(context, &mut tx, &payment, Some(actor), ("payment.cancelled", json!({}))).await?;
    tx.commit().await?;
    context.cache.changed(actor.workspace, Some(order)).await;
    follow_hint(context, order);
    stored(context, actor, order).await
}
