use database::Conn;
use primitives::{SessionId, UserId};
use principal::{AccessClaims, SessionRecord};
use time::OffsetDateTime;

use crate::{
    context::Context,
    domain::{
        session::{Device, Session},
        token::Token,
    },
    error::AuthError,
    store::{refresh_tokens, sessions},
};

/// What a signed-in device holds.
#[derive(Debug)]
pub struct Tokens {
    pub session: SessionId,
    pub access: String,
    pub access_expires_at: OffsetDateTime,
    pub refresh: Token,
    pub refresh_expires_at: OffsetDateTime,
}

/// A session that is in the database but not announced yet.
#[derive(Debug)]
pub struct Opened {
    session: Session,
    refresh: Token,
    record: SessionRecord,
    ended: Vec<SessionId>,
}

/// Opens a session; the one too many ends the oldest. The caller holds the lock of the account.
pub async fn open_session(
    conn: &mut Conn,
    context: &Context,
    user: UserId,
    device: Device,
) -> Result<Opened, AuthError> {
    let now = context.clock.now();
    let session = Session::open(SessionId::new(&context.clock), user, device, &context.limits, now);
    let refresh = Token::random();
    sessions::insert(conn, &session).await?;
    refresh_tokens::insert(conn, &session, &refresh.hash(), 0).await?;
    let ended = sessions::end_beyond(conn, user, context.limits.most, now).await?;
    let record = sessions::record(conn, session.id, now).await?.ok_or(AuthError::SessionEnded)?;
    Ok(Opened { session, refresh, record, ended })
}

impl Opened {
    /// Tells the other services, after the commit and before the answer.
    pub async fn announce(self, context: &Context) -> Result<Tokens, AuthError> {
        tokio::join!(context.board.living(self.session.id, &self.record), context.board.ended(&self.ended));
        tokens(context, &self.session, &self.record, self.refresh)
    }
}

/// An access token for a session, next to its refresh token.
pub fn tokens(
    context: &Context,
    session: &Session,
    record: &SessionRecord,
    refresh: Token,
) -> Result<Tokens, AuthError> {
    let now = context.clock.now();
    let access_expires_at = (now + context.limits.access).min(session.expires_at);
    let claims = AccessClaims {
        sub: record.user,
        sid: session.id,
        epoch: record.epoch,
        role: record.platform_role,
        iss: context.issuer.clone(),
        aud: AccessClaims::AUDIENCE.to_owned(),
        iat: now.unix_timestamp(),
        exp: access_expires_at.unix_timestamp(),
    };
    let access = context.keys.sign(&claims)?;
    Ok(Tokens {
        session: session.id,
        access,
        access_expires_at,
        refresh,
        refresh_expires_at: session.expires_at,
    })
}
