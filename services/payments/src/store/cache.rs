use std::time::Duration;

use bootstrap::Redis;
use primitives::WorkspaceId;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{subscriptions, transactions};
use crate::domain::OrderId;

/// Copies of answers in Redis. All of them may vanish at any time, and Redis with them.
#[derive(Clone)]
pub struct Cache {
    redis: Redis,
}

/// What a workspace's access follows from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Standing {
    pub subscription: Option<subscriptions::Row>,
    pub last_payment: Option<String>,
}

/// What somebody who polls is told about.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Polled {
    pub payment: transactions::Row,
    pub subscription: Option<subscriptions::Row>,
}

const STANDING: Duration = Duration::from_secs(30);
const POLLED_PENDING: Duration = Duration::from_secs(5);
const POLLED_SETTLED: Duration = Duration::from_secs(15);
const WEBHOOK: Duration = Duration::from_secs(300);
/// An answer read before a change must not be written after it: the place is taken for this long.
const CHANGED: Duration = Duration::from_secs(3);
const TAKEN: &[u8] = b"";

impl Cache {
    pub fn new(redis: Redis) -> Self {
        Self { redis }
    }

    pub async fn standing(&self, workspace: WorkspaceId) -> Option<Standing> {
        self.get(&access_key(workspace)).await
    }

    pub async fn keep_standing(&self, workspace: WorkspaceId, standing: &Standing) {
        self.keep(&access_key(workspace), standing, STANDING).await;
    }

    pub async fn polled(&self, order: &OrderId) -> Option<Polled> {
        self.get(&status_key(order)).await
    }

    pub async fn keep_polled(&self, order: &OrderId, polled: &Polled, settled: bool) {
        let ttl = if settled { POLLED_SETTLED } else { POLLED_PENDING };
        self.keep(&status_key(order), polled, ttl).await;
    }

    /// A workspace's subscription or payments have changed, and this is committed.
    pub async fn changed(&self, workspace: WorkspaceId, order: Option<&OrderId>) {
        let keys = [Some(access_key(workspace)), order.map(status_key)];
        for key in keys.into_iter().flatten() {
            if let Err(error) = self.redis.set(&key, TAKEN, CHANGED).await {
                tracing::warn!(%error, "a copy in redis could not be dropped and lapses by itself");
            }
        }
    }

    /// Whether a webhook was stored a short while ago.
    pub async fn knows_webhook(&self, dedupe_key: &str) -> bool {
        matches!(self.redis.get(&webhook_key(dedupe_key)).await, Ok(Some(_)))
    }

    /// Called when it is committed.
    pub async fn keep_webhook(&self, dedupe_key: &str) {
        // Without it the unique row decides.
        let _ = self.redis.set(&webhook_key(dedupe_key), b"1", WEBHOOK).await;
    }

    async fn get<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        let bytes = self.redis.get(key).await.ok().flatten()?;
        serde_json::from_slice(&bytes).ok()
    }

    async fn keep<T: Serialize>(&self, key: &str, value: &T, ttl: Duration) {
        let Ok(bytes) = serde_json::to_vec(value) else { return };
        // A copy that cannot be written is read from the database.
        let _ = self.redis.set_if_absent(key, &bytes, ttl).await;
    }
}

fn access_key(workspace: WorkspaceId) -> String {
    format!("pay:access:{workspace}")
}

fn status_key(order: &OrderId) -> String {
    format!("pay:status:{order}")
}

fn webhook_key(dedupe_key: &str) -> String {
    format!("pay:webhook:{dedupe_key}")
}
