//! Step 2: facts that stand in what the founder wrote and in the evidence.

use serde_json::json;

use super::assist_run::{AssistRun, Basis};
use super::figures::{Figure, figures};
use super::phrases::audience_in;
use super::words::{bare, clip, first_sentence, head, mentions, quotes, sentences, spoken, upper_first};
use crate::domain::StepNumber;
use crate::domain::read::Read;

/// More at once are not read by anybody.
const MOST_FACTS: usize = 24;
const MOST_IN_STEP: usize = 100;
const HELPS: [&str; 8] =
    ["we help", "helps", "we serve", "we run", "we make", "our customers", "हम", "designed for"];
const FOUNDED: [&str; 3] = ["founded", "established", "started in"];
const APART: [&str; 9] = [
    "only",
    "unlike",
    "without",
    "instead of",
    "first to",
    "named",
    "guarantee*",
    "no other",
    "directly from",
];
const REFERENCES: [&str; 6] = ["testimonial*", "case stud*", "review*", "award*", "certificate*", "report*"];

/// Somewhere facts were read, how sure that makes them, and what to name as their source.
struct Passage<'a> {
    text: &'a str,
    source: &'a str,
    trust: u8,
}

pub fn extract(run: &mut AssistRun<'_, '_>) {
    let company = run.on(StepNumber::EVIDENCE);
    identity(run);
    let written = [company.text("description"), company.text("notes")];
    customers(run, &written);
    for text in written {
        read(run, &Passage { text, source: "manual", trust: 65 });
    }
    for item in company.list("evidence") {
        // a link is named by the page behind it, which proves nothing
        if item.text("type") != "url" && mentions(item.text("name"), &REFERENCES) {
            propose(run, ("proof", "Reference"), item.text("name"), (item.id(), 45));
        }
        if let Some(text) = run.evidence_text(item.id()) {
            titles(run, text, item.id());
            read(run, &Passage { text, source: item.id(), trust: 55 });
        }
    }
    value_proposition(run);
}

fn identity(run: &mut AssistRun<'_, '_>) {
    let company = run.on(StepNumber::EVIDENCE);
    let name = company.text("company_name");
    if name.is_empty() {
        return;
    }
    let founded = company.number("founded_year").map(|year| format!("founded in {year}"));
    let people = company
        .number("employee_count")
        .map(|count| if count == 1 { "1 person".to_owned() } else { format!("{count} people") });
    let industry = spoken(company.text("industry"));
    let parts: Vec<String> = [name.to_owned(), industry, company.text("headquarters").to_owned()]
        .into_iter()
        .chain(founded)
        .chain(people)
        .filter(|part| !part.is_empty())
        .collect();
    propose(run, ("identity", "Company"), &parts.join(", "), ("manual", 70));
}

/// Headings and page titles: short lines without a full stop.
fn titles(run: &mut AssistRun<'_, '_>, text: &str, source: &str) {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    for (index, line) in lines.take(40).enumerate() {
        let marked = line.starts_with('#');
        let title = line.trim_start_matches('#').trim();
        let short = (2..=10).contains(&title.split_whitespace().count())
            && !title.ends_with(['.', ',', ':', '?', '।']);
        if index == 0 && short {
            propose(run, ("identity", "Page title"), title, (source, 45));
        } else if marked && short {
            propose(run, ("positioning", "Heading"), title, (source, 40));
        }
    }
}

/// What the founder calls their customers goes before what can be concluded from whom they help.
fn customers(run: &mut AssistRun<'_, '_>, written: &[&str]) {
    let named = written.iter().flat_map(|text| sentences(text));
    let named = named.filter(|line| mentions(line, &["our customers are", "our clients are"]));
    if let Some(audience) = named.filter_map(audience_in).next() {
        propose(run, ("audience", "Who it helps"), &upper_first(audience), ("manual", 70));
    }
}

fn read(run: &mut AssistRun<'_, '_>, passage: &Passage<'_>) {
    for sentence in sentences(passage.text) {
        let told = (passage.source, passage.trust);
        if let Some(audience) = audience_in(sentence) {
            propose(run, ("audience", "Who it helps"), &upper_first(audience), told);
        } else if mentions(sentence, &FOUNDED) && figures(sentence).iter().any(Figure::is_year) {
            propose(run, ("identity", "Founded"), sentence, told);
        } else if let Some(figure) = figures(sentence).into_iter().find(|figure| !figure.is_year()) {
            propose(
                run,
                ("proof", &measured(sentence, &figure)),
                sentence,
                (passage.source, passage.trust - 5),
            );
        } else if mentions(sentence, &APART) {
            propose(
                run,
                ("positioning", "What sets us apart"),
                sentence,
                (passage.source, passage.trust - 15),
            );
        }
    }
    for quote in quotes(passage.text) {
        propose(run, ("audience", "Customer quote"), quote, (passage.source, passage.trust - 10));
    }
}

