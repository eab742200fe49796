//! `down`: ends a running system, or what an interrupted one left behind.

use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use nix::sys::signal::Signal;

use crate::cli::Place;
use crate::data_dir::DataDir;
use crate::processes::Records;
use crate::terminal::Terminal;

const LIMIT: Duration = Duration::from_secs(120);
const LOOK_EVERY: Duration = Duration::from_millis(50);

pub async fn run(place: &Place, terminal: Terminal) -> Result<ExitCode> {
    let folder = super::data_dir(place).await?;
    if !stop(&folder, terminal).await? {
        terminal.line(&format!("nothing runs in {}", folder.display()));
    }
    Ok(ExitCode::SUCCESS)
}

/// False when there was nothing to stop.
pub async fn stop(folder: &Path, terminal: Terminal) -> Result<bool> {
    let Some(data) = DataDir::existing(folder) else { return Ok(false) };
    let step = terminal.step("the system is stopped");
    let since = Instant::now();
    let mut asked = false;
    let lock = loop {
        match data.try_lock() {
            Ok(Some(lock)) => break lock,
            Ok(None) => {}
            // a system that leaves no data behind removes its folder
            Err(_) if !data.root().is_dir() => {
                step.done();
                return Ok(true);
            }
            Err(error) => return Err(error),
        }
        if let (false, Some(run)) = (asked, data.run()) {
            run.supervisor.signal(Signal::SIGTERM);
            asked = true;
        }
        if since.elapsed() > LIMIT {
            bail!("the supervisor does not end; see `cargo raptor logs supervisor`");
        }
        tokio::time::sleep(LOOK_EVERY).await;
    };
    let left_over = Records::new(data.records()).sweep().await?;
    data.forget_run();
    drop(lock);
    let ended = asked || !left_over.is_empty();
    if ended {
        step.done();
    } else {
        step.dismiss();
    }
    Ok(ended)
}
