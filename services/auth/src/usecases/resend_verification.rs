use primitives::UserId;

use super::errand::Errand;
use crate::{context::Context, error::AuthError, store::accounts};

/// Queues another verification mail, unless the address is verified.
#[tracing::instrument(name = "auth.resend_verification", skip_all)]
pub async fn resend_verification(context: &Context, user: UserId) -> Result<(), AuthError> {
    let mut tx = context.database.begin(Context::scope_for(user)).await?;
    let account = accounts::find(&mut tx, user).await?.ok_or(AuthError::SessionEnded)?;
    if !account.email_verified {
        Errand::verify_email(user, context).queue(&mut tx, context).await?;
    }
    tx.commit().await?;
    Ok(())
}
