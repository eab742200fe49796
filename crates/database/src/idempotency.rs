//! Idempotency keys (product section 7.1): the first answer of an operation is stored with the work and given again.
//!
//! Claim the key in a transaction of its own, do the work, store the answer with [`finish`] in the transaction that makes
//! the work durable; [`release`] the key when the call was refused before any effect.

use diesel::{
    OptionalExtension as _, QueryableByName,
    sql_types::{Binary, Nullable, Text, Timestamptz},
};
use diesel_async::RunQueryDsl;
use primitives::WorkspaceId;
use problem::{Kind, Refusal};
use sha2::{Digest as _, Sha256};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::{Conn, Error, sql};

/// How long an answer is kept.
const KEPT: Duration = Duration::hours(24);

/// The call that a key was sent with.
#[derive(Debug, Clone)]
pub struct Call {
    workspace: WorkspaceId,
    scope: &'static str,
    key: String,
    request_hash: String,
    /// Tells this call from one that takes the key over after the lease.
    holder: Uuid,
}

/// Where a key stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// The caller does the work now.
    New,
    /// The work is done; this was the answer.
    Done(Vec<u8>),
    /// Somebody else is at it.
    Running,
    /// The key came with another request before.
    Reused,
}

impl Call {
    /// `scope` names the operation; `request` is all that makes two requests the same, encoded.
    ///
    /// # Errors
    /// 400 when the key is missing or not 8 to 64 of `[A-Za-z0-9_-]`.
    pub fn new(
        workspace: WorkspaceId,
        scope: &'static str,
        key: &str,
        request: &[u8],
    ) -> Result<Self, Refusal> {
        if key.is_empty() {
            let refusal = Refusal::new(Kind::BadRequest, "this operation needs an Idempotency-Key");
            return Err(refusal.with_code("IDEMPOTENCY_KEY_REQUIRED"));
        }
        let sound = (8..=64).contains(&key.len())
            && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
        if !sound {
            let rule = "an Idempotency-Key is 8 to 64 letters, digits, underscores or hyphens";
            return Err(Refusal::new(Kind::BadRequest, rule).with_code("IDEMPOTENCY_KEY_INVALID"));
        }
        let request_hash = hex::encode(Sha256::digest(request));
        Ok(Self { workspace, scope, key: key.to_owned(), request_hash, holder: Uuid::new_v4() })
    }

    /// The tenant.
    #[must_use]
    pub fn workspace(&self) -> WorkspaceId {
        self.workspace
    }
}

impl Claim {
    /// The stored answer, or nothing when the work is the caller's to do.
    ///
    /// # Errors
    /// 409 while somebody else is at it, 422 when the key was used for another request.
    pub fn admit(self) -> Result<Option<Vec<u8>>, Refusal> {
        match self {
            Self::New => Ok(None),
            Self::Done(answer) => Ok(Some(answer)),
            Self::Running => {
                Err(Refusal::new(Kind::Conflict, "the first request with this key is still running")
                    .with_code("IDEMPOTENCY_IN_PROGRESS")
                    .with_retry_after(std::time::Duration::from_secs(1)))
            }
            Self::Reused => Err(Refusal::new(Kind::Invalid, "this key was sent with another request before")
                .with_code("IDEMPOTENCY_KEY_REUSED")),
        }
    }
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    request_hash: String,
    #[diesel(sql_type = Nullable<Binary>)]
    response: Option<Vec<u8>>,
}

