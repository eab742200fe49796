//! Step 16: a first customer profile from audience, insights and facts, or what an existing one still lacks.

use serde_json::{Value, json};

use super::desk::{Basis, Desk};
use super::words::{clip, first_sentence, paragraph, sentence};
use crate::domain::StepNumber;
use crate::domain::derive::channels::tiers;
use crate::domain::read::Read;

pub fn assemble(desk: &mut Desk<'_, '_>) {
    let brief = desk.brief();
    desk.propose("/target_audience", clip(brief.audience, 1000), &Basis::rule(60));
    let profiles = desk.own().list("icps");
    if profiles.is_empty() {
        first_profile(desk);
    }
    for (index, profile) in profiles.iter().enumerate() {
        let missing = lacking(desk, profile);
        if missing.as_object().is_some_and(|members| !members.is_empty()) {
            desk.propose_members("icps", index, missing, &Basis::rule(50));
        }
    }
}

fn first_profile(desk: &mut Desk<'_, '_>) {
    let brief = desk.brief();
    let name = brief.audience_core();
    if name.is_empty() {
        return;
    }
    let pain = strongest(desk, "pain");
    let wish = strongest(desk, "desire");
    let description = [
        brief.audience.to_owned(),
        pain.map(|pain| format!("They say: \"{}\"", clip(pain, 300))).unwrap_or_default(),
        wish.map(|wish| format!("What they wish for: \"{}\"", clip(wish, 300))).unwrap_or_default(),
    ];
    let mut profile = json!({
        "name": name,
        "description": paragraph(&description, 1000),
        "tier": "primary",
        "sophistication": sophistication(desk),
    });
    if let (Some(all), Value::Object(lists)) = (profile.as_object_mut(), lacking(desk, &Value::Null)) {
        all.extend(lists);
    }
    desk.propose_item("icps", profile, &Basis::rule(55));
}

/// The lists of a profile that are empty, filled from what was heard and promised.
fn lacking(desk: &Desk<'_, '_>, profile: &Value) -> Value {
    let lists = [
        ("pains", pains(desk)),
        ("goals", goals(desk)),
        ("objections", objections(desk)),
        ("channels", channels(desk)),
    ];
    lists
        .into_iter()
        .filter(|(name, items)| {
            profile.list(name).is_empty() && items.as_array().is_some_and(|items| !items.is_empty())
        })
        .map(|(name, items)| (name.to_owned(), items))
        .collect()
}

fn heard<'a>(desk: &Desk<'a, '_>, kind: &'a str) -> impl Iterator<Item = &'a Value> {
    let insights = desk.on(StepNumber::MARKET).list("insights").iter();
    insights.filter(move |insight| insight.text("type") == kind && insight.text("quote").chars().count() >= 5)
}

fn strongest<'a>(desk: &Desk<'a, '_>, kind: &'static str) -> Option<&'a str> {
    let feeling = |insight: &&Value| (insight.number("sentiment").unwrap_or(50) - 50).abs();
    // the first among equals
    let heard: Vec<&Value> = heard(desk, kind).collect();
    heard.into_iter().rev().max_by_key(feeling).map(|insight| insight.text("quote"))
}

fn pains(desk: &Desk<'_, '_>) -> Value {
    let told: Vec<Value> = heard(desk, "pain")
        .take(5)
        .map(|pain| json!({ "description": clip(pain.text("quote"), 500) }))
        .collect();
    or_else(told, desk.brief().problem)
}

fn goals(desk: &Desk<'_, '_>) -> Value {
    let told: Vec<Value> = heard(desk, "desire")
        .take(5)
        .map(|desire| json!({ "description": clip(desire.text("quote"), 500) }))
        .collect();
    or_else(told, desk.brief().outcome)
}

/// What was promised or is suffered stands in where nobody was heard.
fn or_else(told: Vec<Value>, instead: &str) -> Value {
    let statement = clip(first_sentence(instead), 500);
    if told.is_empty() && statement.chars().count() >= 5 {
        json!([{ "description": statement }])
    } else {
        Value::from(told)
    }
}

fn objections(desk: &Desk<'_, '_>) -> Value {
    let guarantee = desk.brief().guarantee;
    let answer = (!guarantee.is_empty()).then(|| clip(&sentence(guarantee), 500));
    heard(desk, "objection")
        .take(4)
        .enumerate()
        .map(|(index, objection)| {
            let mut item = json!({ "description": clip(objection.text("quote"), 500) });
            // one guarantee answers one doubt; the others wait for an answer of their own
            if let (0, Some(answer)) = (index, &answer) {
                item["response"] = json!(answer);
            }
            item
        })
        .collect()
}

fn channels(desk: &Desk<'_, '_>) -> Value {
    let path = desk.brief().path;
    tiers(path)
        .filter(|(_, tier)| matches!(*tier, "primary" | "secondary"))
        .map(|(id, _)| json!(id))
        .take(4)
        .collect()
}

/// The more alternatives a customer knows, the more they have heard before.
fn sophistication(desk: &Desk<'_, '_>) -> Value {
    let rivals = desk.on(StepNumber::ALTERNATIVES).list("alternatives");
    let direct = rivals.iter().filter(|rival| rival.text("type") == "direct").count();
    let (stage, label) = match direct {
        0 => (1, "Hears of it for the first time"),
        1 => (2, "Has heard one promise of this kind"),
        2 | 3 => (3, "Compares how it works"),
        _ => (4, "Has heard most promises"),
    };
    let why =
        format!("Step 7 lists {direct} direct {}.", if direct == 1 { "alternative" } else { "alternatives" });
    json!({ "stage": stage, "label": label, "why": why })
}
