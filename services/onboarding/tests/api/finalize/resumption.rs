use contracts::onboarding::v1::SessionStatus;
use serde_json::json;
use testkit::{Stop, eventually};
use tonic_types::StatusExt as _;

use super::{KEY, answered, begun_by, comes_to_an_end, is_completed_once};
use crate::{
    harness::{Desk, Onboarding},
    others::Fault,
};

/// A little longer than a runner's lease.
const LEASE: time::Duration = time::Duration::seconds(16);

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

/// Who goes on with what was stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hand {
    /// The job of the next process.
    Job,
    /// The caller, at the next process.
    Caller,
    /// The caller, at the same process, to which a line broke.
    SameProcess,
}

/// Stops a finalize before its step of this number and sees it end well; tells whether there was such a step.
async fn ends_well(onboarding: &mut Onboarding, number: usize, hand: Hand) -> bool {
    let Desk { member, id, .. } = answered(onboarding).await;
    let stop = if hand == Hand::SameProcess { Stop::Break } else { Stop::Silence };
    onboarding.steps.stop_before(number, stop, &[&member.workspace.to_string(), &id]);
    let desk = Desk { onboarding, member: member.clone(), id: id.clone() };
    tokio::select! {
        _ = desk.finalize(KEY, false) => {}
        () = onboarding.steps.stopped(), if hand != Hand::SameProcess => {}
    }
    let was_stopped = onboarding.steps.was_stopped();
    if was_stopped && hand != Hand::SameProcess {
        onboarding.kill();
        onboarding.steps.next_process();
        let lease = if hand == Hand::Job { LEASE } else { time::Duration::ZERO };
        onboarding.clock.advance(lease);
        onboarding.restart().await;
    }
    let desk = Desk { onboarding, member, id };
    let begun = format!(
        "SELECT count(*) FROM onboarding_sessions WHERE id = '{}' AND finalize_id IS NOT NULL",
        desk.id
    );
    if hand == Hand::Job && onboarding.count(&begun).await == 1 {
        eventually("the job ends it", async || {
            (desk.get().await.ok()?.status() == SessionStatus::Completed).then_some(())
        })
        .await;
    } else {
        eventually("the caller ends it", async || {
            let answer = desk.finalize(KEY, false).await;
            if answer.is_err() {
                onboarding.clock.advance(LEASE);
            }
            answer.ok()
        })
        .await;
    }
    ended_once(&desk).await;
    was_stopped
}

async fn ended_once(desk: &Desk<'_>) {
    is_completed_once(desk).await;
    let first = desk.finalize(KEY, false).await.unwrap();
    assert_eq!(desk.finalize("another-key", false).await.unwrap(), first);
    is_completed_once(desk).await;
    let onboarding = desk.onboarding;
    let audited = format!(
        "SELECT count(*) FROM audit_log WHERE action = 'onboarding.finalize' AND target_id = '{}'",
        desk.id
    );
    assert_eq!(onboarding.count(&audited).await, 1);
    let copies = format!("onb:{{{}}}:*", desk.id);
    eventually("the copies are purged", async || {
        onboarding.redis.keys(&copies).await.is_empty().then_some(())
    })
    .await;
}

async fn ends_well_wherever_it_stops(hand: Hand) {
    let mut onboarding = Onboarding::start().await;
    let mut steps = 0;
    while ends_well(&mut onboarding, steps, hand).await {
        steps += 1;
    }
    let taken = onboarding.steps.taken();
    let of = |kind: &str| taken.iter().filter(|step| **step == kind).count();
    assert!(of("commit") >= 4 && of("bcm") >= 1 && of("redis") >= 1, "{taken:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_before_any_of_its_steps_a_finalize_is_ended_by_the_job() {
    ends_well_wherever_it_stops(Hand::Job).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_before_any_of_its_steps_a_finalize_is_ended_by_its_caller() {
    ends_well_wherever_it_stops(Hand::Caller).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finalize_to_which_a_line_breaks_before_any_of_its_steps_is_ended_by_its_caller() {
    ends_well_wherever_it_stops(Hand::SameProcess).await;
}
