use database::{Conn, Error};
use diesel::{prelude::*, sql_types};
use diesel_async::RunQueryDsl;
use primitives::UserId;
use uuid::Uuid;

use super::schema::provisioning_failures;

#[derive(QueryableByName)]
struct Provisioned {
    #[diesel(sql_type = sql_types::Bool)]
    complete: bool,
}

/// Creates what an account still lacks of profile, workspace and membership. False when it failed again, which the
/// database has noted.
pub async fn provision(conn: &mut Conn, account: UserId) -> Result<bool, Error> {
    let provisioned: Provisioned = database::sql("SELECT provision_account($1) AS complete")
        .bind::<sql_types::Uuid, _>(account.0)
        .get_result(conn)
        .await?;
    Ok(provisioned.complete)
}

/// Accounts whose bootstrap failed and was not repaired yet.
pub async fn open(conn: &mut Conn, limit: i64) -> Result<Vec<UserId>, Error> {
    let ids: Vec<Uuid> = provisioning_failures::table
        .filter(provisioning_failures::resolved_at.is_null())
        .select(provisioning_failures::account_id)
        .distinct()
        .limit(limit)
        .load(conn)
        .await?;
    Ok(ids.into_iter().map(UserId).collect())
}
