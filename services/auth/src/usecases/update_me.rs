use database::Scope;
use primitives::UserId;

use crate::{
    context::Context,
    domain::profile::{Profile, ProfileEdit},
    error::AuthError,
    store::users,
};

/// Changes the caller's profile, with no more rights than the caller has.
#[tracing::instrument(name = "auth.update_me", skip_all)]
pub async fn update_me(context: &Context, user: UserId, edit: &ProfileEdit) -> Result<Profile, AuthError> {
    let mut tx = context.database.begin(Scope::user(user)).await?;
    users::update(&mut tx, user, edit).await?;
    let profile = users::find(&mut tx, user).await?.ok_or(AuthError::ProfileIncomplete)?;
    tx.commit().await?;
    Ok(profile)
}
