use primitives::WorkspaceId;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    context::Context,
    domain::{Access, Subscription, SubscriptionId, access::trial_end, subscription::Event},
    error::PaymentError,
    store::{
        Standing,
        subscription_events::{self, Happened},
        subscriptions, transactions,
    },
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
    if subscription.is_none() && context.rules.trial_days > 0 {
        let now = context.clock.now();
        let days = context.rules.trial_days;
        if let Some(ends_at) = trial_end(made_at(workspace).unwrap_or(now), days, now) {
            start_trial(context, &mut tx, workspace, ends_at).await?;
            subscription = subscriptions::row(&mut tx, workspace).await?;
        }
    }
    let last_payment = transactions::newest_status(&mut tx, workspace).await?;
    tx.commit().await?;
    let last_payment = last_payment.map(|status| status.as_str().to_owned());
    let standing = Standing { subscription, last_payment };
    context.cache.keep_standing(workspace, &standing).await;
    Ok(standing)
}

/// Ids are ordered by the time they were made at; without one, the workspace is new to us now.
fn made_at(workspace: WorkspaceId) -> Option<OffsetDateTime> {
    let workspace: Uuid = workspace.0;
    let (seconds, nanos) = workspace.get_timestamp().filter(|_| workspace.get_version_num() == 7)?.to_unix();
    let nanos = i128::from(seconds) * 1_000_000_000 + i128::from(nanos);
    OffsetDateTime::from_unix_timestamp_nanos(nanos).ok()
}

async fn start_trial(
    context: &Context,
    tx: &mut database::Tx,
    workspace: WorkspaceId,
    ends_at: OffsetDateTime,
) -> Result<(), PaymentError> {
    let now = context.clock.now();
    let trial = Subscription::trial(SubscriptionId(context.uuid()), workspace, ends_at);
    if subscriptions::insert_trial(tx, &trial, ends_at, now).await? {
        let (before, after, payment) = (None, &trial, None);
        let happened =
            Happened { id: context.uuid(), event: Event::Created, before, after, payment, at: now };
        subscription_events::append(tx, happened).await?;
    }
    Ok(())
}
