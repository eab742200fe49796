//! Step 15: what to pursue and what to give up, from the path, the ratings and the rivals' customers.

use serde_json::json;

use super::assist_run::{AssistRun, Basis};
use super::words::clip;
use crate::domain::StepNumber;
use crate::domain::derive::channels::{NAMES, tiers};
use crate::domain::derive::forced::by_path;
use crate::domain::read::Read;

pub fn decide(run: &mut AssistRun<'_, '_>) {
    let brief = run.brief();
    reasons(run, brief.path);
    for rule in by_path(brief.path) {
        propose(run, (rule.category, rule.item, rule.decision), forced_reason(brief.path, rule.decision), 80);
    }
    let audience = brief.audience_core();
    propose(run, ("audience", &audience, "focus"), "The offer was made for them.", 65);
    rivals_customers(run, &audience);
    ratings(run);
    for (id, tier) in tiers(brief.path) {
        let Some((_, name)) = NAMES.iter().find(|(known, _)| *known == id) else { continue };
        match tier {
            "primary" => propose(run, ("channels", name, "focus"), "A first choice on the chosen path.", 60),
            "avoid" => propose(run, ("channels", name, "sacrifice"), "Does not suit the chosen path.", 60),
            _ => {}
        }
    }
}

/// Why an item that the server added stands there.
fn reasons(run: &mut AssistRun<'_, '_>, path: &str) {
    for (index, item) in run.own().list("items").iter().enumerate() {
        let decision = item.text("forced_decision");
        if !decision.is_empty() && item.text("reason").is_empty() {
            let reason = json!({ "reason": forced_reason(path, decision) });
            run.propose_members("items", index, reason, &Basis::rule(80));
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

fn rivals_customers(run: &mut AssistRun<'_, '_>, ours: &str) {
    let rivals = run.on(StepNumber::ALTERNATIVES).list("alternatives");
    for segment in rivals.iter().flat_map(|rival| rival.texts("target_segments")).take(4) {
        if !ours.to_lowercase().contains(&segment.to_lowercase()) {
            propose(run, ("audience", segment, "sacrifice"), "Served already by an alternative.", 45);
        }
    }
}

fn ratings(run: &mut AssistRun<'_, '_>) {
    for capability in run.on(StepNumber::CAPABILITIES).list("capabilities") {
        let (decision, reason) = match capability.text("rating") {
            "only_you" | "unique" => ("focus", "Hardly anybody else can do it."),
            "table_stakes" => ("sacrifice", "Everybody has it; nobody chooses you for it."),
            _ => continue,
        };
        propose(run, ("product", capability.text("name"), decision), reason, 55);
    }
}

fn propose(
    run: &mut AssistRun<'_, '_>,
    (category, item, decision): (&str, &str, &str),
    reason: &str,
    confidence: u8,
) {
    let item = clip(item, 255);
    if !item.is_empty() && !run.knows("items", "item", &item) {
        let row = json!({ "category": category, "item": item, "decision": decision, "reason": reason });
        run.propose_item("items", row, &Basis::rule(confidence));
    }
}
