//! `bench`: measures a system of its own.

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result};
use nix::sys::signal::Signal;
use tokio::process::Command;

use crate::bench::{self, Wish};
use crate::cli::Bench;
use crate::data_dir::DataDir;
use crate::processes::{Identity, ProcessSet, Signals};
use crate::scratch::Scratch;
use crate::terminal::Terminal;
use crate::workspace::{self, BIN_DIR};

const INTERRUPTED: u8 = 130;

pub async fn run(asked: &Bench, terminal: Terminal) -> Result<ExitCode> {
    let mut signals = Signals::listen()?;
    let binaries = tokio::select! {
        built = workspace::binaries(!asked.debug) => built?,
        () = signals.next() => return Ok(ExitCode::from(INTERRUPTED)),
    };
    let own = std::env::current_exe().context("the path of this command is unknown")?;
    if own.parent() != Some(binaries.as_path()) {
        return hand_over(&binaries, signals).await;
    }
    if cfg!(debug_assertions) {
        terminal.note("unoptimised: these figures say nothing about the product");
    }
    let scratch = Scratch::create()?;
    let data = DataDir::open(scratch.path())?;
    let mut processes = ProcessSet::new(data.clone(), terminal);
    let measured = Duration::from_secs(asked.seconds);
    let wish = Wish { only: asked.only.clone(), measured, growth: asked.growth };
    let found = tokio::select! {
        found = bench::measure(&wish, &data, &binaries, &mut processes, terminal) => Some(found),
        () = signals.next() => None,
    };
    processes.stop(&mut signals).await;
    scratch.remove()?;
    let Some(findings) = found.transpose()? else { return Ok(ExitCode::from(INTERRUPTED)) };
    findings.show(terminal);
    if let Some(file) = &asked.json {
        let text = serde_json::to_vec_pretty(&findings)?;
        std::fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(if findings.met() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The load has to come from a program that is built like what is measured.
async fn hand_over(binaries: &Path, mut signals: Signals) -> Result<ExitCode> {
    let mut command = Command::new(binaries.join("raptorctl"));
    // in a group of its own: what the terminal says reaches it through us, once
    command.args(std::env::args_os().skip(1)).env(BIN_DIR, binaries).process_group(0);
    let mut child = command.spawn().context("the built command cannot be run")?;
    let identity = child.id().and_then(|pid| Identity::of(i32::try_from(pid).ok()?));
    let status = loop {
        tokio::select! {
            status = child.wait() => break status?,
            () = signals.next() => {
                if let Some(child) = &identity {
                    child.signal(Signal::SIGTERM);
                }
            }
        }
    };
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}
