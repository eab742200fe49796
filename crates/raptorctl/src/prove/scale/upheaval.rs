//! What happens to the instances: one of each service is killed, or each is restarted in turn.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use nix::sys::signal::Signal;
use rand::rngs::StdRng;
use rand::seq::IteratorRandom;
use serde::Serialize;

use super::stage::{COPIES, Stage};
use crate::processes::Identity;
use crate::stack::{Instance, Service};

/// So long nothing happens before and after each.
const CALM: Duration = Duration::from_millis(1200);
/// An end in good order and a start take less.
const BACK_WITHIN: Duration = Duration::from_secs(60);
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// An instance that went and came back.
#[derive(Debug, Serialize)]
pub struct Upheaval {
    pub instance: String,
    /// From the signal until it was ready again.
    pub seconds: f64,
    #[serde(skip)]
    pub at: Instant,
    /// Clients have connections to it.
    #[serde(skip)]
    pub is_gateway: bool,
}

pub async fn kill_one_of_each(stage: &Stage, dice: &mut StdRng) -> Result<Vec<Upheaval>> {
    let mut upheavals = Vec::new();
    for service in Service::ALL {
        tokio::time::sleep(CALM).await;
        let instance = Instance::of(service, COPIES).choose(dice).context("a service without instances")?;
        upheavals.push(replace(stage, instance, Signal::SIGKILL).await?);
    }
    tokio::time::sleep(CALM).await;
    Ok(upheavals)
}

pub async fn restart_each(stage: &Stage) -> Result<Vec<Upheaval>> {
    let mut upheavals = Vec::new();
    for instance in Instance::all(COPIES) {
        upheavals.push(replace(stage, instance, Signal::SIGTERM).await?);
    }
    Ok(upheavals)
}

/// Ends a process and waits for the one that comes in its place.
async fn replace(stage: &Stage, instance: Instance, signal: Signal) -> Result<Upheaval> {
    let name = instance.name();
    let old = living(stage, &name).with_context(|| format!("{name} does not run"))?;
    let at = Instant::now();
    old.signal(signal);
    ensure!(old.gone_within(BACK_WITHIN).await, "{name} does not end");
    let ready = format!("{}/readyz", stage.admin(instance).context("an instance without an address")?);
    let client = reqwest::Client::builder().no_proxy().timeout(BACK_WITHIN).build()?;
    let is_back = async || {
        let answer = client.get(&ready).send().await;
        living(stage, &name).is_some() && answer.is_ok_and(|answer| answer.status().is_success())
    };
    while !is_back().await {
        ensure!(at.elapsed() < BACK_WITHIN, "{name} does not come back");
        tokio::time::sleep(LOOK_EVERY).await;
    }
    let is_gateway = instance.service == Service::Gateway;
    Ok(Upheaval { instance: name, seconds: at.elapsed().as_secs_f64(), at, is_gateway })
}

fn living(stage: &Stage, name: &str) -> Option<Identity> {
    stage.records.living().into_iter().find(|record| record.name == name).map(|record| record.identity)
}
