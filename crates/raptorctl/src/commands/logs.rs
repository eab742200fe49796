//! `logs`: the last lines of every process, and what is added to them.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::cli::Logs;
use crate::data_dir::DataDir;
use crate::logs::{Follower, last_lines};
use crate::processes::Signals;
use crate::terminal::Terminal;

const LOOK_EVERY: Duration = Duration::from_millis(150);

pub async fn run(asked: &Logs, terminal: Terminal) -> Result<ExitCode> {
    let folder = super::data_dir(&asked.place).await?;
    let Some(data) = DataDir::existing(&folder) else { bail!("{} holds no system", folder.display()) };
    let files = chosen(&data, &asked.processes)?;
    let mut follower = Follower::from_end(files.clone());
    for (place, (name, path)) in files.iter().enumerate() {
        for line in last_lines(path, asked.lines) {
            terminal.log(place, name, &line);
        }
    }
    if asked.follow {
        let mut signals = Signals::listen()?;
        loop {
            tokio::select! {
                () = signals.next() => break,
                () = tokio::time::sleep(LOOK_EVERY) => follower.print_new(terminal),
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn chosen(data: &DataDir, names: &[String]) -> Result<Vec<(String, PathBuf)>> {
    let files = data.log_files();
    let known: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    if let Some(unknown) = names.iter().find(|name| !known.contains(&name.as_str())) {
        bail!("there is no log of {unknown}; there are logs of {}", known.join(", "));
    }
    Ok(files.into_iter().filter(|(name, _)| names.is_empty() || names.contains(name)).collect())
}
