//! What the OpenAPI document says of itself.

use anyhow::{Context, Result};
use reqwest::Method;
use serde_json::{Value, json};

use super::super::api::{Answer, Api};
use super::rules::Access;

#[derive(Debug)]
pub struct Operation {
    pub id: String,
    pub method: Method,
    /// With names in braces.
    pub path: String,
    /// Names of query and header parameters.
    pub parameters: Vec<String>,
    /// Of the body, where there can be one.
    pub media_type: Option<String>,
    pub access: Access,
}

impl Operation {
    pub fn takes(&self, parameter: &str) -> bool {
        self.parameters.iter().any(|name| name == parameter)
    }

    /// Whether it changes a step from a version on.
    pub fn needs_version(&self) -> bool {
        self.takes("If-Match")
    }
}

/// The operations of the document that the gateway publishes.
pub async fn operations(api: &Api) -> Result<Vec<Operation>> {
    let document = Answer::to(api.request(Method::GET, "/api/openapi.json")).await?.success()?;
    let paths = document["paths"].as_object().context("the document has no paths")?;
    let mut operations = Vec::new();
    for (path, item) in paths {
        for (method, described) in item.as_object().into_iter().flatten() {
            operations.push(operation(path, method, described)?);
        }
    }
    Ok(operations)
}

fn operation(path: &str, method: &str, described: &Value) -> Result<Operation> {
    let parameters = described["parameters"].as_array().into_iter().flatten();
    let names = parameters.filter(|parameter| parameter["in"] != "path").map(|parameter| {
        parameter["name"].as_str().map(str::to_owned).with_context(|| format!("{path}: a nameless parameter"))
    });
    let bodies = described["requestBody"]["content"].as_object();
    Ok(Operation {
        id: described["operationId"].as_str().context("an operation without a name")?.to_owned(),
        method: method.to_uppercase().parse()?,
        path: path.to_owned(),
        parameters: names.collect::<Result<_>>()?,
        media_type: bodies.and_then(|bodies| bodies.keys().next().cloned()),
        access: access(described),
    })
}

/// Whom the description lets in with a token.
fn access(described: &Value) -> Access {
    let requirements = described["security"].as_array().map_or(&[][..], Vec::as_slice);
    let open = requirements.contains(&json!({}));
    let rights = requirements.iter().find_map(|requirement| requirement["bearer"].as_array());
    let Some(rights) = rights.filter(|_| !open) else { return Access::Public };
    let has = |right: &str| rights.iter().any(|word| word == right);
    match rights.as_slice() {
        [] => Access::SignedIn,
        _ if has("owner") => Access::Owner,
        _ if has("manager") => Access::Manager,
        _ => Access::Member,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_right_counts_and_no_requirement_is_open_to_all() {
        let said = |security: Value| access(&json!({ "security": security }));
        assert_eq!(access(&json!({})), Access::Public);
        assert_eq!(said(json!([{}, { "bearer": [] }])), Access::Public);
        assert_eq!(said(json!([{ "webhook": [] }])), Access::Public);
        assert_eq!(said(json!([{ "session": [] }, { "bearer": [] }])), Access::SignedIn);
        assert_eq!(said(json!([{ "bearer": ["ready"] }])), Access::Member);
        assert_eq!(said(json!([{ "bearer": ["ready", "manager"] }])), Access::Manager);
        assert_eq!(said(json!([{ "bearer": ["owner"] }])), Access::Owner);
    }
}
