use std::collections::BTreeMap;

use reqwest::{Method, StatusCode};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use super::{
    clock::ClockSetting,
    control::{Announcement, Fate, OrderChange, Page, RawWebhook, Release},
    deliveries::{Delivery, Treatment},
    faults::{Fault, Operation},
    order::{Disguise, Order},
    refund::{Refund, RefundStep},
    rules::Rules,
    webhooks::WebhookRules,
};

/// A client of the control API of a running simulator, in this process or another.
#[derive(Debug, Clone)]
pub struct Control {
    url: String,
    http: reqwest::Client,
}

/// A control call that did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum ControlError {
    /// The simulator could not be asked.
    #[error("the simulator does not answer")]
    Away(#[from] reqwest::Error),
    /// The simulator said no.
    #[error("the simulator refuses with {status}: {reason}")]
    Refused {
        /// HTTP status.
        status: StatusCode,
        /// In its own words.
        reason: String,
    },
}

type Result<T> = std::result::Result<T, ControlError>;

impl Control {
    /// Of the simulator whose control API is at this address, such as `http://127.0.0.1:4000/control`.
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), http: reqwest::Client::new() }
    }

    /// The address it was made with.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Every order, oldest first.
    ///
    /// # Errors
    /// Like every call here: when the simulator is away or refuses.
    pub async fn orders(&self) -> Result<Vec<Order>> {
        self.get("orders").await
    }

    /// One order by the merchant's id.
    ///
    /// # Errors
    /// 404 when there is none.
    pub async fn order(&self, id: &str) -> Result<Order> {
        self.get(&format!("orders/{id}")).await
    }

    /// The address of the order's checkout page.
    ///
    /// # Errors
    /// 404 when there is no such order.
    pub async fn page(&self, id: &str) -> Result<String> {
        let page: Page = self.get(&format!("orders/{id}/page")).await?;
        Ok(page.url)
    }

    /// Lets the customer and the bank act.
    ///
    /// # Errors
    /// 409 when the order is past it.
    pub async fn decide(&self, id: &str, fate: Fate) -> Result<Order> {
        self.send(Method::POST, &format!("orders/{id}/fate"), &fate).await
    }

    /// A stuck order never expires.
    ///
    /// # Errors
    /// 404 when there is no such order.
    pub async fn stick(&self, id: &str, stuck: bool) -> Result<Order> {
        let change = OrderChange { stuck: Some(stuck), disguise: None };
        self.send(Method::PATCH, &format!("orders/{id}"), &change).await
    }

    /// What status calls say from now on; the default disguise is the truth.
    ///
    /// # Errors
    /// 404 when there is no such order.
    pub async fn disguise(&self, id: &str, disguise: Disguise) -> Result<Order> {
        let change = OrderChange { stuck: None, disguise: Some(disguise) };
        self.send(Method::PATCH, &format!("orders/{id}"), &change).await
    }

    /// Sends a webhook about an order that need not be true.
    ///
    /// # Errors
    /// 404 when there is no such order.
    pub async fn announce(&self, id: &str, announcement: Announcement) -> Result<Delivery> {
        self.send(Method::POST, &format!("orders/{id}/announce"), &announcement).await
    }

    /// Every refund, oldest first.
    ///
    /// # Errors
    /// When the simulator is away.
    pub async fn refunds(&self) -> Result<Vec<Refund>> {
        self.get("refunds").await
    }

    /// Takes a step of a refund by hand.
    ///
    /// # Errors
    /// 409 when the refund is past it.
    pub async fn advance_refund(&self, id: &str, step: RefundStep) -> Result<Refund> {
        self.send(Method::POST, &format!("refunds/{id}/advance"), &step).await
    }

    /// How the gateway behaves where the documents leave it open.
    ///
    /// # Errors
    /// When the simulator is away.
    pub async fn rules(&self) -> Result<Rules> {
        self.get("rules").await
    }

    /// Replaces them.
    ///
    /// # Errors
    /// When the simulator is away.
    pub async fn set_rules(&self, rules: &Rules) -> Result<Rules> {
        self.send(Method::PUT, "rules", rules).await
    }

    /// The webhook rules.
    ///
    /// # Errors
    /// When the simulator is away.
    pub async fn webhooks(&self) -> Result<WebhookRules> {
        self.get("webhooks").await
    }

    /// Replaces them.
    ///
    /// # Errors
    /// When the simulator is away.
    pub async fn set_webhooks(&self, rules: &WebhookRules) -> Result<WebhookRules> {
        self.send(Method::PUT, "webhooks", rules).await
    }

    /// Sends webhooks to this address from now on, for a merchant that starts after the simulator.
    ///
    /// # Errors
    /// When the simulator is away.
    pub async fn send_webhooks_to(&self, url: impl Into<String>) -> Result<WebhookRules> {
        let rules = WebhookRules { url: Some(url.into()), ..self.webhooks().await? };
        self.set_webhooks(&rules).await
    }

    /// Plans what happens to the next webhooks, first come first served.
    ///
    /// # Errors
    /// When the simulator is away.
    pub async fn treat_next(&self, treatments: impl IntoIterator<Item = Treatment>) -> Result<WebhookRules> {
        let mut rules = self.webhooks().await?;
        rules.next.extend(treatments);
        self.set_webhooks(&rules).await
    }

    /// Every webhook, what happened to it and how the merchant answered.
    ///
    /// # Errors
    /// When the simulator is away.
    pub async fn deliveries(&self) -> Result<Vec<Delivery>> {
        self.get("deliveries").await
    }

    /// One of them.
    ///
    /// # Errors
    /// 404 when there is none.
    pub async fn delivery(&self, id: u64) -> Result<Delivery> {
        self.get(&format!("deliveries/{id}")).await
    }

    /// Lets held webhooks go, in this order; all of them, oldest first, if none is named. Returns when they are through.
    ///
    /// # Errors
    /// 409 when one of them is not held.
    pub async fn release(&self, ids: &[u64]) -> Result<Vec<Delivery>> {
        self.send(Method::POST, "deliveries/release", &Release { ids: ids.to_vec() }).await
    }

    /// Sends the same body once more. Returns when it is through.
    ///
    /// # Errors
    /// 404 when there is no such delivery.
    pub async fn send_again(&self, id: u64, treatment: Treatment) -> Result<Delivery> {
        self.send(Method::POST, &format!("deliveries/{id}/again"), &treatment).await
    }

    /// Sends any body to the merchant.
    ///
    /// # Errors
    /// When the simulator is away.
    pub async fn send_raw(&self, webhook: RawWebhook) -> Result<Delivery> {
        self.send(Method::POST, "deliveries", &webhook).await
    }

    /// Plans one more fault.
    ///
    /// # Errors
    /// When the simulator is away.
    pub async fn add_fault(&self, fault: Fault) -> Result<Vec<Fault>> {
        self.send(Method::POST, "faults", &fault).await
    }

    /// Clears all faults.
    ///
    /// # Errors
    /// When the simulator is away.
    pub async fn clear_faults(&self) -> Result<()> {
        self.bare(Method::DELETE, "faults").await
    }

    /// How often each operation on the wire was called.
    ///
    /// # Errors
    /// When the simulator is away.
    pub async fn counters(&self) -> Result<BTreeMap<Operation, u64>> {
        self.get("counters").await
    }

    /// How often this operation on the wire was called.
    ///
    /// # Errors
    /// When the simulator is away.
    pub async fn calls(&self, operation: Operation) -> Result<u64> {
        Ok(self.counters().await?.get(&operation).copied().unwrap_or(0))
    }

    /// No token issued so far is good any more.
    ///
    /// # Errors
    /// When the simulator is away.
    pub async fn revoke_tokens(&self) -> Result<()> {
        self.bare(Method::POST, "tokens/revoke").await
    }

    /// The gateway's clock.
    ///
    /// # Errors
    /// When the simulator is away.
    pub async fn clock(&self) -> Result<ClockSetting> {
        self.get("clock").await
    }

    /// Sets it, running or standing.
    ///
    /// # Errors
    /// When the simulator is away.
    pub async fn set_clock(&self, setting: ClockSetting) -> Result<ClockSetting> {
        self.send(Method::PUT, "clock", &setting).await
    }

    /// Moves it on; what falls due happens before this returns.
    ///
    /// # Errors
    /// When the simulator is away.
    pub async fn advance_clock(&self, seconds: u32) -> Result<ClockSetting> {
        self.send(Method::POST, "clock/advance", &json!({ "seconds": seconds })).await
    }

    /// Forgets everything.
    ///
    /// # Errors
    /// When the simulator is away.
    pub async fn reset(&self) -> Result<()> {
        self.bare(Method::POST, "reset").await
    }

    async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T> {
        let response = self.http.get(format!("{}/{path}", self.url)).send().await?;
        Ok(accepted(response).await?.json().await?)
    }

    async fn send<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T> {
        let response = self.http.request(method, format!("{}/{path}", self.url)).json(body).send().await?;
        Ok(accepted(response).await?.json().await?)
    }

    async fn bare(&self, method: Method, path: &str) -> Result<()> {
        let response = self.http.request(method, format!("{}/{path}", self.url)).send().await?;
        accepted(response).await.map(drop)
    }
}

async fn accepted(response: reqwest::Response) -> Result<reqwest::Response> {
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let body: Value = response.json().await.unwrap_or_default();
    let reason = body["error"].as_str().unwrap_or("no reason given").to_owned();
    Err(ControlError::Refused { status, reason })
}
