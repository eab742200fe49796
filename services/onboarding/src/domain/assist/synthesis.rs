//! Step 23: the whole position in a few sentences, and what is still open.

use super::desk::{Basis, Desk};
use super::open_points::unsettled;
use super::words::{clip, lower_first, paragraph};
use crate::domain::StepNumber;
use crate::domain::read::Read;

pub fn summarise(desk: &mut Desk<'_, '_>) {
    let brief = desk.brief();
    if brief.company.is_empty() {
        return;
    }
    let told =
        |words: &str, text: &str| if text.is_empty() { String::new() } else { format!("{words}{text}") };
    let statement = desk.on(StepNumber::STATEMENTS)["positioning"].text("statement");
    let profiles: Vec<&str> =
        desk.on(StepNumber::PROFILES).list("icps").iter().map(|profile| profile.text("name")).collect();
    let focus = decided(desk, "focus");
    let sacrifice = decided(desk, "sacrifice");
    let parts = [
        told(&format!("{} means ", brief.company), &brief.category_phrase()),
        if brief.path.is_empty() { String::new() } else { format!("The path is {}", brief.path) },
        statement.to_owned(),
        told("The promise: ", &lower_first(brief.outcome)),
        told("It is for: ", &profiles.join("; ")),
        told("In focus: ", &focus.join("; ")),
        told("Given up: ", &sacrifice.join("; ")),
        told("Most of the effort goes to: ", &primary_channels(desk).join("; ")),
        open(desk),
    ];
    desk.propose("/final_review/notes", paragraph(&parts, 2000), &Basis::rule(60));
}

fn decided<'a>(desk: &Desk<'a, '_>, decision: &str) -> Vec<&'a str> {
    let items = desk.on(StepNumber::FOCUS).list("items").iter();
    items.filter(|item| item.text("decision") == decision).map(|item| item.text("item")).take(4).collect()
}

fn primary_channels<'a>(desk: &Desk<'a, '_>) -> Vec<&'a str> {
    let channels = desk.on(StepNumber::CHANNELS).list("channels").iter();
    channels.filter(|channel| channel.text("tier") == "primary").map(|channel| channel.text("name")).collect()
}

fn open(desk: &Desk<'_, '_>) -> String {
    let points = unsettled(desk);
    let first: Vec<String> = points.iter().take(3).map(|point| clip(&point.title, 120)).collect();
    match points.len() {
        0 => "Nothing is left open".to_owned(),
        1 => format!("Still open: {}", first.join("")),
        count => format!("Still open are {count} points, first of all: {}", first.join("; ")),
    }
}
