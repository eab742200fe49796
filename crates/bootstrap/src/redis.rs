use std::time::Duration;

use deadpool_redis::redis::{
    Cmd, ConnectionInfo, ExistenceCheck, FromRedisValue, IntoConnectionInfo, RedisError as Trouble, Script,
    SetExpiry, SetOptions, cmd,
};
use futures::future::try_join_all;
use secrecy::ExposeSecret as _;

pub use self::lock::Lock;
use self::{request::Request, servers::Servers};
use crate::Process;

mod cluster;
mod line;
mod lock;
mod request;
mod servers;

/// Redis did not do what it was asked. Redis holds only what may vanish, so callers go on without it.
#[derive(Debug, Clone, thiserror::Error)]
pub enum RedisError {
    /// It did not answer a moment ago, and nobody waits for it until it does.
    #[error("redis is away: {0}")]
    Away(Trouble),
    /// A command failed or took too long.
    #[error("redis command failed")]
    Command(#[from] Trouble),
    /// The address is unusable.
    #[error("redis address: {0}")]
    Address(String),
}

/// Redis behind the deployment's key prefix: callers name keys as product section 8 does. Behind it is one server or a
/// cluster; commands to a server share one pipelined connection. While a server is away, callers that need it are told so
/// without waiting.
#[derive(Clone)]
pub struct Redis {
    servers: Servers,
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
        let address = |error: Trouble| RedisError::Address(error.to_string());
        let urls = process.redis_url.expose_secret();
        // The password of a single server may have commas.
        let urls = if process.redis_cluster { urls.split(',').collect() } else { vec![urls] };
        let addresses: Result<Vec<ConnectionInfo>, Trouble> =
            urls.into_iter().map(IntoConnectionInfo::into_connection_info).collect();
        let servers =
            Servers::connect(addresses.map_err(address)?, process.redis_cluster).map_err(address)?;
        Ok(Self { servers, prefix: process.redis_key_prefix.clone() })
    }

    /// A key with the deployment's prefix.
    fn key(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }

    async fn ask<T: FromRedisValue>(&self, key: &str, command: Cmd) -> Result<T, RedisError> {
        self.servers.ask(key, &Request::command(command)).await
    }

    /// Reads a value.
    ///
    /// # Errors
    /// When Redis is away.
    pub async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, RedisError> {
        let key = self.key(key);
        self.ask(&key, Cmd::get(&key)).await
    }

    /// Reads values in one round trip, in order.
    ///
    /// # Errors
    /// When Redis is away, or one of the servers that hold them.
    pub async fn get_many(&self, keys: &[String]) -> Result<Vec<Option<Vec<u8>>>, RedisError> {
        let groups = self.together(keys);
        let answers = try_join_all(groups.iter().map(|group| async {
            let keys: Vec<String> = group.iter().map(|index| self.key(&keys[*index])).collect();
            self.ask::<Vec<Option<Vec<u8>>>>(&keys[0], Cmd::mget(&keys)).await
        }));
        let mut values = vec![None; keys.len()];
        for (index, value) in groups.iter().flatten().zip(answers.await?.into_iter().flatten()) {
            values[*index] = value;
        }
        Ok(values)
    }

    /// Writes a value that vanishes after `ttl`.
    ///
    /// # Errors
    /// When Redis is away.
    pub async fn set(&self, key: &str, value: &[u8], ttl: Duration) -> Result<(), RedisError> {
        let key = self.key(key);
        self.ask(&key, Cmd::pset_ex(&key, value, millis(ttl))).await
    }

    /// Writes a value unless there is one; tells whether it was written.
    ///
    /// # Errors
    /// When Redis is away.
    pub async fn set_if_absent(&self, key: &str, value: &[u8], ttl: Duration) -> Result<bool, RedisError> {
        let options = SetOptions::default()
            .conditional_set(ExistenceCheck::NX)
            .with_expiration(SetExpiry::PX(millis(ttl)));
        let key = self.key(key);
        let answer: Option<String> = self.ask(&key, Cmd::set_options(&key, value, options)).await?;
        Ok(answer.is_some())
    }

    /// Deletes keys.
    ///
    /// # Errors
    /// When Redis is away, or one of the servers that hold them.
    pub async fn delete(&self, keys: &[String]) -> Result<(), RedisError> {
        let groups = self.together(keys);
        try_join_all(groups.iter().map(|group| async {
            let keys: Vec<String> = group.iter().map(|index| self.key(&keys[*index])).collect();
            self.ask::<()>(&keys[0], Cmd::del(&keys)).await
        }))
        .await?;
        Ok(())
    }

    /// Runs a script; the prefix is put before its keys, which must share a hash tag or be [`Redis::together`].
    ///
    /// # Errors
    /// When Redis is away or the script fails.
    pub async fn script<T: FromRedisValue>(
        &self,
        script: &'static Script,
        keys: &[String],
        arguments: &[&[u8]],
    ) -> Result<T, RedisError> {
        let keys: Vec<String> = keys.iter().map(|key| self.key(key)).collect();
        let slot = keys.first().map_or("", String::as_str);
        self.servers.ask(slot, &Request::script(script, &keys, arguments)).await
    }

    /// The keys by their place in `keys`, parted into those that one command or script may name: on one server all of them,
    /// on a cluster those of one slot.
    #[must_use]
    pub fn together(&self, keys: &[String]) -> Vec<Vec<usize>> {
        self.servers.together(keys.iter().map(|key| self.key(key)))
    }

    /// Takes a lock, or nothing when somebody holds it. It lapses after `ttl` unless renewed.
    ///
    /// # Errors
    /// When Redis is away.
    pub async fn lock(&self, key: &str, ttl: Duration) -> Result<Option<Lock>, RedisError> {
        Lock::take(self, key, ttl).await
    }

    /// Whether Redis answers: of a cluster, every node that holds keys.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), RedisError> {
        self.servers.ask_all(&Request::command(cmd("PING"))).await
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
