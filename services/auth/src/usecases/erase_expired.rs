use database::audit::ActorKind;
use primitives::UserId;
use principal::Origin;

use super::{errand::Errand, security_event::SecurityEvent};
use crate::{
    context::Context,
    domain::account::KEPT,
    error::AuthError,
    store::{accounts, workspaces},
};

const BATCH: i64 = 100;

/// Erases what was deleted 30 days ago: asks for the erasure of workspaces everywhere, and deletes accounts that own none
/// any more.
#[tracing::instrument(name = "auth.erase_expired", skip_all)]
pub async fn erase_expired(context: &Context) -> Result<(), AuthError> {
    let now = context.clock.now();
    let mut tx = context.database.begin(Context::own_scope()).await?;
    let due = accounts::erasable(&mut tx, now, BATCH).await?;
    tx.commit().await?;
    // One that cannot be erased is told at the end, and keeps no other from it.
    let mut erased = Ok(());
    for account in due {
        erased = erased.and(erase_account(context, account).await);
    }
    let mut tx = context.database.begin(Context::own_scope()).await?;
    for workspace in workspaces::erasable(&mut tx, now, BATCH).await? {
        Errand::EraseWorkspace { workspace, day: now.to_julian_day() }.queue(&mut tx, context).await?;
    }
    tx.commit().await?;
    erased
}

async fn erase_account(context: &Context, account: UserId) -> Result<(), AuthError> {
    let now = context.clock.now();
    let mut tx = context.database.begin(Context::own_scope()).await?;
    let locked = accounts::lock(&mut tx, account).await?;
    // It may have been taken back since it was named.
    if !locked.is_some_and(|account| account.is_forfeit(now)) {
        return Ok(());
    }
    let erased = workspaces::owned(&mut tx, account).await? == 0;
    if erased {
        accounts::erase(&mut tx, account).await?;
        let origin = Origin::own();
        let event = SecurityEvent {
            by: ActorKind::Service,
            ..SecurityEvent::of_user("account.erased", account, &origin)
        };
        event.record(&mut tx, context).await?;
    } else {
        workspaces::delete_owned(&mut tx, account, now - KEPT).await?;
    }
    tx.commit().await?;
    if erased {
        tracing::info!(user = %account, "account erased");
    }
    Ok(())
}
