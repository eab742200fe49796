//! Step 7: what customers do instead: nothing, or one of the rivals heard of in step 6.

use serde_json::{Value, json};

use super::assist_run::{AssistRun, Basis};
use super::words::{after_colon, clip, first_sentence, mentions, sentence};
use crate::domain::StepNumber;
use crate::domain::read::Read;

/// Names that stand for another way of doing it rather than for a company.
const INDIRECT: [&str; 10] = [
    "spreadsheet*",
    "excel",
    "whatsapp",
    "paper",
    "accountant*",
    "agency",
    "freelancer*",
    "consultant*",
    "family",
    "manual*",
];

pub fn list(run: &mut AssistRun<'_, '_>) {
    let market = run.on(StepNumber::MARKET);
    status_quo(run);
    let rivals = market.texts("detected_competitors");
    for name in rivals {
        if run.knows("alternatives", "name", name) {
            continue;
        }
        let kind = if mentions(name, &INDIRECT) { "indirect" } else { "direct" };
        let heard = market
            .list("insights")
            .iter()
            .find(|insight| insight.text("type") == "pain" && mentions(insight.text("quote"), &[name]));
        let row = json!({
            "name": name,
            "type": kind,
            "their_weakness": heard.map(|insight| clip(insight.text("quote"), 500)),
            "your_leverage": strength(run),
        });
        run.propose_item("alternatives", row, &Basis::rule(if heard.is_some() { 55 } else { 40 }));
    }
}

fn status_quo(run: &mut AssistRun<'_, '_>) {
    if run.items("alternatives").iter().any(|rival| rival.text("type") == "status_quo") {
        return;
    }
    let brief = run.brief();
    let pain =
        run.on(StepNumber::MARKET).list("insights").iter().find(|insight| insight.text("type") == "pain");
    let stays = match pain {
        Some(pain) => format!("\"{}\"", sentence(&clip(pain.text("quote"), 450))),
        None => after_colon(&sentence(first_sentence(brief.problem))),
    };
    let row = json!({
        "name": "Doing nothing",
        "type": "status_quo",
        "their_promise": "It costs nothing and nobody has to change",
        "their_weakness": weakness(&stays),
        "your_leverage": strength(run),
    });
    run.propose_item("alternatives", row, &Basis::rule(60));
}

fn weakness(stays: &str) -> Value {
    if stays.is_empty() { Value::Null } else { json!(clip(&format!("The problem stays: {stays}"), 500)) }
}

/// What we have that the others have not: a confirmed positioning fact, else the value proposition.
fn strength(run: &AssistRun<'_, '_>) -> Value {
    let facts = run.facts("positioning");
    let text = facts.first().map_or(run.brief().value_proposition, |fact| fact.text("value"));
    if text.is_empty() { Value::Null } else { json!(clip(text, 500)) }
}
