//! Builds the app, and does nothing where nothing has changed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use super::node::Node;
use super::output;
use crate::terminal::Terminal;

/// What is made, not written.
const MADE: [&str; 4] = ["node_modules", "dist", "screenshots", "test-results"];

/// The folder of the built files.
pub async fn build(node: &Node, folder: &Path, terminal: Terminal) -> Result<PathBuf> {
    packages(node, folder, terminal).await?;
    let built = output(folder);
    let stamp = Stamp::of(folder, "built", &sources(folder)?)?;
    if stamp.is_current() && built.join("index.html").is_file() {
        return Ok(built);
    }
    let step = terminal.step("The web app is built");
    node.npm(folder, &["run", "build"]).await?;
    stamp.keep()?;
    step.done();
    Ok(built)
}

/// Installs what the lock file names.
pub async fn packages(node: &Node, folder: &Path, terminal: Terminal) -> Result<()> {
    let stamp = Stamp::of(folder, "packages", &[folder.join("package-lock.json")])?;
    if stamp.is_current() {
        return Ok(());
    }
    let step = terminal.step("Packages of the web app are installed");
    node.npm(folder, &["ci"]).await?;
    stamp.keep()?;
    step.done();
    Ok(())
}

/// Remembers what something was made from.
struct Stamp {
    file: PathBuf,
    digest: String,
}

impl Stamp {
    fn of(folder: &Path, name: &str, files: &[PathBuf]) -> Result<Self> {
        let mut hasher = Sha256::new();
        for file in files {
            let content = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
            hasher.update(file.as_os_str().as_encoded_bytes());
            hasher.update(content.len().to_le_bytes());
            hasher.update(content);
        }
        let digest = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { file: folder.join("node_modules").join(format!(".raptor-{name}")), digest })
    }

    fn is_current(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|kept| kept == self.digest)
    }

    fn keep(&self) -> Result<()> {
        fs::write(&self.file, &self.digest).with_context(|| format!("cannot write {}", self.file.display()))
    }
}

/// Everything that was written, in one order.
fn sources(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            let made = path.file_name().is_some_and(|name| MADE.iter().any(|made| name == *made));
            match (path.is_dir(), made) {
                (_, true) => {}
                (true, false) => folders.push(path),
                (false, false) => files.push(path),
            }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_made_counts_until_a_source_changes() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let file = folder.path().join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        };
        let stamp = || Stamp::of(folder.path(), "built", &sources(folder.path()).unwrap()).unwrap();
        write("src/main.tsx", "one");
        write("node_modules/react/index.js", "made");
        assert!(!stamp().is_current());
        stamp().keep().unwrap();
        write("node_modules/react/index.js", "made anew");
        write("dist/index.html", "made");
        assert!(stamp().is_current());
        write("src/main.tsx", "two");
        assert!(!stamp().is_current());
    }
}
