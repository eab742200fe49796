//! Decisions of step 15 that follow from the path of step 9.

use serde_json::{Value, json};

use super::{Scene, items_mut};
use crate::domain::StepNumber;
use crate::domain::finding::{Code, Finding};
use crate::domain::read::Read;
use crate::domain::stamp::Stamp;

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
pub fn check(data: &mut Value, scene: &mut Scene<'_, '_>) {
    let forced = by_path(scene.answers.settled(StepNumber::CATEGORY).text("selected_path"));
    for (index, item) in data.list("items").iter().enumerate() {
        let changed = |rule: &&Forced| names(item, rule) && item.text("decision") != rule.decision;
        if item.get("decision").is_some()
            && let Some(rule) = forced.iter().find(changed)
        {
            let message = format!("the chosen path makes this a {}", rule.decision);
            let at = format!("/items/{index}/decision");
            scene.violations.push(Finding::new(at, Code::ForcedDecision, message));
        }
    }
    apply(data, &forced, scene.stamp);
}

/// Puts the forced decisions in place, whatever stood there.
pub fn apply(data: &mut Value, forced: &[Forced], stamp: &mut Stamp<'_>) {
    for item in items_mut(data, "items") {
        let rule = item
            .get("item")
            .and_then(Value::as_str)
            .and_then(|item| forced.iter().find(|rule| is_named(item, rule)));
        item.remove("forced_decision");
        if let Some(rule) = rule {
            item.insert("decision".to_owned(), Value::from(rule.decision));
            item.insert("forced_decision".to_owned(), Value::from(rule.decision));
        }
    }
    let missing: Vec<&Forced> =
        forced.iter().filter(|rule| !data.list("items").iter().any(|item| names(item, rule))).collect();
    let Some(members) = data.as_object_mut().filter(|_| !missing.is_empty()) else { return };
    let items = members.entry("items").or_insert_with(|| json!([]));
    if let Some(items) = items.as_array_mut() {
        items.extend(missing.into_iter().map(|rule| {
            json!({
                "id": stamp.id(), "category": rule.category, "item": rule.item,
                "decision": rule.decision, "forced_decision": rule.decision,
            })
        }));
    }
}

fn names(item: &Value, rule: &Forced) -> bool {
    is_named(item.text("item"), rule)
}

fn is_named(item: &str, rule: &Forced) -> bool {
    item.to_lowercase() == rule.item.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

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
