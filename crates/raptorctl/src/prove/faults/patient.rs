//! A client that does not give up: it repeats what got no clear answer, as a browser would, and looks closely at whatever
//! it is answered.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::marks::{Mark, Marks};
use crate::journey::{Answer, Call, Client, Report, text};

/// How long a call is repeated; whatever breaks is mended long before.
const PATIENCE: Duration = Duration::from_secs(120);
const FIRST_WAIT: Duration = Duration::from_millis(200);
const LONGEST_WAIT: Duration = Duration::from_secs(2);
/// An access token lives five minutes.
const TOKEN_LIFE: Duration = Duration::from_secs(4 * 60);
/// So many of the same addresses are told apart by the gateway's limits.
const ADDRESSES: usize = 1 << 17;

/// What a client noticed.
#[derive(Debug, Default)]
pub struct Seen {
    pub calls: usize,
    pub reads: usize,
    /// Calls that ended without an answer.
    pub lost: Vec<String>,
    /// Answers of 5xx, those among them to reads, and those that did not say what an answer has to.
    pub failed: Vec<String>,
    pub failed_reads: Vec<String>,
    pub nameless: Vec<String>,
    /// Answers that were looked through, and those with something of somebody else in them.
    pub looked_through: usize,
    pub foreign: Vec<String>,
    /// Answers that no client would expect.
    pub surprises: Vec<String>,
    /// How long somebody who had paid stood before the door.
    pub locked_out: Duration,
}

/// A clear answer.
#[derive(Debug)]
pub struct Said {
    pub status: u16,
    pub body: Value,
    /// An earlier try may have been carried out.
    pub unclear: bool,
    /// For the log.
    pub told: String,
}

impl Said {
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    /// The body of an answer that had to be a success.
    pub fn success(self) -> Result<Value> {
        if (200..300).contains(&self.status) { Ok(self.body) } else { bail!("{}", self.told) }
    }
}

pub struct Patient {
    client: Client,
    address: String,
    mark: Mark,
    credentials: Value,
    signed_in: Option<Instant>,
    own: Option<(String, String)>,
    pub seen: Seen,
}

impl Patient {
    pub fn new(door: &str, marks: &Marks, number: usize, report: Report) -> Result<Self> {
        let place = number % ADDRESSES;
        Ok(Self {
            client: Client::new(door, report)?,
            address: format!("198.{}.{}.{}", 18 + (place >> 16), (place >> 8) & 255, place & 255),
            mark: marks.of(number),
            credentials: Value::Null,
            signed_in: None,
            own: None,
            seen: Seen::default(),
        })
    }

    pub fn mark(&self) -> &Mark {
        &self.mark
    }

    /// Asks until there is a clear answer. One who is signed out signs in again.
    pub async fn ask(&mut self, call: Call) -> Result<Said> {
        let said = self.until_clear(&call).await?;
        let Some(since) = self.signed_in.filter(|_| said.status == 401) else { return Ok(said) };
        if since.elapsed() < TOKEN_LIFE {
            self.surprise(format!("signed out: {}", said.told));
        }
        self.log_in().await?;
        let again = self.until_clear(&call).await?;
        Ok(Said { unclear: again.unclear || said.unclear, ..again })
    }

    /// Opens an account. When the answer to an earlier try was lost, the account is there already.
    pub async fn sign_up(&mut self, name: &str) -> Result<Value> {
        let email = self.mark.email();
        self.credentials =
            json!({ "email": email, "password": crate::secrets::text(24), "delivery": "body" });
        let mut body = self.credentials.clone();
        body["full_name"] = format!("{name} {}", self.mark.text()).into();
        let said = self.until_clear(&Call::post("signed up", "/api/v1/auth/signup", body)).await?;
        if said.code() == "EMAIL_TAKEN" && said.unclear {
            return self.log_in().await;
        }
        let session = said.success()?;
        self.remember(&session)?;
        Ok(session)
    }

    async fn log_in(&mut self) -> Result<Value> {
        let call = Call::post("signed in", "/api/v1/auth/login", self.credentials.clone());
        let session = self.until_clear(&call).await?.success()?;
        self.remember(&session)?;
        Ok(session)
    }

    fn remember(&mut self, session: &Value) -> Result<()> {
        self.client.sign_in(session)?;
        self.signed_in = Some(Instant::now());
        self.own = Some((text(session, "user_id")?, text(session, "workspace_id")?));
        Ok(())
    }

    async fn until_clear(&mut self, call: &Call) -> Result<Said> {
        let (since, mut wait, mut unclear) = (Instant::now(), FIRST_WAIT, false);
        loop {
            let pause = match self.once(call).await {
                None => {
                    unclear = true;
                    None
                }
                Some((said, asked)) => match said.status {
                    500.. => {
                        unclear = true;
                        asked
                    }
                    429 => asked.or(Some(LONGEST_WAIT)),
                    409 if asked.is_some() || said.code() == "FINALIZE_IN_PROGRESS" => asked,
                    _ => return Ok(Said { unclear, ..said }),
                },
            };
            if since.elapsed() > PATIENCE {
                bail!("{} got no clear answer in {} s", call.name(), PATIENCE.as_secs());
            }
            tokio::time::sleep(pause.unwrap_or(wait)).await;
            wait = (wait * 3 / 2).min(LONGEST_WAIT);
        }
    }

