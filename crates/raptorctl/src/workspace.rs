//! Where the sources are, and the binaries that cargo makes of them.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use tokio::process::Command;

/// Set by `raptorctl test` for the tests: binaries that are built already.
pub const BIN_DIR: &str = "RAPTOR_BIN_DIR";

/// The root folder of the sources.
#[derive(Debug, Clone)]
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The workspace around the current folder, else the one this command was built from.
    pub async fn find() -> Result<Self> {
        let output = cargo()
            .args(["locate-project", "--workspace", "--message-format", "plain"])
            .output()
            .await
            .context("cargo cannot be run; is a Rust toolchain installed?")?;
        let manifest = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
        if let Some(root) = manifest.parent().filter(|root| is_ours(root)) {
            return Ok(Self { root: root.to_owned() });
        }
        let built_from = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2);
        match built_from.filter(|root| is_ours(root)) {
            Some(root) => Ok(Self { root: root.to_owned() }),
            None => bail!("the workspace was not found; run this inside the repository"),
        }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Builds every binary and answers with their folder. Cargo shows its own progress.
    pub async fn build(&self, release: bool) -> Result<PathBuf> {
        let mut command = cargo();
        command
            .args(["build", "--workspace", "--bins", "--message-format=json-render-diagnostics"])
            .current_dir(&self.root)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true);
        if release {
            command.arg("--release");
        }
        // not `output`, which would keep cargo's progress and its errors to itself
        let output = command.spawn().context("cargo cannot be run")?.wait_with_output().await?;
        if !output.status.success() {
            bail!("the build failed");
        }
        folder_of_binaries(&String::from_utf8_lossy(&output.stdout)).context("cargo built no binary")
    }
}

/// The folder of up-to-date binaries: the named one as it is, else what cargo builds now.
pub async fn binaries(release: bool) -> Result<PathBuf> {
    match std::env::var_os(BIN_DIR) {
        Some(folder) => Ok(folder.into()),
        None => Workspace::find().await?.build(release).await,
    }
}

/// The cargo that runs us, so that toolchains do not mix; without what it told us about our own package, which would
/// have build scripts run again that look at it.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(is_about_a_package) {
            command.env_remove(&name);
        }
    }
    command
}

fn is_about_a_package(variable: &str) -> bool {
    const ABOUT: [&str; 4] = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"];
    ABOUT.iter().any(|prefix| variable.starts_with(prefix))
}

fn is_ours(root: &Path) -> bool {
    root.join("crates/raptorctl/Cargo.toml").is_file()
}

#[derive(Deserialize)]
struct Message {
    executable: Option<PathBuf>,
}

fn folder_of_binaries(messages: &str) -> Option<PathBuf> {
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Message>(line).ok()?.executable)
        .find_map(|executable| executable.parent().map(Path::to_owned))
}

/// The folder that holds the service binaries, without building: where the tests' runner or cargo put them.
pub fn built_binaries() -> Result<PathBuf> {
    if let Some(folder) = std::env::var_os(BIN_DIR) {
        return Ok(folder.into());
    }
    let own = std::env::current_exe().context("the path of this command is unknown")?;
    own.parent().map(Path::to_owned).context("the folder of this command is unknown")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nested_cargo_hears_nothing_about_our_package_and_everything_about_the_build() {
        assert!(is_about_a_package("CARGO_PKG_NAME") && is_about_a_package("CARGO_MANIFEST_DIR"));
        assert!(!is_about_a_package("CARGO_TARGET_DIR") && !is_about_a_package("CARGO_HOME"));
    }

    #[test]
    fn the_folder_comes_from_the_first_artifact_with_an_executable() {
        let messages = concat!(
            r#"{"reason":"compiler-artifact","executable":null}"#,
            "\n",
            r#"{"reason":"compiler-artifact","executable":"/x/target/debug/auth"}"#,
            "\n",
            r#"{"reason":"build-finished","success":true}"#,
        );
        assert_eq!(folder_of_binaries(messages), Some(PathBuf::from("/x/target/debug")));
        assert_eq!(folder_of_binaries("no json\n"), None);
    }
}
