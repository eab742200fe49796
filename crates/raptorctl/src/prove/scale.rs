//! Every service runs twice, behind two gateways. What clients notice when one of two is killed, when everything is restarted
//! in turn, and whether both agree on what there may be only one of.

mod agreement;
mod balancer;
mod crew;
mod shares;
mod stage;
mod upheaval;

use std::time::Instant;

use anyhow::Result;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::json;

use super::faults::verdict::{self, Witnesses};
use super::{Part, Proof};
use crate::cli;
use crate::data_dir::DataDir;
use crate::processes::ProcessSet;
use crate::terminal::Terminal;
use crew::{Crew, Load};
use stage::Stage;
use upheaval::Upheaval;

pub async fn prove(
    asked: &cli::Scale,
    data: &DataDir,
    processes: &mut ProcessSet,
    terminal: Terminal,
) -> Result<Proof> {
    let seed = asked.seed.unwrap_or_else(rand::random);
    terminal.note(&format!("seed {seed}"));
    let stage = Stage::set(data, processes, terminal).await?;
    let step = terminal.step("Founders who read are there");
    let mut crew = Crew::gather(&stage, seed, terminal).await?;
    step.done();
    let mut parts = Vec::new();

    let step = terminal.step("Every instance is used");
    let since = Instant::now();
    let (shares, calm) = crew.during(shares::taken(&stage)).await?;
    parts.push(shares.part("every instance took its share of the calls", since));
    step.done();

    let step = terminal.step("Both agree on what there may be only one of");
    parts.extend(agreement::tried(&stage).await?);
    step.done();

    let step = terminal.step("One instance of each service was killed");
    let since = Instant::now();
    let mut dice = StdRng::seed_from_u64(seed);
    let (killed, killing) = crew.during(upheaval::kill_one_of_each(&stage, &mut dice)).await?;
    let (held, broken_with_gateway) = killing.through_kills(&killed, since);
    parts.extend(held);
    step.done();

    let step = terminal.step("Every instance was restarted in turn");
    let since = Instant::now();
    let (restarted, restarting) = crew.during(upheaval::restart_each(&stage)).await?;
    parts.push(restarting.through_restarts(since));
    step.done();

    let mut lines = told(&killed, &restarted, seed);
    lines
        .push(format!("{broken_with_gateway} reads broke off with their connection to the killed gateway\n"));
    let measured = json!({
        "seed": seed,
        "killed": killed,
        "restarted": restarted,
        "reads_broken_with_killed_gateway": broken_with_gateway,
    });
    parts.extend(kept(&stage, [calm, killing, restarting]).await?);
    Ok(Proof { parts, measured, lines })
}

/// What founders were told, against what is stored.
async fn kept(stage: &Stage, loads: [Load; 3]) -> Result<Vec<Part>> {
    let since = Instant::now();
    let founders = loads.into_iter().flat_map(|load| load.founders).collect();
    let witnesses = Witnesses { founders, watchers: Vec::new(), strangers: Vec::new() };
    verdict::kept(&stage.owner().await?, &witnesses, since).await
}

fn told(killed: &[Upheaval], restarted: &[Upheaval], seed: u64) -> Vec<String> {
    let line = |how: &str, upheaval: &Upheaval| {
        format!("{:<14} {how:<10} away for {:>5.2} s", upheaval.instance, upheaval.seconds)
    };
    let killed = killed.iter().map(|upheaval| line("killed", upheaval));
    let restarted = restarted.iter().map(|upheaval| line("restarted", upheaval));
    let end = format!("seed {seed}: --seed {seed} repeats the choice of who is killed");
    killed.chain(restarted).chain([end]).collect()
}
