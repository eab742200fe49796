use primitives::Role;
use serde_json::json;
use testkit::eventually;
use time::Duration;

use crate::harness::{BcmService, a_key, assert_refused, renamed};

#[tokio::test(flavor = "multi_thread")]
async fn owner_and_admin_rebuild_from_the_newest_answers() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    bcm.submit(&owner, &renamed(owner.workspace, "Bahi"), "edit-1").await.unwrap();
    let rebuilt = bcm.rebuild(&bcm.colleague(&owner, Role::Admin), &a_key(), false).await.unwrap();
    assert_eq!((&rebuilt["version"], &rebuilt["change_type"]), (&json!("2.0.0"), &json!("major")));
    assert_eq!((&rebuilt["unchanged"], &rebuilt["pending_changes"]), (&json!(false), &json!(false)));
    assert!(rebuilt["processing_time_ms"].is_u64());
    assert_eq!(rebuilt["manifest"]["foundation"]["company"]["name"], "Bahi");
    assert_eq!(
        bcm.count("SELECT count(*) FROM audit_log WHERE action = 'bcm.rebuilt' AND actor_kind = 'user'")
            .await,
        1
    );

    let member = bcm.colleague(&owner, Role::Member);
    assert_refused(bcm.rebuild(&member, &a_key(), true).await, 403, "FORBIDDEN");
    assert_refused(bcm.rebuild(&bcm.owner(), &a_key(), true).await, 404, "BCM_NOT_FOUND");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_young_version_is_rebuilt_only_by_force() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    bcm.clock.advance(Duration::minutes(59));
    let refused = bcm.rebuild(&owner, "rebuild-1", false).await;
    let refusal = refused.expect_err("the cool-down holds");
    assert_eq!((refusal.status, refusal.code.as_str()), (429, "REBUILD_COOLDOWN"));
    assert_eq!(bcm.rebuild(&owner, "rebuild-2", true).await.unwrap()["unchanged"], true);
    bcm.clock.advance(Duration::minutes(1));
    // The refused call left its key free.
    assert_eq!(bcm.rebuild(&owner, "rebuild-1", false).await.unwrap()["version"], "1.0.0");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unchanged_rebuild_refreshes_and_leaves_no_history() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    bcm.clock.advance(Duration::days(8));
    assert_eq!(bcm.manifest(&owner).await.unwrap()["freshness"], "stale");
    let rebuilt = bcm.rebuild(&owner, &a_key(), false).await.unwrap();
    assert_eq!((&rebuilt["unchanged"], &rebuilt["version"]), (&json!(true), &json!("1.0.0")));
    assert_eq!(
        (&rebuilt["freshness"], &rebuilt["refreshed_at"]),
        (&json!("fresh"), &json!("2026-11-28T10:00:00.000Z"))
    );
    assert_eq!(rebuilt["created_at"], "2026-11-20T10:00:00.000Z");
    assert_eq!(bcm.history(&owner).await.unwrap()["total_count"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_needed_and_answers_once() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    assert_refused(bcm.rebuild(&owner, "", true).await, 400, "IDEMPOTENCY_KEY_REQUIRED");
    assert_eq!(bcm.rebuild(&owner, "short", true).await.expect_err("too short").status, 400);
    bcm.submit(&owner, &renamed(owner.workspace, "Bahi"), "edit-1").await.unwrap();
    let first = bcm.rebuild(&owner, "rebuild-1", true).await.unwrap();
    bcm.submit(&owner, &renamed(owner.workspace, "Other"), "edit-2").await.unwrap();
    let again = bcm.rebuild(&owner, "rebuild-1", true).await.unwrap();
    assert_eq!(first, again);
    assert_refused(bcm.rebuild(&owner, "rebuild-1", false).await, 422, "IDEMPOTENCY_KEY_REUSED");
    assert_eq!(bcm.history(&owner).await.unwrap()["total_count"], 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn rebuilds_that_race_make_one_version() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    bcm.submit(&owner, &renamed(owner.workspace, "Bahi"), "edit-1").await.unwrap();
    let racing = (0..8).map(|n| {
        let (bcm, owner) = (&bcm, &owner);
        async move { bcm.rebuild(owner, &format!("rebuild-{n}"), false).await }
    });
    let answers = futures::future::join_all(racing).await;
    let done = answers.iter().filter(|answer| answer.is_ok()).count();
    assert!(done >= 1);
    for refusal in answers.into_iter().filter_map(Result::err) {
        assert!(["REBUILD_IN_PROGRESS", "REBUILD_COOLDOWN"].contains(&refusal.code.as_str()), "{refusal:?}");
    }
    assert_eq!(bcm.history(&owner).await.unwrap()["total_count"], 2);
    assert_eq!(bcm.manifest(&owner).await.unwrap()["status"], "ok");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_rebuild_at_a_time() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    bcm.sql(
        "UPDATE bcm_heads SET status = 'building', building_by = gen_random_uuid(),
             building_until = timestamptz '2026-11-20 10:00:20+00'",
    )
    .await;
    assert_refused(bcm.rebuild(&owner, &a_key(), true).await, 409, "REBUILD_IN_PROGRESS");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rebuild_left_behind_by_a_dead_process_is_taken_up_again() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    bcm.submit(&owner, &renamed(owner.workspace, "Bahi"), "edit-1").await.unwrap();
    bcm.sql(
        "UPDATE bcm_heads SET status = 'building', building_by = gen_random_uuid(), rebuild_due_at = NULL,
             building_until = timestamptz '2026-11-20 10:00:20+00'",
    )
    .await;
    bcm.clock.advance(Duration::seconds(20));
    let manifest = eventually("the rebuild is finished", async || {
        let manifest = bcm.manifest(&owner).await.unwrap();
        (manifest["version"] == "2.0.0").then_some(manifest)
    })
    .await;
    assert_eq!((&manifest["status"], &manifest["pending_changes"]), (&json!("ok"), &json!(false)));
    assert_eq!(bcm.history(&owner).await.unwrap()["total_count"], 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_rebuild_keeps_the_version_before_it_and_a_retry_works() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    bcm.submit(&owner, &renamed(owner.workspace, "Bahi"), "edit-1").await.unwrap();
    bcm.sql("UPDATE business_contexts SET context = jsonb_set(context, '{version}', '\"0\"') WHERE request_key = 'edit:edit-1'").await;
    assert_refused(bcm.rebuild(&owner, "rebuild-1", false).await, 500, "REBUILD_FAILED");
    let manifest = bcm.manifest(&owner).await.unwrap();
    assert_eq!((&manifest["version"], &manifest["status"]), (&json!("1.0.0"), &json!("error")));
    assert_eq!((&manifest["freshness"], &manifest["stale_reason"]), (&json!("stale"), &json!("error")));
    assert_eq!(bcm.count("SELECT count(*) FROM business_context_manifests").await, 1);

    bcm.sql("UPDATE business_contexts SET context = jsonb_set(context, '{version}', '\"2.0\"')").await;
    let rebuilt = bcm.rebuild(&owner, "rebuild-1", false).await.unwrap();
    assert_eq!((&rebuilt["version"], &rebuilt["status"]), (&json!("2.0.0"), &json!("ok")));
    assert_eq!(bcm.manifest(&owner).await.unwrap()["freshness"], "fresh");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rebuild_whose_caller_went_away_is_finished_and_its_key_answers() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    bcm.submit(&owner, &renamed(owner.workspace, "Bahi"), "edit-1").await.unwrap();
    let held = bcm.hold(owner.workspace).await;
    let key_taken = async || (bcm.count("SELECT count(*) FROM idempotency_keys").await == 1).then_some(());
    tokio::select! {
        _ = bcm.rebuild(&owner, "rebuild-1", false) => panic!("the head was held"),
        () = eventually("the rebuild has begun", key_taken) => {}
    }
    drop(held);
    eventually("the rebuild is finished", async || {
        (bcm.manifest(&owner).await.unwrap()["version"] == "2.0.0").then_some(())
    })
    .await;
    let answered = bcm.rebuild(&owner, "rebuild-1", false).await.unwrap();
    assert_eq!((&answered["version"], &answered["change_type"]), (&json!("2.0.0"), &json!("major")));
}
