//! Every operation is called with what its description allows and with what it does not, and every answer has to be one that the
//! description names. Schemathesis makes the calls up; `inputs/hooks.py` tells it who calls and which ids there are.

mod findings;
mod schemathesis;

use std::time::Instant;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::{Part, Proof, System};
use crate::cli::Inputs;
use crate::data_dir::DataDir;
use crate::journey::{Answers, Journey, Report};
use crate::processes::ProcessSet;
use crate::stack::Addresses;
use crate::terminal::Terminal;
use crate::workspace::Workspace;
use findings::{Findings, Operation};
use schemathesis::Schemathesis;

/// Limits of calls are not what is tried here.
const LIMITS: (&str, &str, &str) = ("gateway", "RATE_LIMIT_FACTOR", "1000000");

pub async fn prove(
    asked: &Inputs,
    data: &DataDir,
    processes: &mut ProcessSet,
    terminal: Terminal,
) -> Result<Proof> {
    let (process, name, value) = LIMITS;
    let system = System::start(data, vec![(process, name, value.to_owned())], processes, terminal).await?;
    let addresses = &system.addresses;
    let workspace = Workspace::find().await?;
    let schemathesis = Schemathesis::ensure(&workspace, terminal).await?;
    let seed = asked.seed.unwrap_or_else(rand::random);
    terminal.note(&format!("repeat this with --seed {seed}"));
    let calls = data.root().join("calls.jsonl");
    let stage = json!({
        "gateway": addresses.gateway,
        "seed": seed,
        "calls": calls,
        "webhook": webhook_credential(addresses),
        "founders": {
            "ready": founder(addresses, &workspace, terminal).await?,
            "answering": founder(addresses, &workspace, terminal).await?,
            "restarting": founder(addresses, &workspace, terminal).await?,
        },
    });
    let since = Instant::now();
    let report = schemathesis.run(&stage, asked.examples, data.root()).await?;
    let findings = Findings::read(&report, &calls)?;
    Ok(Proof { parts: parts(&findings, asked.examples, since), ..Proof::default() })
}

fn parts(findings: &Findings, examples: usize, since: Instant) -> Vec<Part> {
    let never = findings.described.saturating_sub(findings.operations.len());
    let few = findings.operations.iter();
    let few = few.filter(|operation| operation.is_varied && operation.calls() < examples);
    let few = few.map(|operation| format!("{} was called {} times", operation.operation, operation.calls()));
    let few = few.chain((0..never).map(|_| "an operation was never called".to_owned())).collect();
    let calls = findings.operations.iter().map(Operation::calls).sum();
    vec![
        Part::new("calls answered as the description says", calls, findings.breaches.clone(), since),
        Part::new(format!("operations called {examples} times or more"), findings.described, few, since),
    ]
}

/// Somebody who has been through the whole product.
async fn founder(addresses: &Addresses, workspace: &Workspace, terminal: Terminal) -> Result<Value> {
    let answers = Answers::read(&Answers::first_of(workspace.root())?)?;
    let phonepe = Some(addresses.phonepe.clone());
    let journey = Journey { gateway: addresses.gateway.clone(), answers, phonepe };
    let been = journey.run(Report::silent(terminal)).await?;
    let account = been["account"].as_object().context("a journey without an account")?;
    let mut founder = account.clone();
    for id in ["session_id", "merchant_order_id"] {
        founder.insert(id.to_owned(), been[id].clone());
    }
    Ok(Value::Object(founder))
}

/// What the provider sends with its webhooks.
fn webhook_credential(addresses: &Addresses) -> String {
    let phonepe = &addresses.phonepe;
    let credential = format!("{}:{}", phonepe.webhook_username, phonepe.webhook_password);
    Sha256::digest(credential).iter().map(|byte| format!("{byte:02x}")).collect()
}
