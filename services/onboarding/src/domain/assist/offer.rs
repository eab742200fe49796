//! Step 5: first words for the offer, then a checklist: measurable outcome, price given, guarantee given. What
//! is missing is asked for where it belongs, and not made up.

use serde_json::{Value, json};

use super::assist_run::{AssistRun, Basis};
use super::figures::figures;
use super::phrases::is_noun_like;
use super::words::{
    QUESTION, bare, clip, first_sentence, has_question, head, mentions, sentence, sentences, settled,
};
use crate::domain::StepNumber;
use crate::domain::read::Read;

const TIME: [&str; 12] = [
    "day*",
    "week*",
    "month*",
    "quarter*",
    "year*",
    "hour*",
    "minute*",
    "evening*",
    "every",
    "never",
    "no",
    "दिन*",
];
const TROUBLE: [&str; 10] = [
    "problem*",
    "late",
    "lose*",
    "loss*",
    "waste*",
    "manual*",
    "nobody",
    "drifted",
    "without knowing",
    "too",
];

/// Sentences about the company itself are no problem of a customer.
const OURSELVES: [&str; 5] = ["we", "our", "started", "customers say", "i"];

pub fn review(run: &mut AssistRun<'_, '_>) {
    first_words(run);
    outcome(run);
    price(run);
    guarantee(run);
}

/// What earlier steps already say about the offer.
fn first_words(run: &mut AssistRun<'_, '_>) {
    let company = run.on(StepNumber::EVIDENCE);
    let description = company.text("description");
    let told = |line: &&str| mentions(line, &TROUBLE) && !mentions(line, &OURSELVES);
    let trouble = sentences(company.text("notes")).into_iter().find(told);
    let thing = first_sentence(description);
    if is_noun_like(&head(thing, 1000)) && !run.brief().is_about_us(thing) {
        run.propose("/core_deliverable", clip(thing, 1000), &Basis::rule(45));
    }
    run.propose("/promised_outcome", clip(promise(run), 1000), &Basis::rule(45));
    run.propose("/solution", clip(description, 1000), &Basis::rule(45));
    if let Some(trouble) = trouble {
        run.propose("/problem_statement", clip(trouble, 1000), &Basis::rule(40));
    }
}

/// The value proposition, where it tells what customers get and not what the company is or does.
fn promise<'a>(run: &AssistRun<'a, '_>) -> &'a str {
    let brief = run.brief();
    let text = brief.value_proposition;
    if brief.is_about_us(text) { "" } else { text }
}

/// An outcome without a number or a time cannot be checked by the customer.
fn outcome(run: &mut AssistRun<'_, '_>) {
    let stated = run.own().text("promised_outcome");
    let measurable = !figures(stated).is_empty() || mentions(stated, &TIME);
    if stated.is_empty() || measurable || has_question(stated) {
        return;
    }
    let asked =
        format!("{} {QUESTION} which figure shows it to the customer, and by when?", sentence(stated));
    run.replace("/promised_outcome", clip(&asked, 1000), &Basis::rule(40));
}

fn price(run: &mut AssistRun<'_, '_>) {
    let offer = run.own();
    let priced =
        offer.list("options").iter().any(|option| option.get("price_minor").is_some_and(Value::is_u64));
    let name = head(offer.text("core_deliverable"), 100);
    if priced || name.is_empty() || !offer.list("options").is_empty() {
        return;
    }
    let description = format!("{QUESTION} what does it cost, or is the price on request?");
    run.propose_item("options", json!({ "name": name, "description": description }), &Basis::rule(40));
}

/// What is promised when the outcome does not come is the founder's to say.
fn guarantee(run: &mut AssistRun<'_, '_>) {
    let stated = settled(run.own().text("promised_outcome"));
    let outcome = if stated.is_empty() { promise(run) } else { stated };
    if !outcome.is_empty() {
        let asked = format!(
            "{QUESTION} what does a customer get if this does not come true: \"{}\"?",
            clip(bare(first_sentence(outcome)), 400)
        );
        run.propose("/guarantees", asked, &Basis::rule(45));
    }
}
