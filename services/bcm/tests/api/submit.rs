use contracts::bcm::v1 as wire;
use serde_json::json;
use testkit::eventually;
use time::Duration;

use crate::harness::{BcmService, answer, assert_refused, context_of, renamed};

#[tokio::test(flavor = "multi_thread")]
async fn changed_answers_make_the_manifest_stale_and_are_built_a_minute_after_the_last_of_them() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    bcm.submit(&owner, &renamed(owner.workspace, "Bahi"), "edit-1").await.unwrap();
    let stale = bcm.manifest(&owner).await.unwrap();
    assert_eq!((&stale["version"], &stale["freshness"]), (&json!("1.0.0"), &json!("stale")));
    assert_eq!(
        (&stale["stale_reason"], &stale["pending_changes"]),
        (&json!("answers_changed"), &json!(true))
    );

    bcm.clock.advance(Duration::seconds(50));
    bcm.submit(&owner, &renamed(owner.workspace, "Bahi Khata"), "edit-2").await.unwrap();
    let due = "SELECT extract(epoch FROM rebuild_due_at - timestamptz '2026-11-20 10:00+00') FROM bcm_heads";
    assert_eq!(bcm.count(due).await, 110);

    bcm.clock.advance(Duration::seconds(60));
    let rebuilt = eventually("the automatic rebuild", async || {
        let manifest = bcm.manifest(&owner).await.unwrap();
        (manifest["version"] == "2.0.0").then_some(manifest)
    })
    .await;
    assert_eq!(rebuilt["manifest"]["foundation"]["company"]["name"], "Bahi Khata");
    assert_eq!(rebuilt["manifest"]["meta"]["source"], "rebuild");
    assert_eq!((&rebuilt["freshness"], &rebuilt["pending_changes"]), (&json!("fresh"), &json!(false)));
    let history = bcm.history(&owner).await.unwrap();
    assert_eq!(history["total_count"], 2);
    assert_eq!(history["versions"][0]["reason"], "positioning edited");
    assert_eq!(history["versions"][0]["fields_changed"], json!(["company_info.name"]));
    let unforced =
        "SELECT count(*) FROM audit_log WHERE action = 'bcm.rebuilt' AND details->>'forced' = 'false'";
    assert_eq!(bcm.count(unforced).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_edit_changes_nothing() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    bcm.submit(&owner, &renamed(owner.workspace, "Bahi"), "edit-1").await.unwrap();
    let revision = bcm.count("SELECT revision FROM bcm_heads").await;
    bcm.submit(&owner, &renamed(owner.workspace, "Other"), "edit-1").await.unwrap();
    assert_eq!(bcm.count("SELECT revision FROM bcm_heads").await, revision);
    assert_eq!(bcm.count("SELECT count(*) FROM business_contexts").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_context_before_the_first_build_is_kept_and_nothing_is_stale() {
    let bcm = BcmService::start().await;
    let owner = bcm.owner();
    bcm.submit(&owner, &context_of(owner.workspace), "edit-1").await.unwrap();
    assert_refused(bcm.manifest(&owner).await, 404, "BCM_NOT_FOUND");
    assert_eq!(bcm.count("SELECT count(*) FROM business_contexts").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_is_held_to_the_schema_as_well() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    let mut context = context_of(owner.workspace);
    context["foundation"]["value_proposition"] = json!("short");
    assert_refused(bcm.submit(&owner, &context, "edit-1").await, 422, "VALIDATION_ERROR");
    context["version"] = json!("3.0");
    assert_refused(bcm.submit(&owner, &context, "edit-1").await, 422, "CONTEXT_VERSION_UNSUPPORTED");
    assert_eq!(bcm.manifest(&owner).await.unwrap()["pending_changes"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_not_handed_over_make_the_manifest_stale_until_they_are_built() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    let marked =
        wire::MarkStaleRequest { workspace_id: owner.workspace.to_string(), reason: "step 5".to_owned() };
    answer(bcm.client().mark_stale(bcm.by_onboarding(marked)).await).unwrap();
    assert_eq!(bcm.manifest(&owner).await.unwrap()["stale_reason"], "answers_changed");

    bcm.clock.advance(Duration::seconds(1));
    let rebuilt = bcm.rebuild(&owner, "rebuild-key-1", false).await.unwrap();
    assert_eq!((&rebuilt["unchanged"], &rebuilt["pending_changes"]), (&json!(true), &json!(true)));

    bcm.submit(&owner, &renamed(owner.workspace, "Bahi"), "edit-1").await.unwrap();
    let rebuilt = bcm.rebuild(&owner, "rebuild-key-2", false).await.unwrap();
    assert_eq!((&rebuilt["version"], &rebuilt["pending_changes"]), (&json!("2.0.0"), &json!(false)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workspace_without_a_manifest_cannot_become_stale() {
    let bcm = BcmService::start().await;
    let owner = bcm.owner();
    let marked = wire::MarkStaleRequest { workspace_id: owner.workspace.to_string(), reason: String::new() };
    answer(bcm.client().mark_stale(bcm.by_onboarding(marked)).await).unwrap();
    let nonsense = wire::MarkStaleRequest { workspace_id: "../x".to_owned(), reason: String::new() };
    let refused = answer(bcm.client().mark_stale(bcm.by_onboarding(nonsense)).await);
    assert_refused(refused, 422, "VALIDATION_ERROR");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_onboarding_hands_over_everything_that_was_marked_as_changed() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    let marked = wire::MarkStaleRequest { workspace_id: owner.workspace.to_string(), reason: String::new() };
    answer(bcm.client().mark_stale(bcm.by_onboarding(marked)).await).unwrap();
    bcm.build(&owner, &renamed(owner.workspace, "Bahi"), "finalize-2").await.unwrap();
    let manifest = bcm.manifest(&owner).await.unwrap();
    assert_eq!((&manifest["pending_changes"], &manifest["freshness"]), (&json!(false), &json!("fresh")));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_automatic_rebuild_outlives_a_database_that_does_not_answer_for_a_moment() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    bcm.submit(&owner, &renamed(owner.workspace, "Bahi"), "edit-1").await.unwrap();
    bcm.sql(
        "CREATE FUNCTION blip() RETURNS trigger LANGUAGE plpgsql
             AS $$ BEGIN RAISE EXCEPTION 'canceling statement due to statement timeout'; END $$;
         CREATE TRIGGER blip BEFORE INSERT ON business_context_manifests FOR EACH ROW EXECUTE FUNCTION blip();",
    )
    .await;
    bcm.clock.advance(Duration::seconds(60));
    let failed = "SELECT count(*) FROM bcm_access_logs WHERE access_type = 'rebuild' AND NOT success";
    eventually("the rebuild has failed", async || (bcm.count(failed).await > 0).then_some(())).await;
    let manifest = bcm.manifest(&owner).await.unwrap();
    assert_eq!((&manifest["status"], &manifest["stale_reason"]), (&json!("ok"), &json!("answers_changed")));

    bcm.sql("DROP TRIGGER blip ON business_context_manifests").await;
    bcm.clock.advance(Duration::seconds(60));
    eventually("the rebuild is made up for", async || {
        (bcm.manifest(&owner).await.unwrap()["version"] == "2.0.0").then_some(())
    })
    .await;
}
