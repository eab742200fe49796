use std::time::Duration;

use deadpool_redis::{
    Config, Pool, Runtime,
    redis::{
        AsyncCommands as _, Client, ExistenceCheck, FromRedisValue, Pipeline, Script, SetExpiry, SetOptions,
        aio::{ConnectionManager, ConnectionManagerConfig},
        cmd,
    },
};
use secrecy::ExposeSecret as _;
use uuid::Uuid;

use crate::Process;

/// Redis did not do what it was asked. Redis holds only what may vanish, so callers go on without it.
#[derive(Debug, thiserror::Error)]
pub enum RedisError {
    /// A command failed or took too long.
    #[error("redis command failed")]
    Command(#[from] deadpool_redis::redis::RedisError),
    /// No connection could be had.
    #[error("no redis connection")]
    Connection(#[from] deadpool_redis::PoolError),
    /// The address is unusable.
    #[error("redis address: {0}")]
    Address(String),
}

/// Redis behind the deployment's key prefix: callers name keys as product section 8 does. Commands share one pipelined
/// connection that reconnects by itself; locks take a connection of their own.
#[derive(Clone)]
pub struct Redis {
    shared: ConnectionManager,
    pool: Pool,
    prefix: String,
}

/// A command that takes longer counts as failed: Redis is here to save time.
const PATIENCE: Duration = Duration::from_millis(500);

impl Redis {
    /// Opens no connection yet, so a process starts while Redis is away. Needs a runtime.
    ///
    /// # Errors
    /// When the address is unusable.
    pub fn connect(process: &Process) -> Result<Self, RedisError> {
        let url = process.redis_url.expose_secret();
        let address = |error: &dyn std::fmt::Display| RedisError::Address(error.to_string());
        let client = Client::open(url).map_err(|error| address(&error))?;
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(PATIENCE))
            .set_response_timeout(Some(PATIENCE))
            .set_number_of_retries(1)
            .set_max_delay(Duration::from_millis(200));
        let shared = ConnectionManager::new_lazy_with_config(client, config)?;
        let pool = Config::from_url(url)
            .builder()
            .map_err(|error| address(&error))?
            .max_size(process.redis_pool_size)
            .wait_timeout(Some(PATIENCE))
            .create_timeout(Some(PATIENCE))
            .recycle_timeout(Some(PATIENCE))
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|error| address(&error))?;
        Ok(Self { shared, pool, prefix: process.redis_key_prefix.clone() })
    }

    /// A key with the deployment's prefix, for pipelines and scripts built by the caller.
    #[must_use]
    pub fn key(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }

    /// Reads a value.
    ///
    /// # Errors
    /// When Redis is away.
    pub async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, RedisError> {
        Ok(self.shared.clone().get(self.key(key)).await?)
    }

    /// Reads values in one round trip, in order.
    ///
    /// # Errors
    /// When Redis is away.
    pub async fn get_many(&self, keys: &[String]) -> Result<Vec<Option<Vec<u8>>>, RedisError> {
        let keys: Vec<String> = keys.iter().map(|key| self.key(key)).collect();
        Ok(self.shared.clone().mget(keys).await?)
    }

    /// Writes a value that vanishes after `ttl`.
    ///
    /// # Errors
    /// When Redis is away.
    pub async fn set(&self, key: &str, value: &[u8], ttl: Duration) -> Result<(), RedisError> {
        Ok(self.shared.clone().pset_ex(self.key(key), value, millis(ttl)).await?)
    }

    /// Writes a value unless there is one; tells whether it was written.
    ///
    /// # Errors
    /// When Redis is away.
    pub async fn set_if_absent(&self, key: &str, value: &[u8], ttl: Duration) -> Result<bool, RedisError> {
        let options = SetOptions::default()
            .conditional_set(ExistenceCheck::NX)
            .with_expiration(SetExpiry::PX(millis(ttl)));
        let answer: Option<String> = self.shared.clone().set_options(self.key(key), value, options).await?;
        Ok(answer.is_some())
    }

    /// Deletes keys.
    ///
    /// # Errors
    /// When Redis is away.
    pub async fn delete(&self, keys: &[String]) -> Result<(), RedisError> {
        if keys.is_empty() {
            return Ok(());
        }
        let keys: Vec<String> = keys.iter().map(|key| self.key(key)).collect();
        Ok(self.shared.clone().del(keys).await?)
    }

    /// Gives a key a new time to live.
    ///
    /// # Errors
    /// When Redis is away.
    pub async fn touch(&self, key: &str, ttl: Duration) -> Result<(), RedisError> {
        let ttl = i64::try_from(ttl.as_millis()).unwrap_or(i64::MAX);
        Ok(self.shared.clone().pexpire(self.key(key), ttl).await?)
    }

    /// Runs a pipeline whose keys went through [`Redis::key`].
    ///
    /// # Errors
    /// When Redis is away.
    pub async fn run<T: FromRedisValue>(&self, pipeline: &Pipeline) -> Result<T, RedisError> {
        Ok(pipeline.query_async(&mut self.shared.clone()).await?)
    }

    /// Runs a script; the prefix is put before its keys.
    ///
    /// # Errors
    /// When Redis is away or the script fails.
    pub async fn script<T: FromRedisValue>(
        &self,
        script: &Script,
        keys: &[String],
        arguments: &[&[u8]],
    ) -> Result<T, RedisError> {
        let mut invocation = script.prepare_invoke();
        for key in keys {
            invocation.key(self.key(key));
        }
        for argument in arguments {
            invocation.arg(*argument);
        }
        Ok(invocation.invoke_async(&mut self.shared.clone()).await?)
    }

    /// Takes a lock, or nothing when somebody holds it. It lapses after `ttl` unless renewed.
    ///
    /// # Errors
    /// When Redis is away.
    pub async fn lock(&self, key: &str, ttl: Duration) -> Result<Option<Lock>, RedisError> {
        let token = Uuid::new_v4().to_string();
        if self.set_if_absent(key, token.as_bytes(), ttl).await? {
            Ok(Some(Lock { redis: self.clone(), key: self.key(key), token, ttl }))
        } else {
            Ok(None)
        }
    }

    /// Whether Redis answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), RedisError> {
        let mut connection = self.pool.get().await?;
        Ok(cmd("PING").query_async(&mut connection).await?)
    }
}

/// A lock that is held until released or lapsed. Redis may lose it: what must not happen twice is guarded by the database.
pub struct Lock {
    redis: Redis,
    key: String,
    token: String,
    ttl: Duration,
}

const RENEW: &str = "if redis.call('GET', KEYS[1]) == ARGV[1] then
    return redis.call('PEXPIRE', KEYS[1], ARGV[2]) else return 0 end";
const RELEASE: &str = "if redis.call('GET', KEYS[1]) == ARGV[1] then
    return redis.call('DEL', KEYS[1]) else return 0 end";

impl Lock {
    /// Starts the time to live anew; false when the lock was lost.
    ///
    /// # Errors
    /// When Redis is away.
    pub async fn renew(&self) -> Result<bool, RedisError> {
        let mut connection = self.redis.pool.get().await?;
        let script = Script::new(RENEW);
        Ok(script.key(&self.key).arg(&self.token).arg(millis(self.ttl)).invoke_async(&mut connection).await?)
    }

    /// Gives the lock back.
    ///
    /// # Errors
    /// When Redis is away; the lock lapses then.
    pub async fn release(self) -> Result<(), RedisError> {
        let mut connection = self.redis.pool.get().await?;
        let script = Script::new(RELEASE);
        script.key(&self.key).arg(&self.token).invoke_async::<i64>(&mut connection).await?;
        Ok(())
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
