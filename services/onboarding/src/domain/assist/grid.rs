//! Step 12: three strategies that fit the path, and the ground around them.

use serde_json::json;

use super::assist_run::{AssistRun, Basis};
use super::brief::Brief;
use super::category::cost_of;
use super::phrases::led;
use super::words::{after_colon, clip, name_inside, paragraph, sentence};
use crate::domain::StepNumber;
use crate::domain::read::Read;

/// Path, name, what it is, what to do, and what speaks for it.
type Play = (&'static str, &'static str, &'static str, &'static str, [&'static str; 2]);

const PLAYS: [Play; 9] = [
    (
        "safe",
        "The proven choice",
        "Win because nothing can go wrong with you.",
        "Put references and the guarantee before features in every conversation",
        ["Short decisions", "References bring references"],
    ),
    (
        "safe",
        "Better service, same shelf",
        "Win on what happens after the sale.",
        "Promise an answer time and a named person, and report on both",
        ["Hard to copy cheaply", "Keeps customers"],
    ),
    (
        "safe",
        "Beside what they have",
        "Win by adding to what the customer uses today instead of replacing it.",
        "Offer a first step that changes nothing for the people who do the work now",
        ["Removes the fear of change", "Partners can refer"],
    ),
    (
        "clever",
        "Own one moment",
        "Win the one moment in which the problem hurts most.",
        "Build every message and the first product experience around that moment",
        ["Easy to remember", "A yardstick of your own"],
    ),
    (
        "clever",
        "Proof before payment",
        "Win by showing the result on the customer's own case.",
        "Lead every sale with a small result made from the customer's own material",
        ["Answers the first objection", "Makes the price small"],
    ),
    (
        "clever",
        "The specialist",
        "Win because you do one kind of customer better than anybody.",
        "Say no to everybody outside the profile, in public",
        ["Premium pricing", "Word of mouth in one circle"],
    ),
    (
        "bold",
        "Name the category",
        "Win by giving the new thing its name.",
        "Explain in every channel why the old way is over, and name what replaces it",
        ["No comparison", "Press and talks ask the one who named it"],
    ),
    (
        "bold",
        "Make the old way look old",
        "Win by showing what the usual way costs.",
        "Publish the comparison nobody else dares to publish, with figures",
        ["Gets attention", "Forces rivals to answer"],
    ),
    (
        "bold",
        "Start a movement",
        "Win with people who share the belief, not only the need.",
        "Gather the first believers, let them speak, and build in the open",
        ["Loyal from the first day", "Costs time rather than money"],
    ),
];

pub fn plan(run: &mut AssistRun<'_, '_>) {
    let brief = run.brief();
    let confidence = confidence(run);
    for play in PLAYS.iter().filter(|play| play.0 == brief.path) {
        let (_, name, description, strategy, advantages) = *play;
        if !run.knows("options", "name", name) {
            let option = json!({
                "name": name,
                "description": paragraph(&[description, &start(&brief)], 1000),
                "strategy": paragraph(&[strategy, &first_words(&brief), &cost(&brief)], 1000),
                "confidence": confidence,
                "advantages": advantages,
            });
            run.propose_item("options", option, &Basis::rule(confidence));
        }
    }
    ground(run, &brief);
}

/// Surer the more of what is claimed to be rare has been verified.
fn confidence(run: &AssistRun<'_, '_>) -> u8 {
    let capabilities = run.on(StepNumber::CAPABILITIES).list("capabilities").iter();
    let proven = capabilities
        .filter(|capability| {
            capability.is("verified") && matches!(capability.text("rating"), "only_you" | "unique")
        })
        .count();
    u8::try_from(50 + 8 * proven.min(3)).unwrap_or(50)
}

fn start(brief: &Brief<'_>) -> String {
    let audience = brief.audience_phrase();
    if audience.is_empty() { String::new() } else { format!("It is aimed at {audience}") }
}

fn first_words(brief: &Brief<'_>) -> String {
    if brief.outcome.is_empty() { String::new() } else { led("The promise to lead with", brief.outcome) }
}

fn cost(brief: &Brief<'_>) -> String {
    cost_of(brief.path).map(|cost| format!("The {} path means {cost}", brief.path)).unwrap_or_default()
}

fn ground(run: &mut AssistRun<'_, '_>, brief: &Brief<'_>) {
    let alternatives = run.on(StepNumber::ALTERNATIVES).list("alternatives");
    for rival in alternatives {
        let name = name_inside(rival.text("name"));
        if matches!(rival.text("threat_level"), "high" | "critical")
            && !rival.text("their_promise").is_empty()
        {
            let threat = format!(
                "Customers believe the promise of {name}: {}",
                after_colon(rival.text("their_promise"))
            );
            run.propose_text("threats", &clip(&sentence(&threat), 300), &Basis::rule(50));
        }
        if !rival.text("their_weakness").is_empty() {
            let opening = format!("Left open by {name}: {}", after_colon(rival.text("their_weakness")));
            run.propose_text("opportunities", &clip(&sentence(&opening), 300), &Basis::rule(50));
        }
    }
    let desires =
        run.on(StepNumber::MARKET).list("insights").iter().filter(|insight| insight.text("type") == "desire");
    for desire in desires {
        let wish = format!("Customers ask for it: \"{}\"", clip(desire.text("quote"), 270));
        run.propose_text("opportunities", &wish, &Basis::rule(55));
    }
    run.propose("/market_served", brief.audience_core(), &Basis::rule(50));
    let story = [brief.problem, brief.solution, brief.outcome];
    if story.iter().all(|part| !part.is_empty()) {
        run.propose("/story", paragraph(&story, 1000), &Basis::rule(45));
    }
}
