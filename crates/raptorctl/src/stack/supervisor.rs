//! Runs one stack from start to end, whatever ends it.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result};

use super::addresses::Addresses;
use super::options::UpOptions;
use super::start::start;
use crate::data_dir::{DataDir, Lock, Phase};
use crate::logs::Follower;
use crate::processes::{Event, Identity, ProcessSet, Signals};
use crate::servers::ServerHome;
use crate::terminal::Terminal;

const LOOK_EVERY: Duration = Duration::from_millis(150);

/// Why the stack ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Asked to, after it was up.
    Ended,
    /// Asked to, before it was up.
    Interrupted,
}

/// Returns when the stack has ended. Whatever happens, no process of it is left.
pub async fn supervise(
    options: &UpOptions,
    data: DataDir,
    lock: Lock,
    terminal: Terminal,
) -> Result<Outcome> {
    let mut signals = Signals::listen()?;
    data.forget_run();
    data.write_run(Phase::Starting)?;
    let mut processes = ProcessSet::new(data.clone(), terminal);

    let started = tokio::select! {
        started = start(&data, options, &mut processes, terminal) => Some(started),
        () = asked_to_end(&mut signals, options.on_behalf_of.as_ref()) => None,
    };
    let outcome = match started {
        None => Ok(Outcome::Interrupted),
        Some(Err(error)) => Err(error),
        Some(Ok(addresses)) => {
            announce(&addresses, options, terminal);
            let written = data.write_run(Phase::Ready);
            tokio::select! {
                () = watch(&mut processes, &data, options, terminal) => {}
                () = asked_to_end(&mut signals, options.on_behalf_of.as_ref()) => {}
            }
            written.map(|()| Outcome::Ended)
        }
    };
    if let Err(error) = &outcome {
        terminal.failure(&format!("{error:#}"));
    }
    let _ = data.write_run(Phase::Stopping);
    processes.stop(&mut signals).await;
    data.forget_run();
    if options.on_behalf_of.as_ref().is_some_and(|process| !process.alive()) {
        throw_away(&data)?;
    }
    drop(lock);
    outcome
}

async fn asked_to_end(signals: &mut Signals, behalf: Option<&Identity>) {
    tokio::select! {
        () = signals.next() => {}
        () = end_of(behalf) => {}
    }
}

async fn end_of(process: Option<&Identity>) {
    match process {
        Some(process) => {
            while process.alive() {
                tokio::time::sleep(LOOK_EVERY).await;
            }
        }
        None => std::future::pending().await,
    }
}

fn announce(addresses: &Addresses, options: &UpOptions, terminal: Terminal) {
    terminal.line("");
    terminal.heading("RaptorFlow is up");
    for (what, address) in addresses.for_people() {
        terminal.line(&format!("  {what:<16} {address}"));
    }
    if !options.detached {
        terminal.dim("  Ctrl-C stops everything. All addresses are in stack.json in the data folder.\n");
    }
}

/// Prints the logs and what happens to processes, without end.
async fn watch(processes: &mut ProcessSet, data: &DataDir, options: &UpOptions, terminal: Terminal) {
    let mut follower = (!options.detached).then(|| Follower::from_end(data.log_files()));
    loop {
        tokio::select! {
            event = processes.event() => {
                if let Some(event) = event {
                    report(&event, terminal);
                }
            }
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
        if let Some(follower) = &mut follower {
            follower.print_new(terminal);
        }
    }
}

fn report(event: &Event, terminal: Terminal) {
    match event {
        Event::Exited { name, status, again_in } => {
            terminal
                .failure(&format!("{name} {status}; starting it again in {:.1} s", again_in.as_secs_f64()));
        }
        Event::Restarted { name } => terminal.note(&format!("{name} was started again")),
        Event::CannotStart { name, error, again_in } => {
            let wait = again_in.as_secs_f64();
            terminal.failure(&format!("{name} cannot be started ({error}); trying again in {wait:.1} s"));
        }
        Event::Killed { name } => terminal.note(&format!("{name} did not end in time and was killed")),
    }
}

fn throw_away(data: &DataDir) -> Result<()> {
    let servers = ServerHome::choose(data.root())?.folder;
    for folder in [servers.as_path(), data.root()] {
        if folder.exists() {
            fs::remove_dir_all(folder).with_context(|| format!("{} cannot be removed", folder.display()))?;
        }
    }
    Ok(())
}
