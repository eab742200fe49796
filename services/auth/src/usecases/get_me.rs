use database::Scope;
use primitives::UserId;

use crate::{context::Context, domain::profile::Profile, error::AuthError, store::users};

/// The caller's profile.
#[tracing::instrument(name = "auth.get_me", skip_all)]
pub async fn get_me(context: &Context, user: UserId) -> Result<Profile, AuthError> {
    let mut tx = context.database.begin(Scope::user(user)).await?;
    let profile = users::find(&mut tx, user).await?;
    tx.commit().await?;
    profile.ok_or(AuthError::ProfileIncomplete)
}
