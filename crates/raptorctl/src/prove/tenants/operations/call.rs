//! One request.

use anyhow::{Result, bail};
use reqwest::RequestBuilder;
use reqwest::header::CONTENT_TYPE;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use uuid::Uuid;

use super::super::api::Api;
use super::super::cast::Target;
use super::document::Operation;
use super::rules::Rule;

/// An operation with every id that it takes.
#[derive(Clone, Copy)]
pub struct Call<'a> {
    pub operation: &'a Operation,
    pub rule: &'a Rule,
    /// Whose ids stand in path, query and body.
    pub target: &'a Target,
    /// The workspace in the header.
    pub named: Uuid,
}

impl Call<'_> {
    pub fn request(&self, api: &Api, token: Option<&SecretString>) -> Result<RequestBuilder> {
        let Self { operation, target, .. } = self;
        let mut request = api.request(operation.method.clone(), &self.path()?);
        if let Some(token) = token {
            request = request.bearer_auth(token.expose_secret());
        }
        if operation.takes("workspace_id") {
            request = request.query(&[("workspace_id", target.workspace.to_string())]);
        }
        if operation.takes("X-Workspace-Id") {
            request = request.header("X-Workspace-Id", self.named.to_string());
        }
        if operation.takes("Idempotency-Key") {
            request = request.header("Idempotency-Key", Uuid::now_v7().simple().to_string());
        }
        if operation.takes("If-Match") {
            request = request.header("If-Match", format!("\"{}\"", target.step_version));
        }
        match ((self.rule.body)(target), &operation.media_type) {
            (Value::Null, _) => Ok(request),
            (body, Some(media_type)) => Ok(request.header(CONTENT_TYPE, media_type).body(body.to_string())),
            (_, None) => bail!("{} takes no body", operation.id),
        }
    }

    fn path(&self) -> Result<String> {
        let mut before = "";
        let mut path = String::new();
        for part in self.operation.path.split('/').skip(1) {
            path.push('/');
            match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
                Some(name) => path.push_str(&self.value(before, name)?),
                None => path.push_str(part),
            }
            before = part;
        }
        Ok(path)
    }

    /// The value of a name in the path, which stands behind the word `before`.
    fn value(&self, before: &str, name: &str) -> Result<String> {
        let target = self.target;
        Ok(match (before, name) {
            ("workspaces", "id") => target.workspace.to_string(),
            ("sessions", "id") => target.session.to_string(),
            ("suggestions", "id") => target.suggestion.to_string(),
            (_, "sid") => target.onboarding.to_string(),
            (_, "n") => self.rule.step(target).to_string(),
            (_, "merchant_order_id") => target.order.clone(),
            (_, "version") => target.version.clone(),
            _ => bail!("nothing is known to put in place of {{{name}}} in {}", self.operation.path),
        })
    }
}
