//! `test`: the whole suite with servers of its own, on a machine where nothing runs.

use std::fs;
use std::path::Path;
use std::process::{ExitCode, ExitStatus, Stdio};

use anyhow::{Context, Result};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use tokio::process::{Child, Command};

use super::down;
use crate::cli::{REDIS_CLUSTER, Test};
use crate::data_dir::DataDir;
use crate::processes::{ProcessSet, Signals};
use crate::prove::plans;
use crate::scratch::{Scratch, Servers};
use crate::servers::{RedisShape, connect};
use crate::terminal::Terminal;
use crate::web;
use crate::workspace::{BIN_DIR, Workspace, cargo};

const INTERRUPTED: u8 = 130;

pub async fn run(asked: &Test, terminal: Terminal) -> Result<ExitCode> {
    let mut signals = Signals::listen()?;
    let workspace = Workspace::find().await?;
    let scratch = Scratch::create()?;
    let data = DataDir::open(scratch.path())?;
    let mut processes = ProcessSet::new(data.clone(), terminal);
    let tested = tokio::select! {
        tested = tests(asked, &workspace, &scratch, &mut processes, terminal) => Some(tested),
        () = signals.next() => None,
    };
    stop_stacks(&scratch.temporary(), terminal).await;
    processes.stop(&mut signals).await;
    scratch.remove()?;
    match tested {
        Some(tested) => Ok(tested?),
        None => Ok(ExitCode::from(INTERRUPTED)),
    }
}

async fn tests(
    asked: &Test,
    workspace: &Workspace,
    scratch: &Scratch,
    processes: &mut ProcessSet,
    terminal: Terminal,
) -> Result<ExitCode> {
    let binaries = workspace.build(false).await?;
    let Servers { postgres, redis, cluster } = scratch.servers(processes, terminal).await?;
    let is_whole = asked.arguments.is_empty();
    if is_whole {
        plans::listen(&connect(&postgres.owner_url()).await?).await?;
    }
    let shape = asked.redis.shape();
    let mut command = cargo();
    command
        .args(["test", "--workspace", "--no-fail-fast"])
        .args(&asked.arguments)
        .current_dir(workspace.root())
        .env("RAPTOR_TEST_POSTGRES", postgres.owner_url())
        .env("RAPTOR_TEST_REDIS", if shape == RedisShape::Cluster { cluster.url() } else { redis.url() })
        .env("RAPTOR_TEST_REDIS_CLUSTER", cluster.url())
        .env(REDIS_CLUSTER, (shape == RedisShape::Cluster).to_string())
        .env(BIN_DIR, &binaries)
        .env("TMPDIR", scratch.temporary());
    let mut status = ended(&mut command).await?;
    if status.success() && is_whole {
        status = ended(&mut plans_of_statements(scratch, &binaries)?).await?;
    }
    if status.success() && is_whole {
        web::check(workspace, &binaries, &scratch.temporary(), terminal).await?;
    }
    Ok(passed_on(status))
}

/// Plans what the services sent to the server of the tests.
fn plans_of_statements(scratch: &Scratch, binaries: &Path) -> Result<Command> {
    let mut command = Command::new(binaries.join("raptorctl"));
    command
        .args(["prove", "plans", "--log"])
        .arg(DataDir::open(scratch.path())?.log_of("postgres"))
        .env(BIN_DIR, binaries)
        .env("TMPDIR", scratch.temporary());
    Ok(command)
}

async fn ended(command: &mut Command) -> Result<ExitStatus> {
    let program = command.as_std().get_program().to_string_lossy().into_owned();
    command.stdin(Stdio::null()).process_group(0);
    let mut child = command.spawn().with_context(|| format!("{program} cannot be run"))?;
    let _group = Group::of(&child);
    child.wait().await.with_context(|| format!("{program} is lost"))
}

/// A command and what it runs, as cargo does tests: when we are told to end, they are too.
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
