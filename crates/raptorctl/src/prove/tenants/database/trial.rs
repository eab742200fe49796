//! One attempt of one subject on the rows of one tenant.

use anyhow::{Context, Result, bail};
use tokio_postgres::{Client, SimpleQueryMessage, error::SqlState};

use super::catalogue;
use super::rules::Rule;
use super::subject::{Cast, Subject};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    Read,
    Insert,
    Update,
    Delete,
    /// Making rows of one's own somebody else's.
    Give,
}

impl Command {
    pub const ALL: [Self; 5] = [Self::Read, Self::Insert, Self::Update, Self::Delete, Self::Give];
}

/// What is tried: a command of a subject on a table, with the rows of `tenant` in view.
#[derive(Debug, Clone, Copy)]
pub struct Trial<'a> {
    pub rule: &'a Rule,
    pub command: Command,
    pub subject: Subject,
    pub tenant: usize,
}

impl Trial<'_> {
    /// Whether the rule lets the subject reach the rows; `None` where there is nothing to try.
    pub fn expected(&self) -> Option<bool> {
        let allowed = match self.command {
            Command::Read => self.rule.read,
            Command::Insert => self.rule.insert,
            Command::Update => self.rule.update,
            Command::Delete => self.rule.delete,
            Command::Give => {
                let elsewhere = matches!(self.subject, Subject::Stranger | Subject::ServiceElsewhere);
                let at_home = self.rule.update.contains(&self.subject);
                return (elsewhere && !at_home && self.rule.key.is_some()).then_some(false);
            }
        };
        Some(allowed.contains(&self.subject))
    }

    /// Whether the rows were reached. Nothing is kept.
    pub async fn run(&self, owner: &Client, cast: &Cast) -> Result<bool> {
        let tenant = &cast.tenants[self.tenant];
        let table = format!("{}.{}", self.rule.schema, self.rule.table);
        let rows = tenant.fill(self.rule.rows);
        let statement = match self.command {
            Command::Read => format!("SELECT count(*) AS reached FROM {table} WHERE {rows}"),
            Command::Insert => self.copy(owner, &table, &rows).await?,
            Command::Update => format!("UPDATE {table} SET {}", self.rule.touch),
            Command::Delete => format!("DELETE FROM {table}"),
            Command::Give => {
                let key = self.rule.key.context("nothing says whose a row is")?;
                let id = if rows.contains(&tenant.workspace.to_string()) {
                    tenant.workspace
                } else {
                    tenant.owner
                };
                format!("UPDATE {table} SET {key} = '{id}'")
            }
        };
        let observed = match self.command {
            Command::Update | Command::Give => {
                format!(
                    "SELECT count(*) AS reached FROM {table} WHERE ({rows}) AND xmin = pg_current_xact_id()::xid"
                )
            }
            Command::Delete => format!("SELECT 1 - least(count(*), 1) AS reached FROM {table} WHERE {rows}"),
            Command::Read | Command::Insert => "SELECT".to_owned(),
        };
        self.attempt(owner, cast, &statement, &observed).await
    }

    async fn attempt(&self, owner: &Client, cast: &Cast, statement: &str, observed: &str) -> Result<bool> {
        let schema = self.rule.schema;
        let service = schema.trim_start_matches("rf_");
        let settings = self.subject.settings(cast, self.tenant, service);
        let settings = settings.map(|(name, value)| format!("set_config('{name}', '{value}', true)"));
        let script = format!(
            "BEGIN; SET LOCAL search_path = {schema}; SELECT {}; SET LOCAL ROLE {schema}; {statement}; RESET ROLE; {observed}",
            settings.join(", ")
        );
        let answer = owner.simple_query(&script).await;
        owner.batch_execute("ROLLBACK").await?;
        match answer {
            Ok(messages) => Ok(reached(self.command, &messages)),
            Err(error) => match error.code() {
                Some(&SqlState::INSUFFICIENT_PRIVILEGE) => Ok(false),
                // the row came as far as the table
                Some(&SqlState::UNIQUE_VIOLATION) => Ok(true),
                _ => bail!("{script}: {error:?}"),
            },
        }
    }

    /// A statement that writes one of the rows again.
    async fn copy(&self, owner: &Client, table: &str, rows: &str) -> Result<String> {
        let row = owner
            .query_one(&format!("SELECT to_jsonb(t)::text FROM {table} t WHERE {rows} LIMIT 1"), &[])
            .await
            .with_context(|| format!("{table} has nothing to hide"))?;
        let row = row.get::<_, String>(0).replace('\'', "''");
        let columns = catalogue::columns(owner, self.rule.schema, self.rule.table).await?;
        let columns: Vec<String> = columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
        let columns = columns.join(", ");
        Ok(format!(
            "INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE
             SELECT {columns} FROM jsonb_populate_record(NULL::{table}, '{row}')"
        ))
    }
}

/// What was counted, by the statement itself or afterwards.
fn reached(command: Command, messages: &[SimpleQueryMessage]) -> bool {
    // what was inserted without a word against it is there
    command == Command::Insert
        || messages.iter().any(|message| match message {
            SimpleQueryMessage::Row(row) => row.try_get("reached").is_ok_and(|count| count != Some("0")),
            _ => false,
        })
}
