use super::provision::provision;
use crate::{context::Context, error::AuthError, store::provisioning};

const BATCH: i64 = 100;

/// Tries again what failed when accounts were opened.
#[tracing::instrument(name = "auth.repair_accounts", skip_all)]
pub async fn repair_accounts(context: &Context) -> Result<(), AuthError> {
    let mut tx = context.database.begin(Context::own_scope()).await?;
    let broken = provisioning::open(&mut tx, BATCH).await?;
    tx.commit().await?;
    for account in broken {
        let mut tx = context.database.begin(Context::scope_for(account)).await?;
        let complete = provision(&mut tx, context, account).await?;
        tx.commit().await?;
        if complete {
            tracing::info!(user = %account, "account repaired");
        } else {
            tracing::warn!(user = %account, "account still incomplete");
        }
    }
    Ok(())
}
