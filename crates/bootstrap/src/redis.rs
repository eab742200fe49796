use std::{
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, Instant},
};

use deadpool_redis::{
    Config, Pool, Runtime,
    redis::{
        AsyncCommands as _, Client, ExistenceCheck, FromRedisValue, Pipeline, RedisResult, Script, SetExpiry,
        SetOptions,
        aio::{ConnectionManager, ConnectionManagerConfig},
        cmd,
    },
};
use secrecy::ExposeSecret as _;
use tokio::runtime::Handle;
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
    shared: Arc<RwLock<Shared>>,
    client: Client,
    pool: Pool,
    prefix: String,
}

/// The connection that all commands share, and since when.
struct Shared {
    connection: ConnectionManager,
    made: Instant,
}

impl Shared {
    fn make(client: &Client) -> Result<Self, RedisError> {
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(PATIENCE))
            .set_response_timeout(Some(PATIENCE))
            .set_number_of_retries(1)
            .set_max_delay(Duration::from_millis(200));
        let connection = ConnectionManager::new_lazy_with_config(client.clone(), config)?;
        Ok(Self { connection, made: Instant::now() })
    }
}

const REPLACE_AGAIN: Duration = Duration::from_secs(1);

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
        let shared = Arc::new(RwLock::new(Shared::make(&client)?));
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
        Ok(Self { shared, client, pool, prefix: process.redis_key_prefix.clone() })
    }

    fn connection(&self) -> ConnectionManager {
        self.shared.read().unwrap_or_else(PoisonError::into_inner).connection.clone()
    }

    /// The manager connects anew after a lost connection, but keeps one that was refused (a password that changed, too many
    /// clients) or that has gone silent. Such a one is replaced, once a second at most.
    fn checked<T>(&self, answer: RedisResult<T>) -> Result<T, RedisError> {
        if let Err(error) = &answer
            && (error.is_timeout() || !error.is_io_error() && error.code().is_none())
        {
            let mut shared = self.shared.write().unwrap_or_else(PoisonError::into_inner);
            if shared.made.elapsed() > REPLACE_AGAIN
                && let Ok(fresh) = Shared::make(&self.client)
            {
                *shared = fresh;
            }
        }
        Ok(answer?)
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
        self.checked(self.connection().get(self.key(key)).await)
    }

    /// Reads values in one round trip, in order.
    ///
    /// # Errors
    /// When Redis is away.
    pub async fn get_many(&self, keys: &[String]) -> Result<Vec<Option<Vec<u8>>>, RedisError> {
        let keys: Vec<String> = keys.iter().map(|key| self.key(key)).collect();
        self.checked(self.connection().mget(keys).await)
    }

    /// Writes a value that vanishes after `ttl`.
    ///
    /// # Errors
    /// When Redis is away.
    pub async fn set(&self, key: &str, value: &[u8], ttl: Duration) -> Result<(), RedisError> {
        self.checked(self.connection().pset_ex(self.key(key), value, millis(ttl)).await)
    }

    /// Writes a value unless there is one; tells whether it was written.
    ///
    /// # Errors
    /// When Redis is away.
    pub async fn set_if_absent(&self, key: &str, value: &[u8], ttl: Duration) -> Result<bool, RedisError> {
        let options = SetOptions::default()
            .conditional_set(ExistenceCheck::NX)
            .with_expiration(SetExpiry::PX(millis(ttl)));
        let set = self.connection().set_options(self.key(key), value, options).await;
        let answer: Option<String> = self.checked(set)?;
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
        self.checked(self.connection().del(keys).await)
    }

    /// Gives a key a new time to live.
    ///
    /// # Errors
    /// When Redis is away.
    pub async fn touch(&self, key: &str, ttl: Duration) -> Result<(), RedisError> {
        let ttl = i64::try_from(ttl.as_millis()).unwrap_or(i64::MAX);
        self.checked(self.connection().pexpire(self.key(key), ttl).await)
    }

    /// Runs a pipeline whose keys went through [`Redis::key`].
    ///
    /// # Errors
    /// When Redis is away.
    pub async fn run<T: FromRedisValue>(&self, pipeline: &Pipeline) -> Result<T, RedisError> {
        self.checked(pipeline.query_async(&mut self.connection()).await)
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
        self.checked(invocation.invoke_async(&mut self.connection()).await)
    }

    /// Takes a lock, or nothing when somebody holds it. It lapses after `ttl` unless renewed.
    ///
    /// # Errors
    /// When Redis is away.
    pub async fn lock(&self, key: &str, ttl: Duration) -> Result<Option<Lock>, RedisError> {
        let token = Uuid::new_v4().to_string();
        if self.set_if_absent(key, token.as_bytes(), ttl).await? {
            Ok(Some(Lock { redis: self.clone(), key: self.key(key), token, ttl, released: false }))
        } else {
            Ok(None)
        }
    }

    /// Whether Redis answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), RedisError> {
        let (shared, pooled) = (cmd("PING"), cmd("PING"));
        self.checked(shared.query_async::<()>(&mut self.connection()).await)?;
        Ok(pooled.query_async(&mut self.pool.get().await?).await?)
    }
}

/// A lock that is held until released, dropped or lapsed. Redis may lose it: what must not happen twice is guarded by the
/// database.
pub struct Lock {
    redis: Redis,
    key: String,
    token: String,
    ttl: Duration,
    released: bool,
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
    pub async fn release(mut self) -> Result<(), RedisError> {
        self.released = true;
        release(self.redis.pool.clone(), self.key.clone(), self.token.clone()).await
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let (false, Ok(runtime)) = (self.released, Handle::try_current()) {
            runtime.spawn(release(self.redis.pool.clone(), self.key.clone(), self.token.clone()));
        }
    }
}

async fn release(pool: Pool, key: String, token: String) -> Result<(), RedisError> {
    let mut connection = pool.get().await?;
    Script::new(RELEASE).key(key).arg(token).invoke_async::<i64>(&mut connection).await?;
    Ok(())
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
