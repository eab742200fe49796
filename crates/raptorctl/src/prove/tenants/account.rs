//! Somebody who is signed in.

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use primitives::{SessionId, UserId, WorkspaceId};
use reqwest::{Method, RequestBuilder};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use super::api::{Answer, Api};
use crate::secrets;

#[derive(Debug, Clone)]
pub struct Account {
    pub api: Api,
    pub email: String,
    pub password: String,
    pub user: UserId,
    /// The one of their own.
    pub workspace: WorkspaceId,
    pub session: SessionId,
    pub token: SecretString,
}

impl Account {
    /// A new account with a workspace of its own.
    pub async fn sign_up(api: Api, name: &str) -> Result<Self> {
        let email = format!("{name}.{}@example.com", secrets::text(10).to_lowercase());
        let password = secrets::text(24);
        let body = json!({ "email": email, "password": password, "full_name": name, "delivery": "body" });
        let request = api.request(Method::POST, "/api/v1/auth/signup").json(&body);
        let opened = Answer::to(request).await?.success()?;
        Self::of(api, email, password, &opened)
    }

    /// A further session of an account.
    pub async fn sign_in(api: Api, email: &str, password: &str) -> Result<Self> {
        let body = json!({ "email": email, "password": password, "delivery": "body" });
        let request = api.request(Method::POST, "/api/v1/auth/login").json(&body);
        let opened = Answer::to(request).await?.success()?;
        Self::of(api, email.to_owned(), password.to_owned(), &opened)
    }

    fn of(api: Api, email: String, password: String, opened: &Value) -> Result<Self> {
        let word = |name: &str| opened[name].as_str().with_context(|| format!("no {name} in {opened}"));
        let token = word("access_token")?;
        let claims = claims(token)?;
        let session = claims["sid"].as_str().context("a token of no session")?;
        Ok(Self {
            user: word("user_id")?.parse()?,
            workspace: word("workspace_id")?.parse()?,
            session: session.parse()?,
            token: SecretString::from(token.to_owned()),
            api,
            email,
            password,
        })
    }

    /// A request of theirs, in their own workspace.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.api.request(method, path).bearer_auth(self.token.expose_secret());
        request.header("X-Workspace-Id", self.workspace.to_string())
    }

    /// What is answered to a request of theirs that has to succeed.
    pub async fn get(&self, path: &str) -> Result<Value> {
        Answer::to(self.request(Method::GET, path)).await?.success()
    }
}

/// What an access token says.
pub fn claims(token: &str) -> Result<Value> {
    let payload = token.split('.').nth(1).context("a token without claims")?;
    let payload = URL_SAFE_NO_PAD.decode(payload).context("a token that is not encoded")?;
    serde_json::from_slice(&payload).context("a token whose claims are no document")
}
