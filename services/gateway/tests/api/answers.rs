use contracts::onboarding::v1 as onboarding;
use serde_json::{Value, json};

use crate::{
    harness::{Sent as _, TestGateway},
    operations,
};

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_answers_as_it_is_described() {
    let gateway = TestGateway::start().await;
    let document = operations::document();
    for operation in operations::all() {
        let member = operations::owner(&gateway).await;
        let request = operation.good(&gateway, &member);
        let answer = operation.with_body(request, operations::good_body(&operation.id)).answer().await;
        let told = &operation.description["responses"][answer.status.to_string()];
        assert!(answer.status < 300, "{}: {} {}", operation.id, answer.status, answer.body);
        assert!(told.is_object(), "{} answered {}, which is not described", operation.id, answer.status);
        let media_type = answer.header("content-type").split(';').next().unwrap().to_owned();
        if answer.status == 204 {
            assert!(answer.bytes.is_empty(), "{}", operation.id);
            continue;
        }
        let schema = &told["content"][&media_type]["schema"];
        assert!(schema.is_object(), "{} answered with {media_type}, which is not described", operation.id);
        // A document that is passed on is as good as the script that made it up.
        let reference = schema["$ref"].as_str().unwrap_or_default();
        let passed_on =
            ["Manifest", "RebuiltManifest", "FinalizeResult", "KeySet", "StepsDescription", "Stats"];
        if !passed_on.iter().any(|name| reference.ends_with(&format!("/{name}"))) {
            fits(&document, schema, &answer.body, &operation.id);
        }
    }
}

