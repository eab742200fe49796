use super::settle::settle;
use crate::{
    clients::ProviderError,
    context::Context,
    domain::{OrderId, ProviderOrder, Transaction},
    error::PaymentError,
    store::transactions,
};

/// What made somebody look. A hint changes nothing by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// Somebody waits for the answer.
    Caller,
    /// It is looked at from time to time anyway.
    Schedule,
    Webhook,
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
    let answer = ask(context, order, hint).await.map_err(PaymentError::StatusCheck)?;
    settle(context, &payment, answer.as_ref(), hint == Hint::Webhook).await
}

/// Only for somebody who waits the question is repeated: the others come back by themselves.
async fn ask(context: &Context, order: &OrderId, hint: Hint) -> Result<Option<ProviderOrder>, ProviderError> {
    match hint {
        Hint::Caller => {
            let asking = context.phonepe.order_status_patiently(order);
            tokio::time::timeout(context.patience, asking)
                .await
                .unwrap_or_else(|_| Err(ProviderError::unsettled()))
        }
        Hint::Schedule | Hint::Webhook => context.phonepe.order_status(order).await,
    }
}
