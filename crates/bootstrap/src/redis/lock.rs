use std::{sync::LazyLock, time::Duration};

use deadpool_redis::redis::Script;
use tokio::runtime::Handle;
use uuid::Uuid;

use super::{Redis, RedisError, millis};

/// A lock that is held until released, dropped or lapsed. Redis may lose it: what must not happen twice is guarded by the
/// database.
pub struct Lock {
    redis: Redis,
    key: String,
    token: String,
    ttl: Duration,
    released: bool,
}

static RENEW: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "if redis.call('GET', KEYS[1]) == ARGV[1] then
             return redis.call('PEXPIRE', KEYS[1], ARGV[2]) else return 0 end",
    )
});

static RELEASE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "if redis.call('GET', KEYS[1]) == ARGV[1] then
             return redis.call('DEL', KEYS[1]) else return 0 end",
    )
});

impl Lock {
    pub(super) async fn take(redis: &Redis, key: &str, ttl: Duration) -> Result<Option<Self>, RedisError> {
        let token = Uuid::new_v4().to_string();
        let free = redis.set_if_absent(key, token.as_bytes(), ttl).await?;
        Ok(free.then(|| Self { redis: redis.clone(), key: key.to_owned(), token, ttl, released: false }))
    }

    /// Starts the time to live anew; false when the lock was lost.
    ///
    /// # Errors
    /// When Redis is away.
    pub async fn renew(&self) -> Result<bool, RedisError> {
        let life = millis(self.ttl).to_string();
        let arguments = [self.token.as_bytes(), life.as_bytes()];
        self.redis.script(&RENEW, std::slice::from_ref(&self.key), &arguments).await
    }

    /// Gives the lock back.
    ///
    /// # Errors
    /// When Redis is away; the lock lapses then.
    pub async fn release(mut self) -> Result<(), RedisError> {
        self.released = true;
        release(self.redis.clone(), self.key.clone(), self.token.clone()).await
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let (false, Ok(runtime)) = (self.released, Handle::try_current()) {
            runtime.spawn(release(self.redis.clone(), self.key.clone(), self.token.clone()));
        }
    }
}

async fn release(redis: Redis, key: String, token: String) -> Result<(), RedisError> {
    redis.script::<i64>(&RELEASE, &[key], &[token.as_bytes()]).await?;
    Ok(())
}
