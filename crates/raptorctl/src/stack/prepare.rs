//! The servers of a stack and what has to be in them before a service starts.

use std::time::Duration;

use anyhow::{Context, Result};
use database::Schema;
use secrecy::SecretString;

use super::environment::database_password;
use super::service::Service;
use crate::processes::ProcessSet;
use crate::secrets::Secrets;
use crate::servers::{Postgres, Redis};
use crate::terminal::Terminal;

const SERVER_START: Duration = Duration::from_secs(120);

/// Starts both servers; the first time the cluster is made before.
pub async fn servers(
    processes: &mut ProcessSet,
    postgres: &Postgres,
    redis: &Redis,
    terminal: Terminal,
) -> Result<()> {
    let version = postgres.version();
    let step = terminal.step(format!("a new Postgres {version} cluster"));
    if postgres.create().await? {
        step.done();
    } else {
        step.dismiss();
    }
    redis.configure()?;
    processes.start(postgres.spec())?;
    processes.start(redis.spec())?;
    processes.until_ready(["postgres", "redis"], SERVER_START).await
}

/// Creates roles and schemas and brings them to the newest migration.
pub async fn schemas(postgres: &Postgres, secrets: &Secrets, terminal: Terminal) -> Result<()> {
    let owner = SecretString::from(postgres.owner_url());
    let step = terminal.step("Roles and schemas are there");
    for service in Service::ALL {
        if let (Some(schema), Some(password)) = (service.schema(), database_password(secrets, service)) {
            let password = SecretString::from(password.to_owned());
            let provisioned = database::provision(&owner, schema, &password).await;
            provisioned.with_context(|| format!("the schema {} cannot be created", schema.name()))?;
        }
    }
    step.done();
    migrate(&owner, terminal).await
}

/// Runs what is missing of the migrations of every schema.
pub async fn migrate(owner: &SecretString, terminal: Terminal) -> Result<()> {
    for schema in Schema::ALL {
        let step = terminal.step(format!("{} is migrated", schema.name()));
        let applied = database::migrate(owner, schema).await;
        let applied = applied.with_context(|| format!("the migrations of {} failed", schema.name()))?;
        match applied.len() {
            0 => step.done_as(&format!("{} is up to date", schema.name())),
            count => step.done_as(&format!("{}: {count} migrations applied", schema.name())),
        }
    }
    Ok(())
}
