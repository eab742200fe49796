//! Notes about started processes, so that a later command finds those that a killed supervisor left behind.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Result, bail};
use nix::sys::signal::Signal;
use serde::{Deserialize, Serialize};

use super::{Identity, StopBy, Tier};
use crate::data_dir::{read_json, write_private};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Record {
    pub name: String,
    pub identity: Identity,
    pub tier: Tier,
    pub stop_by: StopBy,
}

/// One file per process.
#[derive(Debug, Clone)]
pub struct Records {
    folder: PathBuf,
}

impl Records {
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    pub fn write(&self, record: &Record) -> Result<()> {
        write_private(&self.file(&record.name), &serde_json::to_vec(record)?)
    }

    pub fn forget(&self, name: &str) {
        let _ = fs::remove_file(self.file(name));
    }

    /// What is written down and still lives, in order of starting.
    pub fn living(&self) -> Vec<Record> {
        let mut records: Vec<Record> = fs::read_dir(&self.folder)
            .into_iter()
            .flatten()
            .filter_map(|entry| read_json::<Record>(&entry.ok()?.path()).ok())
            .filter(|record| record.identity.alive())
            .collect();
        records.sort_by_key(|record| record.tier);
        records
    }

    /// Ends what an earlier supervisor left running, the last started first, and answers with the names.
    pub async fn sweep(&self) -> Result<Vec<String>> {
        let mut names = Vec::new();
        for record in self.living().into_iter().rev() {
            record.identity.signal(record.stop_by.signal());
            if !record.identity.gone_within(record.stop_by.grace()).await {
                record.identity.signal(Signal::SIGKILL);
                if !record.identity.gone_within(Duration::from_secs(5)).await {
                    bail!("{} (process {}) cannot be ended", record.name, record.identity.pid);
                }
            }
            names.push(record.name);
        }
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let _ = fs::remove_file(entry.path());
        }
        Ok(names)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.json"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn left_over_processes_are_ended_and_forgotten_and_foreign_ones_are_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let records = Records::new(folder.path().to_owned());
        let mut left_over = tokio::process::Command::new("sleep").arg("60").spawn().unwrap();
        let mut foreign = tokio::process::Command::new("sleep").arg("60").kill_on_drop(true).spawn().unwrap();
        let identity = Identity::of(i32::try_from(left_over.id().unwrap()).unwrap()).unwrap();
        let other = Identity::of(i32::try_from(foreign.id().unwrap()).unwrap()).unwrap();
        // the number was given to somebody else since
        let mut reused: serde_json::Value = serde_json::to_value(&other).unwrap();
        reused["started"] = 1.into();
        let reused: Identity = serde_json::from_value(reused).unwrap();
        for (tier, name, identity) in [(Tier::Redis, "redis", reused), (Tier::Services, "auth", identity)] {
            records.write(&Record { name: name.into(), identity, tier, stop_by: StopBy::Term }).unwrap();
        }

        assert_eq!(records.sweep().await.unwrap(), ["auth"]);
        assert!(records.living().is_empty());
        assert!(foreign.try_wait().unwrap().is_none());
        left_over.wait().await.unwrap();
    }
}
