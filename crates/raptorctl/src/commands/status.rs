//! `status`: what runs, and whether it does its work.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;

use crate::cli::Place;
use crate::data_dir::{DataDir, Phase, Run, read_json};
use crate::processes::{Record, Records};
use crate::stack::Addresses;
use crate::terminal::{Terminal, seconds};

/// As service managers answer for a service that is not running.
const NOT_RUNNING: u8 = 3;
const PROBE_TIMEOUT: Duration = Duration::from_secs(3);

pub async fn run(place: &Place, terminal: Terminal) -> Result<ExitCode> {
    let folder = super::data_dir(place).await?;
    let data = DataDir::existing(&folder);
    let Some((data, run)) = data.as_ref().and_then(|data| running(data).map(|run| (data, run))) else {
        terminal.line(&format!("nothing runs in {}", folder.display()));
        for left in data.map(|data| Records::new(data.records()).living()).unwrap_or_default() {
            let Record { name, identity, .. } = left;
            terminal.note(&format!(
                "{name} (process {}) was left behind; `cargo raptor down` ends it",
                identity.pid
            ));
        }
        return Ok(ExitCode::from(NOT_RUNNING));
    };
    let word = match run.phase {
        Phase::Starting => "is starting",
        Phase::Ready => "is up",
        Phase::Stopping => "is stopping",
    };
    let supervisor = &run.supervisor;
    terminal.heading(&format!("{} {word} (process {})", data.root().display(), supervisor.pid));
    let addresses = read_json::<Addresses>(&data.stack_file()).ok();
    let healthy = processes(data, addresses.as_ref(), terminal).await?;
    if let Some(addresses) = &addresses {
        terminal.line("");
        for (what, address) in addresses.for_people() {
            terminal.line(&format!("  {what:<16} {address}"));
        }
    }
    Ok(if healthy && run.phase == Phase::Ready { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn running(data: &DataDir) -> Option<Run> {
    data.try_lock().ok()?.is_none().then(|| data.run()).flatten()
}

/// One line per process; true when all are well.
async fn processes(data: &DataDir, addresses: Option<&Addresses>, terminal: Terminal) -> Result<bool> {
    let client = reqwest::Client::builder().no_proxy().timeout(PROBE_TIMEOUT).build()?;
    let records = Records::new(data.records()).living();
    let mut healthy = true;
    for record in &records {
        let admin =
            addresses.and_then(|all| all.services.get(&record.name)).map(|service| service.admin.as_str());
        let state = match admin {
            Some(admin) => match client.get(format!("{admin}/readyz")).send().await {
                Ok(answer) if answer.status().is_success() => "ready",
                Ok(_) => "not ready",
                Err(_) => "no answer",
            },
            None => "running",
        };
        healthy &= matches!(state, "ready" | "running");
        terminal.line(&line(record, state, admin));
    }
    let expected = addresses.into_iter().flat_map(|all| all.services.keys());
    for name in expected.filter(|name| records.iter().all(|record| record.name != **name)) {
        healthy = false;
        terminal.line(&format!("  {name:<12} down"));
    }
    Ok(healthy)
}

fn line(record: &Record, state: &str, admin: Option<&str>) -> String {
    let age = record.identity.age().map(seconds).unwrap_or_default();
    let text = format!(
        "  {:<12} {state:<10} process {:<8} for {age:<12} {}",
        record.name,
        record.identity.pid,
        admin.unwrap_or_default()
    );
    text.trim_end().to_owned()
}
