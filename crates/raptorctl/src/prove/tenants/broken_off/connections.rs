//! What Postgres knows of the services' connections.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::super::Stage;

const SERVICES: [&str; 4] = ["rf_auth", "rf_payments", "rf_onboarding", "rf_bcm"];
const REST_LIMIT: Duration = Duration::from_secs(10);
const LOOK_EVERY: Duration = Duration::from_millis(50);
const REPORTED: Duration = Duration::from_millis(1200);
/// What Postgres writes down when a transaction is to begin inside another.
const NESTED: &str = "there is already a transaction in progress";

/// The log of Postgres, from a place on.
pub struct Log {
    file: PathBuf,
    from: usize,
}

impl Log {
    /// From here on. Fails when the log would not tell what it is read for.
    pub async fn open(stage: &Stage<'_>) -> Result<Self> {
        let mut log = Self { file: stage.system.postgres_log.clone(), from: 0 };
        log.from = log.bytes()?.len();
        stage.owner.batch_execute("BEGIN; BEGIN; ROLLBACK").await?;
        let since = Instant::now();
        while !log.tells_nesting()? {
            ensure!(
                since.elapsed() < REST_LIMIT,
                "Postgres does not write down a transaction inside another"
            );
            tokio::time::sleep(LOOK_EVERY).await;
        }
        log.from = log.bytes()?.len();
        Ok(log)
    }

    fn bytes(&self) -> Result<Vec<u8>> {
        fs::read(&self.file).context("the log of Postgres cannot be read")
    }

    fn tells_nesting(&self) -> Result<bool> {
        let bytes = self.bytes()?;
        Ok(String::from_utf8_lossy(bytes.get(self.from..).unwrap_or_default()).contains(NESTED))
    }
}

/// Looks at the connection of every service once its jobs leave it alone, and at what Postgres wrote down meanwhile.
pub async fn at_rest(stage: &Stage<'_>, log: &Log) -> Result<(usize, Vec<String>)> {
    let mut breaches = Vec::new();
    for service in SERVICES {
        breaches.extend(unrest(stage, service).await?);
    }
    if log.tells_nesting()? {
        breaches.push(format!("Postgres wrote down that {NESTED}"));
    }
    Ok((SERVICES.len() + 1, breaches))
}

/// Why the connections of a service are not at rest: settings of a tenant end with their transaction.
async fn unrest(stage: &Stage<'_>, service: &str) -> Result<Option<String>> {
    let since = Instant::now();
    loop {
        let seen = stage
            .owner
            .query(
                "SELECT concat_ws(' ', state, query) FROM pg_stat_activity
                 WHERE usename = $1 AND backend_type = 'client backend'
                   AND NOT (state = 'idle' AND xact_start IS NULL AND query ~ '(COMMIT|ROLLBACK)$')
                 UNION ALL
                 SELECT count(*) || ' connections' FROM pg_stat_activity WHERE usename = $1 HAVING count(*) <> 1",
                &[&service],
            )
            .await?;
        let Some(row) = seen.first() else { return Ok(None) };
        if since.elapsed() > REST_LIMIT {
            return Ok(Some(format!("{service} keeps a connection with {}", row.get::<_, String>(0))));
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// How many transactions of the database were rolled back so far.
pub async fn rolled_back(stage: &Stage<'_>) -> Result<i64> {
    let counted = "SELECT xact_rollback FROM pg_stat_database WHERE datname = current_database()";
    Ok(stage.owner.query_one(counted, &[]).await?.get(0))
}

/// How many more there are by now; connections report that once a second.
pub async fn rolled_back_since(stage: &Stage<'_>, before: i64) -> Result<i64> {
    let (since, mut last) = (Instant::now(), before);
    loop {
        tokio::time::sleep(REPORTED).await;
        let now = rolled_back(stage).await?;
        if now == last || since.elapsed() > REST_LIMIT {
            return Ok(now - before);
        }
        last = now;
    }
}
