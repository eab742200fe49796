//! How fast the product is, next to what the same machine does without it.

mod flood;
mod goals;
mod line;
mod load;
mod pool;
pub mod reference;
mod round;
mod stage;
mod table;
mod usage;
mod wire;
mod workers;

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use serde::Serialize;

use goals::Goal;
pub use line::Line;
use load::Window;
use round::{LEVELS, Round};
use stage::{Place, Stage};

use crate::data_dir::DataDir;
use crate::processes::ProcessSet;
use crate::terminal::Terminal;

/// What to measure, and for how long each time.
#[derive(Debug, Clone)]
pub struct Wish {
    /// Empty means everything.
    pub only: Vec<Line>,
    pub measured: Duration,
    pub growth: bool,
}

#[derive(Debug, Serialize)]
pub struct Findings {
    pub machine: String,
    pub optimised: bool,
    pub seconds: f64,
    pub rounds: Vec<Round>,
    pub goals: Vec<Goal>,
}

impl Findings {
    pub fn met(&self) -> bool {
        self.goals.iter().all(|goal| goal.met)
    }

    pub fn show(&self, terminal: Terminal) {
        table::finish(self, terminal);
    }
}

/// So many workspaces and open sessions are added for the second round.
const MANY: (u64, u64) = (100_000, 2000);

/// Starts a system of its own in the empty folder and measures it.
pub async fn measure(
    wish: &Wish,
    data: &DataDir,
    binaries: &Path,
    processes: &mut ProcessSet,
    terminal: Terminal,
) -> Result<Findings> {
    let window = Window::of(wish.measured);
    let lines = wish.lines();
    let rounds = if wish.growth { 2 } else { 1 };
    let measurements = rounds * u64::try_from(LEVELS.len())?;
    let place = Place { data, binaries };
    let mut stage = Stage::set(&place, (measurements, window), processes, terminal).await?;
    let mut rounds = vec![round::run(&stage, "few", &lines, window, terminal).await?];
    if wish.growth {
        let step = terminal.step(format!("{} workspaces and {} open sessions are there", MANY.0, MANY.1));
        stage.grow(MANY.0, MANY.1).await?;
        step.done();
        rounds.push(round::run(&stage, "many", &lines, window, terminal).await?);
    }
    let goals = goals::of(&rounds);
    let seconds = wish.measured.as_secs_f64();
    Ok(Findings { machine: machine(), optimised: !cfg!(debug_assertions), seconds, rounds, goals })
}

impl Wish {
    /// What was asked for, with what it is compared with.
    fn lines(&self) -> Vec<Line> {
        let references = self.only.iter().filter_map(|line| line.reference());
        let wanted: BTreeSet<Line> = self.only.iter().copied().chain(references).collect();
        Line::ALL.into_iter().filter(|line| wanted.is_empty() || wanted.contains(line)).collect()
    }
}

/// Processor, number of cores, memory.
fn machine() -> String {
    let first = |file: &str, field: &str| -> Option<String> {
        let text = std::fs::read_to_string(file).ok()?;
        let line = text.lines().find(|line| line.starts_with(field))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let processor = first("/proc/cpuinfo", "model name").unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let memory = first("/proc/meminfo", "MemTotal").unwrap_or_default();
    format!("{processor}, {cores} cores, {memory}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_measured_alone_comes_with_what_it_is_compared_with() {
        let only = |only: &[Line]| {
            let measured = Duration::from_secs(1);
            Wish { only: only.to_vec(), measured, growth: false }.lines()
        };
        assert_eq!(only(&[]), Line::ALL);
        assert_eq!(only(&[Line::StepSave]), [Line::Insert, Line::StepSave]);
        assert_eq!(only(&[Line::Bare]), [Line::Bare]);
    }
}
