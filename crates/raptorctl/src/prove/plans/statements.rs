//! Statements as a server wrote them down: text, parameters, and the scope of their transaction.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::{Context, Result};
use tokio_postgres::Client;

/// A statement of a service.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Statement {
    pub role: String,
    pub text: String,
}

/// One time that it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// What began the transaction.
    pub scope: String,
    /// As SQL has them: quoted, or NULL.
    pub parameters: Vec<String>,
}

impl Sample {
    /// The same with a type for each parameter.
    pub fn typed(&self, kinds: &[&str]) -> Self {
        let typed = self.parameters.iter().zip(kinds).map(|(value, kind)| format!("{value}::{kind}"));
        Self { scope: self.scope.clone(), parameters: typed.collect() }
    }
}

pub type Statements = BTreeMap<Statement, Vec<Sample>>;

/// Before every line, so that process, role and who goes by it can be told.
const PREFIX: &str = "<<%p %u %a>> ";
const SERVICES: &str = "rf_";
/// So many different parameters of one statement are looked at.
const SAMPLES: usize = 16;
const READS_AND_WRITES: [&str; 5] = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"];

/// Has the server write down every statement with its parameters, once.
pub async fn listen(owner: &Client) -> Result<()> {
    for setting in [
        format!("log_line_prefix = '{PREFIX}'"),
        "log_statement = 'all'".to_owned(),
        "log_parameter_max_length = -1".to_owned(),
        "log_error_verbosity = 'default'".to_owned(),
    ] {
        owner.batch_execute(&format!("ALTER SYSTEM SET {setting}")).await?;
    }
    Ok(owner.batch_execute("SELECT pg_reload_conf()").await?)
}

/// Every statement of a service in the log.
pub fn read(log: &Path) -> Result<Statements> {
    let file = File::open(log).with_context(|| format!("cannot read {}", log.display()))?;
    let mut reading = Reading::default();
    let mut entry = String::new();
    for line in BufReader::new(file).split(b'\n') {
        let line = line.with_context(|| format!("cannot read {}", log.display()))?;
        let line = String::from_utf8_lossy(&line);
        // what has more than one line goes on after a tab
        if let Some(more) = line.strip_prefix('\t') {
            entry.push('\n');
            entry.push_str(more);
            continue;
        }
        reading.take(&entry);
        entry.clear();
        entry.push_str(&line);
    }
    reading.take(&entry);
    Ok(reading.statements)
}

#[derive(Default)]
struct Reading {
    statements: Statements,
    /// By process: how its transaction began, and the statement whose parameters come next.
    scopes: HashMap<String, String>,
    waiting: HashMap<String, Statement>,
}

impl Reading {
    fn take(&mut self, entry: &str) {
        let Some((process, role, message)) = parts(entry) else { return };
        if let Some((_, sent)) = message.split_once("  statement: ") {
            self.waiting.remove(process);
            if sent.starts_with("BEGIN") {
                self.scopes.insert(process.to_owned(), sent.to_owned());
            } else {
                for (text, parameters) in plain(sent) {
                    self.keep(process, Statement { role: role.to_owned(), text }, parameters);
                }
            }
        } else if let Some(text) = executed(message) {
            let statement = Statement { role: role.to_owned(), text: text.to_owned() };
            if text.contains("$1") {
                self.waiting.insert(process.to_owned(), statement);
            } else {
                self.keep(process, statement, Vec::new());
            }
        } else if let Some(parameters) = message.strip_prefix("DETAIL:").and_then(parameters)
            && let Some(statement) = self.waiting.remove(process)
        {
            self.keep(process, statement, parameters);
        }
    }

    fn keep(&mut self, process: &str, statement: Statement, parameters: Vec<String>) {
        let scope = self.scopes.get(process).cloned().unwrap_or_else(|| "BEGIN".to_owned());
        let sample = Sample { scope, parameters };
        let samples = self.statements.entry(statement).or_default();
        if samples.len() < SAMPLES && !samples.contains(&sample) {
            samples.push(sample);
        }
    }
}

/// Process, role and message of an entry about a service. A test that asks in its role goes by another name.
fn parts(entry: &str) -> Option<(&str, &str, &str)> {
    let (prefix, message) = entry.strip_prefix("<<")?.split_once(">> ")?;
    let (process, who) = prefix.split_once(' ')?;
    let (role, name) = who.split_once(' ')?;
    (role.starts_with(SERVICES) && name == role).then_some((process, role, message))
}

/// The text of an executed statement that reads or writes rows.
fn executed(message: &str) -> Option<&str> {
    let (_, execution) = message.split_once("  execute ")?;
    let text = execution.split_once(": ")?.1.trim();
    reads_or_writes(text).then_some(text)
}

