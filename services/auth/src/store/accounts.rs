use database::{Conn, Error};
use diesel::{OptionalExtension as _, prelude::*};
use diesel_async::RunQueryDsl;
use primitives::{Email, UserId};
use principal::AccountState;
use time::OffsetDateTime;
use uuid::Uuid;

use super::schema::{accounts, users};
use crate::domain::account::{Account, KEPT, NewAccount};

/// The constraint that keeps an address to one account.
pub const EMAIL_KEY: &str = "accounts_email_key";

#[derive(Queryable, Selectable)]
#[diesel(table_name = accounts, check_for_backend(diesel::pg::Pg))]
struct Row {
    id: Uuid,
    email: String,
    email_verified_at: Option<OffsetDateTime>,
    password_hash: Option<String>,
    state: String,
    deactivated_at: Option<OffsetDateTime>,
}

impl TryFrom<Row> for Account {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        Ok(Self {
            id: UserId(row.id),
            email: Email::try_from(row.email).map_err(|error| Error::unreadable("accounts.email", error))?,
            email_verified: row.email_verified_at.is_some(),
            password_hash: row.password_hash,
            state: state(&row.state)?,
            deactivated_at: row.deactivated_at,
        })
    }
}

pub(super) fn epoch(stored: i64) -> Result<u64, Error> {
    u64::try_from(stored).map_err(|error| Error::unreadable("accounts.token_epoch", error))
}

pub(super) fn state(stored: &str) -> Result<AccountState, Error> {
    stored.parse().map_err(|error| Error::unreadable("accounts.state", error))
}

/// The bootstrap of profile and workspace runs with it, in the database.
pub async fn insert(conn: &mut Conn, account: &NewAccount) -> Result<(), Error> {
    diesel::insert_into(accounts::table)
        .values((
            accounts::id.eq(account.id.0),
            accounts::email.eq(account.email.as_str()),
            accounts::password_hash.eq(&account.password_hash),
            accounts::password_changed_at.eq(account.opened_at),
            accounts::sign_up_name.eq(&account.name),
            accounts::sign_up_workspace_name.eq(&account.workspace_name),
            accounts::created_at.eq(account.opened_at),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

pub async fn find(conn: &mut Conn, id: UserId) -> Result<Option<Account>, Error> {
    let row = accounts::table.find(id.0).select(Row::as_select()).first(conn).await.optional()?;
    row.map(Account::try_from).transpose()
}

/// The same, and nobody else changes it before this transaction ends.
pub async fn lock(conn: &mut Conn, id: UserId) -> Result<Option<Account>, Error> {
    let query = accounts::table.find(id.0).select(Row::as_select()).for_update();
    query.first(conn).await.optional()?.map(Account::try_from).transpose()
}

pub async fn find_by_address(conn: &mut Conn, address: &Email) -> Result<Option<Account>, Error> {
    let query = accounts::table.filter(accounts::email.eq(address.as_str())).select(Row::as_select());
    query.first(conn).await.optional()?.map(Account::try_from).transpose()
}

pub async fn signed_in(conn: &mut Conn, id: UserId, now: OffsetDateTime) -> Result<(), Error> {
    let account = diesel::update(accounts::table.find(id.0));
    account.set(accounts::last_login_at.eq(now)).execute(conn).await?;
    Ok(())
}

/// The same password, hashed anew.
pub async fn rehash(conn: &mut Conn, id: UserId, hash: &str) -> Result<(), Error> {
    diesel::update(accounts::table.find(id.0)).set(accounts::password_hash.eq(hash)).execute(conn).await?;
    Ok(())
}

pub async fn set_password(conn: &mut Conn, id: UserId, hash: &str, now: OffsetDateTime) -> Result<(), Error> {
    diesel::update(accounts::table.find(id.0))
        .set((accounts::password_hash.eq(hash), accounts::password_changed_at.eq(now)))
        .execute(conn)
        .await?;
    Ok(())
}

/// Voids every token issued so far; tells the new epoch.
pub async fn raise_epoch(conn: &mut Conn, id: UserId) -> Result<u64, Error> {
    let raised: i64 = diesel::update(accounts::table.find(id.0))
        .set(accounts::token_epoch.eq(accounts::token_epoch + 1))
        .returning(accounts::token_epoch)
        .get_result(conn)
        .await?;
    epoch(raised)
}

/// Tells whether it was unverified before.
pub async fn verify_address(conn: &mut Conn, id: UserId, now: OffsetDateTime) -> Result<bool, Error> {
    let unverified = accounts::table.find(id.0).filter(accounts::email_verified_at.is_null());
    let verified = diesel::update(unverified).set(accounts::email_verified_at.eq(now)).execute(conn).await?;
    Ok(verified == 1)
}

pub async fn deactivate(conn: &mut Conn, id: UserId, now: OffsetDateTime) -> Result<(), Error> {
    diesel::update(accounts::table.find(id.0).filter(accounts::state.eq(AccountState::Active.as_str())))
        .set((accounts::state.eq(AccountState::Deactivated.as_str()), accounts::deactivated_at.eq(now)))
        .execute(conn)
        .await?;
    Ok(())
}

/// Takes a deactivated account back unless its erasure is due; tells whether it did.
pub async fn reactivate(conn: &mut Conn, id: UserId, now: OffsetDateTime) -> Result<bool, Error> {
    let kept = accounts::table.find(id.0).filter(
        accounts::state.eq(AccountState::Deactivated.as_str()).and(accounts::deactivated_at.gt(now - KEPT)),
    );
    let nothing: Option<OffsetDateTime> = None;
    let taken_back = diesel::update(kept)
        .set((accounts::state.eq(AccountState::Active.as_str()), accounts::deactivated_at.eq(nothing)))
        .execute(conn)
        .await?;
    Ok(taken_back == 1)
}

/// Accounts whose time has run out.
pub async fn erasable(conn: &mut Conn, now: OffsetDateTime, limit: i64) -> Result<Vec<UserId>, Error> {
    let ids: Vec<Uuid> = accounts::table
        .filter(accounts::deactivated_at.le(now - KEPT))
        .order(accounts::deactivated_at)
        .limit(limit)
        .select(accounts::id)
        .load(conn)
        .await?;
    Ok(ids.into_iter().map(UserId).collect())
}

/// Everything that hangs on the account goes with it; it must own no workspace any more.
pub async fn erase(conn: &mut Conn, id: UserId) -> Result<(), Error> {
    diesel::delete(accounts::table.find(id.0)).execute(conn).await?;
    database::sql("DELETE FROM email_log WHERE user_id = $1")
        .bind::<diesel::sql_types::Uuid, _>(id.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// Whether the bootstrap got as far as the profile.
pub async fn has_profile(conn: &mut Conn, id: UserId) -> Result<bool, Error> {
    Ok(diesel::select(diesel::dsl::exists(users::table.find(id.0))).get_result(conn).await?)
}
