//! A whole running system, started and ended by the operator's command as anybody would.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result, bail};
use nix::sys::signal::{self, Signal};
use nix::unistd::Pid;
use serde_json::Value;

/// Where `cargo raptor test` says that the binaries are; without it `raptorctl` builds them.
pub const BIN_DIR: &str = "RAPTOR_BIN_DIR";

/// Ends with its value or with the test process, and leaves nothing behind, even when that is killed.
pub struct System {
    folder: PathBuf,
    addresses: Value,
}

impl System {
    /// A new system with a data folder of its own.
    ///
    /// # Errors
    /// What the command said.
    pub fn start() -> Result<Self> {
        static STARTED: AtomicUsize = AtomicUsize::new(0);
        let number = STARTED.fetch_add(1, Ordering::Relaxed);
        let name = format!("raptor-{}-{number}", std::process::id());
        let mut system = Self { folder: std::env::temp_dir().join(name), addresses: Value::Null };
        system.start_again()?;
        Ok(system)
    }

    /// Starts it once more on its data.
    ///
    /// # Errors
    /// What the command said.
    pub fn start_again(&mut self) -> Result<()> {
        let behalf = std::process::id().to_string();
        let mut command = raptorctl()?;
        command.args(["up", "--detach", "--on-behalf-of", &behalf, "--data-dir"]).arg(&self.folder);
        succeed(&mut command)?;
        let text =
            std::fs::read_to_string(self.folder.join("stack.json")).context("stack.json was not written")?;
        self.addresses = serde_json::from_str(&text).context("stack.json is not JSON")?;
        Ok(())
    }

    /// Ends it; the data stays until this value goes.
    ///
    /// # Errors
    /// What the command said.
    pub fn stop(&self) -> Result<String> {
        succeed(raptorctl()?.args(["down", "--data-dir"]).arg(&self.folder))
    }

    /// The data folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Everything that `stack.json` says.
    #[must_use]
    pub fn addresses(&self) -> &Value {
        &self.addresses
    }

    /// A URL of the gateway.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.addresses["gateway"].as_str().unwrap_or_default())
    }

    /// Number of the process that runs under this name now; `None` while there is none.
    #[must_use]
    pub fn process(&self, name: &str) -> Option<i64> {
        let text = std::fs::read_to_string(self.folder.join("run").join(format!("{name}.json"))).ok()?;
        serde_json::from_str::<Value>(&text).ok()?["identity"]["pid"].as_i64()
    }

    /// Names of the processes that are Redis; of a cluster, its nodes.
    #[must_use]
    pub fn redis(&self) -> &'static [&'static str] {
        let is_cluster = self.addresses["redis"].as_str().is_some_and(|nodes| nodes.contains(','));
        if is_cluster { &["redis-1", "redis-2", "redis-3"] } else { &["redis"] }
    }

    /// Number of the process that keeps all others.
    #[must_use]
    pub fn supervisor(&self) -> Option<i64> {
        let text = std::fs::read_to_string(self.folder.join("run.json")).ok()?;
        serde_json::from_str::<Value>(&text).ok()?["supervisor"]["pid"].as_i64()
    }
}

impl Drop for System {
    fn drop(&mut self) {
        let _ = self.stop();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Ends a process as a crash would, without a word to it.
///
/// # Errors
/// When there is no such process.
pub fn kill(process: i64) -> Result<()> {
    let process = Pid::from_raw(process.try_into()?);
    signal::kill(process, Signal::SIGKILL).context("there is no such process")
}

/// The operator's command, for more arguments.
///
/// # Errors
/// When it was not built.
pub fn raptorctl() -> Result<Command> {
    let program = binary("raptorctl")?;
    let mut command = Command::new(&program);
    command.env(BIN_DIR, program.parent().context("a program without a folder")?);
    Ok(command)
}

/// A built binary of the workspace.
///
/// # Errors
/// When it was not built.
pub fn binary(name: &str) -> Result<PathBuf> {
    let folder = match std::env::var_os(BIN_DIR) {
        Some(folder) => PathBuf::from(folder),
        None => std::env::current_exe()?.ancestors().nth(2).context("a test without a folder")?.to_owned(),
    };
    let program = folder.join(name);
    if !program.is_file() {
        bail!("{} is not built; run the tests by `cargo raptor test`", program.display());
    }
    Ok(program)
}

/// Runs a command that has to succeed.
///
/// # Errors
/// Everything it printed.
pub fn succeed(command: &mut Command) -> Result<String> {
    let Output { status, stdout, stderr } = command.output().context("the command cannot be run")?;
    let (out, errors) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    if !status.success() {
        bail!("{command:?} ended with {status}:\n{out}{errors}");
    }
    Ok(out.into_owned())
}