fn reads_or_writes(text: &str) -> bool {
    let first = text.split(|letter: char| !letter.is_ascii_alphabetic()).next().unwrap_or_default();
    READS_AND_WRITES.iter().any(|word| first.eq_ignore_ascii_case(word))
}

/// Statements that were sent as one text, with their constants as parameters: so they are the same each time.
fn plain(script: &str) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    let (mut text, mut parameters) = (String::new(), Vec::new());
    let mut rest = script;
    while let Some(letter) = rest.chars().next() {
        let length = match letter {
            '\'' => quoted(rest).unwrap_or(rest.len()),
            _ => letter.len_utf8(),
        };
        match letter {
            '\'' => {
                parameters.push(rest[..length].to_owned());
                text.push_str(&format!("${}", parameters.len()));
            }
            ';' => found.push((std::mem::take(&mut text), std::mem::take(&mut parameters))),
            _ => text.push(letter),
        }
        rest = &rest[length..];
    }
    found.push((text, parameters));
    let trimmed = found.into_iter().map(|(text, parameters)| (text.trim().to_owned(), parameters));
    trimmed.filter(|(text, _)| reads_or_writes(text)).collect()
}

/// `parameters: $1 = 'a', $2 = NULL`
fn parameters(detail: &str) -> Option<Vec<String>> {
    let (head, mut rest) = detail.trim().split_once(": ")?;
    if !head.eq_ignore_ascii_case("parameters") {
        return None;
    }
    let mut values = Vec::new();
    loop {
        let (_, value) = rest.split_once(" = ")?;
        let length = if value.starts_with("NULL") { "NULL".len() } else { quoted(value)? };
        values.push(value[..length].to_owned());
        match value[length..].strip_prefix(", ") {
            Some(next) => rest = next,
            None => return Some(values),
        }
    }
}

/// Length of a quoted text at the beginning; quotes inside are doubled.
fn quoted(text: &str) -> Option<usize> {
    let mut places = text.char_indices().skip(1).peekable();
    text.starts_with('\'').then_some(())?;
    while let Some((place, letter)) = places.next() {
        if letter == '\'' && places.next_if(|(_, next)| *next == '\'').is_none() {
            return Some(place + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn of(log: &str) -> Statements {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(log.as_bytes()).unwrap();
        read(file.path()).unwrap()
    }

    #[test]
    fn a_script_is_as_many_statements_and_its_constants_are_parameters() {
        let script = "SET a TO 'b';DELETE FROM t WHERE at < '2026-11-27; 1' AND b = 'it''s';COMMIT; SELECT 1";
        let text = "DELETE FROM t WHERE at < $1 AND b = $2".to_owned();
        let deleted = (text, vec!["'2026-11-27; 1'".to_owned(), "'it''s'".to_owned()]);
        assert_eq!(plain(script), [deleted, ("SELECT 1".to_owned(), vec![])]);
    }

    const LOG: &str = "<<7 rf_auth rf_auth>> LOG:  statement: BEGIN;SELECT set_config('app.role','',true)\n\
         <<8 raptor [unknown]>> LOG:  execute s0: SELECT 1\n\
         <<9 rf_auth test>> LOG:  execute s0: SELECT 2\n\
         <<7 rf_auth rf_auth>> LOG:  execute s0: SELECT x FROM t\n\tWHERE a = $1 AND b = $2\n\
         <<7 rf_auth rf_auth>> DETAIL:  parameters: $1 = 'it''s, $2', $2 = NULL\n\
         <<7 rf_auth rf_auth>> LOG:  execute s0: SELECT x FROM t\n\tWHERE a = $1 AND b = $2\n\
         <<7 rf_auth rf_auth>> DETAIL:  Parameters: $1 = 'two\n\tlines', $2 = '1'\n\
         <<7 rf_auth rf_auth>> LOG:  execute s1: SET a TO 1\n\
         <<7 rf_auth rf_auth>> LOG:  statement: COMMIT\n";

    #[test]
    fn statements_of_services_are_read_with_their_parameters_and_scope() {
        let statements = of(LOG);
        let (statement, samples) = statements.first_key_value().unwrap();
        assert_eq!(statements.len(), 1, "{statements:?}");
        assert_eq!(statement.role, "rf_auth");
        assert_eq!(statement.text, "SELECT x FROM t\nWHERE a = $1 AND b = $2");
        assert!(samples[0].scope.starts_with("BEGIN;SELECT set_config"));
        assert_eq!(samples[0].parameters, ["'it''s, $2'", "NULL"]);
        assert_eq!(samples[1].parameters, ["'two\nlines'", "'1'"]);
    }
}
