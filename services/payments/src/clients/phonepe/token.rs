use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use primitives::Clock;
use reqwest::{Method, header::HeaderValue};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;
use time::{Duration, OffsetDateTime};
use tokio::sync::watch;

use super::{
    Credentials, ProviderError, Settings,
    http::{self, Http, Reply},
    wire::integer,
};

/// An access token of the provider.
pub struct Token {
    header: SecretString,
    renew_at: OffsetDateTime,
    expires_at: OffsetDateTime,
}

/// The token of one environment and client, fetched by one call at a time: whoever needs one meanwhile shares what comes of
/// it, and whoever walks away leaves it to the others.
pub struct Tokens {
    http: Http,
    url: String,
    credentials: Option<Credentials>,
    timeout: std::time::Duration,
    clock: Clock,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    held: Option<Arc<Token>>,
    failed: Option<(OffsetDateTime, ProviderError)>,
    flight: Option<Flight>,
}

type Outcome = Result<Arc<Token>, ProviderError>;
/// A call that is under way, as long as its sender lives.
type Flight = watch::Receiver<Option<Outcome>>;

/// A token is renewed at half its life, or this long before its end if that is earlier.
const AHEAD: Duration = Duration::minutes(5);
/// A failure is believed for this long, so that nobody queues up at a host that is away.
const BELIEVED: Duration = Duration::seconds(2);

impl Tokens {
    pub fn new(http: Http, settings: &Settings, clock: Clock) -> Self {
        Self {
            http,
            url: format!("{}/v1/oauth/token", settings.auth_base.as_str().trim_end_matches('/')),
            credentials: settings.credentials.clone(),
            timeout: settings.timeout,
            clock,
            state: Mutex::default(),
        }
    }

    pub fn has_credentials(&self) -> bool {
        self.credentials.is_some()
    }

    /// The token to use. One that is renewed ahead of its end is used on meanwhile.
    pub async fn current(self: &Arc<Self>) -> Outcome {
        let now = self.clock.now();
        let flight = {
            let mut state = self.state();
            match state.held.clone().filter(|token| now < token.expires_at) {
                Some(token) => {
                    if token.renew_at <= now {
                        // Nobody waits for it; what comes of it is kept.
                        let _ = self.flight(&mut state);
                    }
                    return Ok(token);
                }
                None => self.flight(&mut state)?,
            }
        };
        landed(flight).await
    }

    /// Another token than the one that the provider refused.
    pub async fn instead_of(self: &Arc<Self>, refused: &Token) -> Outcome {
        let flight = {
            let mut state = self.state();
            match &state.held {
                Some(token) if token.header() != refused.header() => return Ok(token.clone()),
                Some(_) | None => self.flight(&mut state)?,
            }
        };
        landed(flight).await
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The call that is under way, or a new one.
    fn flight(self: &Arc<Self>, state: &mut State) -> Result<Flight, ProviderError> {
        if let Some(flight) = state.flight.as_ref().filter(|flight| flight.has_changed().is_ok()) {
            return Ok(flight.clone());
        }
        let now = self.clock.now();
        if let Some((_, error)) = state.failed.as_ref().filter(|(at, _)| (*at..*at + BELIEVED).contains(&now))
        {
            return Err(error.clone());
        }
        let (outcome, flight) = watch::channel(None);
        let tokens = self.clone();
        tokio::spawn(async move { outcome.send_replace(Some(tokens.renew().await)) });
        state.flight = Some(flight.clone());
        Ok(flight)
    }

    async fn renew(&self) -> Outcome {
        let fetched = tokio::time::timeout(self.timeout, self.fetch()).await;
        let fetched = fetched.unwrap_or_else(|_| Err(ProviderError::away("no answer in time")));
        let mut state = self.state();
        match fetched {
            Ok(token) => {
                let token = Arc::new(token);
                (state.held, state.failed) = (Some(token.clone()), None);
                Ok(token)
            }
            Err(error) => {
                if state.held.is_some() {
                    tracing::warn!(%error, "the provider's token could not be renewed");
                }
                state.failed = Some((self.clock.now(), error.clone()));
                Err(error)
            }
        }
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

async fn landed(mut flight: Flight) -> Outcome {
    let outcome = flight.wait_for(Option::is_some).await.ok().and_then(|outcome| outcome.clone());
    outcome.unwrap_or_else(|| Err(ProviderError::away("the token call was cut off")))
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
    let header = format!("{kind} {token}");
    // One that cannot be sent would be kept, and every call fail until it is renewed.
    HeaderValue::from_str(&header).ok()?;
    Some(Token { header: header.into(), renew_at: renew_at(issued_at, expires_at), expires_at })
}

/// What holds for whatever is answered to the call for a token: who gets one can send it until it ends.
#[cfg(any(test, fuzzing))]
pub fn assert_sound_token(body: &Value) {
    let now = time::macros::datetime!(2026-03-01 10:00 UTC);
    let Some(token) = read(body, now) else { return };
    assert_eq!(Some(token.expires_at.unix_timestamp()), integer(&body["expires_at"]));
    assert!(body["access_token"].as_str().is_some_and(|text| token.header().ends_with(text)));
    assert!(HeaderValue::from_str(token.header()).is_ok(), "{:?}", token.header());
    let issued_at = integer(&body["issued_at"]).and_then(|at| OffsetDateTime::from_unix_timestamp(at).ok());
    let issued_at = issued_at.unwrap_or(now);
    if issued_at <= token.expires_at {
        assert!((issued_at..=token.expires_at).contains(&token.renew_at), "{}", token.renew_at);
    }
}

/// A life of less than ten minutes has no five minutes to spare: then half of it decides alone.
fn renew_at(issued_at: OffsetDateTime, expires_at: OffsetDateTime) -> OffsetDateTime {
    let half: OffsetDateTime = issued_at + (expires_at - issued_at) / 2;
    let ahead = expires_at.checked_sub(AHEAD).filter(|ahead| *ahead > issued_at);
    ahead.map_or(half, |ahead| half.min(ahead))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;
    use testkit::arbitrary::{changed, json_with};
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
        for useless in ["", "t\n", "t\u{7f}"] {
            let body = json!({ "access_token": useless, "expires_at": expires_at });
            assert!(read(&body, ISSUED).is_none(), "{useless:?}");
        }
    }

    proptest! {
        #[test]
        fn any_answer_is_a_token_that_is_renewed_before_its_end_or_none(
            body in prop_oneof![
                json_with(&["access_token", "expires_at", "issued_at", "token_type"]),
                changed(json!({ "access_token": "t", "expires_at": 1_772_366_400, "issued_at": 1_772_359_200, "token_type": "O-Bearer" })),
            ],
        ) {
            assert_sound_token(&body);
        }

        #[test]
        fn no_time_that_a_token_may_tell_is_too_much(expires_at: i64, issued_at: i64, day in -377_705_116_800..=253_402_300_799_i64) {
            for (expires_at, issued_at) in [(expires_at, issued_at), (day, issued_at), (-377_705_116_800, day), (day, day)] {
                let body = json!({ "access_token": "t", "expires_at": expires_at, "issued_at": issued_at });
                assert_sound_token(&body);
            }
        }
    }
}
