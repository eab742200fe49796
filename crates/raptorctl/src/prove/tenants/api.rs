//! The public API, as one caller reaches it.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use reqwest::header::CONTENT_TYPE;
use reqwest::{Method, RequestBuilder};
use serde_json::Value;

const CALL_TIMEOUT: Duration = Duration::from_secs(40);

/// Callers come from addresses of their own, so that they are counted apart.
#[derive(Debug, Clone)]
pub struct Api {
    http: reqwest::Client,
    gateway: String,
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub media_type: String,
    pub text: String,
}

impl Api {
    /// From the loopback address that ends in `host`.
    pub fn from(gateway: &str, host: u8) -> Result<Self> {
        let http = reqwest::Client::builder()
            .no_proxy()
            .timeout(CALL_TIMEOUT)
            .local_address(IpAddr::V4(Ipv4Addr::new(127, 0, 0, host)))
            .build()
            .context("no HTTP client can be made")?;
        Ok(Self { http, gateway: gateway.replace("//localhost:", "//127.0.0.1:") })
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.gateway))
    }
}

impl Answer {
    pub async fn to(request: RequestBuilder) -> Result<Self> {
        let answer = request.send().await.context("the gateway does not answer")?;
        let media_type = answer.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let media_type = media_type.unwrap_or_default().to_owned();
        let status = answer.status().as_u16();
        Ok(Self { status, media_type, text: answer.text().await.context("the answer broke off")? })
    }

    pub fn succeeded(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The document of an answer that has to be a success.
    pub fn success(&self) -> Result<Value> {
        ensure!(self.succeeded(), "the answer is {}: {}", self.status, self.text);
        Ok(self.document())
    }

    /// The document, or nothing when it is none.
    pub fn document(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }
}
