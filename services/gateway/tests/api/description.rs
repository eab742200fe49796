use std::{collections::BTreeSet, env, fs, path::PathBuf};

use serde_json::Value;

use crate::{
    harness::{Sent as _, TestGateway},
    operations,
};

fn checked_in() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("openapi.json")
}

/// `WRITE_OPENAPI=1 cargo nextest run --workspace --test gateway_api the_checked_in` rewrites the file.
#[test]
fn the_checked_in_description_is_that_of_the_code() {
    let made = gateway::openapi();
    if env::var_os("WRITE_OPENAPI").is_some() {
        fs::write(checked_in(), &made).unwrap();
    }
    let stored = fs::read_to_string(checked_in()).unwrap_or_default();
    assert!(stored == made, "openapi.json is out of date: run this test with WRITE_OPENAPI=1");
}

#[test]
fn the_description_is_complete() {
    let document = operations::document();
    assert_eq!(document["openapi"], "3.1.0");
    let mut ids = BTreeSet::new();
    for operation in operations::all() {
        assert!(ids.insert(operation.id.clone()), "{} is there twice", operation.id);
        let described = &operation.description;
        assert!(described["summary"].as_str().is_some_and(|summary| !summary.is_empty()), "{}", operation.id);
        assert!(
            !described["summary"].as_str().unwrap().contains('`'),
            "{} has markup in its title",
            operation.id
        );
        let parameters = described["parameters"].as_array().into_iter().flatten();
        let by_query = parameters.filter(|parameter| parameter["in"] == "query").count() > 0;
        assert!(!by_query || described["responses"]["422"].is_object(), "{}", operation.id);
        assert!(described["tags"].as_array().is_some_and(|tags| tags.len() == 1), "{}", operation.id);
        let responses = described["responses"].as_object().unwrap();
        assert!(responses.keys().any(|status| status.starts_with('2')), "{}", operation.id);
        assert!(responses.contains_key("429"), "{}", operation.id);
        assert!(operation.rights.is_none() || responses.contains_key("403"), "{}", operation.id);
        for (status, response) in responses.iter().filter(|(status, _)| status.as_str() >= "400") {
            let reference = response["$ref"].as_str().or_else(|| {
                response.pointer("/content/application~1problem+json/schema/$ref").and_then(Value::as_str)
            });
            assert!(reference.is_some_and(|name| name.contains("Problem")), "{} {status}", operation.id);
        }
        for parameter in operation.template.split('{').skip(1).map(|rest| rest.split('}').next().unwrap()) {
            let parameters = described["parameters"].as_array().unwrap();
            assert!(
                parameters.iter().any(|known| known["name"] == parameter),
                "{} {parameter}",
                operation.id
            );
        }
    }
    for reference in references(&document) {
        assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference} leads nowhere");
    }
}

