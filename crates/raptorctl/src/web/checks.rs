//! Every check of the web app: its description of the API, lints, types, unit tests, and journeys in a browser.

use std::path::Path;

use anyhow::{Result, bail};
use tokio::process::Command;

use super::node::{self, Node};
use super::{WEB_DIR, build, folder};
use crate::apt::Apt;
use crate::terminal::Terminal;
use crate::workspace::{BIN_DIR, Workspace};

const BROWSERS: [&str; 2] = ["chromium", "chromium-browser"];

/// Each check as npm knows it, in the order of what is cheap to find out.
const CHECKS: [(&str, &str); 4] = [
    ("check:api", "The web app knows the API as it is"),
    ("lint", "The web app is free of lint"),
    ("type-check", "The web app's types fit"),
    ("test", "The web app's unit tests pass"),
];

/// Runs all of them. A machine without Node leaves them out and says so, unless it is one that has to be sure (`CI`).
pub async fn check(
    workspace: &Workspace,
    binaries: &Path,
    temporary: &Path,
    terminal: Terminal,
) -> Result<()> {
    let Some(node) = Node::find().await else {
        let missing = format!("the web app is not tested: {}", node::instructions().await);
        if std::env::var_os("CI").is_some() {
            bail!(missing);
        }
        terminal.note(&missing);
        return Ok(());
    };
    let folder = folder(workspace);
    build::packages(&node, &folder, terminal).await?;
    for (script, said) in CHECKS {
        let step = terminal.step(said);
        node.npm(&folder, &["run", "--silent", script]).await?;
        step.done();
    }
    let built = build::build(&node, &folder, terminal).await?;
    browser(terminal).await?;
    journeys(&folder, binaries, &built, temporary).await
}

/// Finds the system's Chromium, or installs it where that is allowed.
async fn browser(terminal: Terminal) -> Result<()> {
    if std::env::var_os("CHROMIUM_BIN").is_some() || has_browser().await {
        return Ok(());
    }
    let Some(apt) = Apt::usable().await else {
        bail!(
            "the journeys need a browser; install it with:  sudo apt-get install -y chromium fonts-noto-core"
        );
    };
    apt.update(terminal).await?;
    apt.install(&["chromium", "fonts-noto-core"], terminal).await
}

async fn has_browser() -> bool {
    for browser in BROWSERS {
        if Command::new(browser).arg("--version").output().await.is_ok() {
            return true;
        }
    }
    false
}

/// The browser tests start systems of their own from what is built; they show their own progress.
async fn journeys(folder: &Path, binaries: &Path, built: &Path, temporary: &Path) -> Result<()> {
    let status = Command::new("npm")
        .args(["run", "--silent", "e2e"])
        .current_dir(folder)
        .env(BIN_DIR, binaries)
        .env(WEB_DIR, built)
        .env("TMPDIR", temporary)
        .kill_on_drop(true)
        .status()
        .await?;
    if status.success() { Ok(()) } else { bail!("journeys in the browser failed") }
}
