//! From answers to the business context, with the three answer files.

use std::sync::OnceLock;

use serde_json::{Value, json};
use uuid::Uuid;

use super::context::{SessionFacts, StepActivity, aggregate};
use super::fixtures::{FILES, NOW, catalogue, completed, journey, step};
use super::read::Read;
use super::{Answers, Progress, StepNumber, StepState, may_open};

pub fn facts(forced: bool) -> SessionFacts {
    SessionFacts {
        session_id: Uuid::from_u128(1),
        workspace_id: Uuid::from_u128(2),
        generated_at: NOW,
        started_at: NOW,
        finalized_at: Some(NOW),
        active_minutes: 18,
        saves: 60,
        suggestions_shown: 12,
        suggestions_accepted: 5,
        provider_runs: 0,
        steps: vec![StepActivity { step: step(1), first_opened_at: Some(NOW), completed_at: None, saves: 3 }],
        forced,
    }
}

/// What the published schema of the context refuses.
pub fn faults(context: &Value) -> Vec<String> {
    static SCHEMA: OnceLock<jsonschema::Validator> = OnceLock::new();
    let validator = SCHEMA.get_or_init(|| {
        let text = include_str!("../../../../proto/raptorflow/bcm/v1/business_context.schema.json");
        let schema: Value = serde_json::from_str(text).unwrap();
        jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
    });
    validator.iter_errors(context).map(|fault| format!("{}: {fault}", fault.instance_path())).collect()
}

