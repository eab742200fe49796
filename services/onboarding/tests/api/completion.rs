use contracts::onboarding::v1::StepStatus;
use serde_json::json;

use crate::{
    answers,
    harness::{Onboarding, parsed},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_step_is_completed_with_its_draft_or_with_new_data() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    desk.put(1, 0, &answers::evidence()).await.unwrap();
    let completed = desk.complete(1, 1, None).await.unwrap();
    let step = completed.step.unwrap();
    assert_eq!((step.status(), step.version), (StepStatus::Complete, 2));
    assert!(step.submitted.is_some() && step.draft.is_none());
    let progress = completed.progress.unwrap();
    assert_eq!((progress.completed, progress.current_step, progress.percentage_hundredths), (1, 2, 435));
    let again = desk.complete(1, 2, None).await.unwrap().step.unwrap();
    assert_eq!(again.version, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_step_lacks_is_named_and_nothing_is_stored() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    let refusal = desk.put_complete(1, 0, &json!({ "company_name": "Katori" })).await.unwrap_err();
    refusal.is(422, "VALIDATION_ERROR");
    assert!(refusal.violations.contains(&("/industry".to_owned(), "REQUIRED".to_owned())), "{refusal:?}");
    assert_eq!(desk.version(1).await, 0);
    desk.complete(1, 0, None).await.unwrap_err().is(422, "VALIDATION_ERROR");
    desk.complete(1, 5, Some(&answers::evidence())).await.unwrap_err().is(412, "STEP_VERSION_CONFLICT");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complete_step_never_falls_back() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    desk.put_complete(1, 0, &answers::evidence()).await.unwrap();
    let saved = desk.patch(1, 1, &json!({ "industry": null })).await.unwrap();
    assert_eq!(saved.status(), StepStatus::Complete);
    assert!(!saved.issues.is_empty());
    let step = desk.step(1).await.unwrap().step.unwrap();
    assert_eq!(parsed(&step.submitted.unwrap())["industry"], "technology");
    assert!(parsed(&step.draft.unwrap()).get("industry").is_none());
    desk.complete(1, 2, None).await.unwrap_err().is(422, "VALIDATION_ERROR");
    let reverted = desk.patch(1, 2, &json!({ "industry": "technology" })).await.unwrap();
    let step = desk.step(1).await.unwrap().step.unwrap();
    assert_eq!((reverted.version, step.version, step.draft), (3, 3, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_critical_issue_blocks_the_way() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    desk.answer_up_to(2).await;
    let issue = json!({ "type": "contradiction", "priority": "critical", "title": "Two team sizes" });
    let saved = desk.put(3, 0, &json!({ "issues": [issue] })).await.unwrap();
    assert_eq!(saved.status(), StepStatus::Blocked);
    let refusal = desk.complete(3, 1, None).await.unwrap_err();
    refusal.is(422, "CRITICAL_ISSUES_OPEN");
    assert_eq!(refusal.violations, [("/issues/0".to_owned(), "CRITICAL_ISSUES_OPEN".to_owned())]);
    let mut data = parsed(&saved.data);
    data["issues"][0]["resolved"] = json!(true);
    data["issues"][0]["resolution"] = json!("Seven people, counted today.");
    let saved = desk.put(3, 1, &data).await.unwrap();
    assert_eq!(saved.status(), StepStatus::InProgress);
    desk.complete(3, 2, None).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn only_three_steps_can_be_skipped() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    desk.skip(1).await.unwrap_err().is(409, "STEP_NOT_SKIPPABLE");
    desk.answer_up_to(16).await;
    let skipped = desk.skip(17).await.unwrap();
    let (step, progress) = (skipped.step.unwrap(), skipped.progress.unwrap());
    assert!(step.skipped && step.status() == StepStatus::Complete);
    assert_eq!((progress.completed, progress.skipped, progress.current_step), (16, 1, 18));
    assert_eq!(desk.skip(17).await.unwrap().step.unwrap().version, step.version);
    let answered = desk.complete(17, step.version, Some(&json!({ "reviewed": true }))).await.unwrap();
    assert!(!answered.step.unwrap().skipped);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rival_that_goes_takes_its_angle_along_and_a_new_one_asks_for_its_own() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    desk.answer_up_to(8).await;
    let angle = desk.step(8).await.unwrap().step.unwrap();
    let entries = parsed(&angle.submitted.unwrap())["leverage"].as_array().unwrap().len();
    let rivals = desk.step(7).await.unwrap().step.unwrap();
    let mut data = parsed(&rivals.submitted.unwrap());
    data["alternatives"].as_array_mut().unwrap().pop();
    desk.put_complete(7, rivals.version, &data).await.unwrap();
    let after = desk.step(8).await.unwrap().step.unwrap();
    assert_eq!((after.status(), after.version), (StepStatus::Complete, angle.version + 1));
    assert_eq!(parsed(&after.submitted.unwrap())["leverage"].as_array().unwrap().len(), entries - 1);
    let more = json!({ "name": "A new rival", "type": "direct" });
    data["alternatives"].as_array_mut().unwrap().push(more);
    desk.put_complete(7, rivals.version + 1, &data).await.unwrap();
    let reopened = desk.step(8).await.unwrap().step.unwrap();
    assert_eq!(reopened.status(), StepStatus::InProgress);
    assert_eq!(desk.progress().await.unwrap().current_step, 8);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_path_changes_the_forced_decisions_and_asks_for_them_again() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    desk.answer_up_to(15).await;
    let path = |desk: &serde_json::Value| desk["selected_path"].as_str().unwrap().to_owned();
    let before = desk.step(9).await.unwrap().step.unwrap();
    let other = if path(&parsed(before.submitted.as_deref().unwrap())) == "bold" { "safe" } else { "bold" };
    desk.recomplete(9, &json!({ "selected_path": other })).await;
    let focus = desk.step(15).await.unwrap().step.unwrap();
    assert_eq!(focus.status(), StepStatus::InProgress);
    let items = parsed(&focus.submitted.unwrap())["items"].clone();
    let forced =
        items.as_array().unwrap().iter().filter(|item| item.get("forced_decision").is_some()).count();
    assert_eq!(forced, 3);
    desk.complete(15, focus.version, None).await.unwrap();
}
