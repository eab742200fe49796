use std::sync::Arc;

use crate::{context::Context, domain::Plans, error::PaymentError};

/// What can be bought.
#[tracing::instrument(name = "payments.list_plans", skip_all)]
pub async fn list_plans(context: &Context) -> Result<Arc<Plans>, PaymentError> {
    Ok(context.plans.get().await?)
}
