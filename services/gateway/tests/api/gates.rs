use contracts::{
    auth::v1::{VerifyProfileRequest, VerifyProfileResponse},
    bcm::v1 as bcm,
};
use primitives::Role;
use problem::{Kind, Refusal};

use crate::{
    harness::{Sent as _, TestGateway},
    operations, services,
};

const MANIFEST: &str = "/api/v1/context/manifest";

#[tokio::test(flavor = "multi_thread")]
async fn features_open_after_payment_and_then_after_onboarding() {
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Owner).await;
    let not_found = Refusal::new(Kind::NotFound, "no manifest yet").with_code("BCM_NOT_FOUND");
    gateway.script.refuse("GetManifest", not_found);
    let ask = || gateway.get(MANIFEST).by(&member.user);
    let unpaid = VerifyProfileResponse {
        needs_payment: true,
        onboarding_status: "pending".to_owned(),
        ..services::ready()
    };
    gateway.script.always("VerifyProfile", unpaid);
    ask().answer().await.refused(402, "SUBSCRIPTION_REQUIRED");
    let answering =
        VerifyProfileResponse { onboarding_status: "in_progress".to_owned(), ..services::ready() };
    gateway.script.always("VerifyProfile", answering);
    ask().answer().await.refused(403, "ONBOARDING_REQUIRED");
    gateway.script.always("VerifyProfile", services::ready());
    ask().answer().await.refused(404, "BCM_NOT_FOUND");
    let asked: VerifyProfileRequest = gateway.script.last("VerifyProfile").message();
    assert_eq!(asked.workspace_id, Some(member.workspace.to_string()));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_feature_has_the_gate() {
    let gateway = TestGateway::start().await;
    let member = operations::owner(&gateway).await;
    let unpaid = VerifyProfileResponse { needs_payment: true, ..services::ready() };
    gateway.script.always("VerifyProfile", unpaid);
    let mut tried = 0;
    for operation in
        operations::all().iter().filter(|operation| operation.template.starts_with("/api/v1/context/"))
    {
        if operation.rights.is_some() {
            operation.good(&gateway, &member).answer().await.refused(402, "SUBSCRIPTION_REQUIRED");
            tried += 1;
        }
    }
    assert_eq!(tried, 7);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gate_that_cannot_be_checked_stays_shut() {
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Owner).await;
    for kind in [Kind::Unavailable, Kind::Internal, Kind::Upstream, Kind::Timeout] {
        gateway.script.refuse("VerifyProfile", Refusal::new(kind, "trouble"));
        let answer = gateway.get(MANIFEST).by(&member.user).answer().await;
        answer.refused(503, "PROFILE_CHECK_UNAVAILABLE");
        assert_eq!(answer.header("retry-after"), "30");
    }
    assert!(gateway.script.received("GetManifest").is_empty());
    let verify = gateway.get("/api/v1/auth/verify-profile").by(&member.user).answer().await;
    verify.refused(503, "PROFILE_CHECK_UNAVAILABLE");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_profile_or_workspace_nothing_opens() {
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Owner).await;
    let nothing = VerifyProfileResponse { profile_exists: false, ..services::ready() };
    gateway.script.always("VerifyProfile", nothing);
    gateway.get(MANIFEST).by(&member.user).answer().await.refused(422, "PROFILE_INCOMPLETE");
    let incomplete = Refusal::new(Kind::Invalid, "no workspace").with_code("PROFILE_INCOMPLETE");
    gateway.script.refuse("ResolveMembership", incomplete);
    let user = gateway.user().await;
    gateway.get("/api/v1/onboarding/current").by(&user).answer().await.refused(422, "PROFILE_INCOMPLETE");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_gate_is_remembered_for_a_moment_and_a_shut_one_is_not() {
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Owner).await;
    let unpaid = VerifyProfileResponse { needs_payment: true, ..services::ready() };
    gateway.script.always("VerifyProfile", unpaid.clone());
    for _ in 0..2 {
        gateway.get(MANIFEST).by(&member.user).answer().await.refused(402, "SUBSCRIPTION_REQUIRED");
    }
    assert_eq!(gateway.script.received("VerifyProfile").len(), 2);
    gateway.script.always("VerifyProfile", services::ready());
    for _ in 0..3 {
        gateway.get(MANIFEST).by(&member.user).answer().await.ok(200);
    }
    assert_eq!(gateway.script.received("VerifyProfile").len(), 3);
    // Starting onboarding again shuts it at once.
    gateway.script.always("VerifyProfile", unpaid);
    let reset = format!("/api/v1/onboarding/{}/reset", services::SESSION);
    gateway.post(&reset).by(&member.user).answer().await.ok(200);
    gateway.get(MANIFEST).by(&member.user).answer().await.refused(402, "SUBSCRIPTION_REQUIRED");
}

#[tokio::test(flavor = "multi_thread")]
async fn starting_onboarding_again_has_auth_look_afresh_and_works_without_it() {
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Owner).await;
    let reset = format!("/api/v1/onboarding/{}/reset", services::SESSION);
    let restart = || gateway.post("/api/v1/onboarding/session").json(&serde_json::json!({ "restart": true }));
    for again in [gateway.post(&reset), restart()] {
        again.by(&member.user).answer().await;
        let asked: VerifyProfileRequest = gateway.script.last("VerifyProfile").message();
        let workspace_id = Some(member.workspace.to_string());
        assert_eq!(asked, VerifyProfileRequest { workspace_id, afresh: true });
    }
    assert_eq!(gateway.script.received("VerifyProfile").len(), 2);
    gateway.script.refuse("VerifyProfile", Refusal::new(Kind::Unavailable, "trouble"));
    gateway.post(&reset).by(&member.user).answer().await.ok(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn onboarding_has_no_gate_of_the_gateway() {
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Member).await;
    let unpaid = VerifyProfileResponse { needs_payment: true, ..services::ready() };
    gateway.script.always("VerifyProfile", unpaid);
    gateway.get("/api/v1/onboarding/status").by(&member.user).answer().await.ok(200);
    gateway.get("/api/v1/onboarding/current").by(&member.user).answer().await.ok(200);
    assert!(gateway.script.received("VerifyProfile").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_freshness_stands_in_a_header() {
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Member).await;
    for (freshness, word) in [
        (bcm::Freshness::Fresh, "fresh"),
        (bcm::Freshness::Stale, "stale"),
        (bcm::Freshness::Expired, "expired"),
    ] {
        let manifest = bcm::GetManifestResponse {
            manifest: services::MANIFEST.as_bytes().to_vec(),
            etag: "W/\"x\"".to_owned(),
            freshness: freshness.into(),
            ..bcm::GetManifestResponse::default()
        };
        gateway.script.always("GetManifest", manifest);
        let answer = gateway.get(MANIFEST).by(&member.user).answer().await;
        answer.ok(200);
        assert_eq!(answer.header("x-bcm-freshness"), word);
    }
}
