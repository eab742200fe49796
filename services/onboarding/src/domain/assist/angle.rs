//! Step 8: one reason per alternative, from its weakness and our leverage.

use serde_json::{Value, json};

use super::assist_run::{AssistRun, Basis};
use super::phrases::led;
use super::words::{after_colon, clip, name_inside, sentence};
use crate::domain::StepNumber;
use crate::domain::read::Read;

pub fn compare(run: &mut AssistRun<'_, '_>) {
    let alternatives = run.on(StepNumber::ALTERNATIVES).list("alternatives");
    for rival in alternatives {
        let (weakness, leverage) = (weakness(rival), leverage(rival, run));
        if !run.knows("leverage", "alternative_id", rival.id())
            && let Some(text) = reason(rival.text("name"), weakness, leverage)
        {
            let sure = if weakness.is_empty() || rival.text("your_leverage").is_empty() { 40 } else { 60 };
            run.propose_item(
                "leverage",
                json!({ "alternative_id": rival.id(), "text": text }),
                &Basis::rule(sure),
            );
        }
        delta(run, rival);
        run.propose_text("advantages", &clip(rival.text("your_leverage"), 500), &Basis::rule(50));
    }
    vantage_point(run, alternatives);
}

fn weakness(rival: &Value) -> &str {
    let listed = || rival.texts("weaknesses").first().copied().unwrap_or_default();
    Some(rival.text("their_weakness")).filter(|text| !text.is_empty()).unwrap_or_else(listed)
}

fn leverage<'a>(rival: &'a Value, run: &AssistRun<'a, '_>) -> &'a str {
    Some(rival.text("your_leverage")).filter(|text| !text.is_empty()).unwrap_or(run.brief().value_proposition)
}

fn reason(name: &str, weakness: &str, leverage: &str) -> Option<String> {
    match (weakness.is_empty(), leverage.is_empty()) {
        (_, true) => None,
        (true, false) => Some(clip(
            &led(&format!("What we offer instead of {}", name_inside(name)), &sentence(leverage)),
            1000,
        )),
        (false, false) => Some(clip(
            &format!(
                "The weak side of {}: {} {}",
                name_inside(name),
                after_colon(&sentence(weakness)),
                led("What we bring", &sentence(leverage)),
            ),
            1000,
        )),
    }
}

fn delta(run: &mut AssistRun<'_, '_>, rival: &Value) {
    let (theirs, ours) = (rival.text("their_weakness"), rival.text("your_leverage"));
    let axis = clip(&format!("Against {}", name_inside(rival.text("name"))), 100);
    let room = run.items("positioning_delta").len() < 10;
    if room && !theirs.is_empty() && !ours.is_empty() && !run.knows("positioning_delta", "axis", &axis) {
        let row = json!({ "axis": axis, "our_position": clip(ours, 255), "competitor_position": clip(theirs, 255) });
        run.propose_item("positioning_delta", row, &Basis::rule(50));
    }
}

/// What the alternative to beat leaves open is where we stand; while none stands out, the first that leaves
/// something open is named without a claim about it.
fn vantage_point(run: &mut AssistRun<'_, '_>, alternatives: &[Value]) {
    let beaten = to_beat(alternatives).filter(|rival| !weakness(rival).is_empty());
    let Some(rival) = beaten.or_else(|| alternatives.iter().find(|rival| !weakness(rival).is_empty())) else {
        return;
    };
    let ours = leverage(rival, run);
    if ours.is_empty() {
        return;
    }
    let name = name_inside(rival.text("name"));
    let opening = if beaten.is_some() {
        format!("The alternative to beat is {name}. One thing stays open there: ")
    } else {
        format!("Left open by {name}: ")
    };
    let theirs = after_colon(&sentence(weakness(rival)));
    let text = format!("{opening}{theirs} {}", led("That is where we stand", &sentence(ours)));
    run.propose("/vantage_point", clip(&text, 1000), &Basis::rule(if beaten.is_some() { 50 } else { 40 }));
}

/// The one alternative with the highest threat, if the founder rated it high or critical.
fn to_beat(alternatives: &[Value]) -> Option<&Value> {
    let rated = |level| -> Vec<&Value> {
        alternatives.iter().filter(|rival| rival.text("threat_level") == level).collect()
    };
    let highest = ["critical", "high"].into_iter().map(rated).find(|rivals| !rivals.is_empty())?;
    match highest.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}
