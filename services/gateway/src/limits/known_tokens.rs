use std::time::Duration;

use bootstrap::Redis;
use sha2::{Digest as _, Sha256};

/// The sessions of the refresh tokens that passed through here: renewing is counted by session, and only tokens that
/// nobody was given are counted by address, so that no guesser keeps the neighbours from renewing.
pub struct KnownTokens {
    redis: Redis,
}

impl KnownTokens {
    pub fn new(redis: Redis) -> Self {
        Self { redis }
    }

    /// The session of a token, as far as it is known.
    pub async fn session_of(&self, token: &str) -> Option<String> {
        match self.redis.get(&key(token)).await {
            Ok(session) => String::from_utf8(session?).ok(),
            Err(error) => {
                tracing::debug!(%error, "renewals are counted by address");
                None
            }
        }
    }

    /// Notes a token that is handed out.
    pub async fn note(&self, token: &str, session: &str, life: Duration) {
        if let Err(error) = self.redis.set(&key(token), session.as_bytes(), life).await {
            tracing::debug!(%error, "a renewal will be counted by address");
        }
    }

    /// Forgets a token that was replaced.
    pub async fn forget(&self, token: &str) {
        if let Err(error) = self.redis.delete(&[key(token)]).await {
            tracing::debug!(%error, "a replaced token stays known while it would have lived");
        }
    }
}

fn key(token: &str) -> String {
    format!("gw:refresh:{}", hex::encode(Sha256::digest(token)))
}
