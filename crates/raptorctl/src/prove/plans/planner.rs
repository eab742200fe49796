//! What the server would do for a statement, and whether that is a look at every row.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use serde_json::Value;
use tokio_postgres::{Client, SimpleQueryMessage};

use super::kinds::typings;
use super::statements::{Sample, Statement};
use crate::population::Table;

pub struct Planner<'a> {
    owner: &'a Client,
    tables: BTreeSet<String>,
    /// Indexes that hold some rows only: what goes through one of them leaves the others aside.
    partial: BTreeSet<String>,
}

impl<'a> Planner<'a> {
    pub async fn new(owner: &'a Client) -> Result<Self> {
        let tables = Table::all(owner).await?.into_iter().map(|table| table.name).collect();
        let partial = owner
            .query(
                "SELECT relname::text FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE indpred IS NOT NULL",
                &[],
            )
            .await?;
        Ok(Self { owner, tables, partial: partial.iter().map(|row| row.get(0)).collect() })
    }

    /// The tables of which no index serves the statement, in words, or why that cannot be said.
    pub async fn breach(&self, statement: &Statement, samples: &[Sample]) -> Result<Option<String>> {
        let typed = self.typed(statement, samples).await?;
        let found = match typed {
            Err(refusal) => Err(refusal),
            Ok(samples) => self.whole_tables(statement, &samples).await?,
        };
        let what = match found {
            Ok(None) => return Ok(None),
            Ok(Some(whole)) => format!("reads all of {whole}"),
            Err(refusal) => format!("cannot be planned: {refusal}"),
        };
        Ok(Some(format!("{}: {what}\n    {}", statement.role, statement.text)))
    }

    /// The samples as the server takes them. It is told the types of parameters only where it does not find them out: the
    /// log does not have them, and a guess can be wrong.
    async fn typed(&self, statement: &Statement, samples: &[Sample]) -> Result<Result<Vec<Sample>, String>> {
        let Some(first) = samples.first() else { return Ok(Ok(Vec::new())) };
        let Err(refusal) = self.explain(statement, first, true).await? else {
            return Ok(Ok(samples.to_vec()));
        };
        for kinds in typings(samples) {
            if self.explain(statement, &first.typed(&kinds), true).await?.is_ok() {
                return Ok(Ok(samples.iter().map(|sample| sample.typed(&kinds)).collect()));
            }
        }
        Ok(Err(refusal))
    }

    /// The tables of which one of the samples reads every row.
    ///
    /// Somebody who wants most rows is served best by reading all of them, index or not. So where all are read it is
    /// asked once more with that made dear: then an index is taken if there is one.
    async fn whole_tables(
        &self,
        statement: &Statement,
        samples: &[Sample],
    ) -> Result<Result<Option<String>, String>> {
        for sample in samples {
            for seqscan in [true, false] {
                let plan = match self.explain(statement, sample, seqscan).await? {
                    Ok(plan) => plan,
                    Err(refusal) => return Ok(Err(refusal)),
                };
                let tables = self.read_whole(&plan);
                if tables.is_empty() {
                    break;
                }
                if !seqscan {
                    let tables = tables.into_iter().collect::<Vec<_>>().join(", ");
                    return Ok(Ok(Some(format!("{tables}: {}", outline(&plan[0]["Plan"])))));
                }
            }
        }
        Ok(Ok(None))
    }

    /// What the server says, or its refusal.
    async fn explain(
        &self,
        Statement { role, text }: &Statement,
        Sample { scope, parameters }: &Sample,
        seqscan: bool,
    ) -> Result<Result<Value, String>> {
        let script = format!(
            "{scope}; SET LOCAL search_path = {role}; SET LOCAL enable_seqscan = {seqscan}; SET LOCAL ROLE {role}; \
             EXPLAIN (VERBOSE, FORMAT JSON) {}",
            filled(text, parameters)
        );
        let answer = self.owner.simple_query(&script).await;
        self.owner.batch_execute("ROLLBACK").await?;
        let messages = match answer {
            Ok(messages) => messages,
            Err(error) => {
                return Ok(Err(error
                    .as_db_error()
                    .map_or(error.to_string(), |told| told.message().to_owned())));
            }
        };
        let plan = messages.iter().rev().find_map(|message| match message {
            SimpleQueryMessage::Row(row) => row.get(0),
            _ => None,
        });
        Ok(Ok(serde_json::from_str(plan.context("the server explains nothing")?)?))
    }

    /// Tables of which every row is looked at.
    fn read_whole(&self, plan: &Value) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        self.walk(&plan[0]["Plan"], false, &mut found);
        found
    }

    fn walk(&self, node: &Value, limited: bool, found: &mut BTreeSet<String>) {
        // what is below a condition that never holds is not done
        if node["One-Time Filter"] == "false" {
            return;
        }
        let word = |name: &str| node[name].as_str().unwrap_or_default();
        let table = format!("{}.{}", word("Schema"), word("Relation Name"));
        let whole = match word("Node Type") {
            "Seq Scan" => true,
            "Index Scan" | "Index Only Scan" => {
                node["Index Cond"].is_null() && !limited && !self.partial.contains(word("Index Name"))
            }
            _ => false,
        };
        if whole && self.tables.contains(&table) {
            found.insert(table);
        }
        let limited = limited || word("Node Type") == "Limit";
        for child in node["Plans"].as_array().into_iter().flatten() {
            self.walk(child, limited, found);
        }
    }
}

/// A plan in a line, from outside to inside.
fn outline(node: &Value) -> String {
    let word = |name: &str| node[name].as_str();
    let parts =
        [word("Node Type"), word("Relation Name"), word("Index Name"), word("Index Cond"), word("Filter")];
    let own = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let inner = node["Plans"].as_array().into_iter().flatten().map(outline).collect::<Vec<_>>().join("; ");
    if inner.is_empty() { own } else { format!("{own} [{inner}]") }
}

/// The text with its parameters in their places.
fn filled(text: &str, parameters: &[String]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    let mut in_quotes = false;
    while let Some(letter) = rest.chars().next() {
        let number = if in_quotes { None } else { placeholder(rest) };
        if let Some((value, length)) =
            number.and_then(|(number, length)| Some((parameters.get(number.checked_sub(1)?)?, length)))
        {
            filled.push_str(value);
            rest = &rest[length..];
        } else {
            in_quotes ^= letter == '\'';
            filled.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    filled
}

/// Number and length of a `$1` at the beginning.
fn placeholder(text: &str) -> Option<(usize, usize)> {
    let digits = text.strip_prefix('$')?;
    let length = digits.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(digits.len());
    Some((digits[..length].parse().ok()?, length + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_take_their_places_and_quoted_texts_are_left_alone() {
        let parameters: Vec<String> = (1..=11).map(|number| format!("'{number}'")).collect();
        let text = "SELECT '$1', $1, $11::text WHERE a = $2";
        assert_eq!(filled(text, &parameters), "SELECT '$1', '1', '11'::text WHERE a = '2'");
    }
}
