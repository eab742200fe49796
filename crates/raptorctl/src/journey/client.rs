//! An API client with a session: sends, times, reports, and says what went wrong in the words of the problem document.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};

use super::report::{Done, Report};

const CALL_TIMEOUT: Duration = Duration::from_secs(40);
const LONGEST_WAIT: Duration = Duration::from_secs(90);

#[derive(Debug)]
pub struct Client {
    http: reqwest::Client,
    gateway: String,
    session: Option<Session>,
    report: Report,
}

/// What sign-up answered.
#[derive(Debug)]
struct Session {
    access: String,
    refresh: String,
    workspace: String,
}

#[derive(Debug, Clone)]
pub struct Call {
    label: String,
    method: Method,
    path: String,
    body: Option<Value>,
    headers: Vec<(&'static str, String)>,
    quiet: bool,
}

/// What was answered, whatever it is.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub request_id: String,
    /// How long the server asks to wait.
    pub retry_after: Option<Duration>,
    pub text: String,
}

impl Call {
    pub fn get(label: impl Into<String>, path: impl Into<String>) -> Self {
        Self::new(Method::GET, label, path)
    }

    pub fn post(label: impl Into<String>, path: impl Into<String>, body: Value) -> Self {
        Self { body: Some(body), ..Self::new(Method::POST, label, path) }
    }

    pub fn patch(label: impl Into<String>, path: impl Into<String>, body: Value) -> Self {
        Self { body: Some(body), ..Self::new(Method::PATCH, label, path) }
    }

    pub fn put(label: impl Into<String>, path: impl Into<String>, body: Value) -> Self {
        Self { body: Some(body), ..Self::new(Method::PUT, label, path) }
    }

    /// With a key of its own, so that a repeat would be recognised.
    pub fn once(self) -> Self {
        let key = uuid::Uuid::now_v7().simple().to_string();
        self.header("Idempotency-Key", key)
    }

    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Not worth a line: one of many alike.
    pub fn quiet(self) -> Self {
        Self { quiet: true, ..self }
    }

    /// Whether it changes nothing.
    pub fn reads(&self) -> bool {
        self.method == Method::GET
    }

    /// What is called, in words.
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    fn new(method: Method, label: impl Into<String>, path: impl Into<String>) -> Self {
        let (label, path) = (label.into(), path.into());
        Self { label, method, path, body: None, headers: Vec::new(), quiet: false }
    }
}

impl Answer {
    pub fn json(&self) -> Result<Value> {
        serde_json::from_str(&self.text).context("the answer is not JSON")
    }

    fn limited_for(&self) -> Option<Duration> {
        let limited = self.status == StatusCode::TOO_MANY_REQUESTS;
        self.retry_after.filter(|wait| limited && *wait <= LONGEST_WAIT)
    }
}

impl Client {
    pub fn new(gateway: &str, report: Report) -> Result<Self> {
        let http = reqwest::Client::builder()
            .timeout(CALL_TIMEOUT)
            .user_agent("raptorctl-journey")
            .build()
            .context("no HTTP client can be made")?;
        Ok(Self { http, gateway: gateway.trim_end_matches('/').to_owned(), session: None, report })
    }

    pub fn report(&self) -> Report {
        self.report
    }

    /// Remembers who is signed in.
    pub fn sign_in(&mut self, session: &Value) -> Result<()> {
        let access = text(session, "access_token")?;
        let refresh = text(session, "refresh_token")?;
        let workspace = text(session, "workspace_id")?;
        self.session = Some(Session { access, refresh, workspace });
        Ok(())
    }

    /// The access token of whoever is signed in.
    pub fn access(&self) -> Option<&str> {
        self.session.as_ref().map(|session| session.access.as_str())
    }

    /// Sends a call. Anything but success is an error; an ended access token is renewed and a rate limit waited for.
    pub async fn call(&mut self, call: Call) -> Result<Answer> {
        let mut answer = self.attempt(&call).await?;
        if answer.status == StatusCode::UNAUTHORIZED && self.session.is_some() {
            self.renew().await?;
            answer = self.attempt(&call).await?;
        }
        if let Some(wait) = answer.limited_for() {
            self.report.note(&format!("rate limited: waiting {} s", wait.as_secs()));
            tokio::time::sleep(wait).await;
            answer = self.attempt(&call).await?;
        }
        if !answer.status.is_success() {
            bail!("{}", failure(&call, &answer));
        }
        Ok(answer)
    }

