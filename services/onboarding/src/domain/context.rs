//! business_context.json, schema "2.0": everything answered in onboarding in one document.

mod company;
mod groups;
mod intelligence;
mod meta;

use primitives::format_timestamp;
use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Answers, Catalogue, StepNumber};

/// What the session knows beside the answers.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionFacts {
    pub session_id: Uuid,
    pub workspace_id: Uuid,
    /// Fixed with the finalize id, so that a repeat gives the same document.
    pub generated_at: OffsetDateTime,
    pub started_at: OffsetDateTime,
    pub finalized_at: Option<OffsetDateTime>,
    pub active_minutes: u32,
    pub saves: u32,
    pub suggestions_shown: u32,
    pub suggestions_accepted: u32,
    pub provider_runs: u32,
    pub steps: Vec<StepActivity>,
    /// Finalized although required steps were missing.
    pub forced: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct StepActivity {
    pub step: StepNumber,
    pub first_opened_at: Option<OffsetDateTime>,
    pub completed_at: Option<OffsetDateTime>,
    pub saves: u32,
}

/// The submitted data by step; a skipped step says nothing.
struct Source<'a>(&'a Answers);

impl Source<'_> {
    fn step(&self, number: StepNumber) -> &Value {
        static NOTHING: Value = Value::Null;
        if self.0.state(number).skipped { &NOTHING } else { self.0.submitted(number) }
    }
}

/// Builds the document from the submitted data of all steps. Equal input gives an equal document.
pub fn aggregate(catalogue: &Catalogue, answers: &Answers, facts: &SessionFacts) -> Value {
    let source = Source(answers);
    let mut context = json!({
        "version": "2.0",
        "generated_at": format_timestamp(facts.generated_at),
        "session_id": facts.session_id,
        "workspace_id": facts.workspace_id,
        "company_profile": company::profile(catalogue, &source),
        "foundation": groups::foundation(&source),
        "intelligence": intelligence::intelligence(&source),
        "competitive": groups::competitive(&source),
        "go_to_market": groups::go_to_market(&source),
        "market": groups::market(&source),
        "goals": groups::goals(&source),
        "issues": groups::issues(&source),
        "analytics": meta::analytics(facts),
    });
    prune(&mut context);
    let missing = meta::missing_fields(&context);
    let replaced = meta::replace_category(&mut context);
    context["meta"] = meta::meta(catalogue, answers, facts, &missing, replaced.as_deref());
    context
}

/// The named members of a step's data, under their own names.
fn pick(data: &Value, members: &[&str]) -> Map<String, Value> {
    members.iter().filter_map(|member| Some(((*member).to_owned(), data.get(*member)?.clone()))).collect()
}

/// The named members of every item of a list.
fn pick_each(items: &[Value], members: &[&str]) -> Value {
    items.iter().map(|item| Value::Object(pick(item, members))).collect()
}

/// What is empty is left out.
fn prune(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.values_mut().for_each(prune);
            members.retain(|_, inner| !is_empty(inner));
        }
        Value::Array(items) => items.iter_mut().for_each(prune),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}
