//! How the tokens of a session reach the client.

use actix_web::HttpResponseBuilder;
use contracts::auth::v1::{Client, TokenPair};
use principal::Origin;
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};
use utoipa::ToSchema;

use crate::{
    context::Gateway,
    error::GatewayError,
    http::{cookies, wire},
};

/// Where the tokens are put: in cookies that no script can read, or in the body for clients that are no browsers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    Cookie,
    Body,
}

/// The tokens, or only their life when they went into cookies.
#[derive(Serialize, ToSchema)]
pub struct Tokens {
    /// Seconds until the access token ends; null at sign-up where the address has to be confirmed before signing in.
    expires_in: Option<i64>,
    /// Null unless delivery is body.
    access_token: Option<String>,
    /// Null unless delivery is body.
    refresh_token: Option<String>,
    /// `Bearer` with tokens in the body, else null.
    token_type: Option<&'static str>,
}

impl Tokens {
    /// Nobody is signed in yet.
    pub fn none() -> Self {
        Self { expires_in: None, access_token: None, refresh_token: None, token_type: None }
    }
}

/// Puts a pair where the client wants it.
pub async fn deliver(
    gateway: &Gateway,
    answer: &mut HttpResponseBuilder,
    pair: Option<TokenPair>,
    delivery: Delivery,
) -> Result<Tokens, GatewayError> {
    let pair = wire::given(pair, "tokens")?;
    let left = |until: OffsetDateTime| (until - gateway.clock.now()).max(Duration::ZERO);
    let expires_in = left(wire::time(pair.access_expires_at, "access_expires_at")?).whole_seconds();
    let life = left(wire::time(pair.refresh_expires_at, "refresh_expires_at")?);
    gateway.known_tokens.note(&pair.refresh_token, &pair.session_id, life.unsigned_abs()).await;
    match delivery {
        Delivery::Cookie => {
            cookies::keep(answer, &pair.access_token, &pair.refresh_token, life);
            Ok(Tokens { expires_in: Some(expires_in), ..Tokens::none() })
        }
        Delivery::Body => Ok(Tokens {
            expires_in: Some(expires_in),
            access_token: Some(pair.access_token),
            refresh_token: Some(pair.refresh_token),
            token_type: Some("Bearer"),
        }),
    }
}

/// Where the caller sits, for session lists and audit.
pub fn client(origin: &Origin) -> Option<Client> {
    let (ip, user_agent) = (origin.ip.clone(), origin.user_agent.clone());
    Some(Client { ip: ip.unwrap_or_default(), user_agent: user_agent.unwrap_or_default() })
}
