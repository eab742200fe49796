//! Calls over HTTP, one after the other.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use deadpool_redis::redis::{AsyncCommands as _, aio::MultiplexedConnection};
use futures::future::BoxFuture;
use hyper::StatusCode;
use hyper::header::{ETAG, HeaderValue, IF_MATCH, RETRY_AFTER};
use tokio::time::Instant;

use super::errands::{Errand, Errands};
use crate::bench::load::{Turn, Work};
use crate::bench::pool::Pool;
use crate::bench::wire::{Answer, Call, Connection};

/// What to ask next.
pub trait Source: Send {
    /// `None` when there is nothing left.
    fn next(&mut self) -> Result<Option<Call>>;

    /// What was answered, as far as the next call depends on it.
    fn heard(&mut self, _answer: &Answer) -> Result<()> {
        Ok(())
    }
}

pub struct Calls {
    pub connection: Connection,
    pub source: Box<dyn Source>,
    pub expected: StatusCode,
}

impl Work for Calls {
    fn turn(&mut self) -> BoxFuture<'_, Result<Turn>> {
        Box::pin(async {
            let Some(call) = self.source.next()? else { return Ok(Turn::Over) };
            let since = Instant::now();
            let answer = self.connection.send(call).await?;
            let took = since.elapsed();
            if answer.status == self.expected {
                self.source.heard(&answer)?;
                return Ok(Turn::Done(took));
            }
            if let Some(wait) = turned_away(&answer) {
                return Ok(Turn::Shed(wait));
            }
            match answer.status {
                StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => Ok(Turn::Failed),
                _ => bail!("{}", answer.unexpected()),
            }
        })
    }
}

/// How long a server that has no place now asks to wait.
fn turned_away(answer: &Answer) -> Option<Duration> {
    let wait = answer.headers.get(RETRY_AFTER)?.to_str().ok()?.parse().ok()?;
    (answer.status == StatusCode::SERVICE_UNAVAILABLE).then(|| Duration::from_secs(wait))
}

/// The same call each time.
pub struct Same(pub Call);

impl Source for Same {
    fn next(&mut self) -> Result<Option<Call>> {
        Ok(Some(self.0.clone()))
    }
}

/// Two documents in turn, each over the version before.
pub struct Saves {
    pub saves: [Call; 2],
    pub version: HeaderValue,
}

impl Source for Saves {
    fn next(&mut self) -> Result<Option<Call>> {
        self.saves.swap(0, 1);
        let mut call = self.saves[0].clone();
        call.headers_mut().insert(IF_MATCH, self.version.clone());
        Ok(Some(call))
    }

    fn heard(&mut self, answer: &Answer) -> Result<()> {
        let version = answer.headers.get(ETAG).context("a save without a version")?;
        if *version == self.version {
            bail!("a save changed nothing");
        }
        self.version = version.clone();
        Ok(())
    }
}

/// Another errand each time, for another twin of a pool that all workers share.
pub struct Fresh {
    pub pool: Arc<Pool>,
    pub errands: Arc<Errands>,
    pub make: Errand,
}

impl Source for Fresh {
    fn next(&mut self) -> Result<Option<Call>> {
        self.pool.take().map(|twin| (self.make)(&self.errands, twin)).transpose()
    }
}

/// Reads whose copies in the cache are taken away before.
pub struct Emptied {
    pub redis: MultiplexedConnection,
    pub keys: [String; 3],
    pub calls: Calls,
}

impl Work for Emptied {
    fn turn(&mut self) -> BoxFuture<'_, Result<Turn>> {
        Box::pin(async {
            self.redis.del::<_, ()>(&self.keys).await.context("Redis does not forget")?;
            self.calls.turn().await
        })
    }
}
