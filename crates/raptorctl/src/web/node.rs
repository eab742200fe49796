//! Finds Node and npm, or says how to get them.

use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use tokio::process::Command;

use crate::apt::{self, major};

const FROM: u32 = 20;

/// A Node that is new enough, with npm.
#[derive(Debug, Clone, Copy)]
pub struct Node(());

impl Node {
    pub async fn find() -> Option<Self> {
        let version = output("node").await?;
        let new_enough = major(version.trim_start_matches('v')).is_some_and(|major| major >= FROM);
        (new_enough && output("npm").await.is_some()).then_some(Self(()))
    }

    /// Runs npm quietly; when it fails, what it said last is the error.
    pub async fn npm(self, folder: &Path, arguments: &[&str]) -> Result<()> {
        let mut command = Command::new("npm");
        let output = command
            .args(arguments)
            .current_dir(folder)
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .output()
            .await
            .context("npm cannot be run")?;
        if output.status.success() {
            return Ok(());
        }
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        let last: Vec<&str> = said.lines().rev().take(40).collect();
        let last: Vec<&str> = last.into_iter().rev().collect();
        bail!("npm {} failed in {}:\n{}", arguments.join(" "), folder.display(), last.join("\n"))
    }
}

async fn output(program: &str) -> Option<String> {
    let output = Command::new(program).arg("--version").stderr(Stdio::null()).output().await.ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// What to install.
pub async fn instructions() -> String {
    let offered = apt::candidate("nodejs").await.is_some_and(|major| major >= FROM);
    let how = if offered {
        "install it with:  sudo apt-get install -y nodejs npm"
    } else {
        "install it as https://nodejs.org/en/download says; the package of this system is older"
    };
    format!("this machine has no Node {FROM} or newer with npm; {how}")
}
