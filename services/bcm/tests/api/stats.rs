use contracts::bcm::v1 as wire;
use primitives::Role;
use serde_json::{Value, json};
use testkit::{TestMember, eventually};

use crate::harness::{Answer, BcmService, a_key, answer, assert_refused, json_of, renamed};

async fn stats(bcm: &BcmService, member: &TestMember) -> Answer<Value> {
    let answered = answer(bcm.client().get_stats(bcm.by(member, wire::GetStatsRequest {})).await)?;
    Ok(json_of(&answered.stats))
}

#[tokio::test(flavor = "multi_thread")]
async fn reads_and_builds_are_counted_beside_the_answers() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    for _ in 0..3 {
        bcm.manifest(&owner).await.unwrap();
    }
    bcm.redis.wipe().await;
    bcm.manifest(&owner).await.unwrap();
    let counted = eventually("the accesses are written", async || {
        let stats = stats(&bcm, &owner).await.unwrap();
        (stats["reads"]["total"] == 4).then_some(stats)
    })
    .await;
    assert_eq!((&counted["reads"]["tier0"], &counted["reads"]["database"]), (&json!(3), &json!(1)));
    assert_eq!(counted["reads"]["hit_rate_tier0"], 0.75);
    assert_eq!((&counted["builds"]["ok"], &counted["builds"]["failed"]), (&json!(1), &json!(0)));
    assert_eq!((&counted["versions"]["total"], &counted["components"]["cache"]), (&json!(1), &json!("ok")));
    assert!(counted["copies_bytes"]["tier0"].as_u64().unwrap() > 1000);
    assert!(counted["storage_bytes"].as_u64().unwrap() > 1000);
    assert_eq!(
        bcm.count(
            "SELECT count(*) FROM bcm_access_logs WHERE access_source = 'service' AND access_type = 'create'"
        )
        .await,
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workspace_without_use_shows_no_invented_rate() {
    let bcm = BcmService::start().await;
    let stats = stats(&bcm, &bcm.owner()).await.unwrap();
    assert_eq!((&stats["reads"]["total"], &stats["reads"]["hit_rate_tier0"]), (&json!(0), &Value::Null));
}

#[tokio::test(flavor = "multi_thread")]
async fn plain_members_do_not_see_the_stats() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    assert_refused(stats(&bcm, &bcm.colleague(&owner, Role::Member)).await, 403, "FORBIDDEN");
    assert!(stats(&bcm, &bcm.colleague(&owner, Role::Admin)).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_the_access_log_is_written_at_the_word_to_stop() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    for _ in 0..5 {
        bcm.manifest(&owner).await.unwrap();
    }
    bcm.serving.runtime.drain().await;
    assert_eq!(bcm.count("SELECT count(*) FROM bcm_access_logs WHERE access_type = 'read'").await, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_manifests_that_were_read_count_for_the_hit_rate() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    bcm.manifest(&owner).await.unwrap();
    bcm.history(&owner).await.unwrap();
    bcm.version(&owner, "1.0.0").await.unwrap();
    assert_refused(bcm.version(&owner, "9.0.0").await, 404, "NOT_FOUND");
    bcm.drop_copies(owner.workspace, &["tier0"]).await;
    assert_refused(
        bcm.get_manifest(&owner, wire::GetManifestRequest::default()).await,
        503,
        "BCM_UNAVAILABLE",
    );
    let written = "SELECT count(*) FROM bcm_access_logs WHERE access_type = 'read'";
    eventually("the accesses are written", async || (bcm.count(written).await == 5).then_some(())).await;
    let reads = stats(&bcm, &owner).await.unwrap()["reads"].take();
    assert_eq!((&reads["total"], &reads["tier0"], &reads["database"]), (&json!(1), &json!(1), &json!(0)));
    assert_eq!(reads["hit_rate_tier0"], 1.0);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_builds_that_were_tried_count_as_failed() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    assert_refused(bcm.rebuild(&owner, &a_key(), false).await, 429, "REBUILD_COOLDOWN");
    assert_refused(bcm.restore(&owner, "9.0.0").await, 404, "NOT_FOUND");
    bcm.submit(&owner, &renamed(owner.workspace, "Bahi"), "edit-1").await.unwrap();
    bcm.sql("UPDATE business_contexts SET context = jsonb_set(context, '{version}', '\"0\"') WHERE request_key = 'edit:edit-1'").await;
    assert_refused(bcm.rebuild(&owner, &a_key(), false).await, 500, "REBUILD_FAILED");
    let written = "SELECT count(*) FROM bcm_access_logs WHERE access_type IN ('create', 'rebuild')";
    eventually("the accesses are written", async || (bcm.count(written).await == 4).then_some(())).await;
    let builds = stats(&bcm, &owner).await.unwrap()["builds"].take();
    assert_eq!((&builds["ok"], &builds["failed"]), (&json!(1), &json!(1)));
}
