use reqwest::RequestBuilder;
use serde_json::{Map, Value, json};
use testkit::TestMember;

use crate::{
    harness::{Answer, Sent as _, TestGateway},
    operations::{self, Operation, good_body},
    services,
};

/// Operations whose body is read here; the webhook's goes to payments as it is.
fn with_bodies() -> impl Iterator<Item = Operation> {
    operations::all().into_iter().filter(|operation| operation.has_body && operation.id != "ingest_webhook")
}

struct Door {
    gateway: TestGateway,
}

impl Door {
    async fn open() -> Self {
        Self { gateway: TestGateway::start().await }
    }

    /// Somebody fresh, who runs into no limit.
    async fn owner(&self) -> TestMember {
        operations::owner(&self.gateway).await
    }

    async fn request(&self, operation: &Operation) -> RequestBuilder {
        let request = operation.request(&self.gateway);
        if operation.rights.is_some() { request.by(&self.owner().await.user) } else { request }
    }

    async fn send(
        &self,
        operation: &Operation,
        content_type: &str,
        body: impl Into<reqwest::Body>,
    ) -> Answer {
        self.request(operation).await.header("content-type", content_type).body(body).answer().await
    }
}

/// The names of the calls that change something.
const WRITES: [&str; 21] = [
    "SignUp",
    "LogIn",
    "RefreshSession",
    "UpdateMe",
    "DeactivateMe",
    "UpdateWorkspace",
    "DeleteWorkspace",
    "SwitchWorkspace",
    "ForgotPassword",
    "ResetPassword",
    "ChangePassword",
    "VerifyEmail",
    "Initiate",
    "CreateSession",
    "SaveStep",
    "PatchStep",
    "CompleteStep",
    "RunAssist",
    "DecideSuggestion",
    "Rebuild",
    "Restore",
];

