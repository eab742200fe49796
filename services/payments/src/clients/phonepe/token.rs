use std::sync::{Arc, PoisonError, RwLock};

use primitives::Clock;
use reqwest::Method;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;
use time::{Duration, OffsetDateTime};
use tokio::sync::Mutex;
use url::Url;

use super::{
    Credentials, ProviderError,
    http::{self, Http, Reply},
    wire::integer,
};

/// An access token of the provider.
#[derive(Clone)]
pub struct Token {
    header: SecretString,
    renew_at: OffsetDateTime,
}

/// The token of one environment and client: renewed ahead of time, by one caller while the others wait.
pub struct Tokens {
    http: Http,
    url: String,
    credentials: Option<Credentials>,
    clock: Clock,
    held: RwLock<Option<Arc<Token>>>,
    renewing: Mutex<()>,
}

/// A token is renewed at half its life, or this long before its end if that is earlier.
const AHEAD: Duration = Duration::minutes(5);
/// A token that could not be renewed is used on for this long before the next try.
const STALE: Duration = Duration::seconds(30);

impl Tokens {
    pub fn new(http: Http, auth_base: &Url, credentials: Option<Credentials>, clock: Clock) -> Self {
        let url = format!("{}/v1/oauth/token", auth_base.as_str().trim_end_matches('/'));
        Self { http, url, credentials, clock, held: RwLock::default(), renewing: Mutex::default() }
    }

    pub fn has_credentials(&self) -> bool {
        self.credentials.is_some()
    }

    /// The token to use. When renewing fails, the one at hand is used on: the provider says when it is void.
    pub async fn current(&self) -> Result<Arc<Token>, ProviderError> {
        let fresh = |token: &Arc<Token>| self.clock.now() < token.renew_at;
        if let Some(token) = self.held().filter(fresh) {
            return Ok(token);
        }
        let _single = self.renewing.lock().await;
        let held = self.held();
        if let Some(token) = held.clone().filter(fresh) {
            return Ok(token);
        }
        match (self.fetch().await, held) {
            (Ok(token), _) => Ok(self.hold(token)),
            (Err(error), Some(stale)) => {
                tracing::warn!(%error, "the provider's token could not be renewed and is used on");
                let renew_at = self.clock.now() + STALE;
                Ok(self.hold(Token { renew_at, ..Token::clone(&stale) }))
            }
            (Err(error), None) => Err(error),
        }
    }

    /// Another token than the one that the provider refused.
    pub async fn instead_of(&self, refused: &Token) -> Result<Arc<Token>, ProviderError> {
        let _single = self.renewing.lock().await;
        let other = self.held().filter(|held| held.header() != refused.header());
        match other {
            Some(token) => Ok(token),
            None => Ok(self.hold(self.fetch().await?)),
        }
    }

    fn held(&self) -> Option<Arc<Token>> {
        self.held.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn hold(&self, token: Token) -> Arc<Token> {
        let token = Arc::new(token);
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = Some(token.clone());
        token
    }

    async fn fetch(&self) -> Result<Token, ProviderError> {
        let credentials = self.credentials.as_ref().ok_or(ProviderError::Credentials)?;
        let reply = self.http.patiently(|| self.ask(credentials)).await?;
        let body = reply.accepted().map_err(|error| match error {
            // A wrong id or secret is told with either.
            ProviderError::Refused { status: 400 | 401, .. } => ProviderError::Credentials,
            ProviderError::Refused { .. } | ProviderError::Credentials | ProviderError::Away { .. } => error,
        })?;
        read(&body, self.clock.now()).ok_or_else(|| ProviderError::unreadable("a token"))
    }

    async fn ask(&self, credentials: &Credentials) -> Result<Reply, ProviderError> {
        let version = credentials.version.to_string();
        let form = [
            ("client_id", credentials.id.expose_secret()),
            ("client_version", &version),
            ("client_secret", credentials.secret.expose_secret()),
            ("grant_type", "client_credentials"),
        ];
        http::send(self.http.request(Method::POST, &self.url).form(&form)).await
    }
}

impl Token {
    /// The value of `Authorization`.
    pub fn header(&self) -> &str {
        self.header.expose_secret()
    }
}

fn read(body: &Value, now: OffsetDateTime) -> Option<Token> {
    let token = body["access_token"].as_str().filter(|token| !token.is_empty())?;
    let kind = body["token_type"].as_str().unwrap_or("O-Bearer");
    let seconds = |name: &str| OffsetDateTime::from_unix_timestamp(integer(&body[name])?).ok();
    // expires_in is null or wrong in the provider's own samples.
    let expires_at = seconds("expires_at")?;
    let issued_at = seconds("issued_at").unwrap_or(now);
    Some(Token { header: format!("{kind} {token}").into(), renew_at: renew_at(issued_at, expires_at) })
}

/// A life of less than ten minutes has no five minutes to spare: then half of it decides alone.
fn renew_at(issued_at: OffsetDateTime, expires_at: OffsetDateTime) -> OffsetDateTime {
    let half: OffsetDateTime = issued_at + (expires_at - issued_at) / 2;
    let ahead = expires_at - AHEAD;
    if ahead > issued_at { half.min(ahead) } else { half }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use time::macros::datetime;

    use super::*;

    const ISSUED: OffsetDateTime = datetime!(2026-03-01 10:00 UTC);

    #[test]
    fn a_token_is_renewed_at_half_life_or_five_minutes_before_its_end() {
        let at = |life: Duration| renew_at(ISSUED, ISSUED + life) - ISSUED;
        assert_eq!(at(Duration::hours(24)), Duration::hours(12));
        assert_eq!(at(Duration::minutes(10)), Duration::minutes(5));
        assert_eq!(at(Duration::minutes(8)), Duration::minutes(3));
        assert_eq!(at(Duration::minutes(2)), Duration::minutes(1));
    }

    #[test]
    fn only_expires_at_says_when_a_token_ends() {
        let expires_at = (ISSUED + Duration::hours(2)).unix_timestamp();
        let body =
            json!({ "access_token": "t", "expires_in": null, "expires_at": expires_at, "issued_at": null });
        let token = read(&body, ISSUED).unwrap();
        assert_eq!(token.header(), "O-Bearer t");
        assert_eq!(token.renew_at, ISSUED + Duration::hours(1));
        assert!(read(&json!({ "access_token": "t", "expires_in": 3600 }), ISSUED).is_none());
        assert!(read(&json!({ "access_token": "", "expires_at": expires_at }), ISSUED).is_none());
    }
}
