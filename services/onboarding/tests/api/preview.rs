//! The manifest before it is made.

use primitives::Role;
use serde_json::json;

use crate::{
    answers,
    harness::{Desk, Onboarding, note, parsed},
    others::Fault,
};

/// Enough for a manifest: company name, value proposition, customer profile.
async fn answered_enough(onboarding: &Onboarding) -> Desk<'_> {
    let desk = onboarding.session(&onboarding.founder()).await;
    desk.answer_up_to(16).await;
    desk
}

#[tokio::test(flavor = "multi_thread")]
async fn every_member_sees_the_manifest_and_what_is_still_missing() {
    let onboarding = Onboarding::start().await;
    let desk = answered_enough(&onboarding).await;
    let desk = desk.of(&onboarding.colleague(&desk.member, Role::Member));
    let previewed = desk.preview().await.unwrap();
    let preview = previewed.preview.unwrap();
    assert_eq!(parsed(&preview.manifest)["foundation"]["company"]["name"], "Katori Kitchen Software");
    assert_eq!((preview.token_count, preview.token_budget), (812, 1200));
    assert_eq!(
        (preview.compression_level.as_str(), preview.dropped),
        ("light", vec!["issues.links".to_owned()])
    );
    let missing: Vec<u32> = previewed.missing.iter().map(|step| step.n).collect();
    assert_eq!(missing, [18, 19, 20, 23]);
    let last = &previewed.missing[3];
    assert_eq!((last.step_id.as_str(), last.title.as_str()), ("final_synthesis", "Final synthesis"));
    assert!(last.fields.contains(&"/final_review".to_owned()), "{last:?}");
    assert_eq!(onboarding.bcm.previews()[0]["meta"]["forced"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_shown_is_what_finalize_makes() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    desk.answer_up_to(23).await;
    assert!(desk.preview().await.unwrap().missing.is_empty());
    let result = desk.finalize("finalize-0001", false).await.unwrap();
    let mut shown = onboarding.bcm.previews().remove(0);
    shown["analytics"]["finalized_at"] = result["business_context"]["analytics"]["finalized_at"].clone();
    assert!(shown == result["business_context"], "{shown:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_is_submitted_counts() {
    let onboarding = Onboarding::start().await;
    let desk = answered_enough(&onboarding).await;
    let version = desk.version(2).await;
    desk.patch(2, version, &json!({ "mission": "Not decided yet" })).await.unwrap();
    desk.preview().await.unwrap();
    let shown = &onboarding.bcm.previews()[0];
    assert_eq!(shown["foundation"]["mission"], answers::of(2).unwrap()["mission"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn before_enough_is_answered_only_the_list_of_what_is_missing_comes() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    desk.put(1, 0, &json!({ "company_name": "Katori" })).await.unwrap();
    let previewed = desk.preview().await.unwrap();
    assert_eq!((previewed.preview, previewed.missing.len()), (None, 20));
    let first = &previewed.missing[0];
    assert!(first.fields.contains(&"/industry".to_owned()), "{first:?}");
    assert!(!first.fields.contains(&"/company_name".to_owned()), "{first:?}");
    assert!(onboarding.bcm.previews().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn while_bcm_is_away_there_is_no_preview() {
    let onboarding = Onboarding::start().await;
    let desk = answered_enough(&onboarding).await;
    onboarding.bcm.fail([Fault::Before, Fault::Before]);
    desk.preview().await.unwrap_err().is(503, "BCM_UNAVAILABLE");
    assert!(desk.preview().await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_changes_nothing() {
    let onboarding = Onboarding::start().await;
    let desk = answered_enough(&onboarding).await;
    desk.put(18, 0, &note("begun")).await.unwrap();
    let before = everything(&onboarding).await;
    onboarding.redis.wipe().await;
    desk.preview().await.unwrap();
    assert_eq!(everything(&onboarding).await, before);
    assert!(onboarding.redis.keys("onb:*").await.is_empty());
    assert!(onboarding.bcm.versions().is_empty() && onboarding.bcm.submitted().is_empty());
}

/// A digest of every row.
async fn everything(onboarding: &Onboarding) -> Vec<i64> {
    let tables = [
        "onboarding_status",
        "onboarding_sessions",
        "onboarding_steps",
        "step_journal",
        "assist_runs",
        "suggestions",
        "outbox",
        "idempotency_keys",
        "audit_log",
    ];
    let mut digests = Vec::new();
    for table in tables {
        let sql = format!(
            "SELECT hashtextextended(coalesce(string_agg(t::text, '|' ORDER BY t::text), ''), 0) AS count FROM {table} AS t"
        );
        digests.push(onboarding.count(&sql).await);
    }
    digests
}
