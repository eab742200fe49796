use primitives::WorkspaceId;

use super::get_access;
use crate::{
    context::Context,
    domain::{Access, Subscription},
    error::PaymentError,
    store::subscriptions,
};

/// A workspace's subscription and what it allows.
#[derive(Debug)]
pub struct CurrentSubscription {
    pub subscription: Option<Subscription>,
    pub access: Access,
}

#[tracing::instrument(name = "payments.current_subscription", skip_all, fields(%workspace))]
pub async fn current_subscription(
    context: &Context,
    workspace: WorkspaceId,
) -> Result<CurrentSubscription, PaymentError> {
    // First, because a workspace's trial begins when its access is first asked for.
    let access = get_access(context, workspace).await?;
    let mut tx = context.begin_in(workspace).await?;
    let row = subscriptions::row(&mut tx, workspace).await?;
    tx.commit().await?;
    let held = row.map(Subscription::try_from).transpose()?;
    let subscription = held.map(|held| held.seen_at(context.clock.now(), context.rules.grace));
    Ok(CurrentSubscription { subscription, access })
}
