//! Step 19: key messages, taglines, the order of messages, and shorter forms of long lines.

use serde_json::json;

use super::assist_run::{AssistRun, Basis};
use super::words::{bare, clip, first_sentence, paragraph, sentence};
use crate::domain::StepNumber;
use crate::domain::read::Read;

pub fn write(run: &mut AssistRun<'_, '_>) {
    shorten(run);
    messages(run);
    taglines(run);
    hierarchy(run);
}

/// A long line often says it in its first sentence.
fn shorten(run: &mut AssistRun<'_, '_>) {
    for (index, line) in run.own().list("soundbites").iter().enumerate() {
        let content = line.text("content");
        let short = first_sentence(content);
        let shorter = short.chars().count() >= 20 && short.chars().count() * 3 < content.chars().count() * 2;
        if content.chars().count() > 160 && shorter {
            run.propose_members("soundbites", index, json!({ "content": sentence(short) }), &Basis::rule(50));
        }
    }
}

fn messages(run: &mut AssistRun<'_, '_>) {
    let brief = run.brief();
    let audience = brief.audience_core();
    let proof = run.facts("proof").first().map_or("", |fact| fact.text("value"));
    let drafts = [
        ("What changes", [brief.outcome, brief.time_to_value], "high"),
        ("How it works", [brief.solution, ""], "medium"),
        ("Why to believe it", [proof, brief.guarantee], "high"),
    ];
    for (title, parts, priority) in drafts {
        let content = paragraph(&parts, 1000);
        let room = run.items("key_messages").len() < 10;
        if room && content.chars().count() >= 10 && !run.knows("key_messages", "title", title) {
            let message =
                json!({ "title": title, "content": content, "audience": audience, "priority": priority });
            run.propose_item("key_messages", message, &Basis::rule(50));
        }
    }
}

fn taglines(run: &mut AssistRun<'_, '_>) {
    let statements = run.on(StepNumber::STATEMENTS);
    let chosen = statements.text("tagline");
    let drafted =
        statements.list("statements").iter().filter(|statement| statement.text("type") == "tagline");
    let texts: Vec<&str> =
        std::iter::once(chosen).chain(drafted.map(|statement| statement.text("content"))).collect();
    for text in texts.into_iter().filter(|text| text.chars().count() >= 5) {
        if !run.knows("taglines", "text", text) {
            let tagline = json!({ "text": clip(text, 200), "context": "Tagline of the positioning" });
            run.propose_item("taglines", tagline, &Basis::rule(60));
        }
    }
}

fn hierarchy(run: &mut AssistRun<'_, '_>) {
    let brief = run.brief();
    let statements = run.on(StepNumber::STATEMENTS);
    let primary = [statements.text("uvp"), brief.value_proposition].into_iter().find(|text| !text.is_empty());
    run.propose("/hierarchy/primary", clip(primary.unwrap_or_default(), 300), &Basis::rule(55));
    let supporting: Vec<String> = [brief.outcome, brief.solution, brief.guarantee]
        .iter()
        .map(|text| clip(bare(first_sentence(text)), 300))
        .filter(|text| !text.is_empty())
        .collect();
    run.propose("/hierarchy/supporting", supporting, &Basis::rule(50));
    run.propose("/hierarchy/proof", statements.texts("proof"), &Basis::rule(60));
}
