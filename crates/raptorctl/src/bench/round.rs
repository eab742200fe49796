//! Every measurement once, one after the other.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result};
use serde::Serialize;

use super::flood::{self, Flood};
use super::line::Line;
use super::load::{self, Sample, Window};
use super::stage::Stage;
use super::table;
use super::workers::hire;
use crate::terminal::Terminal;

/// How many connections at a time.
pub const LEVELS: [usize; 3] = [1, 32, 128];
/// The level at which goals are ratios.
pub const BUSY: usize = 32;
/// What is left to do after a measurement, such as events that wait to be delivered, is done within it.
const REST: Duration = Duration::from_secs(60);

/// What was measured, with how much in the database.
#[derive(Debug, Serialize)]
pub struct Round {
    pub name: &'static str,
    pub rows: Vec<Row>,
    pub flood: Option<Flood>,
    /// MB of every process afterwards.
    pub resident: BTreeMap<String, f64>,
}

/// One line of the table.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    pub line: Line,
    pub connections: usize,
    pub seconds: f64,
    pub requests: u64,
    pub shed: u64,
    pub failed: u64,
    pub per_second: f64,
    pub p50_ms: f64,
    pub p95_ms: f64,
    pub p99_ms: f64,
    pub max_ms: f64,
    pub cpu_seconds_per_1000: f64,
    pub cpu_seconds: BTreeMap<String, f64>,
}

impl Round {
    pub fn row(&self, line: Line, connections: usize) -> Option<&Row> {
        self.rows.iter().find(|row| row.line == line && row.connections == connections)
    }
}

impl Row {
    pub fn of(line: Line, sample: &Sample) -> Self {
        Self {
            line,
            connections: sample.workers,
            seconds: sample.seconds,
            requests: sample.times.len(),
            shed: sample.shed,
            failed: sample.failed,
            per_second: sample.per_second(),
            p50_ms: sample.quantile(0.5),
            p95_ms: sample.quantile(0.95),
            p99_ms: sample.quantile(0.99),
            max_ms: sample.quantile(1.0),
            cpu_seconds_per_1000: sample.cpu_per_thousand(),
            cpu_seconds: sample.cpu.clone(),
        }
    }
}

/// Measures these lines at every level and shows each as it comes.
pub async fn run(
    stage: &Stage,
    name: &'static str,
    lines: &[Line],
    window: Window,
    terminal: Terminal,
) -> Result<Round> {
    table::head(name, terminal);
    let mut rows = Vec::new();
    for line in lines {
        for level in LEVELS {
            let row = measure(stage, *line, level, window).await;
            let row = row.with_context(|| format!("{} with {level} connections", line.title()))?;
            table::show(&row, terminal);
            rows.push(row);
        }
    }
    let flood = match lines.contains(&Line::Login) {
        true => Some(flood::run(stage, window).await.context("more logins than there are places")?),
        false => None,
    };
    stage.crew.at_rest(REST).await?;
    Ok(Round { name, rows, flood, resident: stage.crew.resident()? })
}

async fn measure(stage: &Stage, line: Line, level: usize, window: Window) -> Result<Row> {
    let workers = hire(stage, line, level).await?;
    stage.crew.at_rest(REST).await?;
    Ok(Row::of(line, &load::run(workers, window, &stage.crew).await?))
}
