//! Step 23: the whole position in a few sentences, and what is still open.

use super::assist_run::{AssistRun, Basis};
use super::open_points::unsettled;
use super::phrases::led;
use super::words::{clip, paragraph};
use crate::domain::StepNumber;
use crate::domain::read::Read;

pub fn summarise(run: &mut AssistRun<'_, '_>) {
    let brief = run.brief();
    if brief.company.is_empty() {
        return;
    }
    let told =
        |words: &str, text: &str| if text.is_empty() { String::new() } else { format!("{words}{text}") };
    let statement = run.on(StepNumber::STATEMENTS)["positioning"].text("statement");
    let profiles: Vec<&str> =
        run.on(StepNumber::PROFILES).list("icps").iter().map(|profile| profile.text("name")).collect();
    let focus = decided(run, "focus");
    let sacrifice = decided(run, "sacrifice");
    let parts = [
        told(&format!("{} means ", brief.company), &brief.category_phrase()),
        if brief.path.is_empty() { String::new() } else { format!("The path is {}", brief.path) },
        statement.to_owned(),
        if brief.outcome.is_empty() { String::new() } else { led("The promise", brief.outcome) },
        told("It is for: ", &profiles.join("; ")),
        told("In focus: ", &focus.join("; ")),
        told("Given up: ", &sacrifice.join("; ")),
        told("Most of the effort goes to: ", &primary_channels(run).join("; ")),
        open(run),
    ];
    run.propose("/final_review/notes", paragraph(&parts, 2000), &Basis::rule(60));
}

fn decided<'a>(run: &AssistRun<'a, '_>, decision: &str) -> Vec<&'a str> {
    let items = run.on(StepNumber::FOCUS).list("items").iter();
    items.filter(|item| item.text("decision") == decision).map(|item| item.text("item")).take(4).collect()
}

fn primary_channels<'a>(run: &AssistRun<'a, '_>) -> Vec<&'a str> {
    let channels = run.on(StepNumber::CHANNELS).list("channels").iter();
    channels.filter(|channel| channel.text("tier") == "primary").map(|channel| channel.text("name")).collect()
}

/// How many open points a summary names.
const NAMED: usize = 3;

fn open(run: &AssistRun<'_, '_>) -> String {
    let points = unsettled(run);
    let first: Vec<String> = points.iter().take(NAMED).map(|point| clip(&point.title, 120)).collect();
    match points.len() {
        0 => "Nothing is left open".to_owned(),
        1..=NAMED => format!("Still open: {}", first.join("; ")),
        count => format!("Still open, {count} points in all, first of them: {}", first.join("; ")),
    }
}
