use database::{Conn, Error};
use diesel::{OptionalExtension as _, prelude::*};
use diesel_async::RunQueryDsl;
use time::OffsetDateTime;

use super::schema::refresh_tokens;
use crate::domain::{rotation::RefreshToken, session::Session};

#[derive(Queryable, Selectable)]
#[diesel(table_name = refresh_tokens, check_for_backend(diesel::pg::Pg))]
struct Row {
    token_hash: Vec<u8>,
    generation: i32,
    successor: Option<Vec<u8>>,
    used_at: Option<OffsetDateTime>,
    expires_at: OffsetDateTime,
}

impl From<Row> for RefreshToken {
    fn from(row: Row) -> Self {
        Self {
            hash: row.token_hash,
            generation: row.generation,
            successor: row.successor,
            used_at: row.used_at,
            expires_at: row.expires_at,
        }
    }
}

pub async fn find(conn: &mut Conn, hash: &[u8]) -> Result<Option<RefreshToken>, Error> {
    let row = refresh_tokens::table.find(hash).select(Row::as_select()).first(conn).await.optional()?;
    Ok(row.map(RefreshToken::from))
}

/// The token lives as long as its session would, unused.
pub async fn insert(conn: &mut Conn, session: &Session, hash: &[u8], generation: i32) -> Result<(), Error> {
    diesel::insert_into(refresh_tokens::table)
        .values((
            refresh_tokens::token_hash.eq(hash),
            refresh_tokens::session_id.eq(session.id.0),
            refresh_tokens::user_id.eq(session.user.0),
            refresh_tokens::generation.eq(generation),
            refresh_tokens::expires_at.eq(session.expires_at),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

pub async fn replaced(
    conn: &mut Conn,
    hash: &[u8],
    successor: &[u8],
    now: OffsetDateTime,
) -> Result<(), Error> {
    diesel::update(refresh_tokens::table.find(hash))
        .set((refresh_tokens::used_at.eq(now), refresh_tokens::successor.eq(successor)))
        .execute(conn)
        .await?;
    Ok(())
}