fn assert_context_valid(context: &Value) {
    let faults = faults(context);
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_answer_file_completes_all_steps_and_becomes_a_valid_context() {
    for (name, file) in FILES {
        let answers = journey(file);
        let progress = Progress::of(&answers);
        assert_eq!(progress.percentage_hundredths, 10_000, "{name}");
        assert!(catalogue().readiness(&answers).blocking(false).is_empty(), "{name}");
        let context = aggregate(catalogue(), &answers, &facts(false));
        assert_context_valid(&context);
        assert_eq!(context["meta"]["missing_fields"], json!([]), "{name}");
        assert_eq!(aggregate(catalogue(), &answers, &facts(false)), context, "{name}");
    }
}

#[test]
fn the_context_holds_what_the_founder_answered() {
    let context = aggregate(catalogue(), &journey(FILES[0].1), &facts(false));
    assert_eq!(context["company_profile"]["name"], "Katori Kitchen Software");
    assert_eq!(context["intelligence"]["facts"].as_array().unwrap().len(), 5, "a rejected fact stays out");
    assert_eq!(context["intelligence"]["messaging"]["soundbites"].as_array().unwrap().len(), 6);
    assert_eq!(context["foundation"]["truth_sheet"]["version"], 1);
    assert_eq!(context["foundation"]["sacrifice"].as_array().unwrap().len(), 3);
    let channels: Vec<&str> =
        context["go_to_market"]["channels"].as_array().unwrap().iter().map(|c| c.text("priority")).collect();
    assert_eq!(channels, ["primary", "primary", "secondary", "secondary", "experimental", "experimental"]);
    assert_eq!(context["market"]["tam"]["formatted"], "₹6,50,00,00,000");
    assert_eq!(context["issues"]["contradictions"][0]["severity"], 8);
    assert_eq!(context["issues"]["risks"].as_array().unwrap().len(), 3, "a risk and two threats");
    assert_eq!(context["intelligence"]["icps"][0]["pains"][0]["severity"], 10);
}

#[test]
fn skipped_steps_say_nothing_and_are_listed() {
    let context = aggregate(catalogue(), &journey(FILES[2].1), &facts(false));
    assert_eq!(context["meta"]["skipped_steps"], json!([17, 22]));
    assert_eq!(context["meta"]["completed_steps"], 21);
    assert!(context["goals"].get("kpis").is_none());
    assert_eq!(context["goals"]["resources"], "₹1 lakh a month");
}

#[test]
fn a_forced_context_names_what_is_missing_and_falls_back_to_the_industry() {
    let full = journey(FILES[0].1);
    let few: Answers =
        Answers::new([1, 2, 16].into_iter().map(|number| (step(number), full.state(step(number)).clone())));
    let readiness = catalogue().readiness(&few);
    assert!(!readiness.blocking(false).is_empty() && readiness.blocking(true).is_empty());
    let context = aggregate(catalogue(), &few, &facts(true));
    assert_context_valid(&context);
    assert_eq!(context["intelligence"]["positioning"]["category"], "technology");
    let missing = context["meta"]["missing_fields"].as_array().unwrap();
    assert!(missing.contains(&json!("intelligence.positioning.category")));
    assert!(missing.contains(&json!("go_to_market.channels")));
    assert!(!missing.contains(&json!("foundation.value_proposition")));
    assert_eq!(context["meta"]["forced"], true);
}

#[test]
fn a_path_through_all_steps_is_open_one_step_at_a_time() {
    let full = journey(FILES[0].1);
    let mut answers = Answers::default();
    for number in StepNumber::all() {
        assert!(may_open(catalogue(), number, &answers), "{number}");
        if let Ok(after_next) = StepNumber::try_from(u32::from(number.get()) + 2) {
            assert!(!may_open(catalogue(), after_next, &answers), "{after_next}");
        }
        answers.set(number, full.state(number).clone());
    }
    assert!(may_open(catalogue(), step(3), &answers));
}

fn with(number: u32, change: impl FnOnce(&mut Value)) -> Answers {
    let mut answers = journey(FILES[0].1);
    let mut data = answers.submitted(step(number)).clone();
    change(&mut data);
    answers.set(step(number), completed(data));
    answers
}

fn context_of(answers: &Answers) -> Value {
    let context = aggregate(catalogue(), answers, &facts(false));
    assert_context_valid(&context);
    context
}

#[test]
fn only_a_resolved_contradiction_has_a_resolution() {
    let context = context_of(&with(3, |data| {
        data["issues"][0]["resolved"] = json!(true);
        data["issues"][1]["resolved"] = json!(false);
        data["issues"][1]["resolution"] = json!("Not agreed on yet, a first idea");
    }));
    let told = context["issues"]["contradictions"].as_array().unwrap();
    assert!(told[0].get("resolution").is_some());
    assert!(told[1].get("resolution").is_none());
}

#[test]
fn a_threat_taken_over_as_a_risk_stands_there_once() {
    let long = format!("{} and more", "A platform gives tools away ".repeat(9));
    let mut answers = with(12, |data| data["threats"] = json!(["DineDesk adds photo capture.", long]));
    let short = crate::domain::assist::risk_title(&long);
    let mut tasks = answers.submitted(step(22)).clone();
    tasks["risks"] = json!([{"title": "dinedesk adds photo capture"}, {"title": short}]);
    answers.set(step(22), completed(tasks));
    assert_eq!(context_of(&answers)["issues"]["risks"].as_array().unwrap().len(), 2);
}

fn corrected(label: &str, value: &str, status: &str, locked: bool) -> Value {
    let answers = with(4, |data| {
        data["locked"] = json!(locked);
        let row = json!({"category": "company", "label": label, "value": value, "status": status});
        data["truth_sheet"].as_array_mut().unwrap().push(row);
    });
    context_of(&answers)["company_profile"].clone()
}

#[test]
fn a_basic_corrected_in_the_truth_sheet_is_what_the_profile_says() {
    for (label, value, member, expected) in [
        ("company name", "Katori Labs", "name", json!("Katori Labs")),
        ("Industry", "Food and beverage", "industry", json!("food_beverage")),
        ("Stage", "Series A", "stage", json!("series_a")),
        ("Founded", "April 2022", "founded_year", json!(2022)),
        ("People", "1,016 people", "employee_count", json!(1016)),
        ("Headquarters", "Mysuru", "headquarters", json!("Mysuru")),
        ("Website", "https://katori.example/new", "website", json!("https://katori.example/new")),
    ] {
        assert_eq!(corrected(label, value, "edited", true)[member], expected, "{label}");
        let first = &context_of(&journey(FILES[0].1))["company_profile"][member];
        assert_eq!(&corrected(label, value, "confirmed", true)[member], first, "{label}: not edited");
        assert_eq!(&corrected(label, value, "edited", false)[member], first, "{label}: not locked");
    }
}

#[test]
fn a_correction_that_is_no_such_value_leaves_what_step_1_says() {
    let first = context_of(&journey(FILES[0].1))["company_profile"].clone();
    for (label, value) in [
        ("Company name", "K"),
        ("Industry", "Alchemy"),
        ("Founded", "12 or 13 years ago"),
        ("People", "0"),
        ("Website", "http:katori.example"),
        ("Churn", "2 %"),
    ] {
        assert_eq!(corrected(label, value, "edited", true), first, "{label}");
    }
}

#[test]
fn a_forced_session_that_was_completed_later_is_not_forced_any_more() {
    let full = journey(FILES[0].1);
    let context = aggregate(catalogue(), &full, &facts(true));
    assert_context_valid(&context);
    assert_eq!(context["meta"]["forced"], false);
    let mut unreviewed = full;
    unreviewed.set(step(23), StepState::default());
    assert_eq!(aggregate(catalogue(), &unreviewed, &facts(true))["meta"]["forced"], true);
}

#[test]
fn an_industry_stands_in_for_the_category_as_it_is_spoken() {
    let full = with(1, |data| data["industry"] = json!("food_beverage"));
    let few = [1, 2, 16].map(|number| (step(number), full.state(step(number)).clone()));
    let context = aggregate(catalogue(), &Answers::new(few), &facts(true));
    assert_eq!(context["intelligence"]["positioning"]["category"], "food and beverage");
}

#[test]
fn what_is_still_to_be_decided_is_promised_to_nobody() {
    let told = |outcome: &str, guarantee: &str| {
        let mut answers = journey(FILES[0].1);
        let mut offer = answers.submitted(StepNumber::OFFER).clone();
        offer["promised_outcome"] = json!(outcome);
        offer["guarantees"] = json!(guarantee);
        answers.set(StepNumber::OFFER, completed(offer));
        let context = aggregate(catalogue(), &answers, &facts(false));
        assert_context_valid(&context);
        context["foundation"].clone()
    };
    let asked =
        told("Calm work. To be decided: which figure shows it?", "To be decided: what does a customer get?");
    assert_eq!((asked.text("promised_outcome"), asked.get("guarantees")), ("Calm work.", None));
    let open = told("To be decided: which figure shows it?", "Money back. To be decided: by when?");
    assert_eq!(open.text("promised_outcome"), "To be decided: which figure shows it?");
    assert_eq!(open.text("guarantees"), "Money back.");
}
