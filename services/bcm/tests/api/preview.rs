use contracts::bcm::v1 as wire;
use serde_json::json;

use crate::harness::{BcmService, answer, assert_refused, context_of, json_of};

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_shows_the_manifest_and_keeps_nothing() {
    let bcm = BcmService::start().await;
    let owner = bcm.owner();
    let mut context = context_of(owner.workspace);
    context["meta"]["forced"] = json!(true);
    context["intelligence"]["positioning"].as_object_mut().unwrap().remove("category");
    let request = wire::PreviewRequest {
        workspace_id: owner.workspace.to_string(),
        context: context.to_string().into_bytes(),
    };
    let preview = answer(bcm.client().preview(bcm.by_onboarding(request)).await).unwrap();
    let preview = json_of(&preview.preview);
    assert_eq!(preview["manifest"]["competitive"]["category"], "technology");
    assert_eq!(preview["missing_fields"], json!(["intelligence.positioning.category"]));
    assert_eq!((&preview["compression_level"], &preview["dropped"]), (&json!("none"), &json!([])));
    assert!(preview["token_count"].as_u64().unwrap() < 1200);
    assert_eq!(bcm.count("SELECT count(*) FROM business_contexts").await, 0);
    assert_refused(bcm.manifest(&owner).await, 404, "BCM_NOT_FOUND");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_is_held_to_the_schema() {
    let bcm = BcmService::start().await;
    let request = |workspace: String, context: &[u8]| wire::PreviewRequest {
        workspace_id: workspace,
        context: context.to_vec(),
    };
    let owner = bcm.owner();
    let broken = request(owner.workspace.to_string(), b"{\"version\": \"2.0\"}");
    assert_refused(answer(bcm.client().preview(bcm.by_onboarding(broken)).await), 422, "VALIDATION_ERROR");
    let garbage = request(owner.workspace.to_string(), b"\xff\x00{");
    assert_refused(answer(bcm.client().preview(bcm.by_onboarding(garbage)).await), 422, "VALIDATION_ERROR");
    let nowhere = request("nowhere".to_owned(), b"{}");
    assert_refused(answer(bcm.client().preview(bcm.by_onboarding(nowhere)).await), 422, "VALIDATION_ERROR");
}
