//! Tenants are kept apart by the database itself: whatever a service asks for, row-level security shows it the rows of
//! the tenant it works for and no others.

mod catalogue;
mod matrix;
mod mutants;
mod rules;
mod stage;
mod subject;
mod trial;

use std::time::Instant;

use anyhow::{Context, Result};
use secrecy::SecretString;
use tokio_postgres::{Client, NoTls};

use super::{Part, Proof};
use crate::stack;
use crate::terminal::Terminal;

/// Migrates the empty database at `url`, puts two tenants into it, and tries to reach one from everywhere.
pub async fn prove(url: &str, terminal: Terminal) -> Result<Proof> {
    stack::migrate(&SecretString::from(url.to_owned()), terminal).await?;
    let step = terminal.step("Two tenants have a row in every table");
    let owner = connect(url).await?;
    let tables = catalogue::tables(&owner).await?;
    let cast = stage::set(&owner).await?;
    step.done();

    let mut proof = Proof::default();
    let since = Instant::now();
    let breaches = catalogue::breaches(&owner).await?;
    proof.parts.push(part(
        "tables and roles are secured",
        tables.len() + catalogue::SCHEMAS.len(),
        breaches,
        since,
    ));

    let since = Instant::now();
    let matrix = matrix::run(&owner, &cast).await?;
    proof.parts.push(part("table × command × subject × tenant", matrix.tried, matrix.breaches, since));

    let step = terminal.step("Every policy is weakened in turn");
    let since = Instant::now();
    let mutation = mutants::run(&owner, &cast).await?;
    step.done();
    proof.parts.push(part(
        "weakened policies and tables are noticed",
        mutation.tried,
        mutation.missed,
        since,
    ));
    Ok(proof)
}

fn part(what: &str, tried: usize, breaches: Vec<String>, since: Instant) -> Part {
    let held = tried.saturating_sub(breaches.len());
    Part { what: what.to_owned(), tried, held, breaches, seconds: since.elapsed().as_secs_f64() }
}

async fn connect(url: &str) -> Result<Client> {
    let (client, connection) =
        tokio_postgres::connect(url, NoTls).await.context("the database does not answer")?;
    tokio::spawn(connection);
    Ok(client)
}
