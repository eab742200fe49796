//! The first thing that a workspace has: its trial, or a checkout that nobody has paid yet.

use database::Tx;
use primitives::WorkspaceId;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    context::Context,
    domain::{Choice, Subscription, SubscriptionId, access::trial_end, subscription::Event},
    error::PaymentError,
    store::{
        subscription_events::{self, Happened},
        subscriptions,
    },
};

/// Starts the trial of a workspace that has nothing yet; tells whether there is one to have.
pub async fn start_trial(
    context: &Context,
    tx: &mut Tx,
    workspace: WorkspaceId,
) -> Result<bool, PaymentError> {
    let now = context.clock.now();
    let made_at = made_at(workspace).unwrap_or(now);
    let Some(ends_at) = trial_end(made_at, context.rules.trial_days, now) else { return Ok(false) };
    begin(context, tx, &Subscription::trial(SubscriptionId(context.uuid()), workspace, ends_at)).await?;
    Ok(true)
}

/// Shows the plan that was chosen, in a workspace that has nothing yet.
pub async fn await_payment(
    context: &Context,
    tx: &mut Tx,
    workspace: WorkspaceId,
    choice: Choice,
) -> Result<(), PaymentError> {
    begin(context, tx, &Subscription::incomplete(SubscriptionId(context.uuid()), workspace, choice)).await
}

async fn begin(context: &Context, tx: &mut Tx, after: &Subscription) -> Result<(), PaymentError> {
    let at = context.clock.now();
    if subscriptions::insert(tx, after, at).await? {
        let (before, payment) = (None, None);
        let happened = Happened { id: context.uuid(), event: Event::Created, before, after, payment, at };
        subscription_events::append(tx, happened).await?;
    }
    Ok(())
}

/// Ids are ordered by the time they were made at; without one, the workspace is new to us now.
fn made_at(workspace: WorkspaceId) -> Option<OffsetDateTime> {
    let workspace: Uuid = workspace.0;
    let (seconds, nanos) = workspace.get_timestamp().filter(|_| workspace.get_version_num() == 7)?.to_unix();
    let nanos = i128::from(seconds) * 1_000_000_000 + i128::from(nanos);
    OffsetDateTime::from_unix_timestamp_nanos(nanos).ok()
}
