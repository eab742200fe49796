use database::{Conn, Error};
use diesel::{OptionalExtension as _, prelude::*};
use diesel_async::RunQueryDsl;
use primitives::{SessionId, UserId};
use principal::{AccountState, SessionRecord};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    accounts,
    schema::{accounts as account_rows, refresh_tokens, sessions, users},
};
use crate::domain::session::{Device, EndReason, Session};

#[derive(Queryable, Selectable)]
#[diesel(table_name = sessions, check_for_backend(diesel::pg::Pg))]
struct Row {
    id: Uuid,
    user_id: Uuid,
    ip: Option<String>,
    user_agent: Option<String>,
    created_at: OffsetDateTime,
    last_used_at: OffsetDateTime,
    expires_at: OffsetDateTime,
    ended_at: Option<OffsetDateTime>,
}

impl From<Row> for Session {
    fn from(row: Row) -> Self {
        Self {
            id: SessionId(row.id),
            user: UserId(row.user_id),
            device: Device { ip: row.ip, user_agent: row.user_agent },
            created_at: row.created_at,
            last_used_at: row.last_used_at,
            expires_at: row.expires_at,
            ended: row.ended_at.is_some(),
        }
    }
}

pub async fn insert(conn: &mut Conn, session: &Session) -> Result<(), Error> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(session.id.0),
            sessions::user_id.eq(session.user.0),
            sessions::ip.eq(&session.device.ip),
            sessions::user_agent.eq(&session.device.user_agent),
            sessions::created_at.eq(session.created_at),
            sessions::last_used_at.eq(session.last_used_at),
            sessions::expires_at.eq(session.expires_at),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

pub async fn find(conn: &mut Conn, id: SessionId) -> Result<Option<Session>, Error> {
    let row = sessions::table.find(id.0).select(Row::as_select()).first(conn).await.optional()?;
    Ok(row.map(Session::from))
}

/// The session of a refresh token; whoever else presents one of its tokens waits until this transaction ends.
pub async fn lock_by_token(conn: &mut Conn, token_hash: &[u8]) -> Result<Option<Session>, Error> {
    let of_token = refresh_tokens::table.find(token_hash).select(refresh_tokens::session_id);
    let row = sessions::table
        .filter(sessions::id.eq_any(of_token))
        .select(Row::as_select())
        .for_update()
        .first(conn)
        .await
        .optional()?;
    Ok(row.map(Session::from))
}

/// Living sessions, newest use first.
pub async fn alive(conn: &mut Conn, user: UserId, now: OffsetDateTime) -> Result<Vec<Session>, Error> {
    let rows: Vec<Row> = sessions::table
        .filter(sessions::user_id.eq(user.0))
        .filter(sessions::ended_at.is_null().and(sessions::expires_at.gt(now)))
        .order((sessions::last_used_at.desc(), sessions::id.desc()))
        .select(Row::as_select())
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(Session::from).collect())
}

pub async fn used(
    conn: &mut Conn,
    id: SessionId,
    now: OffsetDateTime,
    expires_at: OffsetDateTime,
) -> Result<(), Error> {
    diesel::update(sessions::table.find(id.0))
        .set((sessions::last_used_at.eq(now), sessions::expires_at.eq(expires_at)))
        .execute(conn)
        .await?;
    Ok(())
}

/// Ends one session of a user; tells whether it was open.
pub async fn end(
    conn: &mut Conn,
    (user, id): (UserId, SessionId),
    reason: &EndReason,
    now: OffsetDateTime,
) -> Result<bool, Error> {
    let open =
        sessions::table.find(id.0).filter(sessions::user_id.eq(user.0)).filter(sessions::ended_at.is_null());
    let ended = diesel::update(open)
        .set((sessions::ended_at.eq(now), sessions::end_reason.eq(reason.word())))
        .execute(conn)
        .await?;
    Ok(ended == 1)
}

