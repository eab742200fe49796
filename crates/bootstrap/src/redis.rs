use std::time::Duration;

use deadpool_redis::{
    Config, Pool, Runtime,
    redis::{Client, Cmd, ExistenceCheck, FromRedisValue, Script, SetExpiry, SetOptions, cmd},
};
use secrecy::ExposeSecret as _;

use self::line::Line;
pub use self::lock::Lock;
use crate::Process;

mod line;
mod lock;

/// Redis did not do what it was asked. Redis holds only what may vanish, so callers go on without it.
#[derive(Debug, thiserror::Error)]
pub enum RedisError {
    /// It did not answer a moment ago, and nobody waits for it until it does.
    #[error("redis is away: {0}")]
    Away(deadpool_redis::redis::RedisError),
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
/// connection; locks take one of their own. While Redis is away, callers are told so without waiting.
#[derive(Clone)]
pub struct Redis {
    line: Line,
    pool: Pool,
    prefix: String,
}

/// A command that takes longer counts as failed: Redis is here to save time.
const PATIENCE: Duration = Duration::from_millis(500);

impl Redis {
    /// Does not wait for a connection, so a process starts while Redis is away. Needs a runtime.
    ///
    /// # Errors
    /// When the address is unusable.
    pub fn connect(process: &Process) -> Result<Self, RedisError> {
        let url = process.redis_url.expose_secret();
        let address = |error: &dyn std::fmt::Display| RedisError::Address(error.to_string());
        let client = Client::open(url).map_err(|error| address(&error))?;
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
        Ok(Self { line: Line::open(client), pool, prefix: process.redis_key_prefix.clone() })
    }

    async fn ask<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, RedisError> {
        let mut connection = self.line.connection().await?;
        let answer = command.query_async(&mut connection.inner).await;
        self.line.checked(&connection, answer)
    }

    /// A connection that nobody else uses.
    async fn pooled(&self) -> Result<deadpool_redis::Connection, RedisError> {
        self.line.connection().await?;
        Ok(self.pool.get().await?)
    }

    /// A key with the deployment's prefix.
    fn key(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }

    /// Reads a value.
    ///
    /// # Errors
    /// When Redis is away.
    pub async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, RedisError> {
        self.ask(&Cmd::get(self.key(key))).await
    }

    /// Reads values in one round trip, in order.
    ///
    /// # Errors
    /// When Redis is away.
    pub async fn get_many(&self, keys: &[String]) -> Result<Vec<Option<Vec<u8>>>, RedisError> {
        let keys: Vec<String> = keys.iter().map(|key| self.key(key)).collect();
        self.ask(&Cmd::mget(keys)).await
    }

    /// Writes a value that vanishes after `ttl`.
    ///
    /// # Errors
    /// When Redis is away.
    pub async fn set(&self, key: &str, value: &[u8], ttl: Duration) -> Result<(), RedisError> {
        self.ask(&Cmd::pset_ex(self.key(key), value, millis(ttl))).await
    }

    /// Writes a value unless there is one; tells whether it was written.
    ///
    /// # Errors
    /// When Redis is away.
    pub async fn set_if_absent(&self, key: &str, value: &[u8], ttl: Duration) -> Result<bool, RedisError> {
        let options = SetOptions::default()
            .conditional_set(ExistenceCheck::NX)
            .with_expiration(SetExpiry::PX(millis(ttl)));
        let answer: Option<String> = self.ask(&Cmd::set_options(self.key(key), value, options)).await?;
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
        self.ask(&Cmd::del(keys)).await
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
        let mut connection = self.line.connection().await?;
        let answer = invocation.invoke_async(&mut connection.inner).await;
        self.line.checked(&connection, answer)
    }

    /// Takes a lock, or nothing when somebody holds it. It lapses after `ttl` unless renewed.
    ///
    /// # Errors
    /// When Redis is away.
    pub async fn lock(&self, key: &str, ttl: Duration) -> Result<Option<Lock>, RedisError> {
        Lock::take(self, key, ttl).await
    }

    /// Whether Redis answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), RedisError> {
        self.ask::<()>(&cmd("PING")).await?;
        Ok(cmd("PING").query_async(&mut self.pooled().await?).await?)
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
