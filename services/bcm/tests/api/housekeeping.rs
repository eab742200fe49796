use serde_json::json;
use testkit::eventually;
use time::Duration;

use crate::harness::{BcmService, a_key, assert_refused, renamed, rules};

/// Lets the housekeeping job run at once: what it planned at start has nothing old to find.
const PLAN_NOW: &str = "INSERT INTO bcm_cleanup_queue (id, workspace_id, task_type, scheduled_at, priority)
    SELECT gen_random_uuid(), workspace_id, 'expire_old_versions', now() - interval '100 years', 1 FROM bcm_heads
    UNION ALL SELECT gen_random_uuid(), NULL, kind, now() - interval '100 years', 1
    FROM unnest(ARRAY['cleanup_logs', 'compress_data']) kind ON CONFLICT DO NOTHING";

#[tokio::test(flavor = "multi_thread")]
async fn bodies_older_than_the_newest_five_go_after_ninety_days_and_history_stays() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    for n in 2..=8 {
        bcm.build(&owner, &renamed(owner.workspace, &format!("Khata {n}")), &format!("key-{n}"))
            .await
            .unwrap();
    }
    bcm.clock.advance(Duration::days(90) - Duration::SECOND);
    let beside = bcm.start_beside().await;
    bcm.manifest_of(&beside, &owner).await.unwrap();
    assert_eq!(bcm.version(&owner, "1.0.0").await.unwrap()["version"], "1.0.0");

    bcm.clock.advance(Duration::seconds(2));
    bcm.sql(PLAN_NOW).await;
    let later = bcm.start_beside().await;
    eventually("old bodies are gone", async || {
        let purged =
            bcm.count("SELECT count(*) FROM business_context_manifests WHERE purged_at IS NOT NULL").await;
        (purged == 3).then_some(())
    })
    .await;
    for version in ["1.0.0", "2.0.0", "3.0.0"] {
        assert_refused(bcm.version(&owner, version).await, 410, "BODY_PURGED");
        assert_refused(bcm.restore(&owner, version).await, 410, "BODY_PURGED");
    }
    assert_eq!(bcm.version(&owner, "4.0.0").await.unwrap()["version"], "4.0.0");
    assert_eq!(bcm.history(&owner).await.unwrap()["total_count"], 8);
    let manifest = bcm.manifest_of(&later, &owner).await.unwrap();
    assert_eq!((&manifest["version"], &manifest["freshness"]), (&json!("8.0.0"), &json!("expired")));
    // A key from before is still answered, if only with the truth.
    let repeated = bcm.build(&owner, &renamed(owner.workspace, "Khata 2"), "key-2").await;
    assert_refused(repeated, 410, "BODY_PURGED");
}

#[tokio::test(flavor = "multi_thread")]
async fn superseded_contexts_lose_their_bodies_and_the_newest_can_still_be_built() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    bcm.clock.advance(Duration::seconds(1));
    bcm.build(&owner, &renamed(owner.workspace, "Bahi"), "finalize-2").await.unwrap();
    bcm.clock.advance(Duration::days(91));
    bcm.sql(PLAN_NOW).await;
    let _later = bcm.start_beside().await;
    eventually("the superseded context is gone", async || {
        (bcm.count("SELECT count(*) FROM business_contexts WHERE context IS NULL").await == 1).then_some(())
    })
    .await;
    assert_eq!(bcm.rebuild(&owner, &a_key(), false).await.unwrap()["unchanged"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_access_log_forgets_and_each_chore_is_done_once() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    let reads = "SELECT count(*) FROM bcm_access_logs";
    bcm.manifest(&owner).await.unwrap();
    eventually("the accesses are written", async || (bcm.count(reads).await == 2).then_some(())).await;
    bcm.clock.advance(Duration::days(91));
    bcm.sql(PLAN_NOW).await;
    let _later = bcm.start_beside().await;
    eventually("the access log is empty", async || (bcm.count(reads).await == 0).then_some(())).await;
    // The later process plans chores of its own, which may be after it has looked for any.
    let waiting = "SELECT count(*) FROM bcm_cleanup_queue
                   WHERE status IN ('pending', 'processing') AND scheduled_at < timestamptz '2026-11-21 00:00+00'";
    eventually("every chore is settled", async || (bcm.count(waiting).await == 0).then_some(())).await;
    assert_eq!(bcm.count("SELECT count(*) FROM bcm_cleanup_queue WHERE status = 'failed'").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_day_of_use_is_summed_up() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    for _ in 0..3 {
        bcm.manifest(&owner).await.unwrap();
    }
    eventually("the accesses are written", async || {
        (bcm.count("SELECT count(*) FROM bcm_access_logs").await == 4).then_some(())
    })
    .await;
    let _later = bcm.start_beside().await;
    let day = eventually("the day is counted", async || {
        let rows = "SELECT coalesce(jsonb_agg(m), '[]') AS n FROM bcm_metrics m WHERE cache_hits = 3";
        bcm.json(rows).await.as_array().unwrap().first().cloned()
    })
    .await;
    assert_eq!((&day["day"], &day["workspace_id"]), (&json!("2026-11-20"), &json!(owner.workspace)));
    assert_eq!((&day["generations_ok"], &day["generations_failed"]), (&json!(1), &json!(0)));
    assert!(day["average_tokens"].as_f64().unwrap() > 100.0 && day["storage_bytes"].as_i64().unwrap() > 1000);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chore_left_behind_in_its_last_attempt_has_failed() {
    let bcm = BcmService::start().await;
    bcm.sql(
        "INSERT INTO bcm_cleanup_queue (id, workspace_id, task_type, scheduled_at, priority, status, attempts, updated_at)
         SELECT id, id, 'expire_old_versions', early, 1, 'processing', 3, early
         FROM gen_random_uuid() id, CAST('2026-11-20 09:00+00' AS timestamptz) early",
    )
    .await;
    let _later = bcm.start_beside().await;
    let failed =
        "SELECT count(*) FROM bcm_cleanup_queue WHERE workspace_id IS NOT NULL AND status = 'failed'";
    eventually("the chore has failed", async || (bcm.count(failed).await == 1).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_are_not_thrown_away_while_somebody_works_on_the_workspace() {
    let bcm = BcmService::start_with(bcm::Rules { keep_versions: 1, ..rules() }).await;
    let owner = bcm.founder().await;
    bcm.build(&owner, &renamed(owner.workspace, "Bahi"), "finalize-2").await.unwrap();
    bcm.clock.advance(Duration::days(91));
    let held = bcm.hold(owner.workspace).await;
    bcm.sql(PLAN_NOW).await;
    let _later = bcm.start_beside().await;
    let waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
                   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    eventually("the chore waits", async || (bcm.count(waiting).await > 0).then_some(())).await;
    let purged = "SELECT count(*) FROM business_context_manifests WHERE purged_at IS NOT NULL";
    assert_eq!(bcm.count(purged).await, 0);
    drop(held);
    eventually("the old body is gone", async || (bcm.count(purged).await == 1).then_some(())).await;
    assert_refused(bcm.restore(&owner, "1.0.0").await, 410, "BODY_PURGED");
}
