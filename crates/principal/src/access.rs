use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use bootstrap::{Redis, RedisError, Runtime};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use primitives::{Clock, PlatformRole, SessionId, UserId};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};
use tokio::sync::Mutex;
use url::Url;

use crate::{
    AccountState, Authority, Outgoing, Refused, RemoteAuthority, ServiceKey, ServiceName, SessionQuery,
    Standing, verified::Verified,
};

/// Claims of an access token (JWT, EdDSA).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AccessClaims {
    /// The user.
    pub sub: UserId,
    /// The session.
    pub sid: SessionId,
    /// Tokens of an older epoch than the account's are void.
    pub epoch: u64,
    /// Platform rights when it was issued.
    pub role: PlatformRole,
    /// [`issuer`].
    pub iss: String,
    /// [`AccessClaims::AUDIENCE`].
    pub aud: String,
    /// Issued at, Unix seconds.
    pub iat: i64,
    /// Void from, Unix seconds.
    pub exp: i64,
}

impl AccessClaims {
    /// The `aud` of every access token.
    pub const AUDIENCE: &'static str = "raptorflow";
}

/// The `iss` of every access token: `API_URL` without a slash at the end.
#[must_use]
pub fn issuer(api_url: &Url) -> String {
    api_url.as_str().trim_end_matches('/').to_owned()
}

/// The Redis keys by which auth tells the others about sessions; auth alone writes them. Those of a session share a hash tag.
pub struct SessionKeys;

impl SessionKeys {
    /// A living session: [`SessionRecord`] as JSON.
    #[must_use]
    pub fn session(session: SessionId) -> String {
        format!("auth:session:{{{session}}}")
    }

    /// Present when the session has ended, for longer than a token lives.
    #[must_use]
    pub fn revoked(session: SessionId) -> String {
        format!("auth:revoked:{{{session}}}")
    }

    /// The account's epoch in decimal; tokens of older ones are void.
    #[must_use]
    pub fn epoch(user: UserId) -> String {
        format!("auth:epoch:{user}")
    }
}

/// What Redis holds about a living session.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SessionRecord {
    /// Whose session.
    pub user: UserId,
    /// The account's epoch when the record was written.
    pub epoch: u64,
    /// Whether the account may be used.
    pub account: AccountState,
    /// Its platform rights.
    pub platform_role: PlatformRole,
}

/// Checks access tokens: signature, life, and that the session has not ended.
pub struct Authenticator {
    authority: Arc<dyn Authority>,
    redis: Redis,
    clock: Clock,
    issuer: String,
    keys: RwLock<HashMap<String, DecodingKey>>,
    verified: Verified,
    /// When the keys were asked for last; holding it makes the asking single flight.
    asked: Mutex<Option<OffsetDateTime>>,
}

/// An unknown key id makes us ask for the keys, not more often than this.
const ASK_AGAIN: Duration = Duration::seconds(10);

impl Authenticator {
    /// `issuer` comes from [`issuer`].
    #[must_use]
    pub fn new(authority: Arc<dyn Authority>, redis: Redis, clock: Clock, issuer: String) -> Self {
        let (keys, verified, asked) = (RwLock::default(), Verified::default(), Mutex::default());
        Self { authority, redis, clock, issuer, keys, verified, asked }
    }

    /// For every process but auth: the auth service at `auth_urls` is the authority.
    ///
    /// # Errors
    /// When the address or the certificates are unusable.
    pub fn asking_auth(
        me: ServiceName,
        runtime: &Runtime,
        auth_urls: &[Url],
        clock: Clock,
    ) -> anyhow::Result<Self> {
        let process = &runtime.process;
        let channel = bootstrap::grpc::channel(auth_urls, process.internal_tls.as_ref())?;
        let outgoing = Outgoing::new(me, ServiceKey::new(&process.internal_service_key), clock.clone());
        let authority = Arc::new(RemoteAuthority::new(channel, outgoing));
        Ok(Self::new(authority, runtime.redis.clone(), clock, issuer(&process.api_url)))
    }

    /// Checks a token and its session.
    ///
    /// # Errors
    /// Why the caller is turned away.
    pub async fn authenticate(&self, token: &str) -> Result<(AccessClaims, Standing), Refused> {
        let claims = self.verify(token).await?;
        let standing = self.standing(&claims).await?;
        Ok((claims, standing))
    }