/// Takes the key if it is free, expired, or was left behind by a call that died (its lease has passed).
///
/// # Errors
/// What Postgres refused.
pub async fn claim(
    conn: &mut Conn,
    call: &Call,
    now: OffsetDateTime,
    lease: Duration,
) -> Result<Claim, Error> {
    let taken = sql("INSERT INTO idempotency_keys AS held
             (workspace_id, scope, key, request_hash, status, leased_until, expires_at, holder)
         VALUES ($1, $2, $3, $4, 'running', $6, $7, $8)
         ON CONFLICT (workspace_id, scope, key) DO UPDATE
             SET request_hash = $4, status = 'running', response = NULL, leased_until = $6, expires_at = $7,
                 holder = $8, updated_at = $5
             WHERE held.expires_at <= $5
                OR (held.status = 'running' AND held.leased_until <= $5 AND held.request_hash = $4)")
    .bind::<diesel::sql_types::Uuid, _>(call.workspace.0)
    .bind::<Text, _>(call.scope)
    .bind::<Text, _>(&call.key)
    .bind::<Text, _>(&call.request_hash)
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(now + lease)
    .bind::<Timestamptz, _>(now + KEPT)
    .bind::<diesel::sql_types::Uuid, _>(call.holder)
    .execute(conn)
    .await?;
    if taken == 1 {
        return Ok(Claim::New);
    }
    let held: Option<Row> = sql(
        "SELECT request_hash, response FROM idempotency_keys WHERE workspace_id = $1 AND scope = $2 AND key = $3",
    )
    .bind::<diesel::sql_types::Uuid, _>(call.workspace.0)
    .bind::<Text, _>(call.scope)
    .bind::<Text, _>(&call.key)
    .get_result(conn)
    .await
    .optional()?;
    Ok(match held {
        Some(row) if row.request_hash != call.request_hash => Claim::Reused,
        Some(Row { response: Some(answer), .. }) => Claim::Done(answer),
        Some(_) | None => Claim::Running,
    })
}

/// Says that the call is still at it. One that was overtaken changes nothing.
///
/// # Errors
/// What Postgres refused.
pub async fn prolong(
    conn: &mut Conn,
    call: &Call,
    now: OffsetDateTime,
    lease: Duration,
) -> Result<(), Error> {
    sql("UPDATE idempotency_keys SET leased_until = $4, updated_at = $5
         WHERE workspace_id = $1 AND scope = $2 AND key = $3 AND status = 'running' AND holder = $6")
    .bind::<diesel::sql_types::Uuid, _>(call.workspace.0)
    .bind::<Text, _>(call.scope)
    .bind::<Text, _>(&call.key)
    .bind::<Timestamptz, _>(now + lease)
    .bind::<Timestamptz, _>(now)
    .bind::<diesel::sql_types::Uuid, _>(call.holder)
    .execute(conn)
    .await?;
    Ok(())
}

/// Stores the answer; call it in the transaction that makes the work durable.
///
/// # Errors
/// What Postgres refused, or [`Error::Overtaken`] when another call took the key over: the work must not be committed then.
pub async fn finish(conn: &mut Conn, call: &Call, answer: &[u8], now: OffsetDateTime) -> Result<(), Error> {
    let stored = sql("UPDATE idempotency_keys SET status = 'done', response = $4, updated_at = $5
         WHERE workspace_id = $1 AND scope = $2 AND key = $3 AND holder = $6")
    .bind::<diesel::sql_types::Uuid, _>(call.workspace.0)
    .bind::<Text, _>(call.scope)
    .bind::<Text, _>(&call.key)
    .bind::<Binary, _>(answer)
    .bind::<Timestamptz, _>(now)
    .bind::<diesel::sql_types::Uuid, _>(call.holder)
    .execute(conn)
    .await?;
    if stored == 1 { Ok(()) } else { Err(Error::Overtaken) }
}

/// Gives the key back after a refusal without effect.
///
/// # Errors
/// What Postgres refused.
pub async fn release(conn: &mut Conn, call: &Call) -> Result<(), Error> {
    sql("DELETE FROM idempotency_keys
         WHERE workspace_id = $1 AND scope = $2 AND key = $3 AND status = 'running' AND holder = $4")
    .bind::<diesel::sql_types::Uuid, _>(call.workspace.0)
    .bind::<Text, _>(call.scope)
    .bind::<Text, _>(&call.key)
    .bind::<diesel::sql_types::Uuid, _>(call.holder)
    .execute(conn)
    .await?;
    Ok(())
}

/// Deletes keys whose answer is no longer owed; tells how many.
///
/// # Errors
/// What Postgres refused.
pub async fn forget_expired(conn: &mut Conn, now: OffsetDateTime) -> Result<usize, Error> {
    let gone = sql("DELETE FROM idempotency_keys WHERE expires_at <= $1")
        .bind::<Timestamptz, _>(now)
        .execute(conn)
        .await?;
    Ok(gone)
}
