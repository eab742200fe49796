use primitives::WorkspaceId;

use super::first_subscription::start_trial;
use crate::{
    context::Context,
    domain::{Access, Subscription},
    error::PaymentError,
    store::{Standing, subscriptions, transactions},
};

/// Whether a workspace may be used, and how far.
#[tracing::instrument(name = "payments.get_access", skip_all, fields(%workspace))]
pub async fn get_access(context: &Context, workspace: WorkspaceId) -> Result<Access, PaymentError> {
    let standing = match context.cache.standing(workspace).await {
        Some(standing) => standing,
        None => read(context, workspace).await?,
    };
    let now = context.clock.now();
    let held = standing.subscription.map(Subscription::try_from).transpose()?;
    let held = held.map(|held| held.seen_at(now, context.rules.grace));
    let last_payment = standing.last_payment.and_then(|word| word.parse().ok());
    let plans = context.plans.get().await?;
    Ok(Access::of(held.as_ref(), &plans, last_payment, now))
}

async fn read(context: &Context, workspace: WorkspaceId) -> Result<Standing, PaymentError> {
    let mut tx = context.begin_in(workspace).await?;
    let mut subscription = subscriptions::row(&mut tx, workspace).await?;
    if subscription.is_none() && start_trial(context, &mut tx, workspace).await? {
        subscription = subscriptions::row(&mut tx, workspace).await?;
    }
    let last_payment = transactions::newest_status(&mut tx, workspace).await?;
    tx.commit().await?;
    let last_payment = last_payment.map(|status| status.as_str().to_owned());
    let standing = Standing { subscription, last_payment };
    context.cache.keep_standing(workspace, &standing).await;
    Ok(standing)
}
