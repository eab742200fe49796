//! Every statement that the services send runs on an index, however much is stored. Which statements those are is read
//! from the log of the server that the services' own tests ran against, so that none has to be written down here.

mod breadth;
mod kinds;
mod planner;
mod statements;

use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use database::Schema;
use tokio_postgres::Client;

use super::{Part, Proof};
use crate::cli::Plans;
use crate::data_dir::{DataDir, read_json};
use crate::journey::Answers;
use crate::population::{Population, Stage, Table};
use crate::processes::ProcessSet;
use crate::secrets::Secrets;
use crate::servers::{Durability, connect};
use crate::stack::{self, Addresses, Changes, UpOptions};
use crate::terminal::Terminal;
use crate::workspace::{self, BIN_DIR, Workspace, cargo};
use planner::Planner;
pub use statements::listen;
use statements::{Sample, Statement, Statements};

/// The tests that try every use case, and so every statement.
const TESTS: [&str; 4] = ["auth_api", "payments_api", "onboarding_api", "bcm_api"];
/// Workspaces that are ready, and sessions that are open: so many that looking at every row would be the dearest way.
const READY: u64 = 1000;
const OPEN: u64 = 200;
/// A service that sent fewer statements was not tried.
const FEWEST: usize = 20;

/// Has the tests run with the server's log on unless they have, fills a server, and plans on it again what was seen.
pub async fn prove(
    wish: &Plans,
    data: &DataDir,
    processes: &mut ProcessSet,
    terminal: Terminal,
) -> Result<Proof> {
    let source = Workspace::find().await?;
    let binaries = workspace::binaries(false).await?;
    let trial = UpOptions::of_trial(data, binaries.clone(), Changes::default());
    let options = UpOptions { durability: Durability::ThrownAway, ..trial };
    let addresses = stack::start(data, &options, processes, terminal).await?;
    let owner = connect(&addresses.postgres).await?;
    let statements = match &wish.log {
        Some(log) => statements::read(log)?,
        None => {
            listen(&owner).await?;
            if !run_tests(&source, &binaries, &addresses).await? {
                terminal.note("a test failed; statements that it did not come to are not looked at");
            }
            statements::read(&data.log_of("postgres"))?
        }
    };
    for schema in Schema::ALL {
        let sent = statements.keys().filter(|statement| statement.role == schema.name()).count();
        ensure!(sent >= FEWEST, "{} sent no more than {sent} statements", schema.service());
    }
    let step = terminal.step("The database is large");
    fill(data, &source, &addresses, &owner, terminal).await?;
    step.done();

    let step = terminal.step("Every statement is planned");
    let planner = Planner::new(&owner).await?;
    let parts = vec![
        planned(&planner, &statements).await?,
        planted(&planner, &owner).await?,
        foreign_keys(&owner).await?,
    ];
    step.done();
    Ok(Proof { parts, ..Proof::default() })
}

async fn fill(
    data: &DataDir,
    source: &Workspace,
    addresses: &Addresses,
    owner: &Client,
    terminal: Terminal,
) -> Result<()> {
    let answers = Answers::read(&Answers::first_of(source.root())?)?;
    let secrets: Secrets = read_json(&data.secrets_file())?;
    let mut population =
        Population::found(addresses, &answers, &secrets.jwt_signing_key, owner, terminal).await?;
    population.add(owner, Stage::Ready, READY).await?;
    population.add(owner, Stage::Answered, OPEN).await?;
    breadth::fill(owner, READY).await?;
    population.settle(owner).await
}

/// Whether every test passed.
async fn run_tests(source: &Workspace, binaries: &Path, addresses: &Addresses) -> Result<bool> {
    let mut command = cargo();
    command
        .args(["test", "--workspace", "--no-fail-fast", "--quiet"])
        .args(TESTS.iter().flat_map(|name| ["--test", *name]));
    command
        .current_dir(source.root())
        .env("RAPTOR_TEST_POSTGRES", &addresses.postgres)
        .env("RAPTOR_TEST_REDIS", &addresses.redis)
        .env(BIN_DIR, binaries)
        .stdin(Stdio::null())
        .kill_on_drop(true);
    Ok(command.status().await.context("cargo cannot be run")?.success())
}

async fn planned(planner: &Planner<'_>, statements: &Statements) -> Result<Part> {
    let since = Instant::now();
    let mut breaches = Vec::new();
    for (statement, samples) in statements {
        breaches.extend(planner.breach(statement, samples).await?);
    }
    let what = format!("statements of services, on {READY} workspaces");
    Ok(Part::new(&what, statements.len(), breaches, since))
}

/// A statement that no index serves has to be noticed, whatever table it is about.
async fn planted(planner: &Planner<'_>, owner: &Client) -> Result<Part> {
    let since = Instant::now();
    let tables = Table::all(owner).await?;
    let mut unnoticed = Vec::new();
    for table in &tables {
        let (schema, _) = table.name.split_once('.').context("a table without a schema")?;
        let text = format!("SELECT 1 FROM {} AS t WHERE md5(t::text) = $1", table.name);
        let service = schema.trim_start_matches("rf_");
        let statement = Statement { role: schema.to_owned(), text };
        let sample = Sample {
            scope: format!("BEGIN;SELECT set_config('app.service','{service}',true)"),
            parameters: vec!["'x'".to_owned()],
        };
        if planner.breach(&statement, &[sample]).await?.is_none() {
            unnoticed.push(format!("{}: a look at every row is not noticed", table.name));
        }
    }
    Ok(Part::new("statements without an index are noticed", tables.len(), unnoticed, since))
}

/// What the server asks by itself when a row goes is in no log.
async fn foreign_keys(owner: &Client) -> Result<Part> {
    let since = Instant::now();
    let tables: Vec<String> = Table::all(owner).await?.into_iter().map(|table| table.name).collect();
    let keys = owner
        .query(
            "SELECT conrelid::regclass::text || '.' || conname, EXISTS (
                 SELECT FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indpred IS NULL
                     AND (i.indkey::int2[])[0:cardinality(conkey) - 1] @> conkey)
             FROM pg_constraint c WHERE contype = 'f' AND confrelid::regclass::text = ANY($1)",
            &[&tables],
        )
        .await?;
    let bare = keys.iter().filter(|key| !key.get::<_, bool>(1)).map(|key| key.get(0)).collect();
    Ok(Part::new("foreign keys are served by an index", keys.len(), bare, since))
}
