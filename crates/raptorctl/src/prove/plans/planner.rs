//! What the server would do for a statement, and whether that is a look at every row.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde_json::Value;
use tokio_postgres::{Client, SimpleQueryMessage};

use super::statements::{Sample, Statement, Statements};
use crate::population::Table;

pub struct Planner<'a> {
    owner: &'a Client,
    tables: BTreeSet<String>,
    /// Indexes that hold some rows only: what goes through one of them leaves the others aside.
    partial: BTreeSet<String>,
    kinds: BTreeMap<Statement, Vec<Option<&'static str>>>,
}

impl<'a> Planner<'a> {
    pub async fn new(owner: &'a Client, statements: &Statements) -> Result<Self> {
        let tables = Table::all(owner).await?.into_iter().map(|table| table.name).collect();
        let partial = owner
            .query(
                "SELECT relname::text FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE indpred IS NOT NULL",
                &[],
            )
            .await?;
        let partial = partial.iter().map(|row| row.get(0)).collect();
        let kinds = statements.iter().map(|(statement, samples)| (statement.clone(), kinds(samples)));
        Ok(Self { owner, tables, partial, kinds: kinds.collect() })
    }

    /// The tables of which no index serves the statement, in words.
    ///
    /// Somebody who wants most rows is served best by reading all of them, index or not. So where all are read it is
    /// asked once more with that made dear: then an index is taken if there is one.
    pub async fn breach(&self, statement: &Statement, sample: &Sample) -> Result<Option<String>> {
        let told = |what: String| Some(format!("{}: {what}\n    {}", statement.role, statement.text));
        let cheapest = match self.plan(statement, sample, true).await? {
            Ok(plan) => plan,
            Err(error) => return Ok(told(format!("cannot be planned: {error}"))),
        };
        if self.read_whole(&cheapest).is_empty() {
            return Ok(None);
        }
        match self.plan(statement, sample, false).await? {
            Ok(plan) => {
                let tables = self.read_whole(&plan).into_iter().collect::<Vec<_>>().join(", ");
                let whole = || format!("reads all of {tables}: {}", outline(&plan[0]["Plan"]));
                Ok(if tables.is_empty() { None } else { told(whole()) })
            }
            Err(error) => Ok(told(format!("cannot be planned: {error}"))),
        }
    }

    /// What the server says, or its refusal. It is told the types of parameters only where it does not find them out: the
    /// log does not have them, and a guess can be wrong.
    async fn plan(
        &self,
        statement: &Statement,
        sample: &Sample,
        seqscan: bool,
    ) -> Result<Result<Value, String>> {
        match self.explain(statement, sample, seqscan).await? {
            Ok(plan) => Ok(Ok(plan)),
            Err(error) => {
                let kinds = self.kinds.get(statement);
                let kind = |place: usize| kinds.and_then(|kinds| kinds.get(place).copied().flatten());
                let places = sample.parameters.iter().enumerate();
                let typed = places
                    .map(|(place, value)| match kind(place) {
                        Some(kind) => format!("{value}::{kind}"),
                        None => value.clone(),
                    })
                    .collect();
                let sample = Sample { parameters: typed, scope: sample.scope.clone() };
                Ok(self
                    .explain(statement, &sample, seqscan)
                    .await?
                    .map_err(|second| format!("{error}; {second}")))
            }
        }
    }

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

/// The types of a statement's parameters, as far as one of its samples shows them.
fn kinds(samples: &[Sample]) -> Vec<Option<&'static str>> {
    let places = samples.iter().map(|sample| sample.parameters.len()).max().unwrap_or_default();
    let kind = |place: usize| samples.iter().find_map(|sample| looks(sample.parameters.get(place)?));
    (0..places).map(kind).collect()
}

/// The type that a value looks like.
fn looks(value: &str) -> Option<&'static str> {
    // an empty list and an empty document look alike
    if value == "NULL" || value == "'{}'" {
        return None;
    }
    let inner = value.trim_matches('\'');
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let list = inner
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
        .filter(|rest| !rest.contains([':', '"']));
    Some(if uuid::Uuid::try_parse(inner).is_ok() {
        "uuid"
    } else if inner.len() == "2026-11-27".len() && inner.split('-').all(digits) {
        "date"
    } else if inner.split(['-', ' ', ':', '.', '+']).all(digits) && inner.contains(' ') {
        "timestamptz"
    } else if digits(inner) {
        "integer"
    } else if inner == "t" || inner == "f" {
        "boolean"
    } else if let Some(list) = list {
        let mut items = list.split(',');
        if items.clone().all(digits) {
            "integer[]"
        } else if items.all(|item| item == "t" || item == "f") {
            "boolean[]"
        } else {
            "text[]"
        }
    } else if inner.starts_with(['{', '[']) {
        "jsonb"
    } else {
        "text"
    })
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
    fn values_are_known_by_their_looks() {
        for (value, kind) in [
            ("'0193a4c1-e200-7f38-bdbd-071a2cb0f941'", "uuid"),
            ("'2026-11-19'", "date"),
            ("'2026-11-20 10:00:00.25+00'", "timestamptz"),
            ("'7'", "integer"),
            ("'t'", "boolean"),
            ("'{1,2}'", "integer[]"),
            ("'{t,f}'", "boolean[]"),
            ("'{one,two}'", "text[]"),
            ("'{\"a\": 1}'", "jsonb"),
        ] {
            assert_eq!(looks(value), Some(kind), "{value}");
        }
        assert_eq!(looks("'some words'"), Some("text"));
        let sample = |value: &str| Sample { scope: String::new(), parameters: vec![value.to_owned()] };
        assert_eq!(kinds(&[sample("NULL"), sample("'7'")]), [Some("integer")], "another sample shows it");
        assert_eq!(kinds(&[sample("NULL")]), [None]);
    }

    #[test]
    fn parameters_take_their_places_and_quoted_texts_are_left_alone() {
        let parameters: Vec<String> = (1..=11).map(|number| format!("'{number}'")).collect();
        let text = "SELECT '$1', $1, $11::text WHERE a = $2";
        assert_eq!(filled(text, &parameters), "SELECT '$1', '1', '11'::text WHERE a = '2'");
    }
}
