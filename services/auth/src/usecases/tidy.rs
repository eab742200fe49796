use crate::{context::Context, error::AuthError, store::upkeep};

/// Deletes spent rows.
#[tracing::instrument(name = "auth.tidy", skip_all)]
pub async fn tidy(context: &Context) -> Result<(), AuthError> {
    let mut tx = context.database.begin(Context::own_scope()).await?;
    upkeep::discard_spent(&mut tx, context.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}
