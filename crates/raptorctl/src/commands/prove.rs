//! `prove`: shows with figures that a promise holds, on servers of its own.

use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::cli::{Promise, Prove};
use crate::data_dir::DataDir;
use crate::processes::{ProcessSet, Signals};
use crate::prove::{Proof, faults, inputs, plans, scale, tenants};
use crate::scratch::Scratch;
use crate::terminal::Terminal;

const INTERRUPTED: u8 = 130;

pub async fn run(asked: &Prove, terminal: Terminal) -> Result<ExitCode> {
    let mut signals = Signals::listen()?;
    let scratch = Scratch::create()?;
    let data = DataDir::open(scratch.path())?;
    let mut processes = ProcessSet::new(data.clone(), terminal);
    let proved = tokio::select! {
        proved = prove(&asked.promise, &data, &mut processes, terminal) => Some(proved),
        () = signals.next() => None,
    };
    processes.stop(&mut signals).await;
    scratch.remove()?;
    let Some(proof) = proved.transpose()? else {
        return Ok(ExitCode::from(INTERRUPTED));
    };
    proof.show(terminal);
    if let Some(file) = &asked.json {
        let text = serde_json::to_vec_pretty(&proof)?;
        std::fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(if proof.holds() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn prove(
    promise: &Promise,
    data: &DataDir,
    processes: &mut ProcessSet,
    terminal: Terminal,
) -> Result<Proof> {
    match promise {
        Promise::Tenants => tenants::prove(data, processes, terminal).await,
        Promise::Plans(wish) => plans::prove(wish, data, processes, terminal).await,
        Promise::Inputs(wish) => inputs::prove(wish, data, processes, terminal).await,
        Promise::Scale(wish) => scale::prove(wish, data, processes, terminal).await,
        Promise::Faults(wish) => faults::prove(wish, data, processes, terminal).await,
    }
}
