//! Step 20: the tiers that suit the path, and a first plan in words.

use serde_json::json;

use super::assist_run::{AssistRun, Basis};
use super::words::{and_list, clip, first_sentence, lower_first, paragraph};
use crate::domain::StepNumber;
use crate::domain::derive::channels::{NAMES, is_owned, tiers};
use crate::domain::read::Read;

pub fn place(run: &mut AssistRun<'_, '_>) {
    let brief = run.brief();
    let named = run.own().list("channels").iter().filter(|channel| channel.text("tier") == "primary").count();
    for (id, tier) in tiers(brief.path) {
        let known = run.own().list("channels").iter().any(|channel| channel.id() == id);
        if !known && (tier != "primary" || named < 2) {
            // the id of a channel is its name, so it is proposed as it is
            let channel = json!({ "id": id, "tier": tier, "is_owned": is_owned(id) });
            run.replace("/channels/-", channel, &Basis::rule(65));
        }
    }
    let chosen = |wanted: &str| -> Vec<&'static str> {
        let tier_of = |id: &str| {
            run.own()
                .list("channels")
                .iter()
                .find(|channel| channel.id() == id)
                .map(|channel| channel.text("tier"))
        };
        tiers(brief.path)
            .filter(|(id, tier)| tier_of(id).unwrap_or(tier) == wanted)
            .map(|(id, _)| in_a_sentence(id))
            .collect()
    };
    let (primary, secondary) = (chosen("primary"), chosen("secondary"));
    if !primary.is_empty() {
        plans(run, &primary, &secondary);
    }
}

fn in_a_sentence(id: &'static str) -> &'static str {
    match id {
        "newsletter" => "a newsletter",
        "seo_blog" => "an SEO blog",
        "cold_email" => "cold email",
        "paid_ads" => "paid ads",
        "events" => "events",
        known => NAMES.iter().find(|(name, _)| *name == known).map_or(known, |(_, name)| name),
    }
}

fn plans(run: &mut AssistRun<'_, '_>, primary: &[&str], secondary: &[&str]) {
    let brief = run.brief();
    let audience = brief.audience_phrase();
    let whom = if audience.is_empty() { "the first customers".to_owned() } else { audience };
    let reach = format!("Reach {whom} through {}", and_list(primary));
    let effort = "About four fifths of the effort goes there";
    let support = if secondary.is_empty() {
        String::new()
    } else {
        format!("What supports them: {}", and_list(secondary))
    };
    let promise = if brief.outcome.is_empty() {
        String::new()
    } else {
        format!("Lead with the promise: {}", lower_first(first_sentence(brief.outcome)))
    };
    run.propose("/go_to_market", paragraph(&[&reach, effort, &support, &promise], 2000), &Basis::rule(50));
    content(run);
    sales(run);
}

fn content(run: &mut AssistRun<'_, '_>) {
    let messages: Vec<String> = run
        .on(StepNumber::SOUNDBITES)
        .list("key_messages")
        .iter()
        .map(|message| format!("\"{}\"", message.text("title")))
        .take(3)
        .collect();
    if !messages.is_empty() {
        let text = format!(
            "Every piece carries one of the key messages: {}. Start from the customer's problem, show one proof, end with one thing to do.",
            and_list(&messages),
        );
        run.propose("/content_strategy", clip(&text, 2000), &Basis::rule(45));
    }
}

fn sales(run: &mut AssistRun<'_, '_>) {
    let brief = run.brief();
    let profile = super::ladder::primary(run.on(StepNumber::PROFILES).list("icps"));
    let objection = profile.and_then(|profile| profile.list("objections").first());
    let parts = [
        if brief.time_to_value.is_empty() {
            String::new()
        } else {
            format!("Show the first result early: {}", lower_first(brief.time_to_value))
        },
        objection
            .map(|objection| format!("Expect to hear \"{}\"", clip(objection.text("description"), 300)))
            .unwrap_or_default(),
        objection
            .map(|objection| objection.text("response").to_owned())
            .filter(|answer| !answer.is_empty())
            .map(|answer| format!("The answer: {}", lower_first(&answer)))
            .unwrap_or_default(),
        if brief.guarantee.is_empty() {
            String::new()
        } else {
            format!("Close with the guarantee: {}", lower_first(brief.guarantee))
        },
    ];
    run.propose("/sales_strategy", paragraph(&parts, 2000), &Basis::rule(45));
}