    /// Whether the session of a verified token is alive, and what is known of its account.
    ///
    /// # Errors
    /// Why the caller is turned away.
    pub async fn standing(&self, claims: &AccessClaims) -> Result<Standing, Refused> {
        let query = SessionQuery { user: claims.sub, session: claims.sid, epoch: claims.epoch };
        match self.cached_standing(&query).await? {
            Some(standing) => Ok(standing),
            None => self.authority.standing(query).await,
        }
    }

    /// What a token says whose signature is good and whose life has not ended. Nobody comes in by that alone: the session
    /// may have ended, which [`Authenticator::standing`] knows.
    ///
    /// # Errors
    /// Why the token is no good.
    pub async fn verify(&self, token: &str) -> Result<AccessClaims, Refused> {
        let now = self.clock.now().unix_timestamp();
        let known = self.verified.get(token);
        let new = known.is_none();
        let claims = match known {
            Some(claims) => claims,
            None => self.decode(token).await?,
        };
        if claims.exp <= now {
            return Err(Refused::NoToken);
        }
        if new {
            self.verified.keep(token, &claims, now);
        }
        Ok(claims)
    }

    /// What a token with a good signature says.
    async fn decode(&self, token: &str) -> Result<AccessClaims, Refused> {
        let key = self.key(&key_id(token)?).await?;
        read(token, &key, &self.issuer)
    }

    async fn key(&self, kid: &str) -> Result<DecodingKey, Refused> {
        if let Some(key) = self.known(kid) {
            return Ok(key);
        }
        let mut asked = self.asked.lock().await;
        if let Some(key) = self.known(kid) {
            return Ok(key);
        }
        let now = self.clock.now();
        if asked.is_some_and(|at| now - at < ASK_AGAIN) {
            return Err(Refused::NoToken);
        }
        let set = self.authority.keys().await?;
        // Noted only when auth answered: while it is away nobody is told that a good token is bad.
        *asked = Some(now);
        let keys = set.keys.iter().filter_map(|jwk| {
            let key = DecodingKey::from_jwk(jwk).ok()?;
            Some((jwk.common.key_id.clone()?, key))
        });
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = keys.collect();
        self.verified.forget();
        self.known(kid).ok_or(Refused::NoToken)
    }

    fn known(&self, kid: &str) -> Option<DecodingKey> {
        self.keys.read().unwrap_or_else(PoisonError::into_inner).get(kid).cloned()
    }

    /// What Redis knows; None when it knows nothing or is away, and the authority must be asked.
    async fn cached_standing(&self, query: &SessionQuery) -> Result<Option<Standing>, Refused> {
        let keys = [
            SessionKeys::session(query.session),
            SessionKeys::revoked(query.session),
            SessionKeys::epoch(query.user),
        ];
        let values = match self.redis.get_many(&keys).await {
            Ok(values) => values,
            // That Redis is away was told when it went.
            Err(RedisError::Away(_)) => return Ok(None),
            Err(error) => {
                tracing::warn!(%error, "sessions are checked in the database");
                return Ok(None);
            }
        };
        let [record, revoked, epoch] = <[_; 3]>::try_from(values).unwrap_or_default();
        let epoch = epoch.and_then(|bytes| String::from_utf8(bytes).ok()?.parse::<u64>().ok());
        if revoked.is_some() || epoch.is_some_and(|epoch| epoch > query.epoch) {
            return Err(Refused::SessionEnded);
        }
        let Some(record) = record.and_then(|bytes| serde_json::from_slice::<SessionRecord>(&bytes).ok())
        else {
            return Ok(None);
        };
        if record.user != query.user || record.epoch > query.epoch {
            return Err(Refused::SessionEnded);
        }
        Ok(Some(Standing { account: record.account, platform_role: record.platform_role }))
    }
}

/// The id of the key that a token says it was signed with.
pub(crate) fn key_id(token: &str) -> Result<String, Refused> {
    let header = jsonwebtoken::decode_header(token).map_err(|_| Refused::NoToken)?;
    header.kid.filter(|_| header.alg == Algorithm::EdDSA).ok_or(Refused::NoToken)
}

/// What a token says that was signed with this key for our API; its life is the caller's to check.
pub(crate) fn read(token: &str, key: &DecodingKey, issuer: &str) -> Result<AccessClaims, Refused> {
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.validate_exp = false;
    validation.set_audience(&[AccessClaims::AUDIENCE]);
    validation.set_issuer(&[issuer]);
    let decoded = jsonwebtoken::decode::<AccessClaims>(token, key, &validation);
    Ok(decoded.map_err(|_| Refused::NoToken)?.claims)
}
