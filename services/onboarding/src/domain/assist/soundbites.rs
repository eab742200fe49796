//! Step 19: one line of each kind, in the founder's own words.

use serde_json::{Value, json};

use super::assist_run::{AssistRun, Basis};
use super::ladder::{primary, worst};
use super::words::{after_colon, bare, clip, first_sentence, head, sentence};
use crate::domain::StepNumber;
use crate::domain::read::Read;

const LINE: usize = 300;

pub fn write(run: &mut AssistRun<'_, '_>) {
    let lines = lines(run);
    for (kind, context, content, basis) in lines {
        let content = clip(&content, LINE);
        let answered = run.items("soundbites").iter().any(|line| line.text("kind") == kind)
            || run.knows("soundbites", "content", &content);
        if !answered && content.chars().count() >= 5 {
            let line = json!({ "kind": kind, "content": content, "context": context });
            run.propose_item("soundbites", line, &basis);
        }
    }
}

fn lines(run: &AssistRun<'_, '_>) -> Vec<(&'static str, &'static str, String, Basis)> {
    let brief = run.brief();
    let company = run.on(StepNumber::EVIDENCE);
    let profile = primary(run.on(StepNumber::PROFILES).list("icps"));
    let pain = profile.and_then(worst).map_or("", |pain| pain.text("description"));
    let insights = run.on(StepNumber::MARKET).list("insights");
    let heard = insights.iter().find(|insight| insight.text("type") == "pain");
    let heard = heard.map_or("", |insight| insight.text("quote"));
    let proof = run.facts("proof").into_iter().next();
    let rule = || Basis::rule(55);
    let proven = proof.map_or_else(rule, |fact| Basis::sources(65, fact.texts("sources")));
    vec![
        ("problem", "First line of a page or talk", sentence(first_sentence(brief.problem)), rule()),
        ("agitation", "After the problem", agitation(heard, pain, profile), rule()),
        ("mechanism", "When somebody asks how", sentence(first_sentence(brief.solution)), rule()),
        (
            "proof",
            "Wherever a claim is made",
            proof.map(|fact| sentence(fact.text("value"))).unwrap_or_default(),
            proven,
        ),
        ("expertise", "About page, introductions", expertise(company), rule()),
        ("transformation", "Close of a page or talk", transformation(pain, brief.outcome), rule()),
        ("cta", "Last line", call(company.text("website"), brief.deliverable), rule()),
    ]
}

/// In the words of customers where some were heard, else in ours about them.
fn agitation(heard: &str, pain: &str, profile: Option<&Value>) -> String {
    let fears = profile.map_or("", |profile| profile["psychographics"].text("fears"));
    let most = if fears.is_empty() { 270 } else { 130 };
    let hurts = match (heard.is_empty(), pain.is_empty()) {
        (false, _) => format!("Heard from customers: \"{}\"", sentence(&clip(heard, most))),
        (true, false) => sentence(&clip(pain, most)),
        (true, true) => return String::new(),
    };
    let fear = format!("The fear behind it: {}", after_colon(&sentence(&clip(fears, 120))));
    if fears.is_empty() { hurts } else { format!("{hurts} {fear}") }
}

fn expertise(company: &Value) -> String {
    let name = company.text("company_name");
    let place = company.text("headquarters").split(',').next().unwrap_or_default();
    let since = company.number("founded_year").map(|year| format!(" since {year}")).unwrap_or_default();
    let team = company
        .number("employee_count")
        .filter(|count| *count > 1)
        .map(|count| format!(", a team of {count}"))
        .unwrap_or_default();
    match (name.is_empty(), place.is_empty()) {
        (true, _) => String::new(),
        (false, true) if since.is_empty() && team.is_empty() => String::new(),
        (false, true) => format!("{name}: at work{since}{team}."),
        (false, false) => format!("{name}: at work in {place}{since}{team}."),
    }
}

fn transformation(pain: &str, outcome: &str) -> String {
    if pain.is_empty() || outcome.is_empty() {
        return String::new();
    }
    let told = |text: &str, most| after_colon(&sentence(&clip(text, most)));
    format!("Before: {} After: {}", told(pain, 130), told(first_sentence(outcome), 140))
}

fn call(website: &str, deliverable: &str) -> String {
    let host =
        url::Url::parse(website).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
    let host = host.trim_start_matches("www.");
    let thing = head(deliverable, 150);
    match (host.is_empty(), thing.is_empty()) {
        (false, false) => format!("{}: see it at {host}.", bare(&thing)),
        (false, true) => format!("See how it works at {host}."),
        (true, false) => format!("{}: ask us to show you.", bare(&thing)),
        (true, true) => String::new(),
    }
}
