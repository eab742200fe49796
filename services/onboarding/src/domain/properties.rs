//! What holds for whatever a client saves in a step.

use serde_json::{Map, Value};

use super::fixtures::{catalogue, prepare_over};
use super::{Answers, StepNumber};

pub use super::fixtures::companies;

/// A document is refused by pointer, or made into a draft that is stable and keeps the step's schema.
pub fn draft(number: StepNumber, input: Value, previous: Option<&Value>, answers: &Answers) {
    let (n, step) = (u32::from(number.get()), catalogue().step(number));
    match prepare_over(n, input, previous, answers) {
        Ok(first) => {
            let again = prepare_over(n, first.data.clone(), Some(&first.data), answers);
            assert_eq!(again.map(|second| second.data), Ok(first.data.clone()));
            assert!(step.draft.is_valid(&first.data), "{}", first.data);
            if step.completion(&first.data, answers).is_empty() {
                assert!(step.complete.is_valid(&first.data), "{}", first.data);
            }
        }
        Err(findings) => {
            assert!(!findings.is_empty());
            for finding in findings {
                assert!(finding.pointer.is_empty() || finding.pointer.starts_with('/'), "{finding:?}");
            }
        }
    }
}

/// A patch on what a step holds does what RFC 7396 says, and what comes of it is a document like any other.
pub fn patch(number: StepNumber, patch: &Value, answers: &Answers) {
    let latest = answers.latest(number);
    let mut patched = latest.clone();
    json_patch::merge(&mut patched, patch);
    assert_eq!(patched, merge_patch(Some(latest.clone()), patch));
    draft(number, patched, Some(latest), answers);
}

/// RFC 7396, section 2, as it is written there.
fn merge_patch(target: Option<Value>, patch: &Value) -> Value {
    let Value::Object(members) = patch else { return patch.clone() };
    let mut target = match target {
        Some(Value::Object(target)) => target,
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) | None => {
            Map::new()
        }
    };
    for (name, value) in members {
        let before = target.remove(name);
        if !value.is_null() {
            target.insert(name.clone(), merge_patch(before, value));
        }
    }
    Value::Object(target)
}
