use testkit::eventually;

use super::{KEY, RUNNING, answered, begun_by, comes_to_an_end, is_completed_once};
use crate::{
    answers,
    harness::{Onboarding, note},
    others::Fault,
};

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
async fn a_caller_who_hangs_up_does_not_stop_it() {
    let onboarding = Onboarding::start().await;
    let desk = answered(&onboarding).await;
    let hanging_up =
        tokio::time::timeout(std::time::Duration::from_millis(1), desk.finalize(KEY, false)).await;
    drop(hanging_up);
    eventually("a result", async || desk.finalize(KEY, false).await.ok()).await;
    is_completed_once(&desk).await;
}
