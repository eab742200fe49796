//! The three answer files through every rule of the domain.

use serde_json::{Value, json};
use uuid::Uuid;

use super::context::{SessionFacts, StepActivity, aggregate};
use super::fixtures::{FILES, NOW, catalogue, journey, step};
use super::read::Read;
use super::{Answers, Progress, StepNumber, may_open};

fn facts(forced: bool) -> SessionFacts {
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

fn assert_context_valid(context: &Value) {
    let schema: Value = serde_json::from_str(include_str!(
        "../../../../proto/raptorflow/bcm/v1/business_context.schema.json"
    ))
    .unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let faults: Vec<String> =
        validator.iter_errors(context).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
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
