//! `check-env`: asks every service what is wrong with the settings in this environment.

use std::path::Path;
use std::process::{ExitCode, Output, Stdio};

use anyhow::{Context, Result};
use tokio::process::Command;

use crate::cli::CheckEnv;
use crate::stack::Service;
use crate::terminal::Terminal;
use crate::workspace;

pub async fn run(asked: &CheckEnv, terminal: Terminal) -> Result<ExitCode> {
    let folder = workspace::built_binaries()?;
    let mut faulty = Vec::new();
    for service in Service::ALL {
        let checked = check(&folder.join(service.name()), asked.online).await;
        if !show(service, checked, terminal) {
            faulty.push(service.name());
        }
    }
    if faulty.is_empty() {
        terminal.success("every service can start with these settings");
        return Ok(ExitCode::SUCCESS);
    }
    terminal.failure(&format!("settings have to be changed for {}", faulty.join(", ")));
    Ok(ExitCode::FAILURE)
}

async fn check(program: &Path, online: bool) -> Result<Output> {
    let mut command = Command::new(program);
    command.arg("--check-env").args(online.then_some("--online")).stdin(Stdio::null()).kill_on_drop(true);
    let output = command.output().await;
    output.with_context(|| {
        format!("{} cannot be run; build it with `cargo build --workspace --bins`", program.display())
    })
}

/// Prints what a service said; true when nothing is wrong.
fn show(service: Service, checked: Result<Output>, terminal: Terminal) -> bool {
    let name = service.name();
    let output = match checked {
        Ok(output) => output,
        Err(error) => {
            terminal.failure(&format!("{name}: {error:#}"));
            return false;
        }
    };
    if output.status.success() {
        terminal.success(name);
    } else {
        terminal.failure(name);
    }
    for stream in [&output.stdout, &output.stderr] {
        for line in String::from_utf8_lossy(stream).lines() {
            terminal.line(&format!("    {line}"));
        }
    }
    output.status.success()
}
