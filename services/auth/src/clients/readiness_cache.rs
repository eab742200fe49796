use std::time::Duration;

use bootstrap::Redis;
use futures::future::try_join_all;
use primitives::{UserId, WorkspaceId};

use crate::domain::readiness::{Access, Progress};

/// Answers of payments and onboarding about somebody who is fully ready; others change too soon to be kept.
#[derive(Clone)]
pub struct ReadinessCache {
    redis: Redis,
}

const KEPT: Duration = Duration::from_secs(30);
/// An answer asked for before a change must not be kept after it: its place is taken for longer than a check may take.
const FORGOTTEN: Duration = Duration::from_secs(6);
const TAKEN: &[u8] = b"";

fn key(user: UserId, workspace: WorkspaceId) -> String {
    format!("auth:verify:{user}:{workspace}")
}

impl ReadinessCache {
    pub fn new(redis: Redis) -> Self {
        Self { redis }
    }

    pub async fn get(&self, user: UserId, workspace: WorkspaceId) -> Option<(Access, Progress)> {
        match self.redis.get(&key(user, workspace)).await {
            Ok(bytes) => serde_json::from_slice(&bytes?).ok(),
            Err(error) => {
                tracing::warn!(%error, "readiness is asked for anew");
                None
            }
        }
    }

    pub async fn keep(&self, user: UserId, workspace: WorkspaceId, standing: &(Access, Progress)) {
        let Ok(bytes) = serde_json::to_vec(standing) else { return };
        if let Err(error) = self.redis.set_if_absent(&key(user, workspace), &bytes, KEPT).await {
            tracing::warn!(%error, "readiness was not kept");
        }
    }

    pub async fn forget(&self, users: &[UserId], workspace: WorkspaceId) {
        let places: Vec<String> = users.iter().map(|user| key(*user, workspace)).collect();
        let taken = try_join_all(places.iter().map(|place| self.redis.set(place, TAKEN, FORGOTTEN))).await;
        if let Err(error) = taken {
            tracing::warn!(%error, "readiness that has changed is kept");
        }
    }
}
