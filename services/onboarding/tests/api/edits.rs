//! Answers that change after onboarding reach bcm, in order, once.

use primitives::Role;
use serde_json::{Value, json};
use testkit::eventually;

use crate::{
    harness::{Desk, Onboarding, note},
    others::Fault,
};

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
async fn an_edit_marks_the_manifest_stale_and_is_handed_over() {
    let onboarding = Onboarding::start().await;
    let desk = completed(&onboarding).await;
    desk.recomplete(2, &json!({ "mission": "first" })).await;
    eventually("bcm knows at once", async || (onboarding.bcm.stale().len() == 1).then_some(())).await;
    pause(&onboarding).await;
    eventually("the context is there", async || (missions(&onboarding) == ["first"]).then_some(())).await;
    let status = onboarding.status(desk.member.workspace).await.unwrap();
    assert_eq!(status.status(), contracts::onboarding::v1::OnboardingStatus::Completed);
}

#[tokio::test(flavor = "multi_thread")]
async fn edits_in_a_row_go_together_and_the_newest_stands_last() {
    let onboarding = Onboarding::start().await;
    let desk = completed(&onboarding).await;
    for mission in ["first", "second", "third"] {
        desk.recomplete(2, &json!({ "mission": mission })).await;
    }
    pause(&onboarding).await;
    eventually("the context is there", async || (!missions(&onboarding).is_empty()).then_some(())).await;
    assert_eq!(missions(&onboarding), ["third"]);
    desk.recomplete(2, &json!({ "mission": "fourth" })).await;
    pause(&onboarding).await;
    eventually("so is the next", async || (missions(&onboarding) == ["third", "fourth"]).then_some(())).await;
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
    let open = "SELECT count(*) FROM outbox WHERE kind = 'context.changed' AND delivered_at IS NULL";
    eventually("nothing is left", async || (onboarding.count(open).await == 0).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_of_bcm_that_is_lost_applies_the_edit_once() {
    let onboarding = Onboarding::start().await;
    let desk = completed(&onboarding).await;
    onboarding.bcm.fail([Fault::After, Fault::After]);
    desk.recomplete(2, &json!({ "mission": "once" })).await;
    pause(&onboarding).await;
    let open = "SELECT count(*) FROM outbox WHERE kind = 'context.changed' AND delivered_at IS NULL";
    eventually("it is delivered", async || {
        onboarding.clock.advance(time::Duration::seconds(1));
        (onboarding.count(open).await == 0).then_some(())
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
