//! Tenants are kept apart: by the database itself, by every method of the services, when requests are broken off, and by
//! every operation of the API.

mod account;
mod api;
mod broken_off;
mod cast;
mod database;
mod keys;
mod methods;
mod operations;
mod refusals;
mod snapshot;

use anyhow::{Context, Result};
use tokio_postgres::Client;

use super::{Proof, System};
use crate::data_dir::DataDir;
use crate::processes::ProcessSet;
use crate::servers::connect;
use crate::terminal::Terminal;
use keys::Keys;

/// The database with made-up rows of two tenants, beside the one that the services use.
const MADE_UP: &str = "made_up";

/// A running system, and its owner's view behind the services.
pub struct Stage<'a> {
    pub system: &'a System,
    pub owner: Client,
    pub keys: Keys,
}

/// The setting that has a service keep one connection, so that each request gets the one that the request before it had.
const POOLS: [(&str, &str); 4] = [
    ("auth", "AUTH_DATABASE_POOL_SIZE"),
    ("payments", "PAYMENTS_DATABASE_POOL_SIZE"),
    ("onboarding", "ONBOARDING_DATABASE_POOL_SIZE"),
    ("bcm", "BCM_DATABASE_POOL_SIZE"),
];

/// Tries to reach one tenant as another, in every way there is.
pub async fn prove(data: &DataDir, processes: &mut ProcessSet, terminal: Terminal) -> Result<Proof> {
    let settings = POOLS.map(|(service, name)| (service, name, "1".to_owned())).to_vec();
    let system = System::start(data, settings, processes, terminal).await?;
    let mut proof = Proof::default();
    match all(&system, &mut proof, terminal).await {
        // what does not hold may have left nothing for the rest to stand on
        Err(error) if !proof.parts.is_empty() && !proof.holds() => terminal.failure(&format!("{error:#}")),
        other => other?,
    }
    Ok(proof)
}

async fn all(system: &System, proof: &mut Proof, terminal: Terminal) -> Result<()> {
    let stage = Stage {
        system,
        owner: connect(&system.addresses.postgres).await?,
        keys: Keys::connect(&system.addresses.redis).await?,
    };
    proof.parts.extend(database::prove(&made_up(&stage).await?, terminal).await?);

    let step = terminal.step("Two founders have come to their manifests");
    let cast = cast::set(&stage, terminal).await?;
    step.done();

    let step = terminal.step("Every method of every service is called");
    methods::prove(&stage, &cast, &mut proof.parts).await?;
    step.done();

    let step = terminal.step("Requests are broken off");
    proof.parts.extend(broken_off::prove(&stage, &cast).await?);
    step.done();

    let step = terminal.step("Every operation of the API is called");
    operations::prove(&stage, &cast, &mut proof.parts).await?;
    step.done();
    Ok(())
}

/// A new database on the same server.
async fn made_up(stage: &Stage<'_>) -> Result<String> {
    stage.owner.batch_execute(&format!("CREATE DATABASE {MADE_UP}")).await?;
    let (server, _) = stage.system.addresses.postgres.rsplit_once('/').context("no database is named")?;
    Ok(format!("{server}/{MADE_UP}"))
}
