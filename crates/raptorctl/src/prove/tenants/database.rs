//! The database keeps tenants apart by itself: whatever a service asks for, row-level security shows it the rows of the
//! tenant it works for and no others.

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

use super::connect;
use crate::prove::Part;
use crate::stack;
use crate::terminal::Terminal;

pub use catalogue::{SCHEMAS, tables};
pub use rules::of as rules_of;

/// Migrates the empty database at `url`, puts two tenants into it, and tries to reach one from everywhere.
pub async fn prove(url: &str, terminal: Terminal) -> Result<Vec<Part>> {
    stack::migrate(&SecretString::from(url.to_owned()), terminal).await?;
    let step = terminal.step("Two tenants have a row in every table");
    let owner = connect(url).await?;
    let tables = tables(&owner).await?;
    let cast = stage::set(&owner).await?;
    step.done();

    let since = Instant::now();
    let breaches = catalogue::breaches(&owner).await?;
    let tried = tables.len() + SCHEMAS.len();
    let secured = Part::new("tables and roles are secured", tried, breaches, since);

    let since = Instant::now();
    let matrix = matrix::run(&owner, &cast).await?;
    let reached = Part::new("table × command × subject × tenant", matrix.tried, matrix.breaches, since);

    let step = terminal.step("Every policy is weakened in turn");
    let since = Instant::now();
    let mutation = mutants::run(&owner, &cast).await?;
    step.done();
    let noticed =
        Part::new("weakened policies and tables are noticed", mutation.tried, mutation.missed, since);
    Ok(vec![secured, reached, noticed])
}
