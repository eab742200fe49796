use std::{error::Error as _, future::Future, time::Duration};

use reqwest::{Client, Method, RequestBuilder, Response, redirect::Policy};
use serde_json::Value;

use super::ProviderError;

/// Calls of one kind: bounded in time and size, and repeated only where that is safe.
#[derive(Clone)]
pub struct Http {
    client: Client,
    retries: u32,
}

/// An answer, whatever it says.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: u16,
    /// Absent when the body is empty or no JSON.
    body: Option<Value>,
    retry_after: Option<Duration>,
}

/// No honest answer is larger.
const LARGEST: usize = 1 << 20;
const FIRST_WAIT: Duration = Duration::from_millis(200);
const LONGEST_WAIT: Duration = Duration::from_secs(5);

impl Http {
    pub fn new(timeout: Duration, retries: u32) -> anyhow::Result<Self> {
        let client = Client::builder()
            .timeout(timeout)
            .connect_timeout(timeout.min(Duration::from_secs(5)))
            .redirect(Policy::none())
            .user_agent("raptorflow-payments")
            .build()?;
        Ok(Self { client, retries })
    }

    pub fn request(&self, method: Method, url: &str) -> RequestBuilder {
        self.client.request(method, url)
    }

    /// Makes a call that may run twice, again and again while there is no usable answer: doubling waits, full jitter.
    pub async fn patiently<F>(&self, mut call: impl FnMut() -> F) -> Result<Reply, ProviderError>
    where
        F: Future<Output = Result<Reply, ProviderError>>,
    {
        let mut longest = FIRST_WAIT;
        for _ in 0..self.retries {
            match call().await.and_then(Reply::if_final) {
                Err(ProviderError::Away { why, retry_after }) => {
                    tracing::warn!(why, "the payment provider is asked again");
                    let jitter = longest.mul_f64(rand::random::<f64>());
                    tokio::time::sleep(retry_after.unwrap_or(jitter).min(LONGEST_WAIT)).await;
                    longest = (longest * 2).min(LONGEST_WAIT);
                }
                answer => return answer,
            }
        }
        call().await.and_then(Reply::if_final)
    }
}

pub async fn send(request: RequestBuilder) -> Result<Reply, ProviderError> {
    let response = request.send().await.map_err(|error| unanswered(&error))?;
    let status = response.status().as_u16();
    let retry_after =
        response.headers().get("retry-after").and_then(|value| value.to_str().ok()?.parse().ok());
    let body = read(response).await?;
    Ok(Reply {
        status,
        body: serde_json::from_slice(&body).ok(),
        retry_after: retry_after.map(Duration::from_secs),
    })
}

async fn read(mut response: Response) -> Result<Vec<u8>, ProviderError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| unanswered(&error))? {
        body.extend_from_slice(&chunk);
        if body.len() > LARGEST {
            return Err(ProviderError::unreadable("an answer of more than 1 MiB"));
        }
    }
    Ok(body)
}

/// The innermost cause says what happened; addresses stay out of the log.
fn unanswered(error: &reqwest::Error) -> ProviderError {
    if error.is_timeout() {
        return ProviderError::away("no answer in time");
    }
    let mut innermost: &dyn std::error::Error = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    if error.source().is_some() {
        ProviderError::away(innermost.to_string())
    } else {
        ProviderError::away("the call failed")
    }
}

impl Reply {
    fn if_final(self) -> Result<Self, ProviderError> {
        match self.status {
            200..=299 | 400..=407 | 409..=428 | 430..=499 => Ok(self),
            _ => Err(self.away()),
        }
    }

    fn away(&self) -> ProviderError {
        let why = format!("status {} {}", self.status, self.code());
        ProviderError::Away { why, retry_after: self.retry_after }
    }

    /// The body of a success. Only a definite refusal is told as one.
    pub fn accepted(self) -> Result<Value, ProviderError> {
        let reply = self.if_final()?;
        match (reply.status, reply.body) {
            (200..=299, Some(body)) => Ok(body),
            (200..=299, None) => Err(ProviderError::unreadable("an empty answer or one that is not JSON")),
            (status, body) => Err(ProviderError::Refused { status, code: code(body.as_ref()).to_owned() }),
        }
    }

    /// The pages name different codes, and two different statuses, for an id that the provider does not know.
    pub fn says_no_such_order(&self) -> bool {
        const CODES: [&str; 3] =
            ["INVALID_MERCHANT_ORDER_ID", "MERCHANT_ORDER_MAPPING_NOT_FOUND", "ORDER_NOT_FOUND"];
        let message = self.body.as_ref().and_then(|body| body["message"].as_str()).unwrap_or_default();
        (400..500).contains(&self.status)
            && (CODES.contains(&self.code()) || message.to_ascii_lowercase().contains("no entry found"))
    }

    fn code(&self) -> &str {
        code(self.body.as_ref())
    }
}

fn code(body: Option<&Value>) -> &str {
    body.and_then(|body| body["code"].as_str().or_else(|| body["errorCode"].as_str()))
        .unwrap_or("without a code")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn reply(status: u16, body: Value) -> Reply {
        Reply { status, body: Some(body), retry_after: None }
    }

    #[test]
    fn every_spelling_of_an_unknown_order_is_understood() {
        for (status, body) in [
            (400, json!({ "code": "INVALID_MERCHANT_ORDER_ID" })),
            (400, json!({ "code": "MERCHANT_ORDER_MAPPING_NOT_FOUND" })),
            (404, json!({ "code": "ORDER_NOT_FOUND" })),
            (417, json!({ "code": "X", "message": "No entry found for given merchant order id" })),
        ] {
            assert!(reply(status, body).says_no_such_order());
        }
        for (status, body) in [
            (404, json!({ "code": "404", "message": "Bad Request - Api Mapping Not Found" })),
            (400, json!({ "code": "BAD_REQUEST" })),
            (500, json!({ "code": "ORDER_NOT_FOUND" })),
            (200, json!({ "state": "PENDING" })),
        ] {
            assert!(!reply(status, body).says_no_such_order());
        }
    }

    #[test]
    fn only_a_definite_no_is_a_refusal() {
        for status in [400, 403, 404, 417, 422] {
            let refused = reply(status, json!({ "code": "C" })).accepted().unwrap_err();
            assert_eq!(refused, ProviderError::Refused { status, code: "C".to_owned() });
        }
        for status in [302, 408, 429, 500, 502, 503] {
            assert!(
                matches!(reply(status, Value::Null).accepted(), Err(ProviderError::Away { .. })),
                "{status}"
            );
        }
        let empty = Reply { status: 200, body: None, retry_after: None };
        assert!(matches!(empty.accepted(), Err(ProviderError::Away { .. })));
    }
}
