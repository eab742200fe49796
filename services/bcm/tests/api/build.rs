use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::harness::{BcmService, assert_refused, context_of, json_of, renamed, rules};

#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_onboarding_makes_version_one_and_warms_every_tier() {
    let bcm = BcmService::start().await;
    let owner = bcm.owner();
    let built = bcm.build(&owner, &context_of(owner.workspace), "finalize").await.unwrap();
    assert_eq!((built.version.as_str(), built.cached, built.unchanged), ("1.0.0", true, false));
    let manifest = json_of(&built.manifest);
    assert_eq!(manifest["workspace_id"], json!(owner.workspace));
    assert_eq!(manifest["manifest"]["meta"]["source"], "onboarding");
    assert_eq!((&manifest["freshness"], &manifest["stale_reason"]), (&json!("fresh"), &Value::Null));
    assert_eq!((&manifest["completion"], &manifest["status"]), (&json!(100.0), &json!("ok")));
    for tier in ["tier0", "tier1", "tier2"] {
        assert!(bcm.copy(owner.workspace, tier).await.is_some(), "{tier} is empty");
    }
    let history = bcm.history(&owner).await.unwrap();
    assert_eq!(history["total_count"], 1);
    assert_eq!(history["versions"][0]["change_type"], "initial");
    assert_eq!(history["versions"][0]["created_by"], json!(owner.user.id));
}

