use contracts::onboarding::v1::{Engine, FinalizeRequest, OnboardingStatus, SessionStatus};
use primitives::Role;
use serde_json::json;
use testkit::eventually;
use tonic::Request;
use tonic_types::StatusExt as _;

use crate::{
    answers,
    harness::{Desk, Onboarding, note},
    others::Fault,
};

const KEY: &str = "finalize-0001";
const RUNNING: &str = "SELECT count(*) FROM onboarding_sessions WHERE finalize_state = 'running'";

async fn answered(onboarding: &Onboarding) -> Desk<'_> {
    let desk = onboarding.session(&onboarding.founder()).await;
    desk.answer_up_to(23).await;
    desk
}

fn begun_by(desk: &Desk<'_>, key: &str) -> Request<FinalizeRequest> {
    let message =
        FinalizeRequest { session_id: desk.id.clone(), force: false, idempotency_key: key.to_owned() };
    desk.onboarding.call(&desk.member, message)
}

/// By the job or by this caller's next tries.
async fn comes_to_an_end(desk: &Desk<'_>) {
    eventually("a result", async || desk.finalize(KEY, false).await.ok()).await;
    is_completed_once(desk).await;
}

async fn is_completed_once(desk: &Desk<'_>) {
    let onboarding = desk.onboarding;
    let session = desk.get().await.unwrap();
    assert_eq!(session.status(), SessionStatus::Completed);
    let status = onboarding.status(desk.member.workspace).await.unwrap();
    assert_eq!(status.status(), OnboardingStatus::Completed);
    assert!(status.completed_at.is_some());
    assert_eq!(onboarding.bcm.versions().len(), 1);
    let done =
        "SELECT count(*) FROM onboarding_sessions WHERE finalize_state = 'done' AND status = 'completed'";
    assert_eq!(onboarding.count(done).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn finalize_makes_one_version_and_completes_onboarding() {
    let onboarding = Onboarding::start().await;
    let desk = answered(&onboarding).await;
    let result = desk.finalize(KEY, false).await.unwrap();
    assert_eq!(result["success"], true);
    assert_eq!(result["session_id"], json!(desk.id));
    assert_eq!((&result["bcm_version"], &result["validation_passed"]), (&json!("1.0.0"), &json!(true)));
    assert_eq!(result["total_steps"], 23);
    let context = &result["business_context"];
    assert_eq!((&context["version"], &context["meta"]["forced"]), (&json!("2.0"), &json!(false)));
    assert_eq!(context["workspace_id"], json!(desk.member.workspace));
    assert_eq!(context["analytics"]["saves"], json!(result["completed_steps"]));
    let version = onboarding.bcm.versions().remove(0);
    assert_eq!((version.workspace, &version.context), (desk.member.workspace.to_string(), context));
    is_completed_once(&desk).await;
    eventually("the copies are purged", async || {
        onboarding.redis.keys("onb:*:step:*").await.is_empty().then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_later_call_gets_the_same_result_whatever_its_key() {
    let onboarding = Onboarding::start().await;
    let desk = answered(&onboarding).await;
    let first = desk.finalize(KEY, false).await.unwrap();
    onboarding.clock.advance(time::Duration::minutes(1));
    assert_eq!(desk.finalize(KEY, false).await.unwrap(), first);
    assert_eq!(desk.finalize("another-key", false).await.unwrap(), first);
    let member = onboarding.colleague(&desk.member, Role::Member);
    assert_eq!(desk.of(&member).finalize("hers-0001", false).await.unwrap(), first);
    desk.finalize(KEY, true).await.unwrap_err().is(422, "IDEMPOTENCY_KEY_REUSED");
    is_completed_once(&desk).await;
}

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
async fn twenty_calls_at_once_make_one_version() {
    let onboarding = Onboarding::start().await;
    let desk = answered(&onboarding).await;
    let keys: Vec<String> = (0..20).map(|n| format!("race-{:04}", n % 5)).collect();
    let answers = futures::future::join_all(keys.iter().map(|key| desk.finalize(key, false))).await;
    let (done, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    assert!(!done.is_empty());
    let done: Vec<_> = done.into_iter().map(Result::unwrap).collect();
    assert!(done.iter().all(|result| result == &done[0]));
    for refusal in refused.into_iter().map(Result::unwrap_err) {
        let codes = ["FINALIZE_IN_PROGRESS", "IDEMPOTENCY_IN_PROGRESS"];
        assert!(refusal.status == 409 && codes.contains(&refusal.code.as_str()), "{refusal:?}");
    }
    is_completed_once(&desk).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_bcm_is_away_finalize_waits_for_it_and_ends_without_loss() {
    let onboarding = Onboarding::start().await;
    let desk = answered(&onboarding).await;
    onboarding.bcm.fail([Fault::Before, Fault::Before]);
    let status = onboarding.client().finalize(begun_by(&desk, KEY)).await.unwrap_err();
    let info = status.get_details_error_info().unwrap();
    assert_eq!((info.reason.as_str(), info.metadata["http_status"].as_str()), ("BCM_UNAVAILABLE", "503"));
    assert_eq!(info.metadata["retry_after_ms"], "15000");
    assert_eq!(desk.get().await.unwrap().status(), SessionStatus::Active);
    onboarding.clock.advance(time::Duration::seconds(16));
    comes_to_an_end(&desk).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_only_the_answer_of_bcm_is_lost_the_next_try_finds_the_same_version() {
    let onboarding = Onboarding::start().await;
    let desk = answered(&onboarding).await;
    onboarding.bcm.fail([Fault::After, Fault::After]);
    desk.finalize(KEY, false).await.unwrap_err().is(503, "BCM_UNAVAILABLE");
    onboarding.clock.advance(time::Duration::minutes(3));
    comes_to_an_end(&desk).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_leads_to_a_second_version_while_the_first_may_have_been_made() {
    let onboarding = Onboarding::start().await;
    let desk = answered(&onboarding).await;
    let version = desk.version(2).await;
    onboarding.bcm.fail([Fault::After, Fault::After]);
    desk.finalize(KEY, false).await.unwrap_err().is(503, "BCM_UNAVAILABLE");
    let locked = "FINALIZE_IN_PROGRESS";
    let answer = json!({ "mission": "No plate goes to waste" });
    desk.patch(2, version, &answer).await.unwrap_err().is(409, locked);
    desk.finalize("forced-0001", true).await.unwrap_err().is(409, locked);
    desk.reset().await.unwrap_err().is(409, locked);
    onboarding.clock.advance(time::Duration::seconds(16));
    comes_to_an_end(&desk).await;
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
async fn whoever_outlived_the_lease_does_not_open_the_session_under_its_successor() {
    let onboarding = Onboarding::start().await;
    let desk = answered(&onboarding).await;
    onboarding.bcm.fail([Fault::HeldRefusal, Fault::Hang]);
    let spawned = |key: &str| {
        let (call, mut client) = (begun_by(&desk, key), onboarding.client());
        tokio::spawn(async move { client.finalize(call).await })
    };
    let outlived = spawned(KEY);
    eventually("bcm was called", async || (onboarding.bcm.calls() == 1).then_some(())).await;
    onboarding.clock.advance(time::Duration::seconds(16));
    let successor = spawned("another-key");
    eventually("bcm was called anew", async || (onboarding.bcm.calls() == 2).then_some(())).await;
    onboarding.bcm.let_go();
    assert!(outlived.await.unwrap().is_err());
    assert_eq!(onboarding.count(RUNNING).await, 1);
    onboarding.clock.advance(time::Duration::seconds(16));
    comes_to_an_end(&desk).await;
    successor.abort();
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

#[tokio::test(flavor = "multi_thread")]
async fn nothing_else_happens_to_a_session_that_is_being_finalized() {
    let onboarding = Onboarding::start().await;
    let desk = answered(&onboarding).await;
    onboarding.bcm.fail([Fault::Hang]);
    let version = desk.version(1).await;
    let call = begun_by(&desk, KEY);
    let mut client = onboarding.client();
    let running = tokio::spawn(async move { client.finalize(call).await });
    eventually("bcm was called", async || (onboarding.bcm.calls() == 1).then_some(())).await;
    let locked = "FINALIZE_IN_PROGRESS";
    desk.patch(1, version, &note("late")).await.unwrap_err().is(409, locked);
    desk.complete(1, version, Some(&answers::evidence())).await.unwrap_err().is(409, locked);
    desk.skip(21).await.unwrap_err().is(409, locked);
    desk.reset().await.unwrap_err().is(409, locked);
    desk.delete().await.unwrap_err().is(409, locked);
    onboarding.create(&desk.member, true).await.unwrap_err().is(409, locked);
    desk.finalize("another-key", false).await.unwrap_err().is(409, locked);
    desk.finalize(KEY, false).await.unwrap_err().is(409, "IDEMPOTENCY_IN_PROGRESS");
    assert_eq!(desk.version(1).await, version);
    running.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finalize_killed_while_bcm_works_is_resumed_to_one_version() {
    let mut onboarding = Onboarding::start().await;
    let desk = answered(&onboarding).await;
    let (member, id) = (desk.member.clone(), desk.id.clone());
    onboarding.bcm.fail([Fault::Hang]);
    let call = begun_by(&desk, KEY);
    let mut client = onboarding.client();
    let running = tokio::spawn(async move { client.finalize(call).await });
    eventually("bcm has committed", async || (onboarding.bcm.versions().len() == 1).then_some(())).await;
    onboarding.kill();
    assert!(running.await.unwrap().is_err());
    assert_eq!(onboarding.count(RUNNING).await, 1);
    onboarding.clock.advance(time::Duration::seconds(16));
    onboarding.restart().await;
    let desk = Desk { onboarding: &onboarding, member, id };
    eventually("the job ends it", async || {
        (desk.get().await.ok()?.status() == SessionStatus::Completed).then_some(())
    })
    .await;
    is_completed_once(&desk).await;
    let result = desk.finalize(KEY, false).await.unwrap();
    assert_eq!(result["bcm_version"], "1.0.0");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finalize_killed_before_it_reached_bcm_is_resumed() {
    let mut onboarding = Onboarding::start().await;
    let desk = answered(&onboarding).await;
    let (member, id) = (desk.member.clone(), desk.id.clone());
    onboarding.kill();
    // What a process leaves behind that dies right after the finalize id was committed.
    let left = format!(
        "UPDATE onboarding_sessions SET finalize_state = 'running', finalize_id = gen_random_uuid(),
             finalize_by = user_id, finalize_started_at = '2026-11-20 10:00Z', finalize_attempts = 1,
             finalize_leased_until = '2026-11-20 10:00:15Z' WHERE id = '{id}'"
    );
    onboarding.sql(&left).await;
    onboarding.clock.advance(time::Duration::seconds(16));
    onboarding.bcm.fail([Fault::Before, Fault::Before]);
    onboarding.restart().await;
    eventually("the job asks bcm", async || (onboarding.bcm.calls() >= 2).then_some(())).await;
    assert!(onboarding.bcm.versions().is_empty());
    onboarding.clock.advance(time::Duration::seconds(16));
    let desk = Desk { onboarding: &onboarding, member, id };
    eventually("the job ends it", async || {
        (desk.get().await.ok()?.status() == SessionStatus::Completed).then_some(())
    })
    .await;
    is_completed_once(&desk).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_takes_over_what_a_dead_process_began() {
    let onboarding = Onboarding::start().await;
    let desk = answered(&onboarding).await;
    let (member, id) = (desk.member.clone(), desk.id.clone());
    let left = format!(
        "UPDATE onboarding_sessions SET finalize_state = 'running', finalize_id = gen_random_uuid(),
             finalize_by = user_id, finalize_started_at = '2026-11-20 10:00Z', finalize_attempts = 1,
             finalize_leased_until = '2026-11-20 09:59Z' WHERE id = '{id}'"
    );
    onboarding.sql(&left).await;
    let desk = Desk { onboarding: &onboarding, member, id };
    // The job may be faster; then the answer is the stored one, or comes with the next try.
    eventually("a result", async || desk.finalize(KEY, false).await.ok()).await;
    is_completed_once(&desk).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_who_hangs_up_does_not_stop_it() {
    let onboarding = Onboarding::start().await;
    let desk = answered(&onboarding).await;
    let hanging_up =
        tokio::time::timeout(std::time::Duration::from_millis(1), desk.finalize(KEY, false)).await;
    drop(hanging_up);
    eventually("a result", async || desk.finalize(KEY, false).await.ok()).await;
    is_completed_once(&desk).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_completed_session_is_the_current_one_even_when_a_younger_one_was_put_aside() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    onboarding.clock.advance(time::Duration::seconds(1));
    let younger = onboarding.create(&desk.member, true).await.unwrap().session.unwrap().session_id;
    Desk { id: younger, ..desk.clone() }.delete().await.unwrap();
    desk.resume().await.unwrap();
    desk.answer_up_to(23).await;
    desk.finalize(KEY, false).await.unwrap();
    assert_eq!(onboarding.current(&desk.member).await.unwrap().session_id, desk.id);
    assert!(!onboarding.create(&desk.member, false).await.unwrap().created);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_reset_leads_back_from_completed() {
    let onboarding = Onboarding::start().await;
    let desk = answered(&onboarding).await;
    desk.finalize(KEY, false).await.unwrap();
    let again = onboarding.create(&desk.member, false).await.unwrap();
    assert!(!again.created);
    let session = again.session.unwrap();
    assert_eq!((session.session_id.as_str(), session.status()), (desk.id.as_str(), SessionStatus::Completed));
    desk.delete().await.unwrap_err().is(409, "SESSION_NOT_ACTIVE");
    desk.resume().await.unwrap_err().is(409, "SESSION_NOT_ACTIVE");
    let member = onboarding.colleague(&desk.member, Role::Member);
    onboarding.create(&member, true).await.unwrap_err().is(403, "FORBIDDEN");
    let restarted = onboarding.create(&desk.member, true).await.unwrap();
    assert!(!restarted.created);
    let session = restarted.session.unwrap();
    assert_eq!((session.session_id.as_str(), session.status()), (desk.id.as_str(), SessionStatus::Active));
    let status = onboarding.status(desk.member.workspace).await.unwrap();
    assert_eq!((status.status(), status.completed_at), (OnboardingStatus::InProgress, None));
    desk.answer_up_to(23).await;
    desk.finalize("second-round", false).await.unwrap();
    assert_eq!(onboarding.bcm.versions().len(), 2);
}
