use contracts::onboarding::v1::{OnboardingStatus, SessionStatus};
use serde_json::Value;
use testkit::{TestMember, eventually};

use crate::harness::{Desk, Onboarding, note, parsed};

const WEEK: time::Duration = time::Duration::days(7);

async fn aged(onboarding: &mut Onboarding, by: time::Duration) {
    onboarding.kill();
    onboarding.clock.advance(by);
    // Tokens of the old time are void; the job runs when a process starts.
    onboarding.restart().await;
}

/// A process that is killed while it cleans up keeps the next one from it until its lock lapses.
async fn rested(onboarding: &Onboarding) {
    eventually("no cleaning up is under way", async || {
        onboarding.redis.keys("onb:cleanup_lock").await.is_empty().then_some(())
    })
    .await;
}

fn signed_in_again(onboarding: &Onboarding, member: &TestMember) -> TestMember {
    let claims = onboarding.callers.claims(member.user.id, member.user.session);
    let mut member = member.clone();
    member.user.token = onboarding.callers.sign(&claims);
    member
}

#[tokio::test(flavor = "multi_thread")]
async fn a_week_without_activity_abandons_a_session_and_resume_brings_it_back() {
    let mut onboarding = Onboarding::start().await;
    let founder = onboarding.founder();
    let mut ids = Vec::new();
    // More than one batch.
    for _ in 0..5 {
        ids.push(onboarding.session(&onboarding.founder()).await.id);
    }
    let desk = onboarding.session(&founder).await;
    desk.put(1, 0, &note("kept")).await.unwrap();
    let id = desk.id.clone();
    rested(&onboarding).await;
    aged(&mut onboarding, WEEK + time::Duration::minutes(2)).await;
    let abandoned = "SELECT count(*) FROM onboarding_sessions WHERE status = 'abandoned'";
    eventually("all are abandoned", async || (onboarding.count(abandoned).await == 6).then_some(())).await;
    eventually("the copies go", async || onboarding.redis.keys("onb:*:*").await.is_empty().then_some(()))
        .await;
    let status = onboarding.status(founder.workspace).await.unwrap();
    assert_eq!(status.status(), OnboardingStatus::Abandoned);

    let desk = Desk { onboarding: &onboarding, member: signed_in_again(&onboarding, &founder), id };
    desk.put(1, 1, &note("late")).await.unwrap_err().is(409, "SESSION_NOT_ACTIVE");
    let resumed = desk.resume().await.unwrap();
    assert_eq!(resumed.status(), SessionStatus::Active);
    let draft: Value = parsed(resumed.steps[0].draft.as_deref().unwrap());
    assert_eq!(draft["notes"], "kept");
    let key = format!("onb:{{{}}}:draft:1", desk.id);
    eventually("the copies are back", async || {
        onboarding.redis.keys("onb:*:*").await.contains(&key).then_some(())
    })
    .await;
    let status = onboarding.status(founder.workspace).await.unwrap();
    assert_eq!(status.status(), OnboardingStatus::InProgress);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_save_keeps_a_session_alive() {
    let mut onboarding = Onboarding::start().await;
    let founder = onboarding.founder();
    let desk = onboarding.session(&founder).await;
    let id = desk.id.clone();
    onboarding.clock.advance(time::Duration::days(6));
    let desk =
        Desk { onboarding: &onboarding, member: signed_in_again(&onboarding, &founder), id: id.clone() };
    desk.put(1, 0, &note("alive")).await.unwrap();
    let idle = onboarding.session(&onboarding.founder()).await.id;
    onboarding
        .sql(&format!("UPDATE onboarding_sessions SET last_activity_at = '2026-11-19Z' WHERE id = '{idle}'"))
        .await;
    rested(&onboarding).await;
    aged(&mut onboarding, time::Duration::days(6)).await;
    let abandoned =
        format!("SELECT count(*) FROM onboarding_sessions WHERE status = 'abandoned' AND id = '{idle}'");
    eventually("the idle one goes", async || (onboarding.count(&abandoned).await == 1).then_some(())).await;
    let alive = format!("SELECT count(*) FROM onboarding_sessions WHERE status = 'active' AND id = '{id}'");
    assert_eq!(onboarding.count(&alive).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn cleaning_up_needs_no_redis() {
    let mut onboarding = Onboarding::start().await;
    onboarding.session(&onboarding.founder()).await;
    onboarding.redis_line.cut();
    aged(&mut onboarding, WEEK + time::Duration::minutes(2)).await;
    let abandoned = "SELECT count(*) FROM onboarding_sessions WHERE status = 'abandoned'";
    eventually("it is abandoned", async || (onboarding.count(abandoned).await == 1).then_some(())).await;
}
