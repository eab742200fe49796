//! Redis, as its owner sees it.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use deadpool_redis::redis::{AsyncCommands as _, Client, aio::MultiplexedConnection, cmd};

/// Counts of requests: what is refused is counted, too.
const COUNTERS: &str = "gw:rate:";

pub struct Keys {
    connection: MultiplexedConnection,
}

/// What a key holds, and until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub value: Vec<u8>,
    /// `None` for good.
    pub until: Option<Instant>,
}

impl Keys {
    pub async fn connect(url: &str) -> Result<Self> {
        let connecting = async { Client::open(url)?.get_multiplexed_async_connection().await };
        Ok(Self { connection: connecting.await.context("Redis does not answer")? })
    }

    /// The keys that name one of these ids, counters apart.
    pub async fn naming(&self, ids: &[String]) -> Result<Vec<(String, Held)>> {
        let mut connection = self.connection.clone();
        let mut found = Vec::new();
        let all: Vec<String> = connection.keys("*").await?;
        let names = |key: &&String| !key.starts_with(COUNTERS) && ids.iter().any(|id| key.contains(id));
        for key in all.iter().filter(names) {
            let value: Option<Vec<u8>> = cmd("DUMP").arg(key).query_async(&mut connection).await?;
            let left: i64 = connection.pttl(key).await?;
            let until = u64::try_from(left).ok().map(|left| Instant::now() + Duration::from_millis(left));
            found.extend(value.map(|value| (key.clone(), Held { value, until })));
        }
        Ok(found)
    }

    pub async fn forget(&self, key: &str) -> Result<()> {
        Ok(self.connection.clone().del(key).await?)
    }

    /// Begins every count of requests anew.
    pub async fn forget_counts(&self) -> Result<()> {
        let mut connection = self.connection.clone();
        let keys: Vec<String> = connection.keys(format!("{COUNTERS}*")).await?;
        for key in keys {
            let () = connection.del(key).await?;
        }
        Ok(())
    }
}
