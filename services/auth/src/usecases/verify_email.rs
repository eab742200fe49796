use principal::Origin;

use super::security_event::SecurityEvent;
use crate::{
    context::Context,
    domain::{secrets::Purpose, token::Token},
    error::AuthError,
    store::{accounts, one_time_tokens},
};

/// Marks an address as proved by a token from a mail.
#[tracing::instrument(name = "auth.verify_email", skip_all)]
pub async fn verify_email(context: &Context, token: &Token, origin: &Origin) -> Result<(), AuthError> {
    let now = context.clock.now();
    let mut tx = context.database.begin(Context::own_scope()).await?;
    let consumed = one_time_tokens::consume(&mut tx, Purpose::EmailVerify, &token.hash(), now).await?;
    let user = consumed.ok_or(AuthError::TokenExpired)?;
    if accounts::verify_address(&mut tx, user, now).await? {
        SecurityEvent::of_user("email.verified", user, origin).record(&mut tx, context).await?;
    }
    tx.commit().await?;
    Ok(())
}
