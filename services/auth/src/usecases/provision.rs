use database::Conn;
use primitives::UserId;

use super::errand::Errand;
use crate::{
    context::Context,
    error::AuthError,
    store::{accounts, provisioning},
};

/// Creates what an account lacks of profile and workspace; the first profile is welcomed. False when it failed, which is
/// noted for the next repair.
pub async fn provision(conn: &mut Conn, context: &Context, account: UserId) -> Result<bool, AuthError> {
    let had_profile = accounts::has_profile(conn, account).await?;
    let complete = provisioning::provision(conn, account).await?;
    if !had_profile && accounts::has_profile(conn, account).await? {
        Errand::Welcome { user: account }.queue(conn, context).await?;
    }
    Ok(complete)
}
