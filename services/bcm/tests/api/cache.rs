use serde_json::json;
use testkit::eventually;

use crate::harness::{BcmService, a_key, assert_refused, renamed};

const TIERS: [&str; 3] = ["tier0", "tier1", "tier2"];

/// Changes every stored manifest behind the service's back.
const SPOIL: &str = "ALTER TABLE business_context_manifests DISABLE TRIGGER business_context_manifests_immutable;
    UPDATE business_context_manifests SET manifest = jsonb_set(manifest, '{foundation,company,name}', '\"Evil\"');";

#[tokio::test(flavor = "multi_thread")]
async fn a_hit_in_a_colder_tier_is_copied_one_tier_up() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    bcm.drop_copies(owner.workspace, &["tier0", "tier1"]).await;
    let served = async || bcm.manifest(&owner).await.unwrap()["served_from"].clone();
    assert_eq!(served().await, "tier2");
    assert!(bcm.copy(owner.workspace, "tier1").await.is_some());
    assert!(bcm.copy(owner.workspace, "tier0").await.is_none());
    assert_eq!(served().await, "tier1");
    assert_eq!(served().await, "tier0");
}

#[tokio::test(flavor = "multi_thread")]
async fn lost_copies_are_made_anew_from_the_database() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    bcm.redis.wipe().await;
    let manifest = bcm.manifest(&owner).await.unwrap();
    assert_eq!((&manifest["served_from"], &manifest["version"]), (&json!("database"), &json!("1.0.0")));
    for tier in TIERS {
        assert!(bcm.copy(owner.workspace, tier).await.is_some(), "{tier} stayed empty");
    }
    assert_eq!(bcm.manifest(&owner).await.unwrap()["served_from"], "tier0");
    assert_eq!(bcm.redis.keys("bcm:tiers").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spoiled_copy_is_dropped_and_the_next_tier_answers() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    let good = bcm.copy(owner.workspace, "tier0").await.unwrap();
    let poisoned = String::from_utf8(good).unwrap().replace("Khata Ledger", "Evil Ledger!");
    bcm.put_copy(owner.workspace, "tier0", poisoned.as_bytes()).await;
    bcm.put_copy(owner.workspace, "tier1", b"\xff not a copy").await;
    let manifest = bcm.manifest(&owner).await.unwrap();
    assert_eq!(manifest["served_from"], "tier2");
    assert_eq!(manifest["manifest"]["foundation"]["company"]["name"], "Khata Ledger");
    assert!(bcm.copy(owner.workspace, "tier0").await.is_none());
    assert_eq!(bcm.manifest(&owner).await.unwrap()["served_from"], "tier1");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_tenants_copy_is_never_served() {
    let bcm = BcmService::start().await;
    let (owner, other) = (bcm.founder().await, bcm.founder().await);
    let foreign = bcm.copy(other.workspace, "tier0").await.unwrap();
    bcm.put_copy(owner.workspace, "tier0", &foreign).await;
    let manifest = bcm.manifest(&owner).await.unwrap();
    assert_eq!(
        (&manifest["served_from"], &manifest["workspace_id"]),
        (&json!("tier1"), &json!(owner.workspace))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_revision_left_over_in_the_cache_is_not_served() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    let old = bcm.copy(owner.workspace, "tier0").await.unwrap();
    bcm.build(&owner, &renamed(owner.workspace, "Bahi"), "finalize-2").await.unwrap();
    for tier in TIERS {
        bcm.put_copy(owner.workspace, tier, &old).await;
    }
    let manifest = bcm.manifest(&owner).await.unwrap();
    assert_eq!((&manifest["version"], &manifest["served_from"]), (&json!("2.0.0"), &json!("database")));
    assert_eq!(bcm.manifest(&owner).await.unwrap()["served_from"], "tier0");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_revision_is_noticed_by_a_process_that_knows_nothing_yet() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    bcm.sql("UPDATE bcm_heads SET revision = revision + 1, cached_revision = revision + 1, pending_changes = true").await;
    let beside = bcm.start_beside().await;
    let manifest = bcm.manifest_of(&beside, &owner).await.unwrap();
    assert_eq!((&manifest["pending_changes"], &manifest["served_from"]), (&json!(true), &json!("database")));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_copy_never_overwrites_a_newer_one() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    let old = bcm.copy(owner.workspace, "tier2").await.unwrap();
    bcm.build(&owner, &renamed(owner.workspace, "Bahi"), "finalize-2").await.unwrap();
    let new = bcm.copy(owner.workspace, "tier1").await.unwrap();
    // A hit on the old copy in tier 2 would be copied up; tier 1 holds a newer one.
    bcm.put_copy(owner.workspace, "tier2", &old).await;
    bcm.drop_copies(owner.workspace, &["tier0"]).await;
    assert_eq!(bcm.manifest(&owner).await.unwrap()["version"], "2.0.0");
    assert_eq!(bcm.copy(owner.workspace, "tier1").await.unwrap(), new);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_redis_everything_works_from_the_database_and_the_cache_catches_up() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    bcm.redis_line.cut();
    let manifest = bcm.manifest(&owner).await.unwrap();
    assert_eq!((&manifest["version"], &manifest["served_from"]), (&json!("1.0.0"), &json!("database")));
    let built = bcm.build(&owner, &renamed(owner.workspace, "Bahi"), "finalize-2").await.unwrap();
    assert_eq!((built.version.as_str(), built.cached), ("2.0.0", false));
    assert_eq!(bcm.rebuild(&owner, &a_key(), true).await.unwrap()["unchanged"], true);
    assert_eq!(bcm.manifest(&owner).await.unwrap()["version"], "2.0.0");

    bcm.written(owner.workspace, "-1 minute").await;
    bcm.redis_line.restore();
    eventually("the cache holds the newest revision", async || {
        (bcm.count("SELECT count(*) FROM bcm_heads WHERE cached_revision = revision").await == 1)
            .then_some(())
    })
    .await;
    let manifest = eventually("the cache answers", async || {
        let manifest = bcm.manifest(&owner).await.unwrap();
        (manifest["served_from"] == "tier0").then_some(manifest)
    })
    .await;
    assert_eq!(manifest["version"], "2.0.0");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_committed_just_now_is_left_to_who_copies_it() {
    let bcm = BcmService::start().await;
    let (fresh, left) = (bcm.founder().await, bcm.founder().await);
    bcm.sql("UPDATE bcm_heads SET cached_revision = 0").await;
    for workspace in [fresh.workspace, left.workspace] {
        bcm.drop_copies(workspace, &TIERS).await;
    }
    bcm.written(fresh.workspace, "+1 hour").await;
    bcm.written(left.workspace, "-1 minute").await;
    eventually("what was left behind is copied", async || bcm.copy(left.workspace, "tier0").await.map(drop))
        .await;
    assert!(bcm.copy(fresh.workspace, "tier0").await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn without_postgres_hot_manifests_are_still_read_and_nothing_else_is_acknowledged() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    let beside = bcm.start_beside().await;
    bcm.postgres.cut();
    assert_eq!(bcm.manifest(&owner).await.unwrap()["served_from"], "tier0");
    let unproved = bcm.manifest_of(&beside, &owner).await.unwrap();
    assert_eq!(unproved["served_from"], "tier0");
    let refused = bcm.rebuild(&owner, "rebuild-1", true).await;
    assert_refused(refused, 503, "SERVICE_UNAVAILABLE");
    bcm.redis.wipe().await;
    assert_refused(bcm.manifest(&owner).await, 503, "BCM_UNAVAILABLE");

    bcm.postgres.restore();
    assert_eq!(bcm.manifest(&owner).await.unwrap()["served_from"], "database");
    assert_eq!(bcm.rebuild(&owner, "rebuild-1", true).await.unwrap()["unchanged"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manifest_spoiled_in_the_database_is_not_served() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    bcm.redis.wipe().await;
    bcm.sql(SPOIL).await;
    assert_refused(bcm.manifest(&owner).await, 503, "BCM_UNAVAILABLE");
    assert_refused(bcm.version(&owner, "1.0.0").await, 503, "BCM_UNAVAILABLE");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rebuild_replaces_a_manifest_that_was_spoiled_in_the_database() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    bcm.redis.wipe().await;
    bcm.sql(SPOIL).await;
    let rebuilt = bcm.rebuild(&owner, &a_key(), true).await.unwrap();
    assert_eq!((&rebuilt["version"], &rebuilt["unchanged"]), (&json!("1.0.1"), &json!(false)));
    let manifest = bcm.manifest(&owner).await.unwrap();
    assert_eq!(manifest["manifest"]["foundation"]["company"]["name"], "Khata Ledger");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spoiled_manifest_does_not_keep_others_from_the_cache() {
    let bcm = BcmService::start().await;
    let (broken, sound) = (bcm.founder().await, bcm.founder().await);
    bcm.sql(&format!(
        "ALTER TABLE business_context_manifests DISABLE TRIGGER business_context_manifests_immutable;
         UPDATE business_context_manifests SET manifest = jsonb_set(manifest, '{{foundation,company,name}}', '\"Evil\"')
             WHERE workspace_id = '{}';
         UPDATE bcm_heads SET cached_revision = 0;",
        broken.workspace
    ))
    .await;
    bcm.written(broken.workspace, "-2 minutes").await;
    bcm.written(sound.workspace, "-1 minute").await;
    eventually("the sound one is copied", async || {
        (bcm.count("SELECT count(*) FROM bcm_heads WHERE cached_revision = revision").await == 1)
            .then_some(())
    })
    .await;
}
