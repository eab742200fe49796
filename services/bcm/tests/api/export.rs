use contracts::bcm::v1 as wire;
use primitives::Role;
use serde_json::{Value, json};
use testkit::TestMember;
use time::Duration;

use crate::harness::{Answer, BcmService, a_key, answer, assert_refused, context_of, json_of};

async fn export(
    bcm: &BcmService,
    member: &TestMember,
    format: wire::ExportFormat,
    slug: &str,
) -> Answer<wire::ExportResponse> {
    let request = wire::ExportRequest { format: format.into(), workspace_slug: slug.to_owned() };
    answer(bcm.client().export(bcm.by(member, request)).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn any_member_exports_the_resource_as_a_json_file() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    let member = bcm.colleague(&owner, Role::Member);
    let exported = export(&bcm, &member, wire::ExportFormat::Json, "khata-3f2a").await.unwrap();
    assert_eq!(exported.file_name, "bcm_khata-3f2a_20261120_100000.json");
    assert_eq!(exported.content_type, "application/json");
    assert_eq!(json_of(&exported.content)["manifest"], bcm.manifest(&owner).await.unwrap()["manifest"]);
    let audited = format!(
        "SELECT count(*) FROM audit_log WHERE action = 'bcm.exported' AND actor_id = '{}'",
        member.user.id
    );
    assert_eq!(bcm.count(&audited).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_markdown_brief_is_a_readable_document() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    let exported = export(&bcm, &owner, wire::ExportFormat::Markdown, "khata").await.unwrap();
    assert_eq!(exported.file_name, "bcm_khata_20261120_100000.md");
    assert_eq!(exported.content_type, "text/markdown; charset=utf-8");
    let text = String::from_utf8(exported.content).unwrap();
    assert!(text.starts_with("# Khata Ledger: business brief\n"));
    assert!(
        text.contains(
            "Version 1.0.0 of 20 November 2026 (Indian Standard Time), from 23 of 23 onboarding steps."
        ),
        "{text}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_name_holds_nothing_but_a_slug() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    let exported = export(&bcm, &owner, wire::ExportFormat::Json, "../a\"\r\nb").await.unwrap();
    assert_eq!(exported.file_name, "bcm_ab_20261120_100000.json");
    let exported = export(&bcm, &owner, wire::ExportFormat::Unspecified, "").await.unwrap();
    assert_eq!(exported.file_name, format!("bcm_{}_20261120_100000.json", owner.workspace));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_exported_where_nothing_is() {
    let bcm = BcmService::start().await;
    bcm.founder().await;
    let stranger = bcm.owner();
    assert_refused(export(&bcm, &stranger, wire::ExportFormat::Json, "x").await, 404, "BCM_NOT_FOUND");
    assert_eq!(bcm.count("SELECT count(*) FROM audit_log WHERE action = 'bcm.exported'").await, 0);
}

/// A context whose one contradiction is settled with these words, which a manifest has no place for.
fn settled(member: &TestMember, with: &str) -> Value {
    let mut context = context_of(member.workspace);
    context["issues"]["contradictions"][0]["resolution"] = json!(with);
    context
}

async fn brief(bcm: &BcmService, member: &TestMember) -> String {
    let exported = export(bcm, member, wire::ExportFormat::Markdown, "khata").await.unwrap();
    String::from_utf8(exported.content).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_brief_shows_an_edit_that_leaves_the_manifest_as_it_is() {
    let bcm = BcmService::start().await;
    let owner = bcm.owner();
    bcm.build(&owner, &settled(&owner, "31 plants hold"), "finalize-1").await.unwrap();
    assert!(brief(&bcm, &owner).await.contains("Decided: 31 plants hold"));
    bcm.submit(&owner, &settled(&owner, "40 plants hold"), "edit-1").await.unwrap();
    assert!(brief(&bcm, &owner).await.contains("Decided: 31 plants hold"), "not built yet");
    let rebuilt = bcm.rebuild(&owner, &a_key(), false).await.unwrap();
    assert_eq!((&rebuilt["unchanged"], &rebuilt["version"]), (&json!(true), &json!("1.0.0")));
    let text = brief(&bcm, &owner).await;
    assert!(text.contains("Decided: 40 plants hold") && !text.contains("31 plants hold"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_brief_has_the_day_of_its_readers_in_india() {
    let bcm = BcmService::start().await;
    bcm.clock.advance(Duration::hours(9));
    let owner = bcm.founder().await;
    assert!(brief(&bcm, &owner).await.contains("Version 1.0.0 of 21 November 2026 (Indian Standard Time)"));
}
