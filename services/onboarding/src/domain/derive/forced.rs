//! Decisions of step 15 that follow from the path of step 9.

use serde_json::{Value, json};

use super::{Derivation, items_mut};
use crate::domain::StepNumber;
use crate::domain::finding::{Code, Finding};
use crate::domain::fresh_values::FreshValues;
use crate::domain::read::Read;

/// An item whose decision is not the founder's to change while the path stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forced {
    pub category: &'static str,
    pub item: &'static str,
    pub decision: &'static str,
}

/// What a path forces; clever forces nothing.
pub fn by_path(path: &str) -> Vec<Forced> {
    let (large, small) = match path {
        "bold" => ("sacrifice", "focus"),
        "safe" => ("focus", "sacrifice"),
        _ => return Vec::new(),
    };
    vec![
        Forced { category: "audience", item: "Enterprise", decision: large },
        Forced { category: "product", item: "Custom reports", decision: large },
        Forced { category: "audience", item: "Early-stage", decision: small },
    ]
}

/// Adds what is missing and refuses what was changed.
pub fn check(data: &mut Value, derivation: &mut Derivation<'_, '_>) {
    let forced = by_path(derivation.answers.settled(StepNumber::CATEGORY).text("selected_path"));
    for (index, item) in data.list("items").iter().enumerate() {
        let changed = |rule: &&Forced| names(item, rule) && item.text("decision") != rule.decision;
        if item.get("decision").is_some()
            && let Some(rule) = forced.iter().find(changed)
        {
            let message = format!("the chosen path makes this a {}", rule.decision);
            let at = format!("/items/{index}/decision");
            derivation.violations.push(Finding::new(at, Code::ForcedDecision, message));
        }
    }
    apply(data, &forced, derivation.fresh);
}

/// Puts the forced decisions in place, whatever stood there.
pub fn apply(data: &mut Value, forced: &[Forced], fresh: &mut FreshValues<'_>) {
    for item in items_mut(data, "items") {
        let text = |member: &str| item.get(member).and_then(Value::as_str).unwrap_or_default();
        let rule = forced.iter().find(|rule| rule.is_about(text("category"), text("item")));
        item.remove("forced_decision");
        if let Some(rule) = rule {
            item.insert("decision".to_owned(), Value::from(rule.decision));
            item.insert("forced_decision".to_owned(), Value::from(rule.decision));
        }
    }
    drop_repeats(data);
    let missing: Vec<&Forced> =
        forced.iter().filter(|rule| !data.list("items").iter().any(|item| names(item, rule))).collect();
    let Some(members) = data.as_object_mut().filter(|_| !missing.is_empty()) else { return };
    let items = members.entry("items").or_insert_with(|| json!([]));
    if let Some(items) = items.as_array_mut() {
        items.extend(missing.into_iter().map(|rule| {
            json!({
                "id": fresh.id(), "category": rule.category, "item": rule.item,
                "decision": rule.decision, "forced_decision": rule.decision,
            })
        }));
    }
}

/// One decision said twice is one decision; the first keeps its id and takes the reason of the other.
fn drop_repeats(data: &mut Value) {
    let Some(items) = data.get_mut("items").and_then(Value::as_array_mut) else { return };
    let mut kept: Vec<Value> = Vec::with_capacity(items.len());
    for item in items.drain(..) {
        let same = |other: &&mut Value| {
            !item.text("item").is_empty()
                && item.text("item").to_lowercase() == other.text("item").to_lowercase()
                && ["category", "decision"].iter().all(|member| item.text(member) == other.text(member))
        };
        match kept.iter_mut().find(same) {
            Some(first) if first.text("reason").is_empty() && !item.text("reason").is_empty() => {
                first["reason"] = item["reason"].clone();
            }
            Some(_) => {}
            None => kept.push(item),
        }
    }
    *items = kept;
}

impl Forced {
    /// A product may have the name of an audience.
    fn is_about(&self, category: &str, item: &str) -> bool {
        category == self.category && item.to_lowercase() == self.item.to_lowercase()
    }
}

fn names(item: &Value, rule: &Forced) -> bool {
    rule.is_about(item.text("category"), item.text("item"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_may_carry_the_name_of_a_forced_audience() {
        let item = |category: &str| json!({"category": category, "item": "Enterprise", "decision": "focus"});
        let rules = by_path("bold");
        let refused = |item: &Value| rules.iter().any(|rule| names(item, rule));
        assert!(refused(&item("audience")) && !refused(&item("product")));
        let mut data = json!({"items": [item("product")]});
        let mut ids = || uuid::Uuid::nil();
        apply(&mut data, &rules, &mut FreshValues::new(time::OffsetDateTime::UNIX_EPOCH, &mut ids));
        assert_eq!(data["items"][0], item("product"));
        assert_eq!(data["items"].as_array().unwrap().len(), 4);
    }

    #[test]
    fn a_decision_said_twice_is_kept_once() {
        let item = |id: &str, name: &str| json!({"id": id, "category": "product", "item": name, "decision": "focus"});
        let mut data =
            json!({"items": [item("a", "Custom reports"), item("b", "custom Reports"), item("c", "Else")]});
        data["items"][1]["reason"] = json!("Why");
        drop_repeats(&mut data);
        let ids: Vec<&str> = data.list("items").iter().map(Read::id).collect();
        assert_eq!((ids, data["items"][0].text("reason")), (vec!["a", "c"], "Why"));
    }

    #[test]
    fn safe_forces_the_reverse_of_bold_and_clever_nothing() {
        let (bold, safe) = (by_path("bold"), by_path("safe"));
        assert_eq!(bold.len(), 3);
        for (one, other) in bold.iter().zip(&safe) {
            assert_eq!(one.item, other.item);
            assert_ne!(one.decision, other.decision);
        }
        assert!(by_path("clever").is_empty());
    }
}
