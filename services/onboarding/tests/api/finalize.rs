//! The end of onboarding: what it makes, what it refuses, who meets at it, and that it comes to its end.

mod races;
mod refusals;
mod resumption;

use contracts::onboarding::v1::{FinalizeRequest, OnboardingStatus, SessionStatus};
use primitives::Role;
use serde_json::json;
use testkit::eventually;
use tonic::Request;

use crate::harness::{Desk, Onboarding};

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
    let workspace = desk.member.workspace.to_string();
    assert_eq!(onboarding.bcm.versions().iter().filter(|version| version.workspace == workspace).count(), 1);
    let done = format!(
        "SELECT count(*) FROM onboarding_sessions
         WHERE id = '{}' AND finalize_state = 'done' AND status = 'completed'",
        desk.id
    );
    assert_eq!(onboarding.count(&done).await, 1);
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
