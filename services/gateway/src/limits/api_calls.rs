use std::{
    collections::HashMap,
    mem,
    sync::{LazyLock, Mutex, PoisonError},
};

use bootstrap::{Redis, RedisError};
use deadpool_redis::redis::Script;
use futures::future::join_all;
use primitives::WorkspaceId;

use super::{key, rows::API_CALLS};

/// How much of its plan a workspace uses by programs (product 3). No answer waits for the count: calls are noted here and
/// added to those of the other gateways once in a while. What a process has noted when it dies is not counted.
pub struct ApiCalls {
    redis: Redis,
    noted: Mutex<HashMap<WorkspaceId, u64>>,
    /// Held while noted calls are on their way to Redis, so that whoever reads finds them there.
    adding: tokio::sync::Mutex<()>,
}

/// Adds to a count, which begins anew an hour after it began.
static ADD: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "local count = redis.call('INCRBY', KEYS[1], ARGV[1])
        if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
        return count",
    )
});

impl ApiCalls {
    pub fn new(redis: Redis) -> Self {
        Self { redis, noted: Mutex::default(), adding: tokio::sync::Mutex::default() }
    }

    /// Counts a call; refuses nothing.
    pub fn note(&self, workspace: WorkspaceId) {
        *self.noted.lock().unwrap_or_else(PoisonError::into_inner).entry(workspace).or_default() += 1;
    }

    /// Adds to Redis what was noted. While Redis is away, calls are not counted.
    pub async fn add(&self) {
        let _adding = self.adding.lock().await;
        let noted = mem::take(&mut *self.noted.lock().unwrap_or_else(PoisonError::into_inner));
        let added = join_all(noted.into_iter().map(|(workspace, calls)| self.add_to(workspace, calls))).await;
        match added.into_iter().collect::<Result<(), RedisError>>() {
            // That Redis is away was told when it went.
            Ok(()) | Err(RedisError::Away(_)) => {}
            Err(error) => tracing::warn!(%error, "calls by programs were not counted"),
        }
    }

    /// Calls of a workspace in this hour; None when it cannot be told.
    pub async fn of(&self, workspace: WorkspaceId) -> Option<u64> {
        self.add().await;
        let count = self.redis.get(&count_of(workspace)).await.ok()?;
        count.map_or(Some(0), |count| String::from_utf8(count).ok()?.parse().ok())
    }

    async fn add_to(&self, workspace: WorkspaceId, calls: u64) -> Result<(), RedisError> {
        let (calls, window) = (calls.to_string(), API_CALLS.window.as_millis().to_string());
        let arguments = [calls.as_bytes(), window.as_bytes()];
        self.redis.script::<u64>(&ADD, &[count_of(workspace)], &arguments).await?;
        Ok(())
    }
}

fn count_of(workspace: WorkspaceId) -> String {
    key(API_CALLS.name, &workspace.to_string())
}