fn references(value: &Value) -> Vec<String> {
    match value {
        Value::Object(members) => {
            let own = members.get("$ref").and_then(Value::as_str).map(str::to_owned);
            own.into_iter().chain(members.values().flat_map(references)).collect()
        }
        Value::Array(items) => items.iter().flat_map(references).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_description_is_served_and_leads_nowhere_that_is_not_there() {
    let gateway = TestGateway::start().await;
    let served = gateway.get("/api/openapi.json").answer().await;
    assert_eq!(served.ok(200), &operations::document());
    assert_eq!(served.bytes, fs::read(checked_in()).unwrap());
    let again =
        gateway.get("/api/openapi.json").header("if-none-match", served.header("etag")).answer().await;
    again.ok(304);
    for operation in operations::all() {
        let answer = operation.request(&gateway).answer().await;
        assert_ne!(answer.code(), "NOT_FOUND", "{} {}", operation.method, operation.path);
        assert_ne!(answer.status, 405, "{} {}", operation.method, operation.path);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_to_browse_loads_nothing_from_elsewhere() {
    let gateway = TestGateway::start().await;
    let redirect = gateway.get("/api/docs").answer().await;
    redirect.ok(308);
    assert_eq!(redirect.header("location"), "/api/docs/");
    let page = gateway.get("/api/docs/").answer().await;
    page.ok(200);
    assert!(page.header("content-type").starts_with("text/html"));
    let policy = page.header("content-security-policy");
    assert!(policy.contains("script-src 'self';") && policy.contains("default-src 'none'"), "{policy}");
    let html = String::from_utf8(page.bytes.clone()).unwrap();
    assert!(!html.contains("http://") && !html.contains("https://"), "{html}");
    let mut loaded = 0;
    for link in html
        .split(['"', '\''])
        .filter(|part| part.ends_with(".js") || part.ends_with(".css") || part.ends_with(".png"))
    {
        gateway.get(&format!("/api/docs/{}", link.trim_start_matches("./"))).answer().await.ok(200);
        loaded += 1;
    }
    assert!(loaded >= 4, "the page loads {loaded} files: {html}");
    let start = gateway.get("/api/docs/swagger-initializer.js").answer().await;
    start.ok(200);
    assert!(String::from_utf8_lossy(&start.bytes).contains("/api/openapi.json"));
    gateway.get("/api/docs/nothing.js").answer().await.refused(404, "NOT_FOUND");
    gateway.get("/api/docs/..%2f..%2fetc/passwd").answer().await.refused(404, "NOT_FOUND");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_schema_of_the_business_context_is_public_and_may_be_kept() {
    let gateway = TestGateway::start().await;
    let path = "/api/schemas/business-context-2.0.json";
    let schema = gateway.get(path).answer().await;
    assert_eq!(schema.ok(200)["properties"]["version"]["const"], "2.0");
    assert_eq!(schema.header("content-type"), "application/schema+json");
    assert!(schema.header("cache-control").starts_with("public, max-age="));
    gateway.get(path).header("if-none-match", schema.header("etag")).answer().await.ok(304);
}

/// The members that a client has of a schema, with what it is made of put together.
fn members(document: &Value, name: &str) -> BTreeSet<String> {
    let schema = &document["components"]["schemas"][name];
    let own = schema["properties"].as_object().into_iter().flat_map(|members| members.keys().cloned());
    let parts = schema["allOf"].as_array().into_iter().flatten().flat_map(|part| {
        let named = part["$ref"].as_str().and_then(|name| name.rsplit('/').next());
        let members = part["properties"].as_object().into_iter().flat_map(|members| members.keys().cloned());
        named.map(|name| self::members(document, name)).unwrap_or_default().into_iter().chain(members)
    });
    own.chain(parts.collect::<Vec<_>>()).collect()
}

#[test]
fn a_client_made_from_the_description_can_render_every_step() {
    let document = operations::document();
    let field = members(&document, "StepField");
    for name in [
        "name",
        "pointer",
        "type",
        "label",
        "required",
        "help",
        "group",
        "min_length",
        "max_length",
        "minimum",
        "maximum",
        "decimal_places",
        "min_items",
        "max_items",
        "choices",
        "accepted_words",
        "default",
        "default_from",
        "default_now",
        "read_only",
        "assigned",
        "must_be",
        "required_when",
        "at_most",
        "unique_by",
        "reference",
        "fields",
        "item",
    ] {
        assert!(field.contains(name), "{name}");
    }
    let value = &document["components"]["schemas"]["StepValue"]["properties"];
    assert_eq!(value["fields"]["items"]["$ref"], "#/components/schemas/StepField");
    assert_eq!(value["item"]["allOf"][0]["$ref"], "#/components/schemas/StepValue");
    let status = &document["components"]["schemas"]["SuggestionStatus"]["enum"];
    assert_eq!(*status, serde_json::json!(["proposed", "accepted", "edited", "rejected", "superseded"]));
    assert!(members(&document, "Provenance").contains("confidence"));
    assert!(members(&document, "RebuiltManifest").contains("checksum"));
}