#[tokio::test(flavor = "multi_thread")]
async fn anybody_can_recompute_the_checksum_from_the_answer() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    let mut answer = bcm.manifest(&owner).await.unwrap();
    let mut groups = answer["manifest"].take();
    groups.as_object_mut().unwrap().remove("meta");
    groups["schema_version"] = json!("2.0");
    let bytes = serde_json_canonicalizer::to_vec(&groups).unwrap();
    assert_eq!(hex::encode(Sha256::digest(bytes)), answer["checksum"].as_str().unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_key_is_answered_with_the_same_version() {
    let bcm = BcmService::start().await;
    let owner = bcm.owner();
    let first = bcm.build(&owner, &context_of(owner.workspace), "finalize").await.unwrap();
    let again = bcm.build(&owner, &renamed(owner.workspace, "Bahi"), "finalize").await.unwrap();
    assert_eq!((&again.version, &again.checksum), (&first.version, &first.checksum));
    assert_eq!(bcm.count("SELECT count(*) FROM business_contexts").await, 1);

    let second = bcm.build(&owner, &renamed(owner.workspace, "Bahi"), "finalize-2").await.unwrap();
    assert_eq!(second.version, "2.0.0");
    let first_again = bcm.build(&owner, &context_of(owner.workspace), "finalize").await.unwrap();
    assert_eq!(first_again.version, "1.0.0");
    assert_eq!(bcm.manifest(&owner).await.unwrap()["version"], "2.0.0");
}

#[tokio::test(flavor = "multi_thread")]
async fn builds_that_race_with_one_key_make_one_version() {
    let bcm = BcmService::start().await;
    let owner = bcm.owner();
    let context = context_of(owner.workspace);
    let racing = (0..8).map(|_| bcm.build(&owner, &context, "finalize"));
    for built in futures::future::join_all(racing).await {
        assert_eq!(built.unwrap().version, "1.0.0");
    }
    for table in ["business_contexts", "business_context_manifests", "bcm_version_history", "bcm_heads"] {
        assert_eq!(bcm.count(&format!("SELECT count(*) FROM {table}")).await, 1, "{table}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn builds_that_race_with_different_keys_make_versions_one_after_the_other() {
    let bcm = BcmService::start().await;
    let owner = bcm.owner();
    let contexts: Vec<Value> = (0..6).map(|n| renamed(owner.workspace, &format!("Khata {n}"))).collect();
    let racing = contexts.iter().enumerate().map(|(n, context)| {
        let (bcm, owner) = (&bcm, &owner);
        async move { bcm.build(owner, context, &format!("key-{n}")).await }
    });
    let mut versions: Vec<String> =
        futures::future::join_all(racing).await.into_iter().map(|built| built.unwrap().version).collect();
    versions.sort();
    assert_eq!(versions, ["1.0.0", "2.0.0", "3.0.0", "4.0.0", "5.0.0", "6.0.0"]);
    let newest = bcm.manifest(&owner).await.unwrap();
    assert_eq!((&newest["version"], &newest["served_from"]), (&json!("6.0.0"), &json!("tier0")));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_content_under_a_new_key_makes_no_version() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    let mut later = context_of(owner.workspace);
    later["generated_at"] = json!("2026-11-21T10:00:00.000Z");
    let built = bcm.build(&owner, &later, "finalize-2").await.unwrap();
    assert_eq!((built.version.as_str(), built.unchanged), ("1.0.0", true));
    assert_eq!(bcm.history(&owner).await.unwrap()["total_count"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_context_is_refused_by_pointer_and_nothing_is_kept() {
    let bcm = BcmService::start().await;
    let owner = bcm.owner();
    let mut old = context_of(owner.workspace);
    old["version"] = json!("1.0");
    assert_refused(bcm.build(&owner, &old, "k").await, 422, "CONTEXT_VERSION_UNSUPPORTED");

    let mut broken = context_of(owner.workspace);
    broken["intelligence"]["icps"][0]["pains"] = json!([]);
    broken["company_profile"]["stage"] = json!("unicorn");
    let body = assert_refused(bcm.build(&owner, &broken, "k").await, 422, "VALIDATION_ERROR");
    let mut errors: Vec<_> = body["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| (error["pointer"].as_str(), error["code"].as_str()))
        .collect();
    errors.sort_unstable();
    assert_eq!(
        errors,
        [
            (Some("/company_profile/stage"), Some("NOT_ALLOWED")),
            (Some("/intelligence/icps/0/pains"), Some("TOO_FEW"))
        ]
    );
    assert!(!body.to_string().contains("unicorn"), "the answer repeats what was typed");

    let foreign = context_of(bcm.owner().workspace);
    let body = assert_refused(bcm.build(&owner, &foreign, "k").await, 422, "VALIDATION_ERROR");
    assert_eq!(body["errors"][0]["pointer"], "/workspace_id");
    assert_refused(bcm.build(&owner, &json!([1]), "k").await, 422, "VALIDATION_ERROR");
    assert_refused(bcm.build(&owner, &context_of(owner.workspace), "").await, 422, "VALIDATION_ERROR");
    assert_eq!(bcm.count("SELECT count(*) FROM business_contexts").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_context_that_fits_no_manifest_is_refused() {
    let bcm = BcmService::start_with(bcm::Rules { token_budget: 40, ..rules() }).await;
    let owner = bcm.owner();
    let built = bcm.build(&owner, &context_of(owner.workspace), "k").await;
    assert_refused(built, 422, "BCM_BUDGET_EXCEEDED");
    assert_eq!(bcm.count("SELECT count(*) FROM business_contexts").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_changed_before_are_no_longer_pending() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    bcm.submit(&owner, &renamed(owner.workspace, "Bahi"), "edit-1").await.unwrap();
    assert_eq!(bcm.manifest(&owner).await.unwrap()["pending_changes"], true);
    bcm.build(&owner, &renamed(owner.workspace, "Bahi Khata"), "finalize-2").await.unwrap();
    let manifest = bcm.manifest(&owner).await.unwrap();
    assert_eq!((&manifest["pending_changes"], &manifest["freshness"]), (&json!(false), &json!("fresh")));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_script_and_every_odd_character_comes_back_from_the_database_as_it_went_in() {
    let bcm = BcmService::start().await;
    let owner = bcm.owner();
    let mut context = context_of(owner.workspace);
    let odd = "हर महीने \u{1}\u{7f}\u{2028} \"\\/ 👩‍👩‍👧‍👦 ஒவ்வொரு e\u{301} \u{10ffff} <&>";
    context["company_profile"]["description"] = json!(odd);
    context["intelligence"]["messaging"]["forbidden_words"] = json!([odd, "1e400", "null"]);
    context["market"]["tam"]["value"] = json!(9_007_199_254_740_991_u64);
    let built = json_of(&bcm.build(&owner, &context, "finalize").await.unwrap().manifest);
    bcm.redis.wipe().await;
    let read = bcm.manifest(&owner).await.unwrap();
    assert_eq!(read["served_from"], "database");
    assert_eq!(read["manifest"], built["manifest"]);
    assert_eq!(read["manifest"]["foundation"]["company"]["description"], odd);
    assert_eq!(read["manifest"]["market"]["tam"], 9_007_199_254_740_991_u64);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_key_of_an_older_version_tells_of_that_version_and_proves_it() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    bcm.clock.advance(time::Duration::HOUR);
    bcm.build(&owner, &renamed(owner.workspace, "Bahi"), "finalize-2").await.unwrap();
    bcm.submit(&owner, &renamed(owner.workspace, "Other"), "edit-1").await.unwrap();
    let context = context_of(owner.workspace);
    let repeated = json_of(&bcm.build(&owner, &context, "finalize").await.unwrap().manifest);
    assert_eq!(
        (&repeated["version"], &repeated["refreshed_at"], &repeated["pending_changes"]),
        (&json!("1.0.0"), &json!("2026-11-20T10:00:00.000Z"), &json!(false))
    );
    bcm.sql(
        "ALTER TABLE business_context_manifests DISABLE TRIGGER business_context_manifests_immutable;
         UPDATE business_context_manifests SET manifest = jsonb_set(manifest, '{foundation,company,name}', '\"Evil\"');",
    )
    .await;
    assert_refused(bcm.build(&owner, &context, "finalize").await, 503, "BCM_UNAVAILABLE");
}
