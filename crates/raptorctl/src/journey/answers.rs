//! A founder's answers, read from a file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::Value;

use crate::data_dir::read_json;

#[derive(Debug, Clone, Deserialize)]
pub struct Answers {
    pub client_name: String,
    pub sign_up: SignUp,
    pub plan: String,
    #[serde(default = "monthly")]
    pub billing_cycle: String,
    /// The data of every step by its number; null skips the step.
    pub steps: BTreeMap<u8, Option<Value>>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct SignUp {
    pub full_name: String,
    pub email_prefix: String,
}

impl Answers {
    pub fn read(path: &Path) -> Result<Self> {
        read_json(path)
    }

    /// The repository's own files, in the order of names.
    pub fn files(workspace: &Path) -> Result<Vec<PathBuf>> {
        let folder = workspace.join("tests/journeys/answers");
        let entries =
            std::fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
        let mut files: Vec<PathBuf> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
            .collect();
        files.sort();
        Ok(files)
    }

    /// The first of them.
    pub fn first_of(workspace: &Path) -> Result<PathBuf> {
        Self::files(workspace)?.into_iter().next().context("the repository holds no answers")
    }

    /// All of them.
    pub fn all_of(workspace: &Path) -> Result<Vec<Self>> {
        Self::files(workspace)?.iter().map(|file| Self::read(file)).collect()
    }
}

fn monthly() -> String {
    "monthly".to_owned()
}