#[track_caller]
fn nothing_was_asked(gateway: &TestGateway) {
    for method in WRITES.iter().chain(&["Finalize"]) {
        assert!(gateway.script.received(method).is_empty(), "{method} was called");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_json_is_refused_by_every_operation() {
    let door = Door::open().await;
    let deep = format!("{}{}", "{\"a\":".repeat(100), "1").into_bytes();
    let bodies: [(&str, Vec<u8>); 8] = [
        ("half", b"{\"email\": ".to_vec()),
        ("words", b"email=ada".to_vec()),
        ("two documents", b"{}{}".to_vec()),
        ("invalid UTF-8", b"{\"a\": \"\xff\xfe\"}".to_vec()),
        ("half a surrogate", b"{\"a\": \"\\ud800\"}".to_vec()),
        ("a member twice", b"{\"data\": {\"x\": [{\"y\": 1, \"y\": 2}]}}".to_vec()),
        ("too deep", deep),
        ("nothing, but said to be JSON", Vec::new()),
    ];
    for operation in with_bodies() {
        for (what, body) in &bodies {
            let answer = door.send(&operation, "application/json", body.clone()).await;
            assert_eq!((answer.status, answer.code()), (400, "BAD_REQUEST"), "{} with {what}", operation.id);
            answer.refused(400, "BAD_REQUEST");
        }
    }
    nothing_was_asked(&door.gateway);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_given_twice_is_named() {
    let door = Door::open().await;
    let body = r#"{"email": "a@b.in", "password": "x", "email": "c@d.in"}"#;
    let answer =
        door.gateway.post("/api/v1/auth/login").header("content-type", "application/json").body(body);
    let answer = answer.answer().await;
    answer.refused(400, "BAD_REQUEST");
    assert_eq!(answer.body["errors"][0]["pointer"], "/email");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_no_object_or_holds_nul_is_refused_by_every_operation() {
    let door = Door::open().await;
    for operation in with_bodies() {
        for body in ["[]", "null", "\"x\"", "1", "true"] {
            let answer = door.send(&operation, "application/json", body).await;
            assert_eq!(
                (answer.status, answer.code()),
                (422, "VALIDATION_ERROR"),
                "{} with {body}",
                operation.id
            );
            assert_eq!(answer.body["errors"][0]["code"], "WRONG_TYPE");
        }
        let answer = door.send(&operation, "application/json", "{\"a\": {\"b\": [\"x\\u0000\"]}}").await;
        answer.refused(422, "VALIDATION_ERROR");
        assert_eq!(answer.body["errors"][0]["pointer"], "/a/b/0", "{}", operation.id);
        assert_eq!(answer.body["errors"][0]["code"], "INVALID_CHARACTER");
    }
    nothing_was_asked(&door.gateway);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_media_type_is_refused_by_every_operation() {
    let door = Door::open().await;
    for operation in with_bodies() {
        let body = good_body(&operation.id).unwrap().to_string();
        for media_type in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/xml",
            "application/json; charset=utf-16",
            "nonsense",
        ] {
            let answer = door.send(&operation, media_type, body.clone()).await;
            assert_eq!(
                (answer.status, answer.code()),
                (415, "UNSUPPORTED_MEDIA_TYPE"),
                "{} with {media_type}",
                operation.id
            );
        }
        let packed = door.request(&operation).await.header("content-encoding", "gzip");
        let packed = packed.header("content-type", "application/json").body(body).answer().await;
        packed.refused(415, "UNSUPPORTED_MEDIA_TYPE");
    }
    nothing_was_asked(&door.gateway);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_over_a_megabyte_is_refused_by_every_operation() {
    let door = Door::open().await;
    let large = json!({ "a": "x".repeat(1 << 20) }).to_string();
    for operation in with_bodies() {
        let answer = door.send(&operation, "application/json", large.clone()).await;
        answer.refused(413, "PAYLOAD_TOO_LARGE");
    }
    // Without a length told in advance it is noticed on the way.
    let chunks = futures::stream::iter(vec![Ok::<_, std::io::Error>(large)]);
    let body = reqwest::Body::wrap_stream(chunks);
    let login = door.gateway.post("/api/v1/auth/login").header("content-type", "application/json").body(body);
    login.answer().await.refused(413, "PAYLOAD_TOO_LARGE");
    nothing_was_asked(&door.gateway);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_member_that_must_be_there_is_missed_by_name() {
    let door = Door::open().await;
    let document = operations::document();
    let mut missed = 0;
    for operation in with_bodies() {
        let required = required(&document, &operation);
        if required.is_empty() {
            continue;
        }
        for body in ["{}".to_owned(), nulls(&required)] {
            let answer = door.send(&operation, "application/json", body).await;
            answer.refused(422, "VALIDATION_ERROR");
            let mut told: Vec<_> = errors(&answer);
            told.sort();
            let mut wanted: Vec<_> =
                required.iter().map(|name| (format!("/{name}"), "REQUIRED".to_owned())).collect();
            wanted.sort();
            assert_eq!(told, wanted, "{}", operation.id);
        }
        missed += required.len();
    }
    assert!(missed > 10, "only {missed}");
    nothing_was_asked(&door.gateway);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_of_another_type_is_named() {
    let door = Door::open().await;
    let mut tried = 0;
    for operation in with_bodies().filter(|operation| operation.id != "patch_step") {
        let good = good_body(&operation.id).unwrap();
        for name in good.as_object().unwrap().keys() {
            // What stands in a document is the business of whoever stores it.
            let document = ["data", "preferences", "settings"].contains(&name.as_str());
            for wrong in [json!(17), json!(["x"]), json!({ "a": 1 })] {
                if document && wrong.is_object() {
                    continue;
                }
                let mut body = good.clone();
                body[name] = wrong.clone();
                let answer = door.send(&operation, "application/json", body.to_string()).await;
                assert_eq!(answer.status, 422, "{} with {name} = {wrong}", operation.id);
                let (pointer, code) = errors(&answer).remove(0);
                assert!(
                    pointer.starts_with(&format!("/{name}")),
                    "{} told {pointer} for {name}",
                    operation.id
                );
                let codes = if wrong.is_object() { ["WRONG_TYPE", "NOT_IN_ENUM"] } else { ["WRONG_TYPE"; 2] };
                assert!(codes.contains(&code.as_str()), "{} with {name} = {wrong}: {code}", operation.id);
                tried += 1;
            }
        }
    }
    assert!(tried > 60, "only {tried}");
    nothing_was_asked(&door.gateway);
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_are_not_known_are_named() {
    let door = Door::open().await;
    for (id, member) in [("log_in", "delivery"), ("run_assist", "engine"), ("decide_suggestion", "decision")]
    {
        let operation = with_bodies().find(|operation| operation.id == id).unwrap();
        let mut body = good_body(id).unwrap();
        body[member] = json!("DROP TABLE");
        let answer = door.send(&operation, "application/json", body.to_string()).await;
        answer.refused(422, "VALIDATION_ERROR");
        assert_eq!(errors(&answer), [(format!("/{member}"), "NOT_IN_ENUM".to_owned())]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_members_are_ignored_and_told_where_there_are_warnings() {
    let door = Door::open().await;
    for operation in with_bodies() {
        let mut body = good_body(&operation.id).unwrap();
        if operation.id == "patch_step" {
            continue;
        }
        body["surprise"] = json!({ "deep": [1, 2] });
        let answer = door.send(&operation, "application/json", body.to_string()).await;
        assert!(answer.status < 300, "{}: {}", operation.id, answer.body);
        if let Some(warnings) = answer.body["warnings"].as_array() {
            assert_eq!(warnings[0]["pointer"], "/surprise", "{}", operation.id);
            assert_eq!(warnings[0]["code"], "UNKNOWN_FIELD");
        }
    }
    let answer = door.send(&named("save_step"), "application/json", r#"{"data": {}, "x": 1}"#).await;
    assert_eq!(answer.ok(200)["warnings"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn step_documents_pass_through_byte_for_byte() {
    let door = Door::open().await;
    let data = r#"{ "b" : 1.50, "a":"नमस्ते \u0928", "big": 12345678901234567890123, "list":[ ] }"#;
    let body = format!(r#"{{"draft":false,"data":{data}}}"#);
    door.send(&named("save_step"), "application/json", body).await.ok(200);
    let sent: contracts::onboarding::v1::SaveStepRequest = door.gateway.script.last("SaveStep").message();
    assert_eq!(String::from_utf8(sent.data).unwrap(), data);
    assert_eq!((sent.draft, sent.expected_version, sent.n), (false, 7, 5));
    door.send(&named("patch_step"), "application/merge-patch+json", data).await.ok(200);
    let sent: contracts::onboarding::v1::PatchStepRequest = door.gateway.script.last("PatchStep").message();
    assert_eq!(String::from_utf8(sent.patch).unwrap(), data);
    door.send(&named("patch_step"), "application/json", data).await.ok(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_may_be_left_out_may_be_left_out() {
    let door = Door::open().await;
    for id in ["create_session", "complete_step", "run_assist", "finalize", "rebuild"] {
        let answer = door.request(&named(id)).await.answer().await;
        assert!(answer.status < 300, "{id}: {}", answer.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn queries_are_read_strictly() {
    let door = Door::open().await;
    for (path, name, code) in [
        ("/api/v1/context/history?limit=0", "limit", "OUT_OF_RANGE"),
        ("/api/v1/context/history?limit=101", "limit", "OUT_OF_RANGE"),
        ("/api/v1/context/history?limit=ten", "limit", "WRONG_TYPE"),
        ("/api/v1/context/history?limit=1&limit=2", "limit", "DUPLICATE"),
        ("/api/v1/context/manifest?tier=tier7", "tier", "NOT_IN_ENUM"),
        ("/api/v1/context/manifest?use_fallback=perhaps", "use_fallback", "NOT_IN_ENUM"),
        ("/api/v1/context/export?format=pdf", "format", "NOT_IN_ENUM"),
        ("/api/payments/v2/transactions?limit=-1", "limit", "WRONG_TYPE"),
        ("/api/payments/v2/transactions?cursor=%00", "cursor", "INVALID_CHARACTER"),
        ("/api/v1/auth/me/billing?limit=1000", "limit", "OUT_OF_RANGE"),
    ] {
        let answer = door.gateway.get(path).by(&door.owner().await.user).answer().await;
        answer.refused(422, "VALIDATION_ERROR");
        assert_eq!(errors(&answer), [(name.to_owned(), code.to_owned())], "{path}");
    }
    let long = format!("/api/payments/v2/transactions?cursor={}", "x".repeat(600));
    door.gateway.get(&long).by(&door.owner().await.user).answer().await.refused(422, "VALIDATION_ERROR");
    let odd = "/api/v1/context/history?%ff=%fe&&=&limit=5&unknown=1";
    door.gateway.get(odd).by(&door.owner().await.user).answer().await.ok(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_id_that_no_order_can_have_is_not_found() {
    let door = Door::open().await;
    let not_found =
        problem::Refusal::new(problem::Kind::NotFound, "no such order").with_code("TRANSACTION_NOT_FOUND");
    door.gateway.script.refuse("GetStatus", not_found);
    for id in ["%00", "..%2f..", "a%20b", &"x".repeat(200), "%27%20OR%201=1"] {
        let status = door.gateway.get(&format!("/api/payments/v2/status/{id}"));
        status.by(&door.owner().await.user).answer().await.refused(404, "TRANSACTION_NOT_FOUND");
        let asked: contracts::payments::v1::GetStatusRequest =
            door.gateway.script.last("GetStatus").message();
        assert_eq!(asked.merchant_order_id, "none", "{id}");
    }
    assert_eq!(services::checkout().unwrap().merchant_order_id.len(), 23);
}

fn named(id: &str) -> Operation {
    with_bodies().find(|operation| operation.id == id).unwrap()
}

fn errors(answer: &Answer) -> Vec<(String, String)> {
    let errors = answer.body["errors"].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    errors.iter().map(|error| (text(&error["pointer"]), text(&error["code"]))).collect()
}

fn required(document: &Value, operation: &Operation) -> Vec<String> {
    let contents = operation.description["requestBody"]["content"].as_object().unwrap();
    let schema = &contents.values().next().unwrap()["schema"];
    let name = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next());
    let Some(name) = name else { return Vec::new() };
    let required =
        document["components"]["schemas"][name]["required"].as_array().cloned().unwrap_or_default();
    required.iter().map(|name| name.as_str().unwrap().to_owned()).collect()
}

fn nulls(names: &[String]) -> String {
    let members: Map<String, Value> = names.iter().map(|name| (name.clone(), Value::Null)).collect();
    Value::Object(members).to_string()
}
