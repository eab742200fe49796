//! What a change in one step means for others, for the journey and for finalizing it.

use serde_json::{Value, json};

use super::fixtures::{
    FILES, answers, catalogue, completed, journey, prepare_over, skipped, step, told, with_fresh,
};
use super::read::Read;
use super::{
    Answers, Code, Consequence, Finding, Progress, StepNumber, StepState, StepStatus, status_after_save,
};

fn consequences(changed: StepNumber, answers: &Answers) -> Vec<Consequence> {
    with_fresh(|fresh| catalogue().consequences(changed, answers, fresh))
}

fn rivals(ids: &[u128]) -> Value {
    let rival = |id: &u128| json!({"id": uuid::Uuid::from_u128(*id), "name": format!("Rival {id}")});
    json!({ "alternatives": ids.iter().map(rival).collect::<Vec<_>>() })
}

fn angles(ids: &[u128]) -> Value {
    let entry = |id: &u128| json!({"alternative_id": uuid::Uuid::from_u128(*id), "text": "we are faster"});
    json!({ "leverage": ids.iter().map(entry).collect::<Vec<_>>() })
}

#[test]
fn a_removed_alternative_takes_its_entry_along_and_leaves_step_8_complete() {
    let answers = answers([(7, rivals(&[1])), (8, angles(&[1, 2]))]);
    let found = consequences(step(7), &answers);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].step, StepNumber::ANGLE);
    assert_eq!(found[0].submitted, Some(angles(&[1])));
    assert!(!found[0].reopen);
}

#[test]
fn a_new_alternative_without_entry_reopens_step_8_and_keeps_the_others() {
    let answers = answers([(7, rivals(&[1, 2])), (8, angles(&[1]))]);
    let found = consequences(step(7), &answers);
    assert_eq!(found, [Consequence { step: step(8), submitted: None, draft: None, reopen: true }]);
}

#[test]
fn alternatives_that_stay_change_nothing() {
    let answers = answers([(7, rivals(&[1])), (8, angles(&[1]))]);
    assert_eq!(consequences(step(7), &answers), []);
    assert_eq!(consequences(step(7), &Answers::default()), []);
}

#[test]
fn a_draft_of_step_8_forgets_removed_alternatives_too() {
    let mut answers = answers([(7, rivals(&[1]))]);
    answers.set(step(8), StepState { draft: Some(angles(&[1, 2])), ..StepState::default() });
    let found = consequences(step(7), &answers);
    assert_eq!((found[0].draft.clone(), found[0].reopen), (Some(angles(&[1])), false));
}

#[test]
fn another_path_changes_the_forced_decisions_and_reopens_step_15() {
    let path = |path: &str| json!({"selected_path": path, "category": "Kitchen software"});
    let bold = answers([(9, path("bold"))]);
    let own = json!({"category": "product", "item": "Evening sheet", "decision": "focus"});
    let items = prepare_over(15, json!({"items": [own]}), None, &bold).unwrap().data;
    let decision = |data: &Value, name: &str| {
        let items = data.list("items").to_vec();
        items.iter().find(|item| item.text("item") == name).map(|item| item.text("decision").to_owned())
    };
    let after = |chosen: &str| {
        let answers = answers([(9, path(chosen)), (15, items.clone())]);
        consequences(step(9), &answers)
    };
    assert_eq!(after("bold"), []);
    let safe = after("safe").remove(0);
    let data = safe.submitted.unwrap();
    assert!(safe.reopen);
    assert_eq!(decision(&data, "Enterprise").as_deref(), Some("focus"));
    assert_eq!(decision(&data, "Early-stage").as_deref(), Some("sacrifice"));
    assert_eq!(decision(&data, "Evening sheet").as_deref(), Some("focus"));
    let clever = after("clever").remove(0).submitted.unwrap();
    assert!(clever.list("items").iter().all(|item| item.get("forced_decision").is_none()));
    assert_eq!(decision(&clever, "Enterprise").as_deref(), Some("sacrifice"), "now the founder's to change");
}

#[test]
fn another_map_scores_the_gaps_anew_without_reopening_step_13() {
    let id = uuid::Uuid::from_u128(7).to_string();
    let map = |x: i64| json!({"options": [{"id": id, "competitors": [{"name": "Rival", "x": x, "y": 50}]}], "selected_position": id});
    let before = answers([(11, map(50))]);
    let gaps = prepare_over(
        13,
        json!({"gaps": [{"area": "Here", "x": 50, "y": 50}], "confirmed": true}),
        None,
        &before,
    );
    let gaps = gaps.unwrap().data;
    assert_eq!(gaps["gaps"][0]["density"], 1);
    let found = consequences(step(11), &answers([(11, map(90)), (13, gaps)])).remove(0);
    assert_eq!(found.submitted.unwrap()["gaps"][0]["status"], "opportunity");
    assert!(!found.reopen);
}

#[test]
fn progress_counts_skipped_steps_apart() {
    let mut answers = Answers::default();
    assert_eq!(Progress::of(&answers).current_step, step(1));
    answers.set(step(1), completed(json!({})));
    answers.set(step(17), skipped());
    let progress = Progress::of(&answers);
    assert_eq!((progress.completed, progress.skipped, progress.percentage_hundredths), (1, 1, 870));
    assert_eq!(progress.current_step, step(2));
    let full = Progress::of(&journey(FILES[0].1));
    assert_eq!((full.current_step, full.completed, full.percentage_hundredths), (step(23), 23, 10_000));
}

#[test]
fn a_complete_step_never_falls_back_and_a_critical_issue_blocks() {
    let open = [Finding::new("/issues/0", Code::CriticalIssuesOpen, "is open")];
    assert_eq!(status_after_save(StepStatus::Complete, &open), StepStatus::Complete);
    assert_eq!(status_after_save(StepStatus::Pending, &open), StepStatus::Blocked);
    assert_eq!(status_after_save(StepStatus::Blocked, &[]), StepStatus::InProgress);
    assert_eq!(status_after_save(StepStatus::Error, &[]), StepStatus::InProgress);
}

#[test]
fn readiness_names_steps_and_fields() {
    let mut answers = journey(FILES[0].1);
    answers.set(step(14), StepState::default());
    answers.set(step(23), StepState::default());
    let readiness = catalogue().readiness(&answers);
    let missing: Vec<u8> = readiness.missing.iter().map(|missing| missing.number.get()).collect();
    assert_eq!(missing, [14, 23]);
    assert_eq!(
        told(&readiness.missing[0].findings),
        [("/statements", "REQUIRED"), ("/positioning", "REQUIRED")]
    );
    assert!(!readiness.blocking(false).is_empty());
    assert!(readiness.blocking(true).is_empty(), "what is essential is there");
    answers.set(step(16), StepState::default());
    let readiness = catalogue().readiness(&answers);
    assert!(!readiness.blocking(true).is_empty());
    assert_eq!(told(&readiness.essentials[0].findings), [("/icps", "REQUIRED")]);
}

#[test]
fn an_answered_step_that_was_not_completed_is_missing_as_such() {
    let full = journey(FILES[0].1);
    let mut answers = full.clone();
    let draft = full.state(step(5)).submitted.clone();
    answers.set(step(5), StepState { draft, status: StepStatus::InProgress, ..StepState::default() });
    let readiness = catalogue().readiness(&answers);
    assert_eq!(told(&readiness.missing[0].findings), [("", "STEP_INCOMPLETE")]);
}
