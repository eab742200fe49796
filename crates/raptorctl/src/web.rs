//! The web app: built by Node into static files, which the gateway serves.

mod build;
mod checks;
mod node;

use std::path::{Path, PathBuf};

use anyhow::Result;

pub use checks::check;

use crate::terminal::Terminal;
use crate::workspace::{BIN_DIR, Workspace};

/// Set by `raptorctl test` for the systems that its tests start: the folder of the built app.
pub const WEB_DIR: &str = "RAPTOR_WEB_DIR";

/// The folder of the up-to-date app, built now if need be; `None` when this machine cannot build it, which is told.
pub async fn built(terminal: Terminal) -> Result<Option<PathBuf>> {
    if let Some(folder) = std::env::var_os(WEB_DIR) {
        return Ok(Some(folder.into()));
    }
    if std::env::var_os(BIN_DIR).is_some() {
        return Ok(None);
    }
    let folder = folder(&Workspace::find().await?);
    match node::Node::find().await {
        Some(node) => build::build(&node, &folder, terminal).await.map(Some),
        None => {
            terminal.note(&format!("the web app is not served: {}", node::instructions().await));
            Ok(None)
        }
    }
}

fn folder(workspace: &Workspace) -> PathBuf {
    workspace.root().join("services/web")
}

/// Where the built files are.
fn output(folder: &Path) -> PathBuf {
    folder.join("dist")
}
