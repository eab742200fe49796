use contracts::onboarding::v1::Engine;
use primitives::Role;
use serde_json::json;
use testkit::eventually;

use super::{KEY, RUNNING, answered, comes_to_an_end, is_completed_once};
use crate::{
    harness::{Desk, Onboarding, note},
    others::Fault,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_needed_and_has_a_form() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    desk.finalize("", false).await.unwrap_err().is(400, "IDEMPOTENCY_KEY_REQUIRED");
    desk.finalize("short", false).await.unwrap_err().is(400, "IDEMPOTENCY_KEY_INVALID");
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_steps_and_fields_are_named_and_the_key_stays_free() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    desk.put(1, 0, &json!({ "company_name": "Katori" })).await.unwrap();
    let refusal = desk.finalize(KEY, false).await.unwrap_err();
    refusal.is(422, "ONBOARDING_INCOMPLETE");
    let steps = refusal.members["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 20);
    assert_eq!((&steps[0]["n"], &steps[0]["step_id"]), (&json!(1), &json!("evidence_vault")));
    assert!(steps[0]["fields"].as_array().unwrap().contains(&json!("/industry")));
    assert!(refusal.violations.contains(&("/steps/1/industry".to_owned(), "REQUIRED".to_owned())));
    assert!(onboarding.bcm.versions().is_empty());
    desk.put(1, 1, &note("still open")).await.unwrap();
    desk.answer_up_to(23).await;
    desk.finalize(KEY, false).await.unwrap();
    is_completed_once(&desk).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn force_is_for_managers_needs_the_essentials_and_is_audited() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    desk.answer_up_to(15).await;
    let member = onboarding.colleague(&desk.member, Role::Member);
    desk.of(&member).finalize(KEY, true).await.unwrap_err().is(403, "FORBIDDEN");
    let refusal = desk.finalize(KEY, true).await.unwrap_err();
    refusal.is(422, "ONBOARDING_INCOMPLETE");
    assert_eq!(refusal.members["steps"].as_array().unwrap().len(), 1);
    assert_eq!(refusal.members["steps"][0]["n"], 16);
    desk.answer_step(16).await;
    let result = desk.finalize(KEY, true).await.unwrap();
    let meta = &result["business_context"]["meta"];
    assert_eq!(meta["forced"], true);
    assert!(!meta["missing_fields"].as_array().unwrap().is_empty());
    assert_eq!(result["validation_passed"], false);
    let audited = "SELECT count(*) FROM audit_log WHERE action = 'onboarding.finalize_forced'";
    assert_eq!(onboarding.count(audited).await, 1);
    is_completed_once(&desk).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_bcm_refuses_opens_the_session_for_other_answers() {
    let onboarding = Onboarding::start().await;
    let desk = answered(&onboarding).await;
    onboarding.bcm.fail([Fault::Refusal]);
    desk.finalize(KEY, false).await.unwrap_err().is(500, "INTERNAL_SERVER_ERROR");
    desk.recomplete(2, &json!({ "mission": "No plate goes to waste" })).await;
    desk.finalize(KEY, false).await.unwrap();
    let newest = onboarding.bcm.versions().pop().unwrap();
    assert_eq!(newest.context["foundation"]["mission"], "No plate goes to waste");
    is_completed_once(&desk).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_bcm_refused_is_made_anew_at_the_next_try() {
    let onboarding = Onboarding::start().await;
    let desk = answered(&onboarding).await;
    onboarding.bcm.fail([Fault::Refusal]);
    desk.finalize(KEY, false).await.unwrap_err().is(500, "INTERNAL_SERVER_ERROR");
    onboarding.clock.advance(time::Duration::minutes(1));
    let result = desk.finalize(KEY, false).await.unwrap();
    assert_eq!(result["business_context"]["generated_at"], "2026-11-20T10:01:00.000Z");
    is_completed_once(&desk).await;
}

const NEVER: &str = "ALTER TABLE onboarding_sessions ADD CONSTRAINT never CHECK (status <> 'completed')";
const AFTER_ALL: &str = "ALTER TABLE onboarding_sessions DROP CONSTRAINT never";

/// Every attempt fails until the session opens.
async fn gives_up(desk: &Desk<'_>) {
    let onboarding = desk.onboarding;
    eventually("the session opens", async || {
        onboarding.clock.advance(time::Duration::seconds(16));
        // A refusal or the same failure, as the job may be faster.
        desk.finalize(KEY, false).await.unwrap_err();
        (onboarding.count(RUNNING).await == 0).then_some(())
    })
    .await;
    let failed = "SELECT count(*) FROM onboarding_sessions
                  WHERE finalize_state = 'failed' AND finalize_attempts >= 6";
    assert_eq!(onboarding.count(failed).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finalize_that_fails_for_good_opens_the_session_after_some_tries() {
    let onboarding = Onboarding::start().await;
    let desk = answered(&onboarding).await;
    onboarding.sql(NEVER).await;
    desk.finalize(KEY, false).await.unwrap_err().is(500, "INTERNAL_SERVER_ERROR");
    assert_eq!(onboarding.count(RUNNING).await, 1);
    gives_up(&desk).await;
    onboarding.sql(AFTER_ALL).await;
    onboarding.clock.advance(time::Duration::seconds(16));
    comes_to_an_end(&desk).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_bcm_breaks_on_can_be_changed_after_some_tries() {
    let onboarding = Onboarding::start().await;
    let desk = answered(&onboarding).await;
    onboarding.bcm.fail([Fault::Broken; 40]);
    desk.finalize(KEY, false).await.unwrap_err().is(503, "BCM_UNAVAILABLE");
    gives_up(&desk).await;
    desk.recomplete(2, &json!({ "mission": "No plate goes to waste" })).await;
    onboarding.bcm.heal();
    comes_to_an_end(&desk).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_context_that_bcm_keeps_is_the_one_that_finalize_answers() {
    let onboarding = Onboarding::start().await;
    let desk = answered(&onboarding).await;
    onboarding.sql(NEVER).await;
    desk.finalize(KEY, false).await.unwrap_err().is(500, "INTERNAL_SERVER_ERROR");
    gives_up(&desk).await;
    // What was submitted stays, but there are more saves, minutes and suggestions to count.
    desk.put(1, desk.version(1).await, &note("a draft")).await.unwrap();
    desk.run(22, "", Engine::Deterministic).await.unwrap();
    onboarding.sql(AFTER_ALL).await;
    onboarding.clock.advance(time::Duration::seconds(16));
    comes_to_an_end(&desk).await;
    let result = desk.finalize(KEY, false).await.unwrap();
    let kept = onboarding.bcm.versions().remove(0).context;
    assert!(result["business_context"] == kept, "{kept:#}");
    let left = "SELECT count(*) FROM onboarding_sessions WHERE finalize_context IS NOT NULL";
    assert_eq!(onboarding.count(left).await, 0);
}
