//! PhonePe Standard Checkout v2: token, create, order status. What its pages leave open or contradict is read leniently.

use std::{sync::Arc, time::Duration};

use primitives::{Clock, Money};
use reqwest::Method;
use secrecy::SecretString;
use serde_json::{Value, json};
use time::OffsetDateTime;
use url::Url;

use crate::domain::{OrderId, ProviderOrder, TransactionId};

mod error;
mod http;
#[cfg(any(test, fuzzing))]
pub mod properties;
mod token;
mod wire;

pub use error::ProviderError;
use http::{Http, Reply};
#[cfg(any(test, fuzzing))]
pub use token::assert_sound_token;
use token::{Token, Tokens};

/// Where the provider is and who we are there.
#[derive(Clone)]
pub struct Settings {
    /// Base of the token call.
    pub auth_base: Url,
    /// Base of all other calls.
    pub pg_base: Url,
    /// Nothing can be paid without them.
    pub credentials: Option<Credentials>,
    /// Where the browser returns to.
    pub return_to: Url,
    /// For one call.
    pub timeout: Duration,
    /// How often a call that may be repeated is repeated for somebody who waits.
    pub retries: u32,
}

/// OAuth client credentials.
#[derive(Clone)]
pub struct Credentials {
    /// `PHONEPE_CLIENT_ID`
    pub id: SecretString,
    /// `PHONEPE_CLIENT_SECRET`
    pub secret: SecretString,
    /// `PHONEPE_CLIENT_VERSION`
    pub version: u32,
}

/// A checkout to open.
#[derive(Debug, Clone)]
pub struct NewOrder {
    pub order: OrderId,
    pub payment: TransactionId,
    pub amount: Money,
    pub life: time::Duration,
}

/// A checkout that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    pub provider_order: String,
    /// Handed to the browser byte for byte.
    pub url: String,
    pub expires_at: Option<OffsetDateTime>,
}

/// The provider.
pub struct PhonePe {
    http: Http,
    tokens: Arc<Tokens>,
    pg_base: Url,
    return_to: Url,
    timeout: Duration,
}

impl PhonePe {
    /// # Errors
    /// When no HTTP client can be built.
    pub fn new(settings: &Settings, clock: &Clock) -> anyhow::Result<Self> {
        let http = Http::new(settings.timeout, settings.retries)?;
        Ok(Self {
            tokens: Arc::new(Tokens::new(http.clone(), settings, clock.clone())),
            http,
            pg_base: settings.pg_base.clone(),
            return_to: settings.return_to.clone(),
            timeout: settings.timeout,
        })
    }

    pub fn has_credentials(&self) -> bool {
        self.tokens.has_credentials()
    }

    /// Whether the token call answers.
    pub async fn ping(&self) -> Result<(), ProviderError> {
        self.tokens.current().await.map(drop)
    }

    /// Opens a checkout. After [`ProviderError::Away`] it is unknown whether the order exists: ask for its status before
    /// anything is sent again.
    pub async fn create(&self, new: &NewOrder) -> Result<Opened, ProviderError> {
        let mut return_to = self.return_to.clone();
        return_to.query_pairs_mut().append_pair("merchantOrderId", new.order.as_str());
        let body = json!({
            "merchantOrderId": new.order.as_str(),
            "amount": new.amount.paise(),
            "expireAfter": new.life.whole_seconds(),
            "disablePaymentRetry": false,
            "metaInfo": { "udf1": new.payment.to_string() },
            "paymentFlow": { "type": "PG_CHECKOUT", "merchantUrls": { "redirectUrl": return_to.as_str() } },
        });
        let reply = self.authorized(Method::POST, "checkout/v2/pay", Some(&body)).await?;
        wire::opened(&reply.accepted()?).ok_or_else(|| ProviderError::unreadable("a created order"))
    }

    /// What became of an order; nothing when the provider has none of this id. Takes as long as one call may, the token
    /// included.
    pub async fn order_status(&self, order: &OrderId) -> Result<Option<ProviderOrder>, ProviderError> {
        let asked = tokio::time::timeout(self.timeout, self.ask(order)).await;
        status(asked.unwrap_or_else(|_| Err(ProviderError::away("no answer in time")))?)
    }

    /// The same for somebody who waits: asked again while there is no answer.
    pub async fn order_status_patiently(
        &self,
        order: &OrderId,
    ) -> Result<Option<ProviderOrder>, ProviderError> {
        // Fetched beforehand: it has repeats of its own.
        self.tokens.current().await?;
        status(self.http.patiently(|| self.ask(order)).await?)
    }

    async fn ask(&self, order: &OrderId) -> Result<Reply, ProviderError> {
        let path = format!("checkout/v2/order/{order}/status?details=true&errorContext=false");
        self.authorized(Method::GET, &path, None).await
    }

    /// A token that the provider does not take is renewed once, and the call repeated once.
    async fn authorized(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Reply, ProviderError> {
        let token = self.tokens.current().await?;
        let reply = self.send(&token, method.clone(), path, body).await?;
        if reply.status != UNAUTHORIZED {
            return Ok(reply);
        }
        let token = self.tokens.instead_of(&token).await?;
        let reply = self.send(&token, method, path, body).await?;
        if reply.status == UNAUTHORIZED { Err(ProviderError::Credentials) } else { Ok(reply) }
    }

    async fn send(
        &self,
        token: &Token,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Reply, ProviderError> {
        let url = format!("{}/{path}", self.pg_base.as_str().trim_end_matches('/'));
        let mut request = self.http.request(method, &url).header("Authorization", token.header());
        if let Some(body) = body {
            request = request.json(body);
        }
        http::send(request).await
    }
}

fn status(reply: Reply) -> Result<Option<ProviderOrder>, ProviderError> {
    if reply.says_no_such_order() {
        return Ok(None);
    }
    let body = reply.accepted()?;
    wire::order(&body).map(Some).ok_or_else(|| ProviderError::unreadable("an order status"))
}

const UNAUTHORIZED: u16 = 401;
