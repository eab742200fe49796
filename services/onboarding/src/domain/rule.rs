//! Completion rules as data: named checks with parameters, written in the step files.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::finding::{Code, Finding};
use super::read::{Read, by_id, list_at};
use super::schema::Reference;
use super::{Answers, StepNumber};

/// Members that an item must have, each with one of the given values. An absent member counts as false.
#[derive(Debug, Clone, Deserialize)]
#[serde(transparent)]
pub struct Where(BTreeMap<String, OneOf>);

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum OneOf {
    Any(Vec<Value>),
    Only(Value),
}

impl Where {
    pub fn holds(&self, item: &Value) -> bool {
        self.0.iter().all(|(member, wanted)| {
            let value = item.get(member).unwrap_or(&Value::Bool(false));
            match wanted {
                OneOf::Any(values) => values.contains(value),
                OneOf::Only(only) => only == value,
            }
        })
    }

    pub fn to_json(&self) -> Value {
        let wanted = |one_of: &OneOf| match one_of {
            OneOf::Any(values) => Value::from(values.clone()),
            OneOf::Only(only) => only.clone(),
        };
        self.0.iter().map(|(member, one_of)| (member.clone(), wanted(one_of))).collect()
    }
}

/// One rule: what to check, and what to say when it does not hold.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    check: Check,
    code: Code,
    message: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Check {
    /// At least one item of the list is like this.
    Some {
        list: String,
        #[serde(rename = "where")]
        like: Where,
    },
    /// No item of the list is like this. With `step` the list is one of another step.
    None {
        step: Option<u32>,
        list: String,
        #[serde(rename = "where")]
        like: Where,
    },
    /// So many items of the list are like this.
    Count {
        list: String,
        #[serde(rename = "where")]
        like: Where,
        min: usize,
        max: usize,
    },
    /// For every item of the other step's list, one item here names it in `member`.
    OneEach { list: String, member: String, step: u32, of: String },
    /// The numbers at these pointers do not rise; absent ones are passed over.
    Descending { pointers: Vec<String> },
    /// Evidence that is not in error, or a link that speaks for itself although it could not be fetched.
    UsableEvidence,
}

impl Rule {
    pub fn check(&self, data: &Value, answers: &Answers) -> Vec<Finding> {
        match &self.check {
            Check::Some { list, like } => {
                self.unless(list_at(data, list).iter().any(|item| like.holds(item)), list)
            }
            Check::None { step: None, list, like } => self.each(list, list_at(data, list), like),
            Check::None { step: Some(other), list, like } => {
                let clean = !list_at(settled(answers, *other), list).iter().any(|item| like.holds(item));
                self.unless(clean, "")
            }
            Check::Count { list, like, min, max } => {
                let count = list_at(data, list).iter().filter(|item| like.holds(item)).count();
                self.unless((*min..=*max).contains(&count), list)
            }
            Check::OneEach { list, member, step, of } => {
                let named: Vec<&str> = list_at(data, list).iter().map(|item| item.text(member)).collect();
                list_at(settled(answers, *step), of)
                    .iter()
                    .filter(|item| !named.contains(&item.id()))
                    .map(|item| self.finding(list, &format!("{}: {}", self.message, item.text("name"))))
                    .collect()
            }
            Check::Descending { pointers } => {
                let values: Vec<i64> = pointers.iter().filter_map(|at| data.pointer(at)?.as_i64()).collect();
                self.unless(values.is_sorted_by(|larger, smaller| larger >= smaller), "")
            }
            Check::UsableEvidence => self.unless(has_usable_evidence(data), "/evidence"),
        }
    }

    /// The other step whose answers the rule looks at.
    pub fn other_step(&self) -> Option<u32> {
        match &self.check {
            Check::None { step, .. } => *step,
            Check::OneEach { step, .. } => Some(*step),
            Check::Some { .. } | Check::Count { .. } | Check::Descending { .. } | Check::UsableEvidence => {
                None
            }
        }
    }

    /// What a client tells the founder beforehand.
    pub fn to_json(&self) -> Value {
        serde_json::json!({ "code": self.code.as_str(), "message": self.message })
    }

    fn unless(&self, holds: bool, pointer: &str) -> Vec<Finding> {
        if holds { Vec::new() } else { vec![self.finding(pointer, &self.message)] }
    }

    fn each(&self, list: &str, items: &[Value], like: &Where) -> Vec<Finding> {
        items
            .iter()
            .enumerate()
            .filter(|(_, item)| like.holds(item))
            .map(|(index, _)| self.finding(&format!("{list}/{index}"), &self.message))
            .collect()
    }

    fn finding(&self, pointer: &str, message: &str) -> Finding {
        Finding::new(pointer, self.code, message)
    }
}

fn settled(answers: &Answers, step: u32) -> &Value {
    static NOTHING: Value = Value::Null;
    StepNumber::try_from(step).map_or(&NOTHING, |step| answers.settled(step))
}

fn has_usable_evidence(data: &Value) -> bool {
    let described = !data.text("notes").is_empty() || !data.text("description").is_empty();
    data.list("evidence").iter().any(|item| {
        let speaks_for_itself = item.text("type") == "url" && !item.text("name").is_empty() && described;
        item.text("status") != "error" || speaks_for_itself
    })
}

/// Whether a reference names an item that is there. `own` is the step that refers and its data.
pub fn may_name(reference: &Reference, own: (StepNumber, &Value), answers: &Answers, value: &str) -> bool {
    let (number, data) = own;
    let same = u32::from(number.get()) == reference.step;
    let items = list_at(if same { data } else { settled(answers, reference.step) }, &reference.list);
    by_id(items, value).is_some() || reference.also.iter().any(|word| word == value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn rule(check: &Value) -> Rule {
        serde_json::from_value(json!({"check": check, "code": "MARKET_ORDER", "message": "not so"})).unwrap()
    }

    #[test]
    fn descending_passes_over_what_is_not_given() {
        let order = rule(&json!({"descending": {"pointers": ["/tam/value", "/sam/value", "/som/value"]}}));
        let found = |data: Value| order.check(&data, &Answers::default()).len();
        assert_eq!(found(json!({"tam": {"value": 10}, "som": {"value": 10}})), 0);
        assert_eq!(found(json!({"tam": {"value": 10}, "som": {"value": 11}})), 1);
        assert_eq!(found(json!({})), 0);
    }

    #[test]
    fn a_link_in_error_counts_only_when_the_founder_described_it() {
        let usable = rule(&json!("usable_evidence"));
        let found = |data: Value| usable.check(&data, &Answers::default()).len();
        let failed = json!({"type": "url", "name": "Site", "status": "error"});
        assert_eq!(found(json!({"evidence": [failed]})), 1);
        assert_eq!(found(json!({"evidence": [failed], "notes": "our site"})), 0);
        let file = json!({"type": "file", "name": "Deck", "status": "error"});
        assert_eq!(found(json!({"evidence": [file], "notes": "our deck"})), 1);
        assert_eq!(found(json!({"evidence": [{"type": "url", "name": "Site", "status": "pending"}]})), 0);
        assert_eq!(found(json!({})), 1);
    }

    #[test]
    fn each_offending_item_is_named_by_its_pointer() {
        let none = rule(&json!({"none": {"list": "/facts", "where": {"status": ["pending", "rejected"]}}}));
        let data = json!({"facts": [{"status": "verified"}, {"status": "pending"}, {"status": "rejected"}]});
        let found = none.check(&data, &Answers::default());
        assert_eq!(found.iter().map(|f| f.pointer.as_str()).collect::<Vec<_>>(), ["/facts/1", "/facts/2"]);
    }
}
