//! Answers that change after onboarding reach bcm, in order, once.

use primitives::Role;
use serde_json::{Value, json};
use testkit::eventually;

use crate::{
    harness::{Desk, Onboarding, note},
    others::Fault,
};

const OPEN: &str = "SELECT count(*) FROM outbox WHERE kind = 'context.changed' AND delivered_at IS NULL";

async fn completed(onboarding: &Onboarding) -> Desk<'_> {
    let desk = onboarding.session(&onboarding.founder()).await;
    desk.answer_up_to(23).await;
    desk.finalize("finalize-0001", false).await.unwrap();
    desk
}

fn missions(onboarding: &Onboarding) -> Vec<Value> {
    let submitted = onboarding.bcm.submitted();
    submitted.into_iter().map(|version| version.context["foundation"]["mission"].clone()).collect()
}

async fn pause(onboarding: &Onboarding) {
    onboarding.clock.advance(time::Duration::seconds(4));
}

#[tokio::test(flavor = "multi_thread")]
async fn bcm_has_the_context_when_the_save_of_an_edit_is_answered() {
    let onboarding = Onboarding::start().await;
    let desk = completed(&onboarding).await;
    desk.recomplete(2, &json!({ "mission": "first" })).await;
    assert_eq!(missions(&onboarding), ["first"]);
    desk.skip(21).await.unwrap();
    assert_eq!(onboarding.bcm.submitted().len(), 2);
    assert!(onboarding.bcm.stale().is_empty(), "a context that is there needs no announcement");
    assert_eq!(onboarding.count(OPEN).await, 0);
    let status = onboarding.status(desk.member.workspace).await.unwrap();
    assert_eq!(status.status(), contracts::onboarding::v1::OnboardingStatus::Completed);
}

#[tokio::test(flavor = "multi_thread")]
async fn edits_in_a_row_arrive_in_their_order() {
    let onboarding = Onboarding::start().await;
    let desk = completed(&onboarding).await;
    for mission in ["first", "second", "third"] {
        desk.recomplete(2, &json!({ "mission": mission })).await;
    }
    pause(&onboarding).await;
    assert_eq!(missions(&onboarding), ["first", "second", "third"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn edits_of_several_steps_at_once_are_all_there_when_the_last_is_answered() {
    let onboarding = Onboarding::start().await;
    let desk = completed(&onboarding).await;
    let (mission, summary, note) =
        (json!({ "mission": "one" }), json!({ "summary": "Two" }), json!({ "notes": "three" }));
    tokio::join!(desk.recomplete(2, &mission), desk.recomplete(6, &summary), desk.recomplete(1, &note));
    let last = onboarding.bcm.submitted().pop().unwrap().context;
    assert_eq!(last["foundation"]["mission"], "one");
    assert_eq!(last["intelligence"]["market_voice"]["summary"], "Two");
    assert_eq!(onboarding.count(OPEN).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_save_does_not_wait_for_a_bcm_that_hangs_and_later_edits_do_not_overtake() {
    let onboarding = Onboarding::start().await;
    let desk = completed(&onboarding).await;
    onboarding.bcm.fail([Fault::Hang]);
    let begun = std::time::Instant::now();
    desk.recomplete(2, &json!({ "mission": "first" })).await;
    desk.recomplete(2, &json!({ "mission": "second" })).await;
    assert!(begun.elapsed() < std::time::Duration::from_secs(4), "{:?}", begun.elapsed());
    assert_eq!(missions(&onboarding), ["first"], "the second waits for the first");
    eventually("both are there", async || {
        onboarding.clock.advance(time::Duration::seconds(1));
        (missions(&onboarding) == ["first", "second"]).then_some(())
    })
    .await;
    eventually("nothing is left", async || (onboarding.count(OPEN).await == 0).then_some(())).await;
    assert!(onboarding.bcm.stale().is_empty(), "a mark would come after the context");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_save_after_a_failed_one_takes_its_edit_along_without_waiting_for_the_next_try() {
    let onboarding = Onboarding::start().await;
    let desk = completed(&onboarding).await;
    onboarding.bcm.fail([Fault::Before, Fault::Before]);
    desk.recomplete(2, &json!({ "mission": "first" })).await;
    assert!(missions(&onboarding).is_empty());
    desk.recomplete(2, &json!({ "mission": "second" })).await;
    assert_eq!(missions(&onboarding), ["second"]);
    assert_eq!(onboarding.count(OPEN).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_bcm_refuses_mark_the_manifest_stale_and_are_tried_again() {
    let onboarding = Onboarding::start().await;
    let desk = completed(&onboarding).await;
    onboarding.bcm.fail([Fault::Refusal]);
    desk.recomplete(2, &json!({ "mission": "first" })).await;
    assert_eq!(onboarding.bcm.stale(), [desk.member.workspace.to_string()]);
    assert!(missions(&onboarding).is_empty());
    pause(&onboarding).await;
    eventually("the context is there", async || (missions(&onboarding) == ["first"]).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_survives_bcm_being_away_and_the_process_being_killed() {
    let mut onboarding = Onboarding::start().await;
    let desk = completed(&onboarding).await;
    let (member, id) = (desk.member.clone(), desk.id.clone());
    onboarding.bcm.fail([Fault::Before; 40]);
    desk.recomplete(2, &json!({ "mission": "first" })).await;
    let before = onboarding.bcm.calls();
    pause(&onboarding).await;
    eventually("it was tried", async || (onboarding.bcm.calls() > before).then_some(())).await;
    onboarding.kill_and_restart().await;
    onboarding.bcm.heal();
    let desk = Desk { onboarding: &onboarding, member, id };
    desk.recomplete(2, &json!({ "mission": "second" })).await;
    onboarding.clock.advance(time::Duration::seconds(40));
    eventually("the newest is there", async || {
        onboarding.clock.advance(time::Duration::seconds(1));
        (missions(&onboarding).last() == Some(&json!("second"))).then_some(())
    })
    .await;
    eventually("nothing is left", async || (onboarding.count(OPEN).await == 0).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_of_bcm_that_is_lost_applies_the_edit_once() {
    let onboarding = Onboarding::start().await;
    let desk = completed(&onboarding).await;
    onboarding.bcm.fail([Fault::After, Fault::After]);
    desk.recomplete(2, &json!({ "mission": "once" })).await;
    pause(&onboarding).await;
    eventually("it is delivered", async || {
        onboarding.clock.advance(time::Duration::seconds(1));
        (onboarding.count(OPEN).await == 0).then_some(())
    })
    .await;
    assert_eq!(missions(&onboarding), ["once"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_onboarding_only_owner_and_admin_change_answers_and_drafts_stay_here() {
    let onboarding = Onboarding::start().await;
    let desk = completed(&onboarding).await;
    let version = desk.version(1).await;
    let member = onboarding.colleague(&desk.member, Role::Member);
    desk.of(&member).patch(1, version, &note("hers")).await.unwrap_err().is(403, "FORBIDDEN");
    desk.of(&member).complete(1, version, None).await.unwrap_err().is(403, "FORBIDDEN");
    assert_eq!(desk.of(&member).version(1).await, version);
    let admin = onboarding.colleague(&desk.member, Role::Admin);
    desk.of(&admin).patch(1, version, &note("his")).await.unwrap();
    assert!(onboarding.bcm.stale().is_empty());
    assert_eq!(onboarding.count("SELECT count(*) FROM outbox WHERE kind = 'context.changed'").await, 0);
}
