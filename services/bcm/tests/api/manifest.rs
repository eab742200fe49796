use contracts::bcm::v1 as wire;
use primitives::Role;
use serde_json::json;
use time::Duration;

use crate::harness::{BcmService, a_key, assert_refused};

#[tokio::test(flavor = "multi_thread")]
async fn every_member_reads_the_manifest_from_the_hot_tier() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    for role in [Role::Owner, Role::Admin, Role::Member] {
        let manifest = bcm.manifest(&bcm.colleague(&owner, role)).await.unwrap();
        assert_eq!((&manifest["version"], &manifest["served_from"]), (&json!("1.0.0"), &json!("tier0")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workspace_without_a_manifest_has_none_to_read() {
    let bcm = BcmService::start().await;
    let founder = bcm.founder().await;
    assert_refused(bcm.manifest(&bcm.owner()).await, 404, "BCM_NOT_FOUND");
    assert!(bcm.manifest(&founder).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manifest_that_the_caller_has_is_not_sent_again_until_it_ages() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    let request = |etag: &str| wire::GetManifestRequest {
        use_fallback: true,
        if_none_match: etag.to_owned(),
        ..Default::default()
    };
    let first = bcm.get_manifest(&owner, request("")).await.unwrap();
    assert!(!first.not_modified && first.etag.starts_with("W/\"") && first.etag.ends_with("-fresh\""));
    let again = bcm.get_manifest(&owner, request(&first.etag)).await.unwrap();
    assert!(again.not_modified && again.manifest.is_empty());
    assert_eq!(again.freshness(), wire::Freshness::Fresh);

    bcm.clock.advance(Duration::days(7));
    let stale = bcm.get_manifest(&owner, request(&first.etag)).await.unwrap();
    assert!(!stale.not_modified);
    assert_eq!(stale.freshness(), wire::Freshness::Stale);
    bcm.clock.advance(Duration::days(7));
    let expired = bcm.get_manifest(&owner, request(&stale.etag)).await.unwrap();
    assert_eq!((expired.not_modified, expired.freshness()), (false, wire::Freshness::Expired));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_change_of_standing_changes_the_tag() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    let request = || wire::GetManifestRequest { use_fallback: true, ..Default::default() };
    let built = bcm.get_manifest(&owner, request()).await.unwrap().etag;
    bcm.rebuild(&owner, &a_key(), true).await.unwrap();
    let refreshed = bcm.get_manifest(&owner, request()).await.unwrap().etag;
    assert_ne!(built, refreshed);
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_starts_at_the_tier_asked_for() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    for (tier, name) in
        [(wire::Tier::Tier0, "tier0"), (wire::Tier::Tier1, "tier1"), (wire::Tier::Tier2, "tier2")]
    {
        let request =
            wire::GetManifestRequest { tier: tier.into(), use_fallback: false, ..Default::default() };
        let found = bcm.get_manifest(&owner, request).await.unwrap();
        assert_eq!(found.served_from(), tier);
        assert_eq!(crate::harness::json_of(&found.manifest)["served_from"], name);
    }
    let database = wire::GetManifestRequest { tier: wire::Tier::Database.into(), ..Default::default() };
    assert_refused(bcm.get_manifest(&owner, database).await, 422, "VALIDATION_ERROR");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_fallback_an_empty_tier_is_an_error() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    bcm.drop_copies(owner.workspace, &["tier0"]).await;
    let only = |tier: wire::Tier| wire::GetManifestRequest { tier: tier.into(), ..Default::default() };
    assert_refused(bcm.get_manifest(&owner, only(wire::Tier::Tier0)).await, 503, "BCM_UNAVAILABLE");
    assert!(bcm.get_manifest(&owner, only(wire::Tier::Tier1)).await.is_ok());
}
