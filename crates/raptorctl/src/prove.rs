//! Promises that are shown to hold.

pub mod inputs;
pub mod tenants;

use std::time::Instant;

use serde::Serialize;

use crate::terminal::Terminal;

/// What was tried, and what broke the promise.
#[derive(Debug, Default, Serialize)]
pub struct Proof {
    pub parts: Vec<Part>,
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
