//! Step 6: what people say in the evidence, sorted into pains, desires and objections.

use serde_json::{Value, json};

use super::assist_run::{AssistRun, Basis};
use super::words::{NAMES, and_list, bare, clip, mentions, quotes, sentence};
use crate::domain::StepNumber;
use crate::domain::read::Read;

/// Kind, and the words that give it away; the first kind that fits wins.
const KINDS: [(&str, &[&str]); 3] = [
    (
        "objection",
        &[
            "expensive",
            "too much",
            "already have",
            "already bought",
            "won't",
            "will not",
            "never use",
            "nobody uses",
            "how can i",
            "not sure",
            "why should",
            "cheaper",
            "a lot when",
            "महँग*",
            "ज़रूरत नहीं",
        ],
    ),
    (
        "desire",
        &[
            "i want",
            "we want",
            "wish*",
            "need",
            "would love",
            "hope",
            "that is all",
            "now",
            "finally",
            "love",
            "better",
            "चाहि*",
            "चाहत*",
            "अच्छ*",
        ],
    ),
    (
        "pain",
        &[
            "late",
            "lose",
            "lost",
            "loss*",
            "waste*",
            "problem*",
            "manual*",
            "never know",
            "nobody told",
            "missing",
            "slow",
            "hard",
            "error*",
            "wrong",
            "bitter",
            "afraid",
            "fear",
            "different answer*",
            "used to",
            "नहीं",
            "कड़व*",
            "फेंक*",
        ],
    ),
];

/// Phrases after which rivals are named.
const RIVALS: [&str; 8] = [
    "unlike ",
    "compared to ",
    "compared with ",
    "comparison with ",
    "switched from ",
    "alternative to ",
    "vs ",
    "vs. ",
];

pub fn listen(run: &mut AssistRun<'_, '_>) {
    let company = run.on(StepNumber::EVIDENCE);
    let notes = format!("{}\n{}", company.text("description"), company.text("notes"));
    hear(run, &notes, "Our own notes", "");
    for fact in run.on(StepNumber::FACTS).list("facts") {
        if fact.text("label") == "Customer quote" && fact.text("status") != "rejected" {
            note(
                run,
                fact.text("value"),
                "Our own facts",
                fact.texts("sources").first().copied().unwrap_or_default(),
            );
        }
    }
    for item in company.list("evidence") {
        name_rivals(run, item.text("name"), item.id());
        if let Some(text) = run.evidence_text(item.id()) {
            hear(run, text, item.text("name"), item.id());
        }
    }
    summary(run);
}

fn hear(run: &mut AssistRun<'_, '_>, text: &str, source: &str, evidence: &str) {
    for quote in quotes(text) {
        note(run, quote, source, evidence);
    }
    name_rivals(run, text, evidence);
}

fn name_rivals(run: &mut AssistRun<'_, '_>, text: &str, evidence: &str) {
    let own = run.brief().company.split_whitespace().next().unwrap_or_default();
    // finds the same bytes, as only letters of one byte change
    let lower = text.to_ascii_lowercase();
    for phrase in RIVALS {
        for (at, _) in lower.match_indices(phrase) {
            if lower[..at].ends_with(char::is_alphanumeric) {
                continue;
            }
            for name in named(&text[at + phrase.len()..])
                .iter()
                .filter(|name| !name.starts_with(own) || own.is_empty())
            {
                run.propose_text("detected_competitors", &clip(name, 255), &Basis::sources(45, [evidence]));
            }
        }
    }
}

/// The names at the beginning: one, or several that end with "and" or "or". A place or a language is no rival.
fn named(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let (mut name, mut is_list): (Vec<&str>, bool) = (Vec::new(), false);
    for word in text.split_whitespace() {
        let joins = matches!(word, "and" | "or" | "&");
        if joins && !name.is_empty() {
            names.extend(closed(&mut name));
            is_list = true;
        } else if !word.starts_with(char::is_uppercase) || name.len() == MOST_WORDS {
            break;
        } else {
            name.push(word);
            if word.ends_with(['.', ';', ':', '!', '?', ')']) || word.ends_with("'s") || word.ends_with("’s")
            {
                break;
            }
            if word.ends_with(',') {
                names.extend(closed(&mut name));
            }
        }
    }
    names.extend(closed(&mut name));
    names.truncate(if is_list { names.len() } else { 1 });
    names
}

/// A name in so many words is a sentence.
const MOST_WORDS: usize = 4;

fn closed(words: &mut Vec<&str>) -> Option<String> {
    let name = std::mem::take(words).join(" ");
    let name = bare(&name).trim_end_matches("'s").trim_end_matches("’s").to_owned();
    let first = name.split_whitespace().next().unwrap_or_default();
    (!name.is_empty() && !NAMES.contains(&first)).then_some(name)
}

fn note(run: &mut AssistRun<'_, '_>, quote: &str, source: &str, evidence: &str) {
    let Some((kind, _)) = KINDS.iter().find(|(_, signs)| mentions(quote, signs)) else { return };
    let quote = clip(quote, 1000);
    if !run.knows("insights", "quote", &quote) {
        let insight = json!({ "type": kind, "quote": quote, "source": clip(source, 500) });
        run.propose_item("insights", insight, &Basis::sources(55, [evidence]));
    }
}

fn summary(run: &mut AssistRun<'_, '_>) {
    let insights = run.items("insights");
    let count = |kind: &str| insights.iter().filter(|insight| insight.text("type") == kind).count();
    let (pains, desires, objections) = (count("pain"), count("desire"), count("objection"));
    // one voice needs no summary
    if insights.len() < 2 {
        return;
    }
    let counted: Vec<String> = [(pains, "pain"), (desires, "desire"), (objections, "objection")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| format!("{count} {noun}{}", if count == 1 { "" } else { "s" }))
        .collect();
    let counted = format!("Heard so far: {}.", and_list(&counted));
    let sharpest = insights
        .iter()
        .filter(|insight| insight.text("type") == "pain")
        .min_by_key(|insight| feeling(insight))
        .map(|pain| {
            // only the founder knows how it was said
            let which = if feeling(pain) < NEUTRAL { "The sharpest pain" } else { "A pain" };
            format!(" {which}: \"{}\"", sentence(&clip(pain.text("quote"), 600)))
        });
    let strongest = insights
        .iter()
        .find(|insight| insight.text("type") == "objection")
        .map(|objection| format!(" To be answered: \"{}\"", sentence(&clip(objection.text("quote"), 600))));
    let text = format!("{counted}{}{}", sharpest.unwrap_or_default(), strongest.unwrap_or_default());
    run.propose("/summary", clip(&text, 2000), &Basis::rule(50));
}

/// Neither good nor bad: what an insight says of itself while nobody has judged it.
const NEUTRAL: i64 = 50;

fn feeling(insight: &Value) -> i64 {
    insight.number("sentiment").unwrap_or(NEUTRAL)
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn a_rival_is_named_by_its_capital_words() {
        assert_eq!(named("DineDesk Inventory, which everybody types into"), ["DineDesk Inventory"]);
        assert_eq!(named("a spreadsheet"), Vec::<String>::new());
    }
}
