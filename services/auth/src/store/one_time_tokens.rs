use database::{Conn, Error};
use diesel::{OptionalExtension as _, prelude::*, upsert::excluded};
use diesel_async::RunQueryDsl;
use primitives::UserId;
use time::OffsetDateTime;
use uuid::Uuid;

use super::schema::one_time_tokens;
use crate::domain::secrets::Purpose;

/// A token about to be mailed.
#[derive(Debug)]
pub struct Mailed {
    pub id: Uuid,
    pub purpose: Purpose,
    pub user: UserId,
    pub hash: Vec<u8>,
    pub expires_at: OffsetDateTime,
}

/// Notes a token, or gives it its whole life again when its mail has to be sent once more. A used one stays used.
pub async fn issue(conn: &mut Conn, token: &Mailed, now: OffsetDateTime) -> Result<(), Error> {
    diesel::insert_into(one_time_tokens::table)
        .values((
            one_time_tokens::id.eq(token.id),
            one_time_tokens::purpose.eq(token.purpose.as_str()),
            one_time_tokens::token_hash.eq(&token.hash),
            one_time_tokens::user_id.eq(token.user.0),
            one_time_tokens::expires_at.eq(token.expires_at),
            one_time_tokens::created_at.eq(now),
        ))
        .on_conflict(one_time_tokens::id)
        .do_update()
        .set((
            one_time_tokens::token_hash.eq(excluded(one_time_tokens::token_hash)),
            one_time_tokens::expires_at.eq(excluded(one_time_tokens::expires_at)),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// How many other tokens of this purpose were mailed to somebody since.
pub async fn issued_since(
    conn: &mut Conn,
    (user, purpose): (UserId, Purpose),
    since: OffsetDateTime,
    besides: Uuid,
) -> Result<i64, Error> {
    let issued = one_time_tokens::table
        .filter(one_time_tokens::user_id.eq(user.0).and(one_time_tokens::purpose.eq(purpose.as_str())))
        .filter(one_time_tokens::created_at.gt(since).and(one_time_tokens::id.ne(besides)));
    Ok(issued.count().get_result(conn).await?)
}

/// Whose token it is, while it is good.
pub async fn bearer(
    conn: &mut Conn,
    purpose: Purpose,
    hash: &[u8],
    now: OffsetDateTime,
) -> Result<Option<UserId>, Error> {
    let user: Option<Uuid> = one_time_tokens::table
        .filter(one_time_tokens::token_hash.eq(hash).and(one_time_tokens::purpose.eq(purpose.as_str())))
        .filter(one_time_tokens::used_at.is_null().and(one_time_tokens::expires_at.gt(now)))
        .select(one_time_tokens::user_id)
        .first(conn)
        .await
        .optional()?;
    Ok(user.map(UserId))
}

/// Uses a token up, if it is good, and tells whose it was.
pub async fn consume(
    conn: &mut Conn,
    purpose: Purpose,
    hash: &[u8],
    now: OffsetDateTime,
) -> Result<Option<UserId>, Error> {
    let good = one_time_tokens::table
        .filter(one_time_tokens::token_hash.eq(hash).and(one_time_tokens::purpose.eq(purpose.as_str())))
        .filter(one_time_tokens::used_at.is_null().and(one_time_tokens::expires_at.gt(now)));
    let user: Option<Uuid> = diesel::update(good)
        .set(one_time_tokens::used_at.eq(now))
        .returning(one_time_tokens::user_id)
        .get_result(conn)
        .await
        .optional()?;
    Ok(user.map(UserId))
}

/// Uses up whatever tokens of a purpose somebody still has.
pub async fn void(conn: &mut Conn, user: UserId, purpose: Purpose, now: OffsetDateTime) -> Result<(), Error> {
    let open = one_time_tokens::table
        .filter(one_time_tokens::user_id.eq(user.0).and(one_time_tokens::purpose.eq(purpose.as_str())))
        .filter(one_time_tokens::used_at.is_null());
    diesel::update(open).set(one_time_tokens::used_at.eq(now)).execute(conn).await?;
    Ok(())
}
