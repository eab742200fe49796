//! Everything that is stored of one tenant, to be compared later.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use super::cast::Target;
use super::keys::Held;
use super::{Stage, database};
use crate::prove::Part;

/// What goes by the outbox is waited for; what is only gathered is written sooner than this.
const REST: Duration = Duration::from_secs(1);
const REST_LIMIT: Duration = Duration::from_secs(60);
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// A document need not be told whole.
const TOLD: usize = 300;

#[derive(Debug)]
pub struct Snapshot {
    /// Rows of each table, as JSON.
    rows: BTreeMap<String, BTreeSet<String>>,
    keys: BTreeMap<String, Held>,
    /// Whether something has yet to be delivered.
    waits: bool,
}

impl Snapshot {
    /// What is there once nothing has changed for a while.
    pub async fn at_rest(stage: &Stage<'_>, of: &Target) -> Result<Self> {
        let (begin, mut since) = (Instant::now(), Instant::now());
        let mut last = Self::take(stage, of).await?;
        while since.elapsed() < REST {
            if begin.elapsed() > REST_LIMIT {
                bail!("what is stored of a tenant does not come to rest");
            }
            tokio::time::sleep(LOOK_EVERY).await;
            let now = Self::take(stage, of).await?;
            if now.waits || !last.changes(&now).is_empty() {
                since = Instant::now();
            }
            last = now;
        }
        Ok(last)
    }

    pub async fn take(stage: &Stage<'_>, of: &Target) -> Result<Self> {
        let mut rows = BTreeMap::new();
        for (schema, table) in database::tables(&stage.owner).await? {
            let key = database::rules_of(&schema, &table).find_map(|rule| rule.key);
            let condition = key.map_or_else(
                || mentions(&of.names()),
                |key| format!("{key} IN ('{}', '{}')", of.workspace, of.user),
            );
            let statement = format!("SELECT to_jsonb(t)::text FROM {schema}.{table} t WHERE {condition}");
            let found = stage.owner.query(&statement, &[]).await?;
            rows.insert(format!("{schema}.{table}"), found.iter().map(|row| row.get(0)).collect());
        }
        let keys = stage.keys.naming(&of.names()).await?.into_iter().collect();
        Ok(Self { rows, keys, waits: waits(stage).await? })
    }

    fn size(&self) -> usize {
        self.rows.values().map(BTreeSet::len).sum::<usize>() + self.keys.len()
    }

    /// What is otherwise later on.
    pub fn changes(&self, later: &Self) -> Vec<String> {
        let new = later.keys.keys().filter(|key| !self.keys.contains_key(*key));
        let mut changes = self.changes_but_copies(later);
        changes.extend(new.map(|key| format!("{key} is new")));
        changes
    }

    /// The same without keys that are new: what a member asks for is copied. A key may go when its time has come.
    pub fn changes_but_copies(&self, later: &Self) -> Vec<String> {
        let mut changes = Vec::new();
        for (table, before) in &self.rows {
            let after = later.rows.get(table).cloned().unwrap_or_default();
            changes.extend(before.difference(&after).map(|row| format!("{table} lost {}", told(row))));
            changes.extend(after.difference(before).map(|row| format!("{table} got {}", told(row))));
        }
        let now = Instant::now();
        for (key, held) in &self.keys {
            match later.keys.get(key) {
                Some(found) if found.value != held.value => changes.push(format!("{key} was rewritten")),
                Some(_) => {}
                None if held.until.is_some_and(|until| until <= now) => {}
                None => changes.push(format!("{key} is gone")),
            }
        }
        changes
    }
}

/// Whether a tenant's rows and keys are the same before and after outsiders called, and then after insiders did.
pub fn untouched([before, between, after]: [&Snapshot; 3]) -> Part {
    let changes = [before.changes(between), between.changes_but_copies(after)].concat();
    Part::new(
        "rows and keys that these calls left alone",
        before.size() + between.size(),
        changes,
        Instant::now(),
    )
}

async fn waits(stage: &Stage<'_>) -> Result<bool> {
    for schema in database::SCHEMAS {
        let statement = format!(
            "SELECT EXISTS (SELECT FROM {schema}.outbox WHERE delivered_at IS NULL AND failed_at IS NULL)"
        );
        if stage.owner.query_one(&statement, &[]).await?.get(0) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn mentions(names: &[String]) -> String {
    let mention = |name: &String| format!("strpos(to_jsonb(t)::text, '{name}') > 0");
    names.iter().map(mention).collect::<Vec<_>>().join(" OR ")
}

fn told(row: &str) -> String {
    row.chars().take(TOLD).collect()
}
