//! `test`: the whole suite with servers of its own, on a machine where nothing runs.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{ExitCode, ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use tokio::process::Child;

use super::down;
use crate::cli::Test;
use crate::data_dir::DataDir;
use crate::ports::Ports;
use crate::processes::{ProcessSet, Signals};
use crate::secrets;
use crate::servers::{self, Durability, Postgres, Redis, ServerHome};
use crate::terminal::Terminal;
use crate::web;
use crate::workspace::{BIN_DIR, Workspace, cargo};

const SERVER_START: Duration = Duration::from_secs(120);
const INTERRUPTED: u8 = 130;

pub async fn run(asked: &Test, terminal: Terminal) -> Result<ExitCode> {
    let mut signals = Signals::listen()?;
    let workspace = Workspace::find().await?;
    let folder = Scratch::create()?;
    let data = DataDir::open(&folder.path)?;
    let mut processes = ProcessSet::new(data.clone(), terminal);
    let tested = tokio::select! {
        tested = tests(asked, &workspace, &data, &mut processes, terminal) => Some(tested),
        () = signals.next() => None,
    };
    stop_stacks(&folder.temporary(), terminal).await;
    processes.stop(&mut signals).await;
    folder.remove()?;
    match tested {
        Some(tested) => Ok(tested?),
        None => Ok(ExitCode::from(INTERRUPTED)),
    }
}

async fn tests(
    asked: &Test,
    workspace: &Workspace,
    data: &DataDir,
    processes: &mut ProcessSet,
    terminal: Terminal,
) -> Result<ExitCode> {
    let binaries = workspace.build(false).await?;
    let tools = servers::ensure(terminal).await?;
    let home = ServerHome::choose(data.root())?;
    home.prepare()?;
    let mut ports = Ports::plain(&["postgres", "redis"], &BTreeMap::new())?;
    let durability = Durability::ThrownAway;
    let postgres = Postgres::new(&tools, &home, ports.of("postgres")?, &secrets::text(32), durability)?;
    let redis = Redis::new(&tools, &home, ports.of("redis")?, &secrets::text(32), durability);
    postgres.create().await?;
    redis.configure()?;
    ports.release("postgres");
    ports.release("redis");
    processes.start(postgres.spec())?;
    processes.start(redis.spec())?;
    processes.until_ready(vec!["postgres", "redis"], SERVER_START).await?;
    let mut command = cargo();
    command
        .args(["test", "--workspace", "--no-fail-fast"])
        .args(&asked.arguments)
        .current_dir(workspace.root())
        .env("RAPTOR_TEST_POSTGRES", postgres.owner_url())
        .env("RAPTOR_TEST_REDIS", redis.url())
        .env(BIN_DIR, &binaries)
        .env("TMPDIR", data.root().join("tmp"))
        .stdin(Stdio::null())
        .process_group(0);
    let status = {
        let mut child = command.spawn().context("cargo cannot be run")?;
        let _group = Group::of(&child);
        child.wait().await.context("cargo is lost")?
    };
    if status.success() && asked.arguments.is_empty() {
        web::check(workspace, &binaries, data, terminal).await?;
    }
    Ok(passed_on(status))
}

/// Cargo and the tests it runs: when we are told to end, they are too.
struct Group(Option<Pid>);

impl Group {
    fn of(leader: &Child) -> Self {
        Self(leader.id().and_then(|pid| i32::try_from(pid).ok()).map(Pid::from_raw))
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if let Some(group) = self.0 {
            let _ = killpg(group, Signal::SIGTERM);
        }
    }
}

/// Systems that journeys started end by themselves with the journey; this waits for them.
async fn stop_stacks(folder: &Path, terminal: Terminal) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if let Err(error) = down::stop(&entry.path(), terminal).await {
            terminal.note(&format!("{}: {error:#}", entry.path().display()));
        }
    }
}

fn passed_on(status: ExitStatus) -> ExitCode {
    match status.code().and_then(|code| u8::try_from(code).ok()) {
        Some(code) => ExitCode::from(code),
        None => ExitCode::FAILURE,
    }
}

/// A folder that is gone afterwards.
struct Scratch {
    path: PathBuf,
}

impl Scratch {
    fn create() -> Result<Self> {
        let path = std::env::temp_dir().join(format!("raptor-test-{}", secrets::text(8)));
        let scratch = Self { path };
        fs::create_dir_all(scratch.temporary()).context("no temporary folder can be made")?;
        // Postgres may run as another user and has to pass through
        fs::set_permissions(&scratch.path, fs::Permissions::from_mode(0o755))?;
        Ok(scratch)
    }

    /// Where the tests put what is theirs.
    fn temporary(&self) -> PathBuf {
        self.path.join("tmp")
    }

    fn remove(self) -> Result<()> {
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
