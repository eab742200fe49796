//! From what a client sent to what is stored.

use serde_json::{Map, Value};

use super::catalogue::Step;
use super::completion::visit;
use super::derive::Derivation;
use super::finding::{Code, Finding};
use super::fresh_values::FreshValues;
use super::identity::{Identity, give_codes};
use super::read::Read;
use super::schema::{Node, Now};
use super::tidy::Tidied;
use super::{Answers, StepNumber, hype, limits};

/// The most a step document may measure as compact JSON, stored or sent.
pub const MAX_DOCUMENT_BYTES: usize = 512 * 1024;

/// The size of a document as compact UTF-8 JSON.
pub fn document_size(data: &Value) -> usize {
    // writing a Value to memory does not fail; an unmeasurable document is one that is too large
    serde_json::to_vec(data).map_or(usize::MAX, |bytes| bytes.len())
}

/// A document as it will be stored, and what the caller should know about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Prepared {
    pub data: Value,
    pub warnings: Vec<Finding>,
}

impl Step {
    /// What the step holds now, with the server-set members as an accepted suggestion leaves them: clients cannot
    /// write these, so that is the only way in.
    pub fn with_server_set(&self, latest: &Value, accepted: &Value) -> Value {
        let mut held = latest.as_object().cloned().unwrap_or_default();
        for name in self.shape.properties.iter().filter(|(_, field)| field.read_only).map(|(name, _)| name) {
            held.extend(accepted.get(name).map(|value| (name.clone(), value.clone())));
        }
        Value::Object(held)
    }

    /// Whether only the server writes at this pointer, so that a suggestion there is taken or left as it is.
    pub fn is_read_only(&self, pointer: &str) -> bool {
        let member = pointer.split('/').nth(1).unwrap_or_default();
        self.shape.properties.get(member).is_some_and(|field| field.read_only)
    }

    /// Makes a draft of what a client sent, or says every limit it breaks.
    ///
    /// `previous` is what the step holds now (draft, else submitted): items keep their ids, labels and other
    /// server-set members from it. Equal input gives equal output, apart from fresh ids and times.
    pub fn prepare(
        &self,
        input: Value,
        previous: Option<&Value>,
        answers: &Answers,
        fresh: &mut FreshValues<'_>,
    ) -> Result<Prepared, Vec<Finding>> {
        if !input.is_object() {
            return Err(vec![Finding::new("", Code::WrongType, "must be an object")]);
        }
        let previous = previous.unwrap_or(&Value::Null);
        let mut tidied = Tidied::default();
        let mut data = tidied.value(&self.shape, input, "").unwrap_or_else(|| Value::Object(Map::new()));
        if is_overfull(&self.shape, &data) {
            // what follows compares items with each other, which is for lists of the size they may have
            return Err(limits::check(&self.draft, &data));
        }
        fill(&self.shape, &mut data, answers, fresh);

        let mut identity = Identity { fresh, violations: tidied.violations, warnings: tidied.warnings };
        identity.keep(&self.shape, &mut data, previous, "");
        let Identity { fresh, violations, warnings } = identity;
        give_codes(&self.shape, &mut data, previous);

        let mut derivation = Derivation { previous, answers, fresh, violations, warnings };
        for derive in &self.derive {
            derive.apply(&mut data, &mut derivation);
        }
        let Derivation { mut violations, mut warnings, .. } = derivation;
        violations.extend(limits::check(&self.draft, &data));
        visit(&self.shape, &data, "", &mut |node, value, pointer| {
            lists(node, value, pointer, &mut violations);
        });
        if !violations.is_empty() {
            return Err(violations);
        }
        warnings.extend(hype::warnings(&self.shape, &data));
        Ok(Prepared { data, warnings })
    }
}

fn is_overfull(shape: &Node, data: &Value) -> bool {
    let mut found = false;
    visit(shape, data, "", &mut |node, value, _| {
        let length = value.as_array().map_or(0, Vec::len);
        found |= node.max_items.is_some_and(|max| u64::try_from(length).is_ok_and(|length| length > max));
    });
    found
}

/// Fills the defaults of members a client may set, as deep as objects exist.
fn fill(node: &Node, value: &mut Value, answers: &Answers, fresh: &FreshValues<'_>) {
    match value {
        Value::Object(members) => {
            for (name, field) in &node.properties {
                if let Some(inner) = members.get_mut(name) {
                    fill(field, inner, answers, fresh);
                } else if !field.read_only
                    && let Some(default) = default_of(field, answers, fresh)
                {
                    members.insert(name.clone(), default);
                }
            }
        }
        Value::Array(items) => {
            if let Some(item) = node.items.as_deref() {
                items.iter_mut().for_each(|inner| fill(item, inner, answers, fresh));
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn default_of(field: &Node, answers: &Answers, fresh: &FreshValues<'_>) -> Option<Value> {
    if let Some(from) = &field.default_from {
        let step = StepNumber::try_from(from.step).ok()?;
        return answers.settled(step).pointer(&from.at).cloned();
    }
    match field.default_now {
        Some(Now::Year) => Some(Value::from(fresh.now.year())),
        None => field.default.clone(),
    }
}

/// Limits of lists of objects that plain JSON Schema cannot say.
fn lists(node: &Node, value: &Value, pointer: &str, violations: &mut Vec<Finding>) {
    let Some(items) = value.as_array() else { return };
    if let Some(member) = &node.unique {
        for (index, item) in items.iter().enumerate().filter(|(_, item)| !item.text(member).is_empty()) {
            if items[..index].iter().any(|earlier| earlier.text(member) == item.text(member)) {
                let at = format!("{pointer}/{index}/{member}");
                violations.push(Finding::new(at, Code::Duplicate, "may appear only once"));
            }
        }
    }
    for limit in &node.at_most {
        if items.iter().filter(|item| limit.condition.holds(item)).count() > limit.max {
            let message = format!("must have at most {} entries of this kind", limit.max);
            violations.push(Finding::new(pointer, Code::TooMany, message));
        }
    }
}
