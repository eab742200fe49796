//! One run of an assist: the answers it reads and the proposals it makes.

use serde_json::{Value, json};

use super::Suggestion;
use super::brief::{Brief, confirmed_facts};
use crate::domain::fresh_values::FreshValues;
use crate::domain::provenance::{Origin, Provenance};
use crate::domain::read::Read;
use crate::domain::{Answers, StepNumber};

/// What a proposal rests on.
#[derive(Debug, Clone)]
pub struct Basis {
    origin: Origin,
    confidence: u8,
    evidence_ids: Vec<String>,
}

impl Basis {
    pub fn rule(confidence: u8) -> Self {
        Self { origin: Origin::Rule, confidence, evidence_ids: Vec::new() }
    }

    /// Evidence where there is some, else a rule.
    pub fn sources<'a>(confidence: u8, evidence_ids: impl IntoIterator<Item = &'a str>) -> Self {
        let evidence_ids: Vec<String> = evidence_ids
            .into_iter()
            .filter(|id| *id != "manual" && !id.is_empty())
            .map(str::to_owned)
            .collect();
        let origin = if evidence_ids.is_empty() { Origin::Rule } else { Origin::Evidence };
        Self { origin, confidence, evidence_ids }
    }
}

pub struct AssistRun<'a, 's> {
    step: StepNumber,
    answers: &'a Answers,
    fresh: &'a mut FreshValues<'s>,
    suggestions: Vec<Suggestion>,
}

impl<'a, 's> AssistRun<'a, 's> {
    pub fn new(step: StepNumber, answers: &'a Answers, fresh: &'a mut FreshValues<'s>) -> Self {
        Self { step, answers, fresh, suggestions: Vec::new() }
    }

    pub fn into_suggestions(self) -> Vec<Suggestion> {
        self.suggestions
    }

    /// The data of the step at work, as the founder sees it.
    pub fn own(&self) -> &'a Value {
        self.answers.latest(self.step)
    }

    /// What another step holds.
    pub fn on(&self, step: StepNumber) -> &'a Value {
        self.answers.settled(step)
    }

    pub fn brief(&self) -> Brief<'a> {
        Brief::of(self.answers)
    }

    /// Facts of one category that the founder stands by.
    pub fn facts(&self, category: &str) -> Vec<&'a Value> {
        confirmed_facts(self.answers, category).collect()
    }

    pub fn evidence_text(&self, item_id: &str) -> Option<&'a str> {
        self.answers.evidence_text(item_id)
    }

    /// Proposes a value, unless the place holds an answer already or there is nothing to say.
    pub fn propose(&mut self, pointer: &str, value: impl Into<Value>, basis: &Basis) {
        let value = value.into();
        let answered = self.own().pointer(pointer).is_some_and(|there| !is_blank(there));
        if !answered && !is_blank(&value) {
            self.push(pointer, value, basis);
        }
    }

    /// Proposes another wording for what is answered.
    pub fn replace(&mut self, pointer: &str, value: impl Into<Value>, basis: &Basis) {
        self.push(pointer, value.into(), basis);
    }

    /// Proposes a new item of a list of objects and gives its id.
    pub fn propose_item(&mut self, list: &str, mut item: Value, basis: &Basis) -> String {
        let id = self.fresh.id();
        if let Some(members) = item.as_object_mut() {
            members.retain(|_, value| !is_blank(value));
            members.insert("id".to_owned(), json!(id));
        }
        self.push(&format!("/{list}/-"), item, basis);
        id
    }

    /// Proposes members for an item that is there.
    pub fn propose_members(&mut self, list: &str, index: usize, members: Value, basis: &Basis) {
        let mut members = members;
        if let (Some(item), Some(id)) =
            (members.as_object_mut(), self.own().list(list).get(index).map(Read::id))
        {
            item.retain(|_, value| !is_blank(value));
            item.insert("id".to_owned(), json!(id));
        }
        self.push(&format!("/{list}/{index}"), members, basis);
    }

    /// Proposes an entry of a list of texts, unless it is there in any spelling.
    pub fn propose_text(&mut self, list: &str, text: &str, basis: &Basis) {
        let wanted = text.to_lowercase();
        let pointer = format!("/{list}/-");
        let there = self.own().pointer(&format!("/{list}")).and_then(Value::as_array).into_iter().flatten();
        let proposed = self.suggestions.iter().filter(|s| s.pointer == pointer).map(|s| &s.value);
        let known =
            there.chain(proposed).filter_map(Value::as_str).any(|known| known.to_lowercase() == wanted);
        if !known && !text.is_empty() {
            self.push(&pointer, json!(text), basis);
        }
    }

    /// Whether an item of the list, answered or proposed, has this text in a member.
    pub fn knows(&self, list: &str, member: &str, text: &str) -> bool {
        let wanted = text.to_lowercase();
        self.items(list).iter().any(|item| item.text(member).to_lowercase() == wanted)
    }

    /// The items of a list, answered and proposed.
    pub fn items(&self, list: &str) -> Vec<&Value> {
        let pointer = format!("/{list}/-");
        let proposed = self.suggestions.iter().filter(|s| s.pointer == pointer).map(|s| &s.value);
        self.own().list(list).iter().chain(proposed).collect()
    }

    fn push(&mut self, pointer: &str, value: Value, basis: &Basis) {
        self.suggestions.push(Suggestion {
            pointer: pointer.to_owned(),
            value,
            provenance: Provenance {
                origin: basis.origin,
                confidence: basis.confidence,
                evidence_ids: basis.evidence_ids.clone(),
                created_at: self.fresh.now,
            },
        });
    }
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}
