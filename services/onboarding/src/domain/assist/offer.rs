//! Step 5: first words for the offer, then a checklist: measurable outcome, price given, guarantee given.

use serde_json::{Value, json};

use super::desk::{Basis, Desk};
use super::figures::figures;
use super::words::{bare, clip, first_sentence, head, lower_first, mentions, sentence, sentences};
use crate::domain::StepNumber;
use crate::domain::read::Read;

const TIME: [&str; 12] =
    ["day", "week", "month", "quarter", "year", "hour", "minute", "evening", "every ", "never", "no ", "दिन"];
const TROUBLE: [&str; 10] =
    ["problem", "late", "lose", "loss", "waste", "manual", "nobody", "drifted", "without knowing", "too "];

/// Sentences about the company itself are no problem of a customer.
const OURSELVES: [&str; 5] = ["we ", "our ", "started", "customers say", "i "];

pub fn review(desk: &mut Desk<'_, '_>) {
    first_words(desk);
    outcome(desk);
    price(desk);
    guarantee(desk);
}

/// What earlier steps already say about the offer.
fn first_words(desk: &mut Desk<'_, '_>) {
    let company = desk.on(StepNumber::EVIDENCE);
    let description = company.text("description");
    let promise = desk.brief().value_proposition;
    let told = |line: &&str| mentions(line, &TROUBLE) && !mentions(line, &OURSELVES);
    let trouble = sentences(company.text("notes")).into_iter().find(told);
    desk.propose("/core_deliverable", clip(first_sentence(description), 1000), &Basis::rule(45));
    desk.propose("/promised_outcome", clip(promise, 1000), &Basis::rule(45));
    desk.propose("/solution", clip(description, 1000), &Basis::rule(45));
    if let Some(trouble) = trouble {
        desk.propose("/problem_statement", clip(trouble, 1000), &Basis::rule(40));
    }
}

/// An outcome without a number or a time cannot be checked by the customer.
fn outcome(desk: &mut Desk<'_, '_>) {
    let stated = desk.own().text("promised_outcome");
    if stated.is_empty() || !figures(stated).is_empty() || mentions(stated, &TIME) {
        return;
    }
    let measured = desk.facts("proof").into_iter().find(|fact| !figures(fact.text("value")).is_empty());
    let (better, basis) = match measured {
        Some(fact) => {
            let proof = sentence(fact.text("value"));
            (
                format!("{} Measured so far: {}", sentence(stated), lower_first(&proof)),
                Basis::sources(55, fact.texts("sources")),
            )
        }
        None => (
            format!("{}, measured against a figure that is agreed at the start", bare(stated)),
            Basis::rule(40),
        ),
    };
    desk.replace("/promised_outcome", clip(&better, 1000), &basis);
}

fn price(desk: &mut Desk<'_, '_>) {
    let offer = desk.own();
    let priced =
        offer.list("options").iter().any(|option| option.get("price_minor").is_some_and(Value::is_u64));
    let name = head(offer.text("core_deliverable"), 100);
    if priced || name.is_empty() || !offer.list("options").is_empty() {
        return;
    }
    let description = "Put the price here: a buyer who finds none asks somebody else first. Leave it empty only if it is on request.";
    desk.propose_item("options", json!({ "name": name, "description": description }), &Basis::rule(40));
}

fn guarantee(desk: &mut Desk<'_, '_>) {
    let offer = desk.own();
    let brief = desk.brief();
    let stated = offer.text("promised_outcome");
    let outcome = if stated.is_empty() { brief.value_proposition } else { stated };
    if outcome.is_empty() {
        return;
    }
    let paid = match (offer.text("pricing_model"), offer.text("billing_cycle")) {
        ("one_time", _) => "the price is paid back",
        (_, "monthly") => "the current month is free",
        (_, "quarterly") => "the current quarter is paid back",
        (_, "yearly") => "the rest of the year is paid back",
        _ => "the fee is paid back",
    };
    let text = format!("If we do not deliver what we promise (\"{}\"), {paid}.", clip(bare(outcome), 400));
    desk.propose("/guarantees", text, &Basis::rule(45));
}
