//! Founders go through the product while its processes, servers and lines break at moments that a seed decides. At the end
//! what was acknowledged to them is held against what is there.

mod breaker;
mod clock;
mod fault;
pub(super) mod founder;
mod lines;
pub(super) mod marks;
mod patient;
pub(super) mod plan;
mod probe;
mod report;
pub(super) mod schedule;
mod settle;
mod stage;
pub(super) mod verdict;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use anyhow::{Context, Result};
use tokio::task::JoinSet;

use super::Proof;
use crate::cli;
use crate::data_dir::DataDir;
use crate::journey::{Answers, Report};
use crate::processes::ProcessSet;
use crate::terminal::Terminal;
use crate::workspace::Workspace;
use breaker::Recovery;
use founder::{Founder, World};
use marks::Marks;
use plan::{Payer, Plan, Strike};
use probe::Probe;
use schedule::Schedule;
use stage::Stage;
use verdict::Witnesses;

/// Journeys and faults of the short form and of the long one.
const SHORT: (usize, usize) = (40, 20);
const LONG: (usize, usize) = (2000, 500);
/// Founders under way at the same time.
const AT_ONCE: usize = 6;
const WATCHERS: usize = 8;

pub async fn prove(
    asked: &cli::Faults,
    data: &DataDir,
    processes: &mut ProcessSet,
    terminal: Terminal,
) -> Result<Proof> {
    let (journeys, faults) = if asked.long { LONG } else { SHORT };
    let (journeys, faults) = (asked.journeys.unwrap_or(journeys), asked.faults.unwrap_or(faults));
    let seed = asked.seed.unwrap_or_else(rand::random);
    terminal.note(&format!("{journeys} journeys, {faults} faults, seed {seed}"));
    let plan = Plan::draw(seed, journeys, faults);
    let answers = Answers::all_of(Workspace::find().await?.root())?;
    let stage = Stage::set(data, asked.redis.shape(), processes, terminal).await?;

    let step = terminal.step("Founders who watch are there");
    let calm = world(&stage, (seed, &answers), &[], terminal)?;
    let mut probe = Probe::new(travel(watchers(&plan), &calm).await?, &calm, &stage.inbox);
    step.done();
    let since = Instant::now();
    let stormy = world(&stage, (seed, &answers), &plan.strikes, terminal)?;
    let (founders, recoveries) = storm(&plan, &stage, &stormy, &mut probe, terminal).await?;
    let took = since.elapsed();

    let step = terminal.step("What was due is done");
    let settled = settle::settle(&stage).await?;
    step.done();
    let Probe { watchers, strangers, .. } = probe;
    let verdict = verdict::judge(&stage, Witnesses { founders, watchers, strangers }, &settled).await?;
    let planned = plan.strikes.len();
    let run = report::Run { seed, journeys, planned, recoveries, settled, took, since };
    Ok(run.proof(verdict))
}

fn world(
    stage: &Stage,
    (seed, answers): (u64, &[Answers]),
    strikes: &[Strike],
    terminal: Terminal,
) -> Result<Arc<World>> {
    Ok(Arc::new(World {
        door: stage.lines.door()?,
        marks: Marks::new(seed),
        control: stage.control.clone(),
        answers: answers.to_vec(),
        schedule: Schedule::new(strikes),
        report: Report::new(terminal, false),
        last: Mutex::default(),
    }))
}

/// Founders travel while things break, until all are back.
async fn storm(
    plan: &Plan,
    stage: &Stage,
    world: &Arc<World>,
    probe: &mut Probe,
    terminal: Terminal,
) -> Result<(Vec<Founder>, Vec<Recovery>)> {
    let travelling = async {
        let founders = travel(plan.founders.clone(), world).await;
        world.schedule.close();
        founders
    };
    let breaking = async {
        let recoveries = breaker::run(&plan.strikes, stage, &world.schedule, probe, terminal).await;
        world.schedule.open(None);
        recoveries
    };
    let (founders, recoveries) = tokio::join!(travelling, breaking);
    Ok((founders?, recoveries?))
}

/// Founders of no plan, who go through before anything breaks.
fn watchers(plan: &Plan) -> Vec<plan::Founder> {
    let watcher = |number| plan::Founder { number, payer: Payer::Prompt, seed: plan.seed };
    let first = plan.founders.len();
    (first..first + WATCHERS).map(watcher).collect()
}

/// Lets them go, a few at a time, and gives them back when all have come to their end.
async fn travel(founders: Vec<plan::Founder>, world: &Arc<World>) -> Result<Vec<Founder>> {
    let (waiting, next) = (Arc::new(founders), Arc::new(AtomicUsize::new(0)));
    let mut lanes = JoinSet::new();
    for _ in 0..AT_ONCE {
        let (waiting, next, world) = (waiting.clone(), next.clone(), world.clone());
        lanes.spawn(async move {
            let mut back = Vec::new();
            while let Some(founder) = waiting.get(next.fetch_add(1, Ordering::Relaxed)) {
                back.push(Founder::new(*founder, &world)?.travel().await);
            }
            anyhow::Ok(back)
        });
    }
    let mut back = Vec::new();
    while let Some(lane) = lanes.join_next().await {
        back.extend(lane.context("a founder is lost")??);
    }
    Ok(back)
}