/// Ends a user's sessions except one, and names those that were open.
pub async fn end_all(
    conn: &mut Conn,
    user: UserId,
    except: Option<SessionId>,
    reason: &EndReason,
    now: OffsetDateTime,
) -> Result<Vec<SessionId>, Error> {
    let kept = except.map_or(Uuid::nil(), |session| session.0);
    let open = sessions::table.filter(sessions::user_id.eq(user.0)).filter(sessions::ended_at.is_null());
    let ended: Vec<Uuid> = diesel::update(open.filter(sessions::id.ne(kept)))
        .set((sessions::ended_at.eq(now), sessions::end_reason.eq(reason.word())))
        .returning(sessions::id)
        .get_results(conn)
        .await?;
    Ok(ended.into_iter().map(SessionId).collect())
}

/// Ends the oldest living sessions beyond the newest `most`. The caller holds the account's lock, so that two sign-ins at
/// once do not count the same sessions.
pub async fn end_beyond(
    conn: &mut Conn,
    user: UserId,
    most: i64,
    now: OffsetDateTime,
) -> Result<Vec<SessionId>, Error> {
    let open = sessions::table
        .filter(sessions::user_id.eq(user.0))
        .filter(sessions::ended_at.is_null().and(sessions::expires_at.gt(now)));
    let beyond: Vec<Uuid> = open
        .order((sessions::created_at.desc(), sessions::id.desc()))
        .offset(most)
        .select(sessions::id)
        .load(conn)
        .await?;
    diesel::update(sessions::table.filter(sessions::id.eq_any(&beyond)))
        .set((sessions::ended_at.eq(now), sessions::end_reason.eq(EndReason::TooMany.word())))
        .execute(conn)
        .await?;
    Ok(beyond.into_iter().map(SessionId).collect())
}

/// Sessions that ended lately, and the present epochs of those users.
pub async fn ended_since(
    conn: &mut Conn,
    since: OffsetDateTime,
) -> Result<Vec<(SessionId, UserId, u64)>, Error> {
    let rows: Vec<(Uuid, Uuid, i64)> = sessions::table
        .inner_join(account_rows::table.on(account_rows::id.eq(sessions::user_id)))
        .filter(sessions::ended_at.ge(since))
        .select((sessions::id, sessions::user_id, account_rows::token_epoch))
        .load(conn)
        .await?;
    let read = |(id, user, epoch)| Ok((SessionId(id), UserId(user), accounts::epoch(epoch)?));
    rows.into_iter().map(read).collect()
}

/// Living sessions of accounts that may not be used.
pub async fn of_closed_accounts(conn: &mut Conn, now: OffsetDateTime) -> Result<Vec<SessionId>, Error> {
    let ids: Vec<Uuid> = sessions::table
        .inner_join(account_rows::table.on(account_rows::id.eq(sessions::user_id)))
        .filter(account_rows::state.ne(AccountState::Active.as_str()))
        .filter(sessions::ended_at.is_null().and(sessions::expires_at.gt(now)))
        .select(sessions::id)
        .load(conn)
        .await?;
    Ok(ids.into_iter().map(SessionId).collect())
}

/// What the other services must know about a living session. An account whose bootstrap failed has no profile yet.
pub async fn record(
    conn: &mut Conn,
    id: SessionId,
    now: OffsetDateTime,
) -> Result<Option<SessionRecord>, Error> {
    let row: Option<(Uuid, i64, String, Option<String>)> = sessions::table
        .inner_join(account_rows::table.on(account_rows::id.eq(sessions::user_id)))
        .left_join(users::table.on(users::id.eq(sessions::user_id)))
        .filter(sessions::id.eq(id.0))
        .filter(sessions::ended_at.is_null().and(sessions::expires_at.gt(now)))
        .select((
            sessions::user_id,
            account_rows::token_epoch,
            account_rows::state,
            users::platform_role.nullable(),
        ))
        .first(conn)
        .await
        .optional()?;
    let Some((user, epoch, state, role)) = row else { return Ok(None) };
    let platform_role = role.as_deref().map(str::parse).transpose();
    Ok(Some(SessionRecord {
        user: UserId(user),
        epoch: accounts::epoch(epoch)?,
        account: accounts::state(&state)?,
        platform_role: platform_role
            .map_err(|error| Error::unreadable("users.platform_role", error))?
            .unwrap_or_default(),
    }))
}
