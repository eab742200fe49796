//! How often somebody may call: fixed windows in Redis, all limits of a request in one round trip, which a cluster
//! takes by the hash tags of callers (product 7.1, 15.4).
//! Without Redis reads are not limited, and writes that matter are limited by this process at a quarter.

mod api_calls;
mod known_tokens;
mod memory;
mod rows;

use std::{sync::LazyLock, time::Duration};

use bootstrap::{Redis, RedisError};
use deadpool_redis::redis::Script;
use futures::future::try_join_all;

pub use api_calls::ApiCalls;
pub use known_tokens::KnownTokens;
pub use rows::{Quota, Row};

use memory::Memory;

/// One limit applied to one caller.
#[derive(Debug, Clone)]
pub struct Rule {
    pub quota: Quota,
    /// Whom or what is counted: a user, an address, a session.
    pub id: String,
}

/// Where a caller stands with one limit, this request counted.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    pub quota: Quota,
    pub count: u64,
    /// Until the count starts anew.
    pub reset: Duration,
}

impl Standing {
    pub fn exceeded(&self) -> bool {
        self.count > u64::from(self.quota.requests)
    }

    pub fn remaining(&self) -> u64 {
        u64::from(self.quota.requests).saturating_sub(self.count)
    }
}

/// What happens to a request while Redis is away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithoutRedis {
    /// It is not limited.
    Open,
    /// It is limited from memory, at a quarter.
    Quarter,
}

/// Counts requests.
pub struct Limits {
    redis: Redis,
    memory: Memory,
    /// Every limit is so many times its own.
    factor: u32,
}

/// Counts each key and answers count and milliseconds left, in turn.
static TAKE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "local out = {}
        for i, key in ipairs(KEYS) do
          local count = redis.call('INCR', key)
          local left = redis.call('PTTL', key)
          if left < 0 then
            redis.call('PEXPIRE', key, ARGV[i])
            left = tonumber(ARGV[i])
          end
          out[#out + 1] = count
          out[#out + 1] = left
        end
        return out",
    )
});

impl Limits {
    pub fn new(redis: Redis, factor: u32) -> Self {
        Self { redis, memory: Memory::default(), factor }
    }

    /// Counts a request against every rule, exceeded or not.
    pub async fn take(&self, rules: &[Rule], without_redis: WithoutRedis) -> Vec<Standing> {
        let mut standings = match self.count(rules).await {
            Ok(standings) => standings,
            Err(error) => {
                // That Redis is away was told when it went, and every request would tell it again.
                if !matches!(error, RedisError::Away(_)) {
                    tracing::warn!(%error, "requests are not counted together");
                }
                match without_redis {
                    WithoutRedis::Open => Vec::new(),
                    WithoutRedis::Quarter => self.memory.take(rules),
                }
            }
        };
        for standing in &mut standings {
            standing.quota.requests = standing.quota.requests.saturating_mul(self.factor);
        }
        standings
    }

    async fn count(&self, rules: &[Rule]) -> Result<Vec<Standing>, RedisError> {
        let keys: Vec<String> = rules.iter().map(|rule| key(rule.quota.name, &rule.id)).collect();
        let groups = self.redis.together(&keys);
        let counted = try_join_all(groups.iter().map(|group| self.count_group(group, rules, &keys))).await?;
        let order = groups.iter().flatten();
        let mut standings: Vec<(&usize, Standing)> = order.zip(counted.into_iter().flatten()).collect();
        standings.sort_by_key(|(index, _)| **index);
        Ok(standings.into_iter().map(|(_, standing)| standing).collect())
    }

    /// Counts against rules whose keys are together.
    async fn count_group(
        &self,
        group: &[usize],
        rules: &[Rule],
        keys: &[String],
    ) -> Result<Vec<Standing>, RedisError> {
        let quotas = || group.iter().map(|index| rules[*index].quota);
        let keys: Vec<String> = group.iter().map(|index| keys[*index].clone()).collect();
        let windows: Vec<String> = quotas().map(|quota| quota.window.as_millis().to_string()).collect();
        let windows: Vec<&[u8]> = windows.iter().map(String::as_bytes).collect();
        let counted: Vec<u64> = self.redis.script(&TAKE, &keys, &windows).await?;
        let standings = quotas().zip(counted.chunks_exact(2)).map(|(quota, pair)| Standing {
            quota,
            count: pair[0],
            reset: Duration::from_millis(pair[1]),
        });
        Ok(standings.collect())
    }
}

fn key(scope: &str, id: &str) -> String {
    format!("gw:rate:{scope}:{{{id}}}")
}