/// Units measure something; what they measure stands at the beginning of the sentence.
const UNITS: [&str; 11] = [
    "minute*", "hour*", "day*", "week*", "month*", "year*", "point*", "rupee*", "percent", "time*", "crore*",
];
const STOPS: [&str; 19] = [
    "of", "in", "on", "at", "to", "from", "since", "with", "have", "has", "pay", "for", "and", "within",
    "is", "was", "by", "above", "the",
];

/// What a figure is about: the words it counts, else the beginning of its sentence.
fn measured(sentence: &str, figure: &Figure<'_>) -> String {
    let after = figure.after.trim_start();
    let share = after.strip_prefix('%').map(|rest| rest.trim_start().trim_start_matches("of "));
    let counted = phrase(share.unwrap_or(after));
    let unit = mentions(&counted, &UNITS) || figure.after.starts_with('-');
    let label = if counted.is_empty() || unit { opening(sentence) } else { counted };
    if label.is_empty() { "Figure".to_owned() } else { clip(&upper_first(&label), 100) }
}

/// The beginning of a sentence, if it names something rather than tells what was done.
fn opening(sentence: &str) -> String {
    let label = phrase(sentence);
    let first = label.split_whitespace().next().unwrap_or_default();
    if first.ends_with("ed") || first.ends_with("ing") { String::new() } else { label }
}

/// The first three words, up to a mark, a figure or a small word.
fn phrase(text: &str) -> String {
    let end = text
        .find(|c: char| matches!(c, ',' | '.' | ';' | ':' | '(' | '"') || c.is_numeric())
        .unwrap_or(text.len());
    let words =
        text[..end].split_whitespace().take_while(|word| !STOPS.contains(&word.to_lowercase().as_str()));
    bare(&words.take(3).collect::<Vec<_>>().join(" ")).to_owned()
}

fn propose(
    run: &mut AssistRun<'_, '_>,
    (category, label): (&str, &str),
    value: &str,
    (source, confidence): (&str, u8),
) {
    let value = clip(value, 1000);
    let (answered, all) = (run.own().list("facts").len(), run.items("facts").len());
    let full = all >= MOST_IN_STEP || all - answered >= MOST_FACTS;
    if value.is_empty() || full || run.knows("facts", "value", &value) {
        return;
    }
    let confidence = confidence.clamp(40, 70);
    // whoever accepts it has verified it
    let fact = json!({
        "category": category, "label": label, "value": value, "confidence": confidence, "sources": [source],
        "status": "verified",
    });
    run.propose_item("facts", fact, &Basis::sources(confidence, [source]));
}

fn value_proposition(run: &mut AssistRun<'_, '_>) {
    let company = run.on(StepNumber::EVIDENCE);
    let description = company.text("description");
    let helping = sentences(description).into_iter().find(|sentence| mentions(sentence, &HELPS));
    let statement = helping.unwrap_or_else(|| first_sentence(description));
    run.propose("/value_proposition", clip(statement, 500), &Basis::rule(50));
    let why = sentences(company.text("notes"))
        .into_iter()
        .find(|line| mentions(line, &["mission", "we believe", "so that"]));
    if let Some(why) = why {
        run.propose("/mission", head(why, 1000), &Basis::rule(40));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_named_by_what_it_counts() {
        let named = |text| measured(text, &figures(text)[0]);
        assert_eq!(named("62 paying groups, 410 outlets"), "Paying groups");
        assert_eq!(named("41 % of customers reorder within 60 days"), "Customers reorder");
        assert_eq!(named("Median time from photo to posted bill is 6 minutes."), "Median time");
        assert_eq!(named("Food cost fell from 36.4 % to 31.8 %"), "Food cost fell");
        assert_eq!(named("126 farming families in Chamoli"), "Farming families");
        assert_eq!(named("Started after running a 9-outlet chain"), "Figure");
    }
}
