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
use crate::servers::{self, Durability, Postgres, Redis, RedisShape, ServerHome};
use crate::terminal::Terminal;

const SERVER_START: Duration = Duration::from_secs(120);

/// What tests run against.
pub struct Servers {
    pub postgres: Postgres,
    pub redis: Redis,
    /// A Redis Cluster beside it.
    pub cluster: Redis,
}

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

    /// Starts servers that keep nothing.
    pub async fn servers(&self, processes: &mut ProcessSet, terminal: Terminal) -> Result<Servers> {
        let tools = servers::ensure(terminal).await?;
        let home = ServerHome::choose(&self.path)?;
        home.prepare()?;
        let shapes = [RedisShape::One, RedisShape::Cluster];
        let names = [vec!["postgres"], shapes.map(RedisShape::ports).concat()].concat();
        let mut ports = Ports::plain(&names, &BTreeMap::new())?;
        let durability = Durability::ThrownAway;
        let postgres = Postgres::new(&tools, &home, ports.of("postgres")?, &secrets::text(32), durability)?;
        let password = secrets::text(32);
        let redis = |shape| Redis::new(&tools, &home, (shape, &ports), &password, durability);
        let (redis, cluster) = (redis(RedisShape::One)?, redis(RedisShape::Cluster)?);
        postgres.create().await?;
        redis.configure()?;
        cluster.configure()?;
        names.iter().for_each(|name| ports.release(name));
        let specs = [vec![postgres.spec()], redis.specs(), cluster.specs()].concat();
        let started: Vec<String> = specs.iter().map(|spec| spec.name.clone()).collect();
        specs.into_iter().try_for_each(|spec| processes.start(spec))?;
        processes.until_ready(started, SERVER_START).await?;
        cluster.join().await?;
        Ok(Servers { postgres, redis, cluster })
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
