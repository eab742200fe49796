//! The API's description: what the operations say of themselves, and what holds for all of them.

use serde_json::{Map, Value, json};
use utoipa::openapi::OpenApi;

use super::{cookies, documents};

/// Method and path template of every documented operation.
pub struct Operations(pub Vec<(String, String)>);

const DESCRIPTION: &str = include_str!("description.md");

const TAGS: [(&str, &str); 12] = [
    ("Accounts", "Sign up, sign in, renew, sign out"),
    ("Sessions", "Signed-in devices and the state that a client starts from"),
    ("Passwords", "Recovery, change, confirmation of the mail address"),
    ("Profile", "The caller's profile and rights"),
    ("Workspaces", "Tenants"),
    ("Payments", "Plans and checkouts"),
    ("Billing", "Subscription, limits, payments made"),
    ("Onboarding", "The session with the 23 steps"),
    ("Steps", "Answers"),
    ("Assistance", "Suggested answers"),
    ("Context", "Manifests: read, rebuild, restore, export"),
    ("Health", "Whether parts work"),
];

/// Rights that are had in a workspace.
const IN_WORKSPACE: [&str; 3] = ["member", "manager", "ready"];
const METHODS: [&str; 5] = ["get", "put", "post", "patch", "delete"];

/// Completes what was collected from the operations.
pub fn complete(collected: &OpenApi) -> Value {
    let mut document = json!(collected);
    document["openapi"] = json!("3.1.0");
    document["info"] = json!({
        "title": "RaptorFlow API", "version": env!("CARGO_PKG_VERSION"), "description": DESCRIPTION,
    });
    document["servers"] = json!([{ "url": "/" }]);
    document["tags"] =
        TAGS.iter().map(|(name, about)| json!({ "name": name, "description": about })).collect();
    document["components"]["securitySchemes"] = json!({
        "session": { "type": "apiKey", "in": "cookie", "name": cookies::ACCESS },
        "refresh": { "type": "apiKey", "in": "cookie", "name": cookies::REFRESH },
        "bearer": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT" },
        "webhook": { "type": "apiKey", "in": "header", "name": "Authorization" },
    });
    document["components"]["responses"] = json!({ "Problem": {
        "description": "A problem document; `code` tells which",
        "headers": { "Retry-After": {
            "description": "Seconds to wait, where waiting helps", "schema": { "type": "integer" },
        }},
        "content": problem_content(),
    }});
    always_there(&mut document);
    if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
        schemas.extend(documents::schemas());
    }
    let paths = document["paths"].as_object_mut().into_iter().flatten();
    for (path, item) in paths {
        let methods = item.as_object_mut().into_iter().flatten();
        for (_, operation) in methods.filter(|(method, _)| METHODS.contains(&method.as_str())) {
            finish(path, operation);
        }
    }
    document
}

/// The operations of a description.
pub fn operations(document: &Value) -> Operations {
    let items = document["paths"].as_object().into_iter().flatten();
    let operations = items.flat_map(|(path, item)| {
        let methods = item.as_object().into_iter().flatten().map(|(method, _)| method);
        methods
            .filter(|method| METHODS.contains(&method.as_str()))
            .map(|method| (method.to_uppercase(), path.clone()))
    });
    Operations(operations.collect())
}

fn problem_content() -> Value {
    json!({ "application/problem+json": { "schema": { "$ref": "#/components/schemas/ProblemDocument" } } })
}

/// Says what an operation need not say because its security and body say it.
fn finish(path: &str, operation: &mut Value) {
    let rights = rights(operation);
    let mut codes = vec!["429", "503", "504"];
    if let Some(rights) = &rights {
        codes.extend(["401", "403"]);
        if rights.iter().any(|right| IN_WORKSPACE.contains(&right.as_str())) {
            codes.extend(["400", "404", "422"]);
            name_workspace(path, operation);
        }
    }
    if operation.get("requestBody").is_some() {
        codes.extend(["400", "413", "415", "422"]);
    }
    for parameter in operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
        left_out(&mut parameter["schema"]);
        if parameter["in"] == "query" {
            codes.push("422");
        }
    }
    let Some(responses) = operation["responses"].as_object_mut() else { return };
    for response in responses.values_mut() {
        as_problem(response);
    }
    for code in codes {
        responses.entry(code).or_insert_with(|| json!({ "$ref": "#/components/responses/Problem" }));
    }
}

/// Rights that a caller needs who must be signed in; None where nobody must.
fn rights(operation: &Value) -> Option<Vec<String>> {
    let requirements = operation.get("security")?.as_array()?;
    if requirements.iter().any(|requirement| requirement.as_object().is_some_and(Map::is_empty)) {
        return None;
    }
    let needed = requirements.iter().find_map(|requirement| requirement.get("bearer")?.as_array())?;
    Some(needed.iter().filter_map(|right| right.as_str().map(str::to_owned)).collect())
}

/// The parameters by which a request names its workspace, where the path does not name it.
fn name_workspace(path: &str, operation: &mut Value) {
    if path.contains("/workspaces/{id}") {
        return;
    }
    let mut named = vec![json!({
        "name": "X-Workspace-Id", "in": "header", "required": false,
        "description": "The workspace meant; needed when the caller has several and none is chosen",
        "schema": { "type": "string", "format": "uuid" },
    })];
    if path.starts_with("/api/v1/context/") {
        named.push(json!({
            "name": "workspace_id", "in": "query", "required": false,
            "description": "In place of the header; equal to it when both are given",
            "schema": { "type": "string", "format": "uuid" },
        }));
    }
    match operation.get_mut("parameters").and_then(Value::as_array_mut) {
        Some(parameters) => parameters.extend(named),
        None => operation["parameters"] = json!(named),
    }
}

/// A parameter that is not given is left out; there is no null in a header or a query.
fn left_out(schema: &mut Value) {
    let types = schema["type"].as_array();
    if let Some(only) = types.and_then(|types| types.iter().find(|name| *name != "null")).cloned() {
        schema["type"] = only;
    }
}

/// Answers always have every member, absent values being null; only in requests may members be left out.
fn always_there(document: &mut Value) {
    let mut asked = Vec::new();
    for item in document["paths"].as_object().into_iter().flat_map(Map::values) {
        for operation in item.as_object().into_iter().flat_map(Map::values) {
            references(&operation["requestBody"], &mut asked);
        }
    }
    let schemas = document["components"]["schemas"].as_object_mut().into_iter().flatten();
    for (_, schema) in schemas.filter(|(name, _)| !asked.contains(name)) {
        require_all(schema);
        let parts = schema.get_mut("allOf").and_then(Value::as_array_mut);
        parts.into_iter().flatten().for_each(require_all);
    }
}

fn require_all(schema: &mut Value) {
    let names = schema["properties"].as_object().map(|members| members.keys().cloned().collect::<Vec<_>>());
    if let Some(names) = names {
        schema["required"] = json!(names);
    }
}

/// Names of the schemas that a value refers to.
fn references(value: &Value, names: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            let name = members.get("$ref").and_then(|name| name.as_str()?.rsplit('/').next());
            names.extend(name.map(str::to_owned));
            members.values().for_each(|member| references(member, names));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, names)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A failure is a problem document, whatever its operation's macro assumed.
fn as_problem(response: &mut Value) {
    let schema = response.pointer("/content/application~1json/schema/$ref");
    if schema.and_then(Value::as_str) == Some("#/components/schemas/ProblemDocument") {
        response["content"] = problem_content();
    }
}
