//! Step 14: statements in five frameworks with a score, the parts of the position, and proof points.

use serde_json::json;

use super::assist_run::{AssistRun, Basis};
use super::brief::Brief;
use super::phrases::{is_noun_like, led};
use super::words::{after_colon, bare, clip, core, first_sentence, head, name_inside, paragraph, sentence};
use crate::domain::StepNumber;
use crate::domain::read::Read;

/// What the frameworks are filled with; empty where nothing was answered.
struct Parts {
    company: String,
    audience: String,
    category: String,
    problem: String,
    outcome: String,
    differentiator: String,
    rival: String,
    rival_gap: String,
}

pub fn position(run: &mut AssistRun<'_, '_>) {
    let brief = run.brief();
    let parts = gather(run, &brief);
    for (template, principle, content) in drafts(&parts) {
        let content = clip(&content, 500);
        let full = run.items("statements").len() >= 12;
        if !full && !content.is_empty() && !run.knows("statements", "content", &content) {
            let statement = json!({
                "type": "elevator", "content": content, "template": template,
                "neuroscience_score": score(&content), "principle": principle,
            });
            run.propose_item("statements", statement, &Basis::rule(55));
        }
    }
    value_prop(run, &brief);
    members(run, &brief, &parts);
}

fn gather(run: &AssistRun<'_, '_>, brief: &Brief<'_>) -> Parts {
    let capabilities = run.on(StepNumber::CAPABILITIES).list("capabilities");
    let rated = |rating: &str| capabilities.iter().find(|capability| capability.text("rating") == rating);
    let rarest = ["only_you", "unique", "better_than"].iter().find_map(|rating| rated(rating));
    let alternatives = run.on(StepNumber::ALTERNATIVES).list("alternatives");
    let rival = alternatives.iter().find(|rival| !rival.text("their_weakness").is_empty());
    let problem = first_sentence(brief.problem);
    let outcome =
        Some(first_sentence(brief.outcome)).filter(|text| !repeats(text, problem)).unwrap_or_default();
    let solution = head(brief.solution, 200);
    let named =
        if is_noun_like(&solution) && !brief.is_about_us(&solution) { solution } else { String::new() };
    let differentiator = rarest.map_or(named, |capability| capability.text("name").to_owned());
    let said = repeats(&differentiator, outcome) || repeats(&differentiator, problem);
    Parts {
        company: brief.company.to_owned(),
        audience: brief.audience_phrase(),
        category: brief.category_phrase(),
        problem: problem.to_owned(),
        outcome: outcome.to_owned(),
        differentiator: if said { String::new() } else { differentiator },
        rival: rival.map(|rival| rival.text("name").to_owned()).unwrap_or_default(),
        rival_gap: rival.map(|rival| rival.text("their_weakness").to_owned()).unwrap_or_default(),
    }
}

/// Whether one text says no more than the other, in the same words.
fn repeats(one: &str, other: &str) -> bool {
    let plain = |text: &str| bare(text).trim_end_matches('…').to_lowercase();
    let (one, other) = (plain(one), plain(other));
    !one.is_empty() && !other.is_empty() && (one.contains(&other) || other.contains(&one))
}

/// Framework, the principle it works by, and the text; none for a framework whose parts are missing.
fn drafts(parts: &Parts) -> Vec<(&'static str, &'static str, String)> {
    let Parts { company, audience, category, problem, outcome, differentiator, rival, rival_gap } = parts;
    if company.is_empty() || category.is_empty() {
        return Vec::new();
    }
    let all = |needed: &[&String]| needed.iter().all(|part| !part.is_empty());
    let mut drafts = Vec::new();
    if all(&[audience, outcome]) {
        let opening = format!("For {audience}, {company} means {category}");
        drafts.push(("classic", "cognitive_load", paragraph(&[&opening, outcome, differentiator], 500)));
        let promise = format!("This is what {company} stands for, made for {audience}");
        drafts.push(("benefit_focused", "limbic_activation", paragraph(&[outcome, &promise], 500)));
    }
    if all(&[problem, differentiator]) {
        let turn =
            format!("{company} does not accept that. {}", led("What is different here", differentiator));
        drafts.push(("challenger", "pattern_recognition", paragraph(&[problem, &turn], 500)));
    }
    if all(&[problem, outcome]) {
        let naming = format!("It is time for {category}");
        let lead = led(&format!("What {company} promises"), outcome);
        drafts.push(("category_creator", "spacing", paragraph(&[problem, &naming, &lead], 500)));
    }
    if all(&[rival, rival_gap, differentiator]) {
        let theirs = format!("Left open by {}: {}", name_inside(rival), after_colon(rival_gap));
        let ours = led(company, differentiator);
        drafts.push(("comparison", "neural_coupling", paragraph(&[theirs, ours], 500)));
    }
    drafts
}

