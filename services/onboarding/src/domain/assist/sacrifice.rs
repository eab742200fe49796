//! Step 15: what to pursue and what to give up, from the path, the ratings and the rivals' customers.

use serde_json::json;

use super::desk::{Basis, Desk};
use super::words::clip;
use crate::domain::StepNumber;
use crate::domain::derive::channels::{NAMES, tiers};
use crate::domain::derive::forced::by_path;
use crate::domain::read::Read;

pub fn decide(desk: &mut Desk<'_, '_>) {
    let brief = desk.brief();
    reasons(desk, brief.path);
    for rule in by_path(brief.path) {
        propose(
            desk,
            (rule.category, rule.item, rule.decision),
            forced_reason(brief.path, rule.decision),
            80,
        );
    }
    let audience = brief.audience_core();
    propose(desk, ("audience", &audience, "focus"), "The offer was made for them.", 65);
    rivals_customers(desk, &audience);
    ratings(desk);
    for (id, tier) in tiers(brief.path) {
        let Some((_, name)) = NAMES.iter().find(|(known, _)| *known == id) else { continue };
        match tier {
            "primary" => propose(desk, ("channels", name, "focus"), "A first choice on the chosen path.", 60),
            "avoid" => propose(desk, ("channels", name, "sacrifice"), "Does not suit the chosen path.", 60),
            _ => {}
        }
    }
}

/// Why an item that the server added stands there.
fn reasons(desk: &mut Desk<'_, '_>, path: &str) {
    for (index, item) in desk.own().list("items").iter().enumerate() {
        let decision = item.text("forced_decision");
        if !decision.is_empty() && item.text("reason").is_empty() {
            let reason = json!({ "reason": forced_reason(path, decision) });
            desk.propose_members("items", index, reason, &Basis::rule(80));
        }
    }
}

fn forced_reason(path: &str, decision: &str) -> &'static str {
    match (path, decision) {
        ("bold", "focus") => "A new category is tried first by those who have least to lose.",
        ("bold", _) => "On the bold path this would pull you back into the old category.",
        ("safe", "focus") => "On the safe path these buyers decide by proof and stay long.",
        _ => "On the safe path small buyers cost more attention than they bring.",
    }
}

fn rivals_customers(desk: &mut Desk<'_, '_>, ours: &str) {
    let rivals = desk.on(StepNumber::ALTERNATIVES).list("alternatives");
    for segment in rivals.iter().flat_map(|rival| rival.texts("target_segments")).take(4) {
        if !ours.to_lowercase().contains(&segment.to_lowercase()) {
            propose(
                desk,
                ("audience", segment, "sacrifice"),
                "Already served by an alternative of step 7.",
                45,
            );
        }
    }
}

fn ratings(desk: &mut Desk<'_, '_>) {
    for capability in desk.on(StepNumber::CAPABILITIES).list("capabilities") {
        let (decision, reason) = match capability.text("rating") {
            "only_you" | "unique" => ("focus", "Hardly anybody else can do it."),
            "table_stakes" => ("sacrifice", "Everybody has it; nobody chooses you for it."),
            _ => continue,
        };
        propose(desk, ("product", capability.text("name"), decision), reason, 55);
    }
}

fn propose(
    desk: &mut Desk<'_, '_>,
    (category, item, decision): (&str, &str, &str),
    reason: &str,
    confidence: u8,
) {
    let item = clip(item, 255);
    if !item.is_empty() && !desk.knows("items", "item", &item) {
        let row = json!({ "category": category, "item": item, "decision": decision, "reason": reason });
        desk.propose_item("items", row, &Basis::rule(confidence));
    }
}
