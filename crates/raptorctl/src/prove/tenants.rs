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

use anyhow::Result;
use secrecy::SecretString;

use super::{Part, Proof};
use crate::servers::connect;
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
    proof.parts.push(Part::of(
        "tables and roles are secured",
        tables.len() + catalogue::SCHEMAS.len(),
        breaches,
        since,
    ));

    let since = Instant::now();
    let matrix = matrix::run(&owner, &cast).await?;
    proof.parts.push(Part::of("table × command × subject × tenant", matrix.tried, matrix.breaches, since));

    let step = terminal.step("Every policy is weakened in turn");
    let since = Instant::now();
    let mutation = mutants::run(&owner, &cast).await?;
    step.done();
    proof.parts.push(Part::of(
        "weakened policies and tables are noticed",
        mutation.tried,
        mutation.missed,
        since,
    ));
    Ok(proof)
}
