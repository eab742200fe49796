//! Every acknowledged save is in the journal as it was sent, and the last one of each step is what the step holds.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde_json::Value;
use tokio_postgres::Client;

use super::{Check, Witnesses};
use crate::prove::faults::founder::{Founder, Save};

/// A row of the journal, or of the steps.
struct Row {
    kind: String,
    data: Option<Value>,
}

pub async fn kept(owner: &Client, witnesses: &Witnesses) -> Result<Check> {
    let mut check = Check::default();
    for founder in witnesses.founders.iter().chain(&witnesses.watchers) {
        let journal = journal(owner, founder).await?;
        for save in &founder.ledger.saves {
            let row = journal.get(&(i16::from(save.step), save.version));
            check.tried(against(save, row).map(|breach| told(founder, save, &breach)));
        }
    }
    for founder in &witnesses.founders {
        let held = held(owner, founder).await?;
        let last: BTreeMap<u8, &Save> = founder.ledger.saves.iter().map(|save| (save.step, save)).collect();
        for (step, save) in last {
            let found = held.get(&i16::from(step));
            let same =
                matches!((found, &save.data), (Some(Some(found)), Some(sent)) if contains(found, sent));
            let skipped = save.data.is_none() && found.is_some();
            let breach = (!same && !skipped).then(|| "the step holds something else".to_owned());
            check.tried(breach.map(|breach| told(founder, save, &breach)));
        }
    }
    Ok(check)
}

fn told(founder: &Founder, save: &Save, breach: &str) -> String {
    let Save { step, version, kind, .. } = save;
    format!("founder {}, step {step}, version {version} ({kind}): {breach}", founder.founder.number)
}

fn against(save: &Save, row: Option<&Row>) -> Option<String> {
    let Some(row) = row else { return Some("it is lost".to_owned()) };
    if row.kind != save.kind {
        return Some(format!("it became a {}", row.kind));
    }
    let same = match (&row.data, &save.data) {
        (Some(stored), Some(sent)) => contains(stored, sent),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    };
    (!same).then(|| "it was changed".to_owned())
}

async fn journal(owner: &Client, founder: &Founder) -> Result<BTreeMap<(i16, i64), Row>> {
    let Some(session) = &founder.ledger.session else { return Ok(BTreeMap::new()) };
    let rows = owner
        .query(
            "SELECT step_number, version, kind, data::text FROM rf_onboarding.step_journal
             WHERE session_id = $1::text::uuid",
            &[session],
        )
        .await?;
    let read = |row: tokio_postgres::Row| {
        Ok(((row.get(0), row.get(1)), Row { kind: row.get(2), data: document(row.get(3))? }))
    };
    rows.into_iter().map(read).collect()
}

async fn held(owner: &Client, founder: &Founder) -> Result<BTreeMap<i16, Option<Value>>> {
    let Some(session) = &founder.ledger.session else { return Ok(BTreeMap::new()) };
    let rows = owner
        .query(
            "SELECT step_number, coalesce(draft, submitted)::text FROM rf_onboarding.onboarding_steps
             WHERE session_id = $1::text::uuid",
            &[session],
        )
        .await?;
    rows.into_iter().map(|row| Ok((row.get(0), document(row.get(1))?))).collect()
}

fn document(text: Option<&str>) -> Result<Option<Value>> {
    text.map(|text| serde_json::from_str(text).context("a stored document is not JSON")).transpose()
}

/// Whether everything that was sent is there. The server adds ids, codes and defaults, writes severities as numbers (product
/// 4.4), and adds the decisions that a path forces (step 15).
fn contains(stored: &Value, sent: &Value) -> bool {
    match (stored, sent) {
        (_, Value::Null) => true,
        (Value::Object(stored), Value::Object(sent)) => {
            sent.iter().all(|(name, sent)| match stored.get(name) {
                Some(stored) => contains(stored, sent),
                None => sent.is_null(),
            })
        }
        (Value::Array(stored), Value::Array(sent)) => {
            let (stored, added) = stored.split_at(sent.len().min(stored.len()));
            stored.len() == sent.len()
                && stored.iter().zip(sent).all(|(stored, sent)| contains(stored, sent))
                && added.iter().all(|item| item.get("forced_decision").is_some())
        }
        (Value::Number(stored), Value::String(sent)) => {
            severity(sent).is_some_and(|sent| stored.as_i64() == Some(sent))
        }
        (Value::String(stored), Value::String(sent)) => stored.trim() == sent.trim(),
        (stored, sent) => stored == sent,
    }
}

fn severity(word: &str) -> Option<i64> {
    match word {
        "low" | "mild" => Some(3),
        "medium" | "moderate" => Some(5),
        "high" | "severe" => Some(8),
        "critical" | "extreme" => Some(10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_the_server_adds_is_no_change_and_what_it_loses_is_one() {
        let sent = json!({ "name": "Ada ", "list": [{ "title": "a" }], "none": null });
        assert!(contains(&json!({ "name": "Ada", "list": [{ "title": "a", "id": 1 }], "more": 2 }), &sent));
        assert!(!contains(&json!({ "name": "Eve", "list": [{ "title": "a" }] }), &sent));
        assert!(!contains(&json!({ "name": "Ada", "list": [] }), &sent));
        assert!(!contains(&json!({ "list": [{ "title": "a" }] }), &sent));
        let (forced, added) = (json!([1, { "forced_decision": "focus" }]), json!([1, { "title": "b" }]));
        assert!(contains(&forced, &json!([1])) && !contains(&added, &json!([1])));
        assert!(contains(&json!(8), &json!("severe")) && !contains(&json!(5), &json!("severe")));
    }

    #[test]
    fn a_save_that_is_missing_or_of_another_kind_is_a_breach() {
        let save = Save { step: 1, version: 2, kind: "draft", data: Some(json!({ "a": 1 })) };
        let row = |kind: &str, data: Value| Row { kind: kind.to_owned(), data: Some(data) };
        assert_eq!(against(&save, Some(&row("draft", json!({ "a": 1 })))), None);
        assert!(against(&save, None).is_some());
        assert!(against(&save, Some(&row("submit", json!({ "a": 1 })))).is_some());
        assert!(against(&save, Some(&row("draft", json!({ "a": 2 })))).is_some());
    }
}