    /// Sends a call once. An error means that nobody knows what became of it.
    pub async fn attempt(&self, call: &Call) -> Result<Answer> {
        let answer = self.send(call).await?;
        Ok(Answer {
            status: answer.status(),
            request_id: header(&answer, "x-request-id"),
            retry_after: header(&answer, "retry-after").parse().map(Duration::from_secs).ok(),
            text: answer.text().await.context("the answer broke off")?,
        })
    }

    async fn send(&self, call: &Call) -> Result<Response> {
        let since = Instant::now();
        let answer = self.request(call).send().await;
        let answer = answer.with_context(|| format!("{} {} got no answer", call.method, call.path))?;
        if !call.quiet {
            self.report.done(&Done {
                label: &call.label,
                method: call.method.as_str(),
                path: &call.path,
                status: answer.status().as_u16(),
                took: since.elapsed(),
            });
        }
        Ok(answer)
    }

    fn request(&self, call: &Call) -> RequestBuilder {
        let mut request = self.http.request(call.method.clone(), format!("{}{}", self.gateway, call.path));
        if let Some(session) = &self.session {
            request = request.bearer_auth(&session.access).header("X-Workspace-Id", &session.workspace);
        }
        for (name, value) in &call.headers {
            request = request.header(*name, value);
        }
        match &call.body {
            Some(body) => request.json(body),
            None => request,
        }
    }

    async fn renew(&mut self) -> Result<()> {
        let Some(session) = self.session.take() else { return Ok(()) };
        let body = json!({ "refresh_token": session.refresh, "delivery": "body" });
        let call = Call::post("access token renewed", "/api/v1/auth/refresh", body);
        let answer = self.attempt(&call).await?;
        if !answer.status.is_success() {
            bail!("{}", failure(&call, &answer));
        }
        let mut renewed = answer.json()?;
        renewed["workspace_id"] = session.workspace.into();
        self.sign_in(&renewed)
    }
}

/// A member that has to be a text.
pub fn text(value: &Value, name: &str) -> Result<String> {
    value[name].as_str().map(str::to_owned).with_context(|| format!("the answer has no {name}: {value}"))
}

fn header(answer: &Response, name: &str) -> String {
    answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

/// Status, code, errors and request id of a refused call.
fn failure(call: &Call, answer: &Answer) -> String {
    let Call { label, method, path, .. } = call;
    let Answer { status, request_id, text, .. } = answer;
    let mut said = format!("{label}: {method} {path} answered {}", status.as_u16());
    let Ok(problem) = serde_json::from_str::<Value>(text) else {
        return format!("{said} (request {request_id})\n{text}");
    };
    let word = |name: &str| problem[name].as_str().unwrap_or_default().to_owned();
    said.push_str(&format!(" {} (request {request_id}): {}", word("code"), word("detail")));
    for error in problem["errors"].as_array().into_iter().flatten() {
        let part = |name: &str| error[name].as_str().unwrap_or_default();
        said.push_str(&format!("\n  {} {}: {}", part("pointer"), part("code"), part("message")));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: StatusCode, request_id: &str, text: String) -> Answer {
        Answer { status, request_id: request_id.to_owned(), retry_after: None, text }
    }

    #[test]
    fn a_refusal_is_told_with_code_pointer_and_request_id() {
        let call = Call::put("step 5", "/api/v1/onboarding/x/steps/5", json!({}));
        let problem = json!({
            "code": "VALIDATION_ERROR",
            "detail": "the data breaks a limit",
            "errors": [{ "pointer": "/options/0/name", "code": "TOO_LONG", "message": "at most 100 characters" }],
        });
        let refused = answer(StatusCode::UNPROCESSABLE_ENTITY, "r-1", problem.to_string());
        let said = failure(&call, &refused);
        for part in ["422", "VALIDATION_ERROR", "r-1", "/options/0/name TOO_LONG", "at most 100 characters"] {
            assert!(said.contains(part), "{part} is missing in {said}");
        }
    }

    #[test]
    fn an_answer_that_is_no_problem_document_is_shown_as_it_is() {
        let call = Call::get("plans", "/api/plans");
        let page = answer(StatusCode::BAD_GATEWAY, "", "<html>".to_owned());
        assert!(failure(&call, &page).ends_with("<html>"));
    }
}
