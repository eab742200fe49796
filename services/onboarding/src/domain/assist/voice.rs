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

/// Phrases after which a rival is named.
const RIVALS: [&str; 7] =
    ["unlike ", "Unlike ", "compared to ", "compared with ", "switched from ", "alternative to ", " vs "];

pub fn listen(run: &mut AssistRun<'_, '_>) {
    let company = run.on(StepNumber::EVIDENCE);
    let notes = format!("{}\n{}", company.text("description"), company.text("notes"));
    hear(run, &notes, "Notes of step 1", "");
    for fact in run.on(StepNumber::FACTS).list("facts") {
        if fact.text("label") == "Customer quote" && fact.text("status") != "rejected" {
            note(
                run,
                fact.text("value"),
                "Fact of step 2",
                fact.texts("sources").first().copied().unwrap_or_default(),
            );
        }
    }
    for item in company.list("evidence") {
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
    for phrase in RIVALS {
        for (at, _) in text.match_indices(phrase) {
            let name = named(&text[at + phrase.len()..]);
            run.propose_text("detected_competitors", &clip(&name, 255), &Basis::sources(45, [evidence]));
        }
    }
}

/// The capitalised words at the beginning; a place or a language is no rival.
fn named(text: &str) -> String {
    let words: Vec<&str> =
        text.split_whitespace().take_while(|word| word.starts_with(char::is_uppercase)).take(4).collect();
    if words.first().is_some_and(|first| NAMES.contains(&bare(first))) {
        return String::new();
    }
    bare(&words.join(" ")).to_owned()
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
        assert_eq!(named("DineDesk Inventory, which everybody types into"), "DineDesk Inventory");
        assert_eq!(named("a spreadsheet"), "");
    }
}
