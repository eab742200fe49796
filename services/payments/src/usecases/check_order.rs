use super::settle;
use crate::{
    clients::ProviderError,
    context::Context,
    domain::{OrderId, Transaction},
    error::PaymentError,
    store::transactions,
};

/// What made somebody look. A hint changes nothing by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    Webhook,
    Check,
}

/// Asks the provider about a payment and does what its answer means.
#[tracing::instrument(name = "payments.check_order", skip_all, fields(%order))]
pub async fn check_order(
    context: &Context,
    order: &OrderId,
    hint: Hint,
) -> Result<Transaction, PaymentError> {
    let mut tx = context.begin().await?;
    let payment = transactions::find(&mut tx, order).await?.ok_or(PaymentError::NotFound)?;
    tx.commit().await?;
    if !payment.state.is_watched() {
        return Ok(payment);
    }
    let asked = tokio::time::timeout(context.deadline(), context.phonepe.order_status(order)).await;
    let answer =
        asked.unwrap_or_else(|_| Err(ProviderError::unsettled())).map_err(PaymentError::StatusCheck)?;
    settle::settle(context, order, answer.as_ref(), hint == Hint::Webhook).await
}
