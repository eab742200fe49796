//! `up`: the whole system, in the foreground or behind.

use std::process::ExitCode;

use anyhow::{Context, Result};

use super::detach;
use crate::cli::Up;
use crate::data_dir::{DataDir, Lock, read_json};
use crate::processes::Identity;
use crate::servers::Durability;
use crate::stack::{self, Addresses, Changes, Outcome, UpOptions};
use crate::terminal::Terminal;
use crate::{web, workspace};

pub async fn run(asked: Up, terminal: Terminal) -> Result<ExitCode> {
    let data = DataDir::open(&super::data_dir(&asked.place).await?)?;
    let Some(lock) = data.try_lock()? else {
        already_running(&data, terminal);
        return Ok(ExitCode::FAILURE);
    };
    let on_behalf_of =
        asked.on_behalf_of.map(|pid| Identity::of(pid).context("no such process")).transpose()?;
    let detached = asked.supervise.is_some();
    let (binaries, web) = match asked.supervise.clone() {
        Some(folder) => {
            nix::unistd::setsid().context("no session of its own")?;
            (folder, asked.web)
        }
        None => (workspace::binaries(asked.release).await?, web::built(terminal).await?),
    };
    let data_dir = data.root().to_owned();
    let options = UpOptions {
        data_dir,
        binaries,
        web,
        port: asked.port,
        on_behalf_of,
        detached,
        durability: Durability::Kept,
        redis: asked.redis.shape(),
        changes: Changes::default(),
    };
    if asked.detach {
        drop::<Lock>(lock);
        return detach::start(&options, &data, terminal).await;
    }
    match stack::supervise(&options, data, lock, terminal).await {
        Ok(Outcome::Ended) => Ok(ExitCode::SUCCESS),
        // the shell's number for a command that was interrupted
        Ok(Outcome::Interrupted) => Ok(ExitCode::from(130)),
        // said already, before everything was stopped
        Err(_) => Ok(ExitCode::FAILURE),
    }
}

fn already_running(data: &DataDir, terminal: Terminal) {
    let process = data.run().map(|run| format!(" (process {})", run.supervisor.pid)).unwrap_or_default();
    terminal.failure(&format!("a system is running in {} already{process}", data.root().display()));
    if let Ok(addresses) = read_json::<Addresses>(&data.stack_file()) {
        for (what, address) in addresses.for_people() {
            terminal.line(&format!("  {what:<16} {address}"));
        }
    } else {
        terminal.line("  it is starting or stopping");
    }
    terminal.line("  stop it with `cargo raptor down`, or start another one with --data-dir");
}
