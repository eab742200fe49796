//! Step 10: claims that nobody else can do something are challenged when nothing shows it.

use serde_json::{Value, json};

use super::assist_run::{AssistRun, Basis};
use super::phrases::is_noun_like;
use super::words::{clip, head, name_inside};
use crate::domain::StepNumber;
use crate::domain::read::Read;

pub fn challenge(run: &mut AssistRun<'_, '_>) {
    let capabilities = run.own().list("capabilities");
    for (index, capability) in capabilities.iter().enumerate() {
        let unproven = capability.text("rating") == "only_you" && capability.list("evidence_ids").is_empty();
        if unproven && capability.text("challenge_note").is_empty() {
            let note = json!({ "challenge_note": clip(&doubt(run, capability), 500) });
            run.propose_members("capabilities", index, note, &Basis::rule(70));
        }
    }
    if capabilities.is_empty() {
        gather(run);
    }
}

fn doubt(run: &AssistRun<'_, '_>, capability: &Value) -> String {
    let words: Vec<String> = capability
        .text("name")
        .to_lowercase()
        .split_whitespace()
        .filter(|word| word.chars().count() > 4)
        .map(str::to_owned)
        .collect();
    let similar =
        |strength: &str| words.iter().filter(|word| strength.to_lowercase().contains(*word)).count() >= 2;
    let rival = run
        .on(StepNumber::ALTERNATIVES)
        .list("alternatives")
        .iter()
        .find(|rival| rival.texts("strengths").into_iter().any(similar));
    match rival {
        Some(rival) => format!(
            "You list something similar as a strength of {}. Say what they cannot do, or rate this as unique.",
            name_inside(rival.text("name")),
        ),
        None => "\"Only you\" says that nobody else can do this at all, and no evidence is linked. Link a measurement \
                 or a customer who looked elsewhere first, or rate it as unique."
            .to_owned(),
    }
}

/// A figure is a result, and a statement about ourselves or about things is none of the abilities it speaks of.
fn is_ability(run: &AssistRun<'_, '_>, name: &str) -> bool {
    is_noun_like(name) && !run.brief().is_about_us(name) && !name.starts_with(char::is_numeric)
}

/// First capabilities from what was said against the alternatives.
fn gather(run: &mut AssistRun<'_, '_>) {
    let angle = run.on(StepNumber::ANGLE);
    let leverage =
        run.on(StepNumber::ALTERNATIVES).list("alternatives").iter().map(|rival| rival.text("your_leverage"));
    let named: Vec<String> =
        angle.texts("advantages").into_iter().chain(leverage).map(|text| head(text, 255)).collect();
    for name in named.into_iter().filter(|name| is_ability(run, name)).take(8).collect::<Vec<_>>() {
        if !run.knows("capabilities", "name", &name) {
            run.propose_item(
                "capabilities",
                json!({ "name": name, "rating": "better_than" }),
                &Basis::rule(50),
            );
        }
    }
}