    /// One try, with how long the server asks to wait; `None` when no answer came.
    pub async fn once(&mut self, call: &Call) -> Option<(Said, Option<Duration>)> {
        self.seen.calls += 1;
        self.seen.reads += usize::from(call.reads());
        let call = call.clone().quiet().header("X-Forwarded-For", self.address.clone());
        match self.client.attempt(&call).await {
            Ok(answer) => {
                let asked = answer.retry_after;
                Some((self.look(&call, answer), asked))
            }
            Err(error) => {
                self.seen.lost.push(format!("founder {}: {error:#}", self.mark.number()));
                None
            }
        }
    }

    /// Whatever is answered has to be of this founder, and a failure has to say which it is.
    fn look(&mut self, call: &Call, answer: Answer) -> Said {
        let Answer { status, request_id, text, .. } = answer;
        let body: Value = serde_json::from_str(&text).unwrap_or_default();
        let code = body["code"].as_str().unwrap_or_default();
        let told = format!(
            "founder {}: {} answered {} {code} (request {request_id})",
            self.mark.number(),
            call.name(),
            status.as_u16()
        );
        if status.is_server_error() {
            self.seen.failed.push(told.clone());
            if call.reads() {
                self.seen.failed_reads.push(told.clone());
            }
            if code.is_empty() || request_id.is_empty() {
                self.seen.nameless.push(told.clone());
            }
        }
        self.seen.looked_through += 1;
        if let Some(number) = self.mark.other_in(&text) {
            self.seen.foreign.push(format!("{told} with something of founder {number}"));
        }
        if let Some(id) = self.own.as_ref().and_then(|own| stranger_in(&body, own)) {
            self.seen.foreign.push(format!("{told} with the id {id}"));
        }
        Said { status: status.as_u16(), body, unclear: false, told }
    }

    pub fn surprise(&mut self, what: String) {
        self.seen.surprises.push(what);
    }
}

/// The first user or workspace in a document that is not one's own.
fn stranger_in(document: &Value, own: &(String, String)) -> Option<String> {
    let other = |(name, value): (&String, &Value)| {
        let expected = match name.as_str() {
            "user_id" => &own.0,
            "workspace_id" => &own.1,
            _ => return stranger_in(value, own),
        };
        value.as_str().filter(|id| id != expected).map(str::to_owned)
    };
    match document {
        Value::Object(members) => members.iter().find_map(other),
        Value::Array(items) => items.iter().find_map(|item| stranger_in(item, own)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use reqwest::StatusCode;

    use super::*;
    use crate::terminal::Terminal;

    #[test]
    fn a_failure_without_a_code_or_a_request_id_and_the_word_of_another_founder_are_noticed() {
        let (marks, report) = (Marks::new(7), Report::new(Terminal::stdout(), false));
        let mut client = Patient::new("http://127.0.0.1:1", &marks, 1, report).unwrap();
        let mut look = |status: StatusCode, request_id: &str, body: Value| {
            let (request_id, text) = (request_id.to_owned(), body.to_string());
            let answer = Answer { status, request_id, retry_after: None, text };
            client.look(&Call::get("any", "/any"), answer);
            (client.seen.failed.len(), client.seen.nameless.len(), client.seen.foreign.len())
        };
        let code = json!({ "code": "SERVICE_UNAVAILABLE" });
        assert_eq!(look(StatusCode::SERVICE_UNAVAILABLE, "r-1", code.clone()), (1, 0, 0));
        assert_eq!(look(StatusCode::SERVICE_UNAVAILABLE, "", code), (2, 1, 0));
        assert_eq!(look(StatusCode::BAD_GATEWAY, "r-2", json!({})), (3, 2, 0));
        assert_eq!(look(StatusCode::OK, "r-3", json!({ "name": marks.of(1).text() })), (3, 2, 0));
        assert_eq!(look(StatusCode::OK, "r-4", json!({ "name": marks.of(2).text() })), (3, 2, 1));
    }

    #[test]
    fn the_id_of_a_stranger_is_found_wherever_it_stands() {
        let own = ("u1".to_owned(), "w1".to_owned());
        let mine = json!({ "user_id": "u1", "list": [{ "workspace_id": "w1" }] });
        assert_eq!(stranger_in(&mine, &own), None);
        let leak = json!({ "user_id": "u1", "list": [{ "workspace_id": "w2" }] });
        assert_eq!(stranger_in(&leak, &own).as_deref(), Some("w2"));
        assert_eq!(stranger_in(&json!({ "a": { "user_id": "u2" } }), &own).as_deref(), Some("u2"));
    }
}
