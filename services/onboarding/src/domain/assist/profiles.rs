//! Step 16: a first customer profile from audience, insights and facts, or what an existing one still lacks.

use serde_json::{Value, json};

use super::assist_run::{AssistRun, Basis};
use super::words::{clip, first_sentence, paragraph, sentence};
use crate::domain::StepNumber;
use crate::domain::derive::channels::tiers;
use crate::domain::read::Read;

pub fn assemble(run: &mut AssistRun<'_, '_>) {
    let brief = run.brief();
    run.propose("/target_audience", clip(brief.audience, 1000), &Basis::rule(60));
    let profiles = run.own().list("icps");
    if profiles.is_empty() {
        first_profile(run);
    }
    for (index, profile) in profiles.iter().enumerate() {
        let missing = lacking(run, profile);
        if missing.as_object().is_some_and(|members| !members.is_empty()) {
            run.propose_members("icps", index, missing, &Basis::rule(50));
        }
    }
}

fn first_profile(run: &mut AssistRun<'_, '_>) {
    let brief = run.brief();
    let name = brief.audience_core();
    if name.is_empty() {
        return;
    }
    let pain = strongest(run, "pain");
    let wish = strongest(run, "desire");
    let description = [
        brief.audience.to_owned(),
        pain.map(|pain| format!("They say: \"{}\"", clip(pain, 300))).unwrap_or_default(),
        wish.map(|wish| format!("What they wish for: \"{}\"", clip(wish, 300))).unwrap_or_default(),
    ];
    let mut profile = json!({
        "name": name,
        "description": paragraph(&description, 1000),
        "tier": "primary",
        "sophistication": sophistication(run),
    });
    if let (Some(all), Value::Object(lists)) = (profile.as_object_mut(), lacking(run, &Value::Null)) {
        all.extend(lists);
    }
    run.propose_item("icps", profile, &Basis::rule(55));
}

/// The lists of a profile that are empty, filled from what was heard and promised.
fn lacking(run: &AssistRun<'_, '_>, profile: &Value) -> Value {
    let lists = [
        ("pains", pains(run)),
        ("goals", goals(run)),
        ("objections", objections(run)),
        ("channels", channels(run)),
    ];
    lists
        .into_iter()
        .filter(|(name, items)| {
            profile.list(name).is_empty() && items.as_array().is_some_and(|items| !items.is_empty())
        })
        .map(|(name, items)| (name.to_owned(), items))
        .collect()
}

fn heard<'a>(run: &AssistRun<'a, '_>, kind: &'a str) -> impl Iterator<Item = &'a Value> {
    let insights = run.on(StepNumber::MARKET).list("insights").iter();
    insights.filter(move |insight| insight.text("type") == kind && insight.text("quote").chars().count() >= 5)
}

fn strongest<'a>(run: &AssistRun<'a, '_>, kind: &'static str) -> Option<&'a str> {
    let feeling = |insight: &&Value| (insight.number("sentiment").unwrap_or(50) - 50).abs();
    // the first among equals
    let heard: Vec<&Value> = heard(run, kind).collect();
    heard.into_iter().rev().max_by_key(feeling).map(|insight| insight.text("quote"))
}

fn pains(run: &AssistRun<'_, '_>) -> Value {
    let told: Vec<Value> = heard(run, "pain")
        .take(5)
        .map(|pain| json!({ "description": clip(pain.text("quote"), 500) }))
        .collect();
    or_else(told, run.brief().problem)
}

fn goals(run: &AssistRun<'_, '_>) -> Value {
    let told: Vec<Value> = heard(run, "desire")
        .take(5)
        .map(|desire| json!({ "description": clip(desire.text("quote"), 500) }))
        .collect();
    or_else(told, run.brief().outcome)
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

fn objections(run: &AssistRun<'_, '_>) -> Value {
    let guarantee = run.brief().guarantee;
    let answer = (!guarantee.is_empty()).then(|| clip(&sentence(guarantee), 500));
    heard(run, "objection")
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

fn channels(run: &AssistRun<'_, '_>) -> Value {
    let path = run.brief().path;
    tiers(path)
        .filter(|(_, tier)| matches!(*tier, "primary" | "secondary"))
        .map(|(id, _)| json!(id))
        .take(4)
        .collect()
}

/// The more alternatives a customer knows, the more they have heard before.
fn sophistication(run: &AssistRun<'_, '_>) -> Value {
    let rivals = run.on(StepNumber::ALTERNATIVES).list("alternatives");
    let direct = rivals.iter().filter(|rival| rival.text("type") == "direct").count();
    let (stage, label) = match direct {
        0 => (1, "Hears of it for the first time"),
        1 => (2, "Has heard one promise of this kind"),
        2 | 3 => (3, "Compares how it works"),
        _ => (4, "Has heard most promises"),
    };
    let why = match direct {
        0 => "They know no direct alternative.".to_owned(),
        1 => "They know one direct alternative.".to_owned(),
        _ => format!("They can choose between {direct} direct alternatives."),
    };
    json!({ "stage": stage, "label": label, "why": why })
}
