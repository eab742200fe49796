use super::{
    check_order::{Hint, check_order},
    get_status::{CheckoutState, may_ask, stored},
};
use crate::{
    context::Shared,
    domain::{Actor, OrderId},
    error::PaymentError,
};

/// Asks the provider now, unless it was asked a moment ago, and tells what is stored then.
#[tracing::instrument(name = "payments.verify", skip_all, fields(workspace = %actor.workspace, %order))]
pub async fn verify(context: &Shared, actor: &Actor, order: &OrderId) -> Result<CheckoutState, PaymentError> {
    let before = stored(context, actor, order).await?;
    if !before.payment.state.is_watched() || !may_ask(context, order).await? {
        return Ok(before);
    }
    let (shared, asked) = (context.clone(), order.clone());
    // What the provider says is followed even when nobody waits for it any more.
    context.to_the_end(async move { check_order(&shared, &asked, Hint::Caller).await }).await?;
    stored(context, actor, order).await
}
