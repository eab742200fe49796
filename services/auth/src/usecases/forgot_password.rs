use super::errand::Errand;
use crate::{context::Context, domain::sign_in_name::SignInName, error::AuthError, store::accounts};

/// Queues a mail with a link to set a new password. The same is written for an address without an account, so that neither
/// the answer nor its time tells which it was.
#[tracing::instrument(name = "auth.forgot_password", skip_all)]
pub async fn forgot_password(context: &Context, name: &SignInName) -> Result<(), AuthError> {
    let mut tx = context.database.begin(Context::own_scope()).await?;
    let account = match name.address() {
        Some(address) => accounts::find_by_address(&mut tx, address).await?,
        None => None,
    };
    let user = account.map(|account| account.id);
    Errand::ResetPassword { user, token: context.clock.uuid() }.queue(&mut tx, context).await?;
    tx.commit().await?;
    Ok(())
}
