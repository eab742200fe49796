//! How complete the document is and how it came to be.

use primitives::format_timestamp;
use serde_json::{Map, Value, json};

use super::SessionFacts;
use crate::domain::assist::spoken;
use crate::domain::read::Read;
use crate::domain::{Answers, Catalogue, Progress, StepNumber};

/// What a complete document holds; a forced one says which of these it lacks.
const REQUIRED: [&str; 24] = [
    "company_profile.name",
    "company_profile.industry",
    "company_profile.stage",
    "foundation.value_proposition",
    "foundation.problem_statement",
    "foundation.solution",
    "foundation.core_deliverable",
    "foundation.promised_outcome",
    "foundation.pricing_model",
    "foundation.revenue_model",
    "foundation.pricing_strategy",
    "foundation.target_audience",
    "intelligence.facts",
    "intelligence.icps",
    "intelligence.positioning.category",
    "intelligence.positioning.category_path",
    "intelligence.positioning.statement",
    "intelligence.positioning.uvp",
    "intelligence.messaging.positioning_statement",
    "intelligence.messaging.brand_voice",
    "competitive.alternatives",
    "go_to_market.go_to_market",
    "go_to_market.channels",
    "intelligence.evidence_count",
];

pub fn missing_fields(context: &Value) -> Vec<&'static str> {
    let absent = |path: &&str| context.pointer(&format!("/{}", path.replace('.', "/"))).is_none();
    REQUIRED.into_iter().filter(absent).collect()
}

/// A missing category is replaced by the industry; says so when it was.
pub fn replace_category(context: &mut Value) -> Option<String> {
    if context.pointer("/intelligence/positioning/category").is_some() {
        return None;
    }
    let industry = spoken(context.pointer("/company_profile/industry")?.as_str()?);
    let intelligence = context.get_mut("intelligence")?.as_object_mut()?;
    let positioning = intelligence.entry("positioning").or_insert_with(|| Value::Object(Map::new()));
    positioning["category"] = Value::from(industry.clone());
    Some(format!("the category is missing; the industry \"{industry}\" stands in for it"))
}

pub fn meta(
    catalogue: &Catalogue,
    answers: &Answers,
    facts: &SessionFacts,
    missing: &[&str],
    warning: Option<&str>,
) -> Value {
    let progress = Progress::of(answers);
    let skipped: Vec<u8> =
        StepNumber::all().filter(|step| answers.state(*step).skipped).map(StepNumber::get).collect();
    let answered: Vec<&str> = catalogue
        .steps()
        .iter()
        .filter(|step| answers.state(step.number).submitted.is_some())
        .map(|step| step.id.as_str())
        .collect();
    let links: Vec<&str> = answers
        .submitted(StepNumber::EVIDENCE)
        .list("evidence")
        .iter()
        .map(|item| item.text("url"))
        .filter(|url| !url.is_empty())
        .collect();
    // what was missing at a forced finalize may be answered by now
    let is_complete = missing.is_empty()
        && catalogue.steps().iter().all(|step| !step.required || answers.state(step.number).is_done());
    json!({
        "completed_steps": progress.completed,
        "total_steps": progress.total,
        "completion_percentage": f64::from(progress.percentage_hundredths) / 100.0,
        "skipped_steps": skipped,
        "missing_fields": missing,
        "warnings": warning.into_iter().collect::<Vec<_>>(),
        "raw_step_ids": answered,
        "forced": facts.forced && !is_complete,
        "links": links,
    })
}

pub fn analytics(facts: &SessionFacts) -> Value {
    let steps: Vec<Value> = facts
        .steps
        .iter()
        .map(|activity| {
            json!({
                "n": activity.step.get(),
                "first_opened_at": activity.first_opened_at.map(format_timestamp),
                "completed_at": activity.completed_at.map(format_timestamp),
                "saves": activity.saves,
            })
        })
        .collect();
    json!({
        "started_at": format_timestamp(facts.started_at),
        "finalized_at": facts.finalized_at.map(format_timestamp),
        "active_minutes": facts.active_minutes,
        "saves": facts.saves,
        "suggestions_shown": facts.suggestions_shown,
        "suggestions_accepted": facts.suggestions_accepted,
        "provider_runs": facts.provider_runs,
        "steps": steps,
    })
}
