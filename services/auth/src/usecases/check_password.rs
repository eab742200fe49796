use database::audit::ActorKind;
use principal::Origin;
use serde_json::json;

use super::security_event::SecurityEvent;
use crate::{
    context::Context,
    domain::{
        account::Account, lockout, password::Attempt, password_hash::Checked, sign_in_name::SignInName,
    },
    error::AuthError,
    store::{accounts, password_tries},
};

/// Compares a password with the one of the account by this name, and counts wrong ones. A name without an account takes the
/// same steps and the same time.
///
/// The count is in the database: a Redis that loses its keys would open every lock.
pub async fn check_password(
    context: &Context,
    name: &SignInName,
    password: &Attempt,
    origin: &Origin,
) -> Result<(Account, Checked), AuthError> {
    let counted = context.keys.secrets().counted(name);
    let (tries, account) = count(context, name, &counted).await?;
    let stored = account.as_ref().and_then(|account| account.password_hash.clone());
    let checked = match context.hashes.check(password, stored).await {
        Ok(checked) => checked,
        Err(error) => {
            uncount(context, &counted).await?;
            return Err(error);
        }
    };
    match (account, checked) {
        (Some(account), Checked::Right | Checked::RightButCheap) => {
            forget(context, &counted).await?;
            Ok((account, checked))
        }
        (_, Checked::Wrong) | (None, Checked::Right | Checked::RightButCheap) => {
            if tries >= lockout::TRIES {
                note_lock(context, &counted, origin).await?;
            }
            Err(AuthError::InvalidCredentials)
        }
    }
}

async fn count(
    context: &Context,
    name: &SignInName,
    counted: &[u8],
) -> Result<(i32, Option<Account>), AuthError> {
    let now = context.clock.now();
    let mut tx = context.database.begin(Context::own_scope()).await?;
    let Some(tries) = password_tries::count(&mut tx, counted, now).await? else {
        let since = password_tries::since(&mut tx, counted).await?.unwrap_or(now);
        return Err(AuthError::LockedOut(lockout::wait(since, now)));
    };
    let account = match name.address() {
        Some(address) => accounts::find_by_address(&mut tx, address).await?,
        None => None,
    };
    tx.commit().await?;
    Ok((tries, account))
}

async fn forget(context: &Context, counted: &[u8]) -> Result<(), AuthError> {
    let mut tx = context.database.begin(Context::own_scope()).await?;
    password_tries::forget(&mut tx, counted).await?;
    tx.commit().await?;
    Ok(())
}

async fn uncount(context: &Context, counted: &[u8]) -> Result<(), AuthError> {
    let mut tx = context.database.begin(Context::own_scope()).await?;
    password_tries::uncount(&mut tx, counted).await?;
    tx.commit().await?;
    Ok(())
}

/// The address itself is not written down, known or not.
async fn note_lock(context: &Context, counted: &[u8], origin: &Origin) -> Result<(), AuthError> {
    let mut tx = context.database.begin(Context::own_scope()).await?;
    let event = SecurityEvent {
        action: "sign_in.locked",
        by: ActorKind::Service,
        user: None,
        workspace: None,
        details: json!({ "address_hash": hex::encode(counted), "tries": lockout::TRIES }),
        error: Some("too many wrong passwords"),
        origin,
    };
    event.record(&mut tx, context).await?;
    tx.commit().await?;
    Ok(())
}
