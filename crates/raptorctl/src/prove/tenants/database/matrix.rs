//! Table × command × subject × tenant, each tried.

use anyhow::Result;
use tokio_postgres::Client;

use super::rules::{self, RULES, Rule};
use super::subject::{Cast, Subject};
use super::trial::{Command, Trial};

/// How many were tried, and those that ended otherwise than the rules say.
#[derive(Debug, Default)]
pub struct Matrix {
    pub tried: usize,
    pub breaches: Vec<String>,
}

pub async fn run(owner: &Client, cast: &Cast) -> Result<Matrix> {
    let mut matrix = Matrix::default();
    for trial in RULES.iter().flat_map(|rule| trials(rule, cast)) {
        matrix.tried += 1;
        matrix.breaches.extend(breach(&trial, owner, cast).await?);
    }
    Ok(matrix)
}

/// Whether everything about one table ends as its rules say.
pub async fn holds(owner: &Client, cast: &Cast, schema: &str, table: &str) -> Result<bool> {
    for trial in rules::of(schema, table).flat_map(|rule| trials(rule, cast)) {
        if breach(&trial, owner, cast).await?.is_some() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn trials<'a>(rule: &'a Rule, cast: &Cast) -> impl Iterator<Item = Trial<'a>> + use<'a> {
    let tenants = 0..cast.tenants.len();
    let tries = tenants.flat_map(|tenant| Command::ALL.map(|command| (tenant, command)));
    tries.flat_map(move |(tenant, command)| {
        let trials = Subject::ALL.map(|subject| Trial { rule, command, subject, tenant });
        trials.into_iter().filter(|trial| trial.expected().is_some())
    })
}

async fn breach(trial: &Trial<'_>, owner: &Client, cast: &Cast) -> Result<Option<String>> {
    let reached = trial.run(owner, cast).await?;
    if trial.expected() == Some(reached) {
        return Ok(None);
    }
    let Trial { rule, command, subject, .. } = trial;
    let word = if reached { "reached" } else { "was kept from" };
    Ok(Some(format!("{}.{}: {subject:?} {word} {command:?}", rule.schema, rule.table)))
}
