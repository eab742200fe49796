//! The groups of the context that mirror one or two steps.

use serde_json::{Map, Value, json};

use super::{Source, pick, pick_each};
use crate::domain::StepNumber;
use crate::domain::assist::{risk_title, settled};
use crate::domain::read::Read;

const OFFER: [&str; 12] = [
    "problem_statement",
    "solution",
    "core_deliverable",
    "promised_outcome",
    "time_to_value",
    "pricing_model",
    "billing_cycle",
    "model_description",
    "revenue_model",
    "pricing_strategy",
    "options",
    "guarantees",
];

pub fn foundation(source: &Source<'_>) -> Value {
    let mut group = pick(source.step(StepNumber::FACTS), &["value_proposition", "mission", "vision"]);
    group.extend(pick(source.step(StepNumber::OFFER), &OFFER));
    decided_only(&mut group);
    group.extend(pick(source.step(StepNumber::PROFILES), &["target_audience"]));
    let decided = |decision: &str| -> Value {
        let items = source.step(StepNumber::FOCUS).list("items").iter();
        items
            .filter(|item| item.text("decision") == decision)
            .map(|item| Value::Object(pick(item, &["id", "category", "item", "reason", "forced_decision"])))
            .collect()
    };
    group.insert("focus".to_owned(), decided("focus"));
    group.insert("sacrifice".to_owned(), decided("sacrifice"));
    group.insert("truth_sheet".to_owned(), truth_sheet(source.step(StepNumber::TRUTH)));
    Value::Object(group)
}

/// What the founder has still to decide is no promise to anybody; an outcome has to say something, though.
fn decided_only(group: &mut Map<String, Value>) {
    for (promise, least) in [("promised_outcome", 3), ("guarantees", 0)] {
        let said = group.get(promise).and_then(Value::as_str).map(settled).unwrap_or_default().to_owned();
        if group.contains_key(promise) && said.chars().count() >= least {
            group.insert(promise.to_owned(), Value::from(said));
        }
    }
}

fn truth_sheet(step: &Value) -> Value {
    step.list("versions").last().map_or(Value::Null, |locked| {
        json!({
            "version": locked["version"], "locked_at": locked["created_at"], "rows": step["truth_sheet"],
        })
    })
}

pub fn competitive(source: &Source<'_>) -> Value {
    let mut group = pick(source.step(StepNumber::ALTERNATIVES), &["alternatives"]);
    group.extend(pick(source.step(StepNumber::ANGLE), &["leverage", "vantage_point", "advantages"]));
    group.extend(pick(source.step(StepNumber::CAPABILITIES), &["capabilities"]));
    Value::Object(group)
}

pub fn go_to_market(source: &Source<'_>) -> Value {
    let step = source.step(StepNumber::CHANNELS);
    let mut group = pick(step, &["go_to_market", "content_strategy", "sales_strategy"]);
    let channels: Value = step.list("channels").iter().filter_map(channel).collect();
    group.insert("channels".to_owned(), channels);
    Value::Object(group)
}

fn channel(channel: &Value) -> Option<Value> {
    let priority = match channel.text("tier") {
        "avoid" | "" => return None,
        "tertiary" => "experimental",
        kept => kept,
    };
    let mut entry = pick(channel, &["id", "name", "is_owned"]);
    entry.insert("priority".to_owned(), Value::from(priority));
    Some(Value::Object(entry))
}

pub fn market(source: &Source<'_>) -> Value {
    let step = source.step(StepNumber::MARKET_SIZE);
    let mut group = Map::new();
    for size in ["tam", "sam", "som"] {
        // a size without a figure is a note, not a size
        if let Some(figures) = step.get(size).filter(|size| size.get("value").is_some()) {
            group.insert(size.to_owned(), figures.clone());
        }
    }
    if !group.is_empty() || !step.text("summary").is_empty() {
        group.extend(pick(step, &["currency", "year", "method", "summary"]));
    }
    let profiles = source.step(StepNumber::PROFILES).list("icps");
    group.insert("verticals".to_owned(), distinct(profiles.iter().map(|icp| icp.text("vertical"))));
    group.insert("geography".to_owned(), distinct(profiles.iter().flat_map(|icp| icp.texts("geography"))));
    Value::Object(group)
}

/// In order of first mention.
fn distinct<'a>(texts: impl Iterator<Item = &'a str>) -> Value {
    let mut seen: Vec<&str> = Vec::new();
    for text in texts.filter(|text| !text.is_empty()) {
        if !seen.contains(&text) {
            seen.push(text);
        }
    }
    json!(seen)
}

pub fn goals(source: &Source<'_>) -> Value {
    let step = source.step(StepNumber::VALIDATION);
    let mut group = pick(step, &["kpis", "milestones", "tasks"]);
    group.insert("short_term".to_owned(), step["short_term_goals"].clone());
    group.insert("long_term".to_owned(), step["long_term_goals"].clone());
    group.extend(pick(source.step(StepNumber::REVIEW), &["team", "resources"]));
    Value::Object(group)
}

pub fn issues(source: &Source<'_>) -> Value {
    let validation = source.step(StepNumber::VALIDATION);
    let contradictions: Value =
        source.step(StepNumber::INTEGRITY).list("issues").iter().map(contradiction).collect();
    let risks = validation.list("risks");
    let threats = source.step(StepNumber::GRID).texts("threats").into_iter();
    let risks: Value = risks
        .iter()
        .cloned()
        .chain(
            threats.filter(|threat| !is_taken_over(threat, risks)).map(|threat| json!({ "title": threat })),
        )
        .collect();
    let wins = pick_each(
        validation.list("recent_wins"),
        &["id", "title", "description", "date", "impact", "customer"],
    );
    json!({ "contradictions": contradictions, "risks": risks, "recent_wins": wins })
}

/// A threat of step 12 that the founder made a risk in step 22.
fn is_taken_over(threat: &str, risks: &[Value]) -> bool {
    let title = risk_title(threat).to_lowercase();
    risks.iter().any(|risk| risk_title(risk.text("title")).to_lowercase() == title)
}

/// A resolution counts once the founder says that it is one; without it the issue is open.
fn contradiction(issue: &Value) -> Value {
    let description = [issue.text("title"), issue.text("description")]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(": ");
    let severity = match issue.text("priority") {
        "critical" => 10,
        "high" => 8,
        "medium" => 5,
        _ => 3,
    };
    let members: &[&str] = if issue.is("resolved") { &["id", "type", "resolution"] } else { &["id", "type"] };
    let mut entry = pick(issue, members);
    entry.insert("description".to_owned(), Value::from(description));
    entry.insert("severity".to_owned(), Value::from(severity));
    Value::Object(entry)
}
