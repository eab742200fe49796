//! Every documented operation, with what a good request to it has.

use primitives::{Role, WorkspaceId};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use testkit::TestMember;

use crate::{
    harness::{Sent as _, TestGateway},
    services::{SESSION, WORKSPACE},
};

pub struct Operation {
    pub id: String,
    pub method: Method,
    /// With ids filled in.
    pub path: String,
    pub template: String,
    /// Rights needed by somebody signed in; None where nobody must be.
    pub rights: Option<Vec<String>>,
    pub has_body: bool,
    pub description: Value,
}

pub fn document() -> Value {
    serde_json::from_str(&gateway::openapi()).unwrap()
}

pub fn all() -> Vec<Operation> {
    let document = document();
    let mut operations = Vec::new();
    for (template, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let security = operation["security"].as_array().cloned().unwrap_or_default();
            let open = security.iter().any(|requirement| requirement == &json!({}));
            let bearer = security.iter().find_map(|requirement| requirement["bearer"].as_array());
            let words =
                |words: &Vec<Value>| words.iter().map(|word| word.as_str().unwrap().to_owned()).collect();
            operations.push(Operation {
                id: operation["operationId"].as_str().unwrap().to_owned(),
                method: method.to_uppercase().parse().unwrap(),
                path: filled(template),
                template: template.clone(),
                rights: bearer.filter(|_| !open).map(words),
                has_body: operation.get("requestBody").is_some(),
                description: operation.clone(),
            });
        }
    }
    operations
}

fn filled(template: &str) -> String {
    template
        .replace("/workspaces/{id}", &format!("/workspaces/{WORKSPACE}"))
        .replace("{sid}", SESSION)
        .replace("{id}", SESSION)
        .replace("{n}", "5")
        .replace("{merchant_order_id}", "ORD20261120210000ABCDEF")
        .replace("{version}", "1.0.0")
}

/// A body that the operation takes.
pub fn good_body(id: &str) -> Option<Value> {
    let password = "correct horse battery staple";
    let body = match id {
        "sign_up" => {
            json!({ "email": "ada@example.com", "password": password, "full_name": "Ada", "delivery": "body" })
        }
        "log_in" => json!({ "email": "ada@example.com", "password": password, "delivery": "body" }),
        "refresh" => json!({ "refresh_token": "refresh" }),
        "update_me" => json!({ "full_name": "Ada", "preferences": { "theme": "dark" } }),
        "deactivate_me" => json!({ "confirmation": "delete my account", "password": password }),
        "update_workspace" => json!({ "name": "Acme" }),
        "delete_workspace" => json!({ "confirmation": "acme" }),
        "switch_workspace" => json!({ "workspace_id": WORKSPACE }),
        "forgot_password" => json!({ "email": "ada@example.com" }),
        "reset_password" => json!({ "token": "token", "password": password }),
        "verify_email" => json!({ "token": "token" }),
        "change_password" => json!({ "current": password, "new": password }),
        "initiate_payment" => json!({ "plan": "glide", "metadata": { "campaign": "launch" } }),
        "ingest_webhook" => json!({ "event": "checkout.order.completed", "payload": {} }),
        "create_session" => json!({ "client_name": "Acme" }),
        "save_step" => json!({ "data": { "core_deliverable": "x" }, "draft": true }),
        "patch_step" => json!({ "core_deliverable": "x" }),
        "complete_step" => json!({ "data": { "core_deliverable": "x" } }),
        "run_assist" => json!({ "engine": "deterministic" }),
        "decide_suggestion" => json!({ "decision": "accept" }),
        "finalize" | "rebuild" => json!({ "force": false }),
        "restore" => json!({ "version": "1.0.0" }),
        _ => return None,
    };
    Some(body)
}

impl Operation {
    pub fn needs_workspace(&self) -> bool {
        self.rights.iter().flatten().any(|right| right != "owner")
            || self.template.contains("/workspaces/{id}")
    }

    /// The request without a body and by nobody, with the headers that it must have.
    pub fn request(&self, gateway: &TestGateway) -> RequestBuilder {
        let mut request = gateway.request(self.method.clone(), &self.path);
        let key = uuid::Uuid::new_v4().to_string();
        for parameter in self.description["parameters"].as_array().into_iter().flatten() {
            match parameter["name"].as_str().unwrap() {
                "Idempotency-Key" => request = request.header("idempotency-key", &key),
                "If-Match" => request = request.header("if-match", "\"7\""),
                _ => {}
            }
        }
        if self.id == "ingest_webhook" { request.header("authorization", "abc") } else { request }
    }

    /// A request that is fine in every respect.
    pub fn good(&self, gateway: &TestGateway, member: &TestMember) -> RequestBuilder {
        let request = self.with_body(self.request(gateway), good_body(&self.id));
        if self.id == "ingest_webhook" { request } else { request.by(&member.user) }
    }

    pub fn with_body(&self, request: RequestBuilder, body: Option<Value>) -> RequestBuilder {
        match body {
            Some(body) => request.json(&body),
            None => request,
        }
    }
}

/// An owner of the workspace that the paths name.
pub async fn owner(gateway: &TestGateway) -> TestMember {
    let workspace = WorkspaceId(WORKSPACE.parse().unwrap());
    let member = TestMember { user: gateway.user().await, workspace, role: Role::Owner };
    gateway.join(&member.user, workspace, Role::Owner);
    member
}
