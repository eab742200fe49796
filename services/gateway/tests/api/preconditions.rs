use contracts::{bcm::v1 as bcm, onboarding::v1 as onboarding};
use primitives::Role;
use serde_json::json;

use crate::{
    harness::{Sent as _, TestGateway},
    operations, services,
};

#[tokio::test(flavor = "multi_thread")]
async fn what_must_not_happen_twice_needs_a_key() {
    let gateway = TestGateway::start().await;
    for id in ["initiate_payment", "finalize", "rebuild"] {
        let operation = operations::all().into_iter().find(|operation| operation.id == id).unwrap();
        let body = operations::good_body(id).unwrap();
        for key in [
            None,
            Some(""),
            Some("short"),
            Some("with space in it"),
            Some("no/slash/please"),
            Some(&"k".repeat(65)),
        ] {
            let member = operations::owner(&gateway).await;
            let mut request = gateway.post(&operation.path).by(&member.user).json(&body);
            if let Some(key) = key {
                request = request.header("idempotency-key", key);
            }
            request.answer().await.refused(400, "IDEMPOTENCY_KEY_REQUIRED");
        }
    }
    for method in ["Initiate", "Finalize", "Rebuild"] {
        assert!(gateway.script.received(method).is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_reaches_who_decides() {
    let gateway = TestGateway::start().await;
    let member = operations::owner(&gateway).await;
    let with_key =
        |path: &str| gateway.post(path).by(&member.user).header("idempotency-key", "key-0123456789_ABC");
    with_key("/api/payments/v2/initiate").json(&json!({ "plan": "glide" })).answer().await.ok(201);
    let initiate: contracts::payments::v1::InitiateRequest = gateway.script.last("Initiate").message();
    assert_eq!((initiate.idempotency_key.as_str(), initiate.plan.as_str()), ("key-0123456789_ABC", "glide"));
    with_key(&format!("/api/v1/onboarding/{}/finalize", services::SESSION)).answer().await.ok(200);
    let finalize: onboarding::FinalizeRequest = gateway.script.last("Finalize").message();
    assert_eq!((finalize.idempotency_key.as_str(), finalize.force), ("key-0123456789_ABC", false));
    let rebuild = with_key("/api/v1/context/rebuild").json(&json!({ "force": true, "reason": "why not" }));
    rebuild.answer().await.ok(200);
    let rebuild: bcm::RebuildRequest = gateway.script.last("Rebuild").message();
    assert_eq!((rebuild.idempotency_key.as_str(), rebuild.force), ("key-0123456789_ABC", true));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reused_checkout_is_no_new_one() {
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Owner).await;
    let reused = contracts::payments::v1::InitiateResponse {
        reused: true,
        status: contracts::payments::v1::TransactionStatus::Pending.into(),
        expires_at: services::at(0),
        ..Default::default()
    };
    gateway.script.always("Initiate", reused);
    let initiate =
        gateway.post("/api/payments/v2/initiate").by(&member.user).header("idempotency-key", "key-01234567");
    assert_eq!(initiate.json(&json!({ "plan": "glide" })).answer().await.ok(200)["reused"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_save_says_what_it_starts_from() {
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Member).await;
    let step = format!("/api/v1/onboarding/{}/steps/5", services::SESSION);
    let complete = format!("{step}/complete");
    for (method, path) in [("PUT", &step), ("PATCH", &step), ("POST", &step), ("POST", &complete)] {
        let save = || {
            let request = gateway.request(method.parse().unwrap(), path).by(&member.user);
            request.json(&json!({ "data": {} }))
        };
        save().answer().await.refused(428, "PRECONDITION_REQUIRED");
        for tag in
            ["*", "7", "W/\"7\"", "\"7\", \"8\"", "\"\"", "\"seven\"", "\"-1\"", "\"18446744073709551616\""]
        {
            let answer = save().header("if-match", tag).answer().await;
            assert_eq!((answer.status, answer.code()), (400, "BAD_REQUEST"), "{method} with {tag}");
        }
        let answer = save().header("if-match", "\"0\"").answer().await;
        answer.ok(200);
        assert!(["\"7\"", "\"8\""].contains(&answer.header("etag")), "{}", answer.header("etag"));
    }
    let read = gateway.get(&step).by(&member.user).answer().await;
    assert_eq!((read.ok(200)["version"].as_u64(), read.header("etag")), (Some(7), "\"7\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_changes_a_step_answers_with_its_tag() {
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Member).await;
    let step = format!("/api/v1/onboarding/{}/steps/5", services::SESSION);
    let decide = gateway.post(&format!("{step}/suggestions/{}", services::SESSION)).by(&member.user);
    let decided = decide.json(&json!({ "decision": "accept" })).answer().await;
    assert_eq!((decided.ok(200)["step"]["version"].as_u64(), decided.header("etag")), (Some(7), "\"7\""));
    let skipped = gateway.post(&format!("{step}/skip")).by(&member.user).answer().await;
    assert_eq!((skipped.status, skipped.header("etag")), (200, "\"7\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn pointers_lead_into_the_body_that_was_sent() {
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Member).await;
    for call in ["SaveStep", "PatchStep", "CompleteStep", "DecideSuggestion"] {
        let broken =
            ["/alternatives/0/name", ""].map(|at| problem::Violation::new(at, "TOO_LONG", "is long"));
        gateway.script.refuse(call, problem::Refusal::invalid(broken.to_vec()));
    }
    let step = format!("/api/v1/onboarding/{}/steps/7", services::SESSION);
    let complete = format!("{step}/complete");
    let decide = format!("{step}/suggestions/{}", services::SESSION);
    for (method, path, body, data) in [
        ("PUT", &step, json!({ "data": {} }), "/data"),
        ("POST", &complete, json!({ "data": {} }), "/data"),
        ("POST", &complete, json!({}), "/data"),
        ("POST", &decide, json!({ "decision": "accept" }), "/data"),
        ("PATCH", &step, json!({}), ""),
    ] {
        let request = gateway.request(method.parse().unwrap(), path).by(&member.user).json(&body);
        let answer = request.header("if-match", "\"7\"").answer().await;
        answer.refused(422, "VALIDATION_ERROR");
        let told = |index: usize| answer.body["errors"][index]["pointer"].as_str().unwrap().to_owned();
        assert_eq!(told(0), format!("{data}/alternatives/0/name"), "{method} {path}");
        assert_eq!(told(1), data, "{method} {path}");
    }
    let edit = gateway.post(&decide).by(&member.user).json(&json!({ "decision": "edit" })).answer().await;
    edit.refused(422, "VALIDATION_ERROR");
    assert_eq!(edit.body["errors"][0]["pointer"], "/value");
}

#[tokio::test(flavor = "multi_thread")]
async fn warnings_lead_into_the_body_and_issues_into_the_data() {
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Member).await;
    let remark = |pointer: &str| onboarding::Issue { pointer: pointer.to_owned(), ..Default::default() };
    let saved = services::saved().map(|saved| onboarding::StepSaved {
        issues: vec![remark("/solution")],
        warnings: vec![remark("/tone/0")],
        ..saved
    });
    gateway.script.always("SaveStep", onboarding::SaveStepResponse { saved: saved.clone() });
    gateway.script.always("PatchStep", onboarding::PatchStepResponse { saved });
    let step = format!("/api/v1/onboarding/{}/steps/5", services::SESSION);
    for (method, body, warning) in
        [("PUT", json!({ "data": {} }), "/data/tone/0"), ("PATCH", json!({ "tone": [] }), "/tone/0")]
    {
        let request = gateway.request(method.parse().unwrap(), &step).by(&member.user).json(&body);
        let answer = request.header("if-match", "\"7\"").answer().await;
        assert_eq!(answer.ok(200)["warnings"][0]["pointer"], warning);
        assert_eq!(answer.body["issues"][0]["pointer"], "/solution");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_save_is_told_the_current_data_however_large() {
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Member).await;
    gateway.script.on::<onboarding::SaveStepResponse>("SaveStep", |_| Err(problem::to_status(&Stale)));
    let step = format!("/api/v1/onboarding/{}/steps/5", services::SESSION);
    let save = gateway.put(&step).by(&member.user).header("if-match", "\"6\"").json(&json!({ "data": {} }));
    let answer = save.answer().await;
    answer.refused(412, "STEP_VERSION_CONFLICT");
    assert_eq!(answer.body["current_version"], 9);
    assert_eq!(answer.body["current_data"]["notes"].as_str().unwrap().len(), 400 << 10);
}

#[derive(Debug, thiserror::Error)]
#[error("the step was saved by somebody else")]
struct Stale;

impl problem::Failure for Stale {
    fn kind(&self) -> problem::Kind {
        problem::Kind::PreconditionFailed
    }
    fn code(&self) -> &'static str {
        "STEP_VERSION_CONFLICT"
    }
    fn members(&self) -> serde_json::Map<String, serde_json::Value> {
        let data = json!({ "notes": "x".repeat(400 << 10) });
        [("current_version".to_owned(), json!(9)), ("current_data".to_owned(), data)].into_iter().collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manifest_at_hand_is_not_sent_again() {
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Member).await;
    gateway.script.on("GetManifest", |call| {
        let asked: bcm::GetManifestRequest = call.message();
        let not_modified = asked.if_none_match == "W/\"abc-1-stale\"";
        Ok(bcm::GetManifestResponse {
            manifest: if not_modified { Vec::new() } else { services::MANIFEST.as_bytes().to_vec() },
            etag: "W/\"abc-1-stale\"".to_owned(),
            freshness: bcm::Freshness::Stale.into(),
            not_modified,
            served_from: bcm::Tier::Tier1.into(),
        })
    });
    let ask = || gateway.get("/api/v1/context/manifest").by(&member.user);
    let first = ask().answer().await;
    first.ok(200);
    assert_eq!(first.bytes, services::MANIFEST.as_bytes());
    assert_eq!(first.header("etag"), "W/\"abc-1-stale\"");
    let again = ask().header("if-none-match", first.header("etag")).answer().await;
    again.ok(304);
    assert!(again.bytes.is_empty());
    assert_eq!((again.header("etag"), again.header("x-bcm-freshness")), ("W/\"abc-1-stale\"", "stale"));
    ask().header("if-none-match", "\"other\"").answer().await.ok(200);

    let query = gateway.get("/api/v1/context/manifest?tier=tier2&use_fallback=false").by(&member.user);
    query.answer().await.ok(200);
    let asked: bcm::GetManifestRequest = gateway.script.last("GetManifest").message();
    assert_eq!((asked.tier(), asked.use_fallback), (bcm::Tier::Tier2, false));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_step_description_is_public_and_cacheable() {
    let gateway = TestGateway::start().await;
    let first = gateway.get("/api/v1/onboarding/steps").answer().await;
    assert_eq!(first.ok(200)["version"], "v1");
    assert_eq!((first.header("etag"), first.header("cache-control")), ("\"v1\"", "public, max-age=60"));
    for tag in ["\"v1\"", "W/\"v1\"", "\"v0\", \"v1\"", "*"] {
        let again = gateway.get("/api/v1/onboarding/steps").header("if-none-match", tag).answer().await;
        again.ok(304);
        assert!(again.bytes.is_empty());
    }
    gateway.get("/api/v1/onboarding/steps").header("if-none-match", "\"v0\"").answer().await.ok(200);
    let plans = gateway.get("/api/payments/v2/plans").answer().await;
    plans.ok(200);
    assert_eq!(plans.header("cache-control"), "public, max-age=60");
}
