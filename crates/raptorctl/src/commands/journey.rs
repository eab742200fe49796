//! `journey`: goes through a running system with a founder's answers.

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::cli;
use crate::data_dir::read_json;
use crate::journey::{Answers, Journey, Report};
use crate::stack::Addresses;
use crate::terminal::Terminal;
use crate::workspace::Workspace;

pub async fn run(asked: cli::Journey, terminal: Terminal) -> Result<ExitCode> {
    let known = known_system(&asked).await?;
    let gateway = match (&asked.url, &known) {
        (Some(url), _) => url.clone(),
        (None, Some(addresses)) => addresses.gateway.clone(),
        (None, None) => {
            bail!("no running system is known; start one with `cargo raptor up` or name one with --url")
        }
    };
    let file = match asked.answers {
        Some(file) => file,
        None => Answers::first_of(Workspace::find().await?.root())?,
    };
    let answers = Answers::read(&file)?;
    let report = Report::new(terminal, asked.json);
    report.note(&format!("{gateway} with the answers of {}", file.display()));
    let since = Instant::now();
    let journey = Journey { gateway, answers, phonepe: known.map(|addresses| addresses.phonepe) };
    let result = journey.run(report).await?;
    report.result(&result, since.elapsed());
    Ok(ExitCode::SUCCESS)
}

/// A named file has to be there. The usual one counts only for its own gateway.
async fn known_system(asked: &cli::Journey) -> Result<Option<Addresses>> {
    if let Some(file) = &asked.stack {
        return read_json(file).map(Some);
    }
    let file = super::data_dir(&asked.place).await?.join("stack.json");
    let usual = read_json::<Addresses>(&file).ok();
    Ok(usual.filter(|usual| asked.url.as_ref().is_none_or(|url| url.trim_end_matches('/') == usual.gateway)))
}