/// Every member that a schema requires is there, every member that is there is described, and the types fit.
fn fits(document: &Value, schema: &Value, value: &Value, place: &str) {
    if let Some(reference) = schema["$ref"].as_str() {
        let schema = document.pointer(reference.trim_start_matches('#')).unwrap();
        return fits(document, schema, value, place);
    }
    for part in schema["allOf"].as_array().into_iter().flatten() {
        fits(document, part, value, place);
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let choice = choices.iter().find(|choice| (choice["type"] == "null") == value.is_null());
        return fits(document, choice.unwrap_or_else(|| panic!("{place}: {value}")), value, place);
    }
    let types = match &schema["type"] {
        Value::String(one) => vec![one.as_str()],
        Value::Array(several) => several.iter().map(|name| name.as_str().unwrap()).collect(),
        _ => return,
    };
    let fitting = types.iter().any(|name| match *name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "null" => value.is_null(),
        other => panic!("{place}: {other}"),
    });
    assert!(fitting, "{place} is {value}, described as {types:?}");
    if let (Some(words), false) = (schema["enum"].as_array(), value.is_null()) {
        assert!(words.contains(value), "{place} is {value}, described as one of {words:?}");
    }
    for name in schema["required"].as_array().into_iter().flatten() {
        assert!(value.get(name.as_str().unwrap()).is_some(), "{place} lacks {name}: {value}");
    }
    for (name, member) in schema["properties"].as_object().into_iter().flatten() {
        if let Some(value) = value.get(name) {
            fits(document, member, value, &format!("{place}/{name}"));
        }
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        fits(document, &schema["items"], item, &format!("{place}/{index}"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn times_have_milliseconds_and_money_is_paise() {
    let gateway = TestGateway::start().await;
    let member = operations::owner(&gateway).await;
    let status = "/api/payments/v2/status/ORD20261120210000ABCDEF";
    let payment = gateway.get(status).by(&member.user).answer().await;
    assert_eq!(payment.ok(200)["expires_at"], "2027-01-15T08:30:00.123Z");
    assert_eq!(
        (&payment.body["amount_paise"], &payment.body["next_poll_ms"]),
        (&json!(700_000), &json!(3000))
    );
    assert_eq!((&payment.body["status"], &payment.body["review"]), (&json!("pending"), &json!(false)));
    assert_eq!(payment.body["subscription"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_comes_with_its_steps_and_progress() {
    let gateway = TestGateway::start().await;
    let member = operations::owner(&gateway).await;
    let current = gateway.get("/api/v1/onboarding/current").by(&member.user).answer().await;
    assert_eq!(current.ok(200)["progress"]["percentage"], 17.39);
    assert_eq!(current.body["current_step"], 5);
    let step = &current.body["steps"][0];
    assert_eq!(
        (&step["n"], &step["version"], &step["status"]),
        (&json!(5), &json!(7), &json!("in_progress"))
    );
    assert_eq!((&step["draft"], &step["submitted"]), (&json!({ "core_deliverable": "x" }), &Value::Null));
    let summary = format!("/api/v1/onboarding/{}/summary", crate::services::SESSION);
    let summary = gateway.get(&summary).by(&member.user).answer().await;
    assert_eq!(summary.ok(200)["issues"][0]["issues"][0]["pointer"], "/solution");
    assert_eq!(summary.body["session_id"], crate::services::SESSION);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_shows_the_manifest_or_null_and_what_is_missing() {
    let gateway = TestGateway::start().await;
    let member = operations::owner(&gateway).await;
    let path = format!("/api/v1/onboarding/{}/preview", crate::services::SESSION);
    let preview = gateway.get(&path).by(&member.user).answer().await;
    assert_eq!(preview.ok(200)["manifest"]["foundation"]["company"]["name"], "Acme");
    assert_eq!(preview.body["missing"][0]["fields"], json!(["/channels"]));
    let missing = onboarding::MissingStep { n: 1, ..onboarding::MissingStep::default() };
    let too_little = onboarding::PreviewManifestResponse { preview: None, missing: vec![missing] };
    gateway.script.always("PreviewManifest", too_little);
    let preview = gateway.get(&path).by(&member.user).answer().await;
    for absent in ["manifest", "token_count", "token_budget", "compression_level"] {
        assert!(preview.ok(200)[absent].is_null(), "{absent}");
    }
    assert_eq!((&preview.body["dropped"], &preview.body["missing"][0]["n"]), (&json!([]), &json!(1)));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_is_a_file() {
    let gateway = TestGateway::start().await;
    gateway.script.on("Export", |call| {
        let asked: contracts::bcm::v1::ExportRequest = call.message();
        let markdown = asked.format() == contracts::bcm::v1::ExportFormat::Markdown;
        Ok(contracts::bcm::v1::ExportResponse {
            file_name: format!(
                "bcm_{}_20261120_210000.{}",
                asked.workspace_slug,
                if markdown { "md" } else { "json" }
            ),
            content_type: if markdown { "text/markdown; charset=utf-8" } else { "application/json" }
                .to_owned(),
            content: b"# Acme".to_vec(),
        })
    });
    let member = operations::owner(&gateway).await;
    let by_query = gateway.get("/api/v1/context/export?format=markdown").by(&member.user).answer().await;
    by_query.ok(200);
    assert_eq!(
        by_query.header("content-disposition"),
        "attachment; filename=\"bcm_acme_20261120_210000.md\""
    );
    assert_eq!(by_query.header("content-type"), "text/markdown; charset=utf-8");
    assert_eq!(by_query.bytes, b"# Acme");
    let by_body =
        gateway.post("/api/v1/context/export").by(&member.user).json(&json!({ "format": "markdown" }));
    assert_eq!(by_body.answer().await.header("content-disposition"), by_query.header("content-disposition"));
    let plain = gateway.post("/api/v1/context/export").by(&member.user).answer().await;
    assert!(plain.header("content-disposition").ends_with(".json\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn use_of_the_api_by_programs_is_counted_per_workspace() {
    let gateway = TestGateway::start().await;
    let member = operations::owner(&gateway).await;
    for _ in 0..3 {
        gateway.get("/api/v1/onboarding/current").by(&member.user).answer().await.ok(200);
        gateway.get("/api/v1/onboarding/current").by_cookie(&member.user).answer().await.ok(200);
    }
    let usage = gateway.get("/api/v1/auth/me/usage").by_cookie(&member.user).answer().await;
    assert_eq!(usage.ok(200)["usage"]["api_calls_per_hour"], 3);
    assert_eq!(usage.body["limits"]["api_calls_per_hour"], 500);
}

#[tokio::test(flavor = "multi_thread")]
async fn uses_by_programs_are_added_up_by_themselves_and_at_the_end() {
    let gateway = TestGateway::start().await;
    let member = operations::owner(&gateway).await;
    let mut keys = gateway.redis.connection().await;
    let mut counted = async |number: Option<u64>| {
        let key = format!("{}gw:rate:api_calls:{{{}}}", gateway.redis.prefix(), member.workspace);
        testkit::eventually("the calls are counted", async || {
            let mut read = deadpool_redis::redis::cmd("GET");
            let count: Option<u64> = read.arg(&key).query_async(&mut keys).await.unwrap();
            (count == number).then_some(())
        })
        .await;
        let left: i64 = deadpool_redis::redis::cmd("TTL").arg(&key).query_async(&mut keys).await.unwrap();
        assert!((3500..=3600).contains(&left), "{left} s");
    };
    let call = async || {
        gateway.get("/api/v1/onboarding/current").by(&member.user).answer().await.ok(200);
    };
    call().await;
    call().await;
    counted(Some(2)).await;
    call().await;
    gateway.runtime.drain().await;
    counted(Some(3)).await;
}
