//! `prove`: shows with figures that a promise holds, on servers of its own.

use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::cli::{Promise, Prove};
use crate::data_dir::DataDir;
use crate::processes::{ProcessSet, Signals};
use crate::prove::{Proof, inputs, tenants};
use crate::scratch::Scratch;
use crate::stack::{self, UpOptions};
use crate::terminal::Terminal;
use crate::workspace;

const INTERRUPTED: u8 = 130;

pub async fn run(asked: &Prove, terminal: Terminal) -> Result<ExitCode> {
    let mut signals = Signals::listen()?;
    let scratch = Scratch::create()?;
    let data = DataDir::open(scratch.path())?;
    let mut processes = ProcessSet::new(data.clone(), terminal);
    let proved = tokio::select! {
        proved = prove(&asked.promise, (&scratch, &data), &mut processes, terminal) => Some(proved),
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
    (scratch, data): (&Scratch, &DataDir),
    processes: &mut ProcessSet,
    terminal: Terminal,
) -> Result<Proof> {
    match promise {
        Promise::Tenants => {
            let (postgres, _) = scratch.servers(processes, terminal).await?;
            tenants::prove(&postgres.owner_url(), terminal).await
        }
        Promise::Inputs(asked) => {
            let options = UpOptions {
                data_dir: data.root().to_owned(),
                binaries: workspace::binaries(false).await?,
                web: None,
                port: None,
                settings: inputs::settings(),
                on_behalf_of: None,
                detached: true,
            };
            let addresses = stack::start(data, &options, processes, terminal).await?;
            inputs::prove(asked, &addresses, data, terminal).await
        }
    }
}
