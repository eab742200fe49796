//! A folder and servers of one's own that are gone afterwards.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};

use crate::ports::Ports;
use crate::processes::ProcessSet;
use crate::secrets;
use crate::servers::{self, Durability, Postgres, Redis, ServerHome};
use crate::terminal::Terminal;

const SERVER_START: Duration = Duration::from_secs(120);

pub struct Scratch {
    path: PathBuf,
}

impl Scratch {
    pub fn create() -> Result<Self> {
        let path = std::env::temp_dir().join(format!("raptor-test-{}", secrets::text(8)));
        let scratch = Self { path };
        fs::create_dir_all(scratch.temporary()).context("no temporary folder can be made")?;
        // Postgres may run as another user and has to pass through
        fs::set_permissions(&scratch.path, fs::Permissions::from_mode(0o755))?;
        Ok(scratch)
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where others put what is theirs.
    pub fn temporary(&self) -> PathBuf {
        self.path.join("tmp")
    }

    /// Starts a Postgres and a Redis that keep nothing.
    pub async fn servers(&self, processes: &mut ProcessSet, terminal: Terminal) -> Result<(Postgres, Redis)> {
        let tools = servers::ensure(terminal).await?;
        let home = ServerHome::choose(&self.path)?;
        home.prepare()?;
        let mut ports = Ports::plain(&["postgres", "redis"], &BTreeMap::new())?;
        let durability = Durability::ThrownAway;
        let postgres = Postgres::new(&tools, &home, ports.of("postgres")?, &secrets::text(32), durability)?;
        let redis = Redis::new(&tools, &home, ports.of("redis")?, &secrets::text(32), durability);
        postgres.create().await?;
        redis.configure()?;
        ports.release("postgres");
        ports.release("redis");
        processes.start(postgres.spec())?;
        processes.start(redis.spec())?;
        processes.until_ready(vec!["postgres", "redis"], SERVER_START).await?;
        Ok((postgres, redis))
    }

    pub fn remove(self) -> Result<()> {
        let outside = ServerHome::choose(&self.path)?.folder;
        for folder in [outside, self.path] {
            if folder.exists() {
                fs::remove_dir_all(&folder)
                    .with_context(|| format!("{} cannot be removed", folder.display()))?;
            }
        }
        Ok(())
    }
}
