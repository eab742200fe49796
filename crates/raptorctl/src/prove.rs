//! Promises that are shown to hold.

pub mod faults;
pub mod inputs;
pub mod plans;
pub mod scale;
pub mod tenants;

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;
use serde::Serialize;
use serde_json::Value;

use crate::data_dir::DataDir;
use crate::processes::ProcessSet;
use crate::secrets::Secrets;
use crate::stack::{self, Addresses, Changes, UpOptions};
use crate::terminal::Terminal;
use crate::workspace;

/// A running stack that exists for one proof.
pub struct System {
    pub addresses: Addresses,
    pub secrets: Secrets,
    pub postgres_log: PathBuf,
}

impl System {
    /// Starts it with these settings besides those of every stack.
    async fn start(
        data: &DataDir,
        settings: Vec<(&'static str, &'static str, String)>,
        processes: &mut ProcessSet,
        terminal: Terminal,
    ) -> Result<Self> {
        let changes = Changes { settings, ..Changes::default() };
        let options = UpOptions::of_trial(data, workspace::binaries(false).await?, changes);
        let addresses = stack::start(data, &options, processes, terminal).await?;
        let secrets = Secrets::load_or_generate(&data.secrets_file())?;
        Ok(Self { addresses, secrets, postgres_log: data.log_of("postgres") })
    }
}

/// What was tried, and what broke the promise.
#[derive(Debug, Default, Serialize)]
pub struct Proof {
    pub parts: Vec<Part>,
    /// What else was measured.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub measured: Value,
    /// The same for people.
    #[serde(skip)]
    pub lines: Vec<String>,
}

#[derive(Debug, Serialize)]
pub struct Part {
    pub what: String,
    pub tried: usize,
    pub held: usize,
    /// Everything that did not hold, in words.
    pub breaches: Vec<String>,
    pub seconds: f64,
}

/// What was tried so far, and what did not hold.
#[derive(Debug, Default)]
pub struct Tally {
    pub tried: usize,
    pub breaches: Vec<String>,
}

impl Tally {
    /// One more was tried.
    pub fn note(&mut self, breach: Option<String>) {
        self.tried += 1;
        self.breaches.extend(breach);
    }

    pub fn part(self, what: impl Into<String>, since: Instant) -> Part {
        Part::new(what, self.tried, self.breaches, since)
    }
}

impl Part {
    /// What was tried since then. Each breach is one that did not hold.
    pub fn new(what: impl Into<String>, tried: usize, breaches: Vec<String>, since: Instant) -> Self {
        let held = tried.saturating_sub(breaches.len());
        Self { what: what.into(), tried, held, breaches, seconds: since.elapsed().as_secs_f64() }
    }
}

impl Proof {
    /// A proof without parts shows nothing.
    pub fn holds(&self) -> bool {
        !self.parts.is_empty() && self.parts.iter().all(|part| part.tried > 0 && part.held == part.tried)
    }

    pub fn show(&self, terminal: Terminal) {
        terminal.line("");
        for line in &self.lines {
            terminal.line(line);
        }
        for part in &self.parts {
            for breach in &part.breaches {
                terminal.line(&format!("  {breach}"));
            }
            let Part { what, tried, held, seconds, .. } = part;
            let line = format!("{what:<58} {held:>6} of {tried:<6} {seconds:>6.1} s");
            if held == tried { terminal.success(&line) } else { terminal.failure(&line) }
        }
    }
}
