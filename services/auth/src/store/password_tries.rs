use database::{Conn, Error};
use diesel::{
    OptionalExtension as _,
    prelude::*,
    sql_types::{Binary, Integer, Timestamptz},
};
use diesel_async::RunQueryDsl;
use time::OffsetDateTime;

use super::schema::password_tries;
use crate::domain::lockout::{TRIES, WINDOW};

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = Integer)]
    tries: i32,
}

/// Counts a try before its password is looked at, so that tries at the same time cannot outrun the count. The tries so far,
/// this one included, or nothing when the address is locked. The last allowed try starts the time of the lock.
pub async fn count(conn: &mut Conn, address: &[u8], now: OffsetDateTime) -> Result<Option<i32>, Error> {
    let counted: Option<Counted> = database::sql(
        "INSERT INTO password_tries AS t (address_hash, tries, since) VALUES ($1, 1, $2)
         ON CONFLICT (address_hash) DO UPDATE
             SET tries = CASE WHEN t.since <= $3 THEN 1 ELSE t.tries + 1 END,
                 since = CASE WHEN t.since <= $3 OR t.tries + 1 >= $4 THEN $2 ELSE t.since END
             WHERE t.tries < $4 OR t.since <= $3
         RETURNING tries",
    )
    .bind::<Binary, _>(address)
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(now - WINDOW)
    .bind::<Integer, _>(TRIES)
    .get_result(conn)
    .await
    .optional()?;
    Ok(counted.map(|counted| counted.tries))
}

/// Takes a counted try back that came to nothing.
pub async fn uncount(conn: &mut Conn, address: &[u8]) -> Result<(), Error> {
    diesel::update(password_tries::table.find(address).filter(password_tries::tries.gt(0)))
        .set(password_tries::tries.eq(password_tries::tries - 1))
        .execute(conn)
        .await?;
    Ok(())
}

/// Since when an address is locked.
pub async fn since(conn: &mut Conn, address: &[u8]) -> Result<Option<OffsetDateTime>, Error> {
    Ok(password_tries::table.find(address).select(password_tries::since).first(conn).await.optional()?)
}

pub async fn forget(conn: &mut Conn, address: &[u8]) -> Result<(), Error> {
    diesel::delete(password_tries::table.find(address)).execute(conn).await?;
    Ok(())
}
