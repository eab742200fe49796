//! The folder that holds one stack: its data, its secrets, its logs, and who runs it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::processes::Identity;

/// Paths below one data folder. Nothing outside of it belongs to the stack.
#[derive(Debug, Clone)]
pub struct DataDir {
    root: PathBuf,
}

/// Held by the running supervisor; the kernel lets go of it when that process ends, however it ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// Who runs the stack and how far it has come.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Run {
    pub supervisor: Identity,
    pub phase: Phase,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    Starting,
    Ready,
    Stopping,
}

impl DataDir {
    /// Creates the folder when it is missing.
    pub fn open(path: &Path) -> Result<Self> {
        let path = std::path::absolute(path).context("the data folder has no absolute path")?;
        if !path.is_dir() {
            // Postgres may run as another user and has to pass through; the secrets inside have modes of their own
            fs::DirBuilder::new()
                .recursive(true)
                .mode(0o755)
                .create(&path)
                .with_context(|| format!("cannot create {}", path.display()))?;
        }
        let root = fs::canonicalize(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let data = Self { root };
        for folder in [data.logs(), data.records()] {
            fs::DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(&folder)
                .with_context(|| format!("cannot write to {}", data.root.display()))?;
        }
        Ok(data)
    }

    /// An existing stack's folder, for commands that only look.
    pub fn existing(path: &Path) -> Option<Self> {
        let root = fs::canonicalize(path).ok()?;
        root.join("lock").is_file().then_some(Self { root })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn logs(&self) -> PathBuf {
        self.root.join("logs")
    }

    pub fn log_of(&self, process: &str) -> PathBuf {
        self.logs().join(format!("{process}.log"))
    }

    /// Every log there is, with the name of its process, in the order of names.
    pub fn log_files(&self) -> Vec<(String, PathBuf)> {
        let mut files: Vec<(String, PathBuf)> = fs::read_dir(self.logs())
            .into_iter()
            .flatten()
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|extension| extension == "log"))
            .filter_map(|path| Some((path.file_stem()?.to_string_lossy().into_owned(), path)))
            .collect();
        files.sort();
        files
    }

    pub fn records(&self) -> PathBuf {
        self.root.join("run")
    }

    pub fn stack_file(&self) -> PathBuf {
        self.root.join("stack.json")
    }

    pub fn secrets_file(&self) -> PathBuf {
        self.root.join("secrets.json")
    }

    pub fn ports_file(&self) -> PathBuf {
        self.root.join("ports.json")
    }

    pub fn storage(&self) -> PathBuf {
        self.root.join("storage")
    }

    /// `None` when a supervisor holds the folder.
    pub fn try_lock(&self) -> Result<Option<Lock>> {
        let path = self.root.join("lock");
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(&path)
            .with_context(|| format!("cannot open {}", path.display()))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Lock { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error).context("the data folder cannot be locked"),
        }
    }

    pub fn run(&self) -> Option<Run> {
        read_json(&self.run_file()).ok()
    }

    pub fn write_run(&self, phase: Phase) -> Result<()> {
        let supervisor = Identity::own().context("this process has no entry in /proc")?;
        write_private(&self.run_file(), &serde_json::to_vec_pretty(&Run { supervisor, phase })?)
    }

    pub fn forget_run(&self) {
        let _ = fs::remove_file(self.run_file());
        let _ = fs::remove_file(self.stack_file());
    }

    fn run_file(&self) -> PathBuf {
        self.root.join("run.json")
    }
}

pub fn read_json<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_slice(&bytes).with_context(|| format!("{} is damaged", path.display()))
}

/// Writes whole or not at all, readable by the owner only.
pub fn write_private(path: &Path, content: &[u8]) -> Result<()> {
    let beside = path.with_extension("new");
    let written = || -> std::io::Result<()> {
        let mut file =
            OpenOptions::new().create(true).write(true).truncate(true).mode(0o600).open(&beside)?;
        file.set_permissions(fs::Permissions::from_mode(0o600))?;
        file.write_all(content)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    written().with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_locked_by_one_holder_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataDir::open(folder.path()).unwrap();
        let first = data.try_lock().unwrap();
        assert!(first.is_some());
        assert!(data.try_lock().unwrap().is_none());
        drop(first);
        assert!(data.try_lock().unwrap().is_some());
    }

    #[test]
    fn private_files_are_replaced_whole_and_readable_by_the_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secrets.json");
        write_private(&path, b"{}").unwrap();
        write_private(&path, b"{\"a\":1}").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"{\"a\":1}");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(!path.with_extension("new").exists());
    }

    #[test]
    fn a_folder_without_a_lock_file_is_no_stack() {
        let folder = tempfile::tempdir().unwrap();
        assert!(DataDir::existing(folder.path()).is_none());
        DataDir::open(folder.path()).unwrap().try_lock().unwrap();
        assert!(DataDir::existing(folder.path()).is_some());
    }
}