fn value_prop(run: &mut AssistRun<'_, '_>, brief: &Brief<'_>) {
    let promise =
        [brief.outcome, brief.guarantee].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>();
    let content = paragraph(&promise, 500);
    if content.chars().count() >= 15 && !run.knows("statements", "content", &content) {
        let statement = json!({
            "type": "value_prop", "content": content, "template": "benefit_focused",
            "neuroscience_score": score(&content), "principle": "limbic_activation",
        });
        run.propose_item("statements", statement, &Basis::rule(60));
    }
}

fn members(run: &mut AssistRun<'_, '_>, brief: &Brief<'_>, parts: &Parts) {
    let basis = Basis::rule(55);
    run.propose("/positioning/category", clip(brief.category, 255), &basis);
    run.propose("/positioning/audience", brief.audience_core(), &basis);
    run.propose("/positioning/challenge", clip(&parts.problem, 255), &basis);
    run.propose("/positioning/benefit", clip(&parts.outcome, 255), &basis);
    run.propose("/positioning/differentiator", clip(&parts.differentiator, 255), &basis);
    if let Some((_, _, statement)) = drafts(parts).into_iter().next() {
        run.propose("/positioning/statement", statement, &basis);
    }
    run.propose("/oneliner/problem", clip(&parts.problem, 200), &basis);
    run.propose("/oneliner/solution", clip(first_sentence(brief.solution), 200), &basis);
    run.propose("/oneliner/result", clip(&parts.outcome, 200), &basis);
    if let Some(tagline) = core(brief.outcome, 80) {
        run.propose("/tagline", sentence(&tagline), &Basis::rule(40));
    }
}

/// Short texts of short words in short sentences are read to the end.
fn score(text: &str) -> u8 {
    let words: Vec<&str> = text.split_whitespace().collect();
    let count = words.len().max(1);
    let letters: usize = words.iter().map(|word| word.chars().count()).sum();
    let longest =
        super::words::sentences(text).iter().map(|part| part.split_whitespace().count()).max().unwrap_or(0);
    let over = |value: usize, limit: usize, cost: usize| value.saturating_sub(limit) * cost;
    let penalty = over(count, 25, 1) + over(letters * 10 / count, 55, 1) / 2 + over(longest, 18, 2);
    u8::try_from(90_usize.saturating_sub(penalty).max(20)).unwrap_or(20)
}

/// Up to three proofs: facts with a source first.
pub fn prove(run: &mut AssistRun<'_, '_>) {
    let mut facts = run.facts("proof");
    facts.sort_by_key(|fact| {
        (
            fact.texts("sources").iter().all(|source| *source == "manual"),
            -fact.number("confidence").unwrap_or(0),
        )
    });
    let room = 3_usize.saturating_sub(run.own().list("proof").len());
    for fact in facts.into_iter().take(room) {
        let text = clip(bare(fact.text("value")), 300);
        run.propose_text("proof", &text, &Basis::sources(65, fact.texts("sources")));
    }
}

#[cfg(test)]
mod tests {
    use super::{repeats, score};

    #[test]
    fn one_sentence_is_not_said_twice() {
        assert!(repeats("We help owners collect fees.", "we help owners collect fees on time."));
        assert!(!repeats("Fees on time", "Fewer calls") && !repeats("", "Fewer calls"));
    }

    #[test]
    fn short_plain_sentences_score_higher_than_long_ones() {
        let short = score("Know the cost of every dish tonight. Fix it tomorrow.");
        let long = score(
            &"Comprehensive organisational transformation capabilities across heterogeneous environments "
                .repeat(5),
        );
        assert!(short >= 80, "{short}");
        assert!(long <= 40, "{long}");
    }
}
