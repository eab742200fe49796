//! Webhooks: which, how they are built, and the sender.

use std::{sync::Arc, time::Duration};

use secrecy::ExposeSecret as _;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::{
    deliveries::{Authorization, Delivery, DeliveryState, Treatment, Try},
    settings::Settings,
    simulator::Simulator,
};

/// What webhooks tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// The order is paid.
    #[serde(rename = "checkout.order.completed")]
    OrderCompleted,
    /// The order failed, expired or was cancelled.
    #[serde(rename = "checkout.order.failed")]
    OrderFailed,
    /// One attempt failed and the order is still open.
    #[serde(rename = "checkout.transaction.attempt.failed")]
    AttemptFailed,
    /// The refund is confirmed, which is not final.
    #[serde(rename = "pg.refund.accepted")]
    RefundAccepted,
    /// The refund is paid back.
    #[serde(rename = "pg.refund.completed")]
    RefundCompleted,
    /// The refund failed.
    #[serde(rename = "pg.refund.failed")]
    RefundFailed,
}

/// What is sent, when and how often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WebhookRules {
    /// Another address than the one the simulator was started with.
    pub url: Option<String>,
    /// The events switched on in the dashboard.
    pub events: Vec<Event>,
    /// What happens to every webhook for which nothing else is planned.
    pub treatment: Treatment,
    /// What happens to the next ones, first come first served.
    pub next: Vec<Treatment>,
    /// Requests for one copy until one is acknowledged.
    pub tries: u32,
    /// Real time between them.
    pub retry_delay_ms: u64,
    /// How long the merchant may take to acknowledge.
    pub timeout_ms: u64,
    /// The checkout page waits for the merchant's answer before it returns the browser.
    pub before_redirect: bool,
    /// Also send the deprecated `type` member.
    pub with_type: bool,
}

impl Default for WebhookRules {
    fn default() -> Self {
        Self {
            url: None,
            events: vec![
                Event::OrderCompleted,
                Event::OrderFailed,
                Event::RefundAccepted,
                Event::RefundCompleted,
                Event::RefundFailed,
            ],
            treatment: Treatment::default(),
            next: Vec::new(),
            tries: 3,
            retry_delay_ms: 2000,
            timeout_ms: 5000,
            before_redirect: false,
            with_type: false,
        }
    }
}

impl Event {
    /// As it stands in `event`.
    pub fn name(self) -> &'static str {
        match self {
            Self::OrderCompleted => "checkout.order.completed",
            Self::OrderFailed => "checkout.order.failed",
            Self::AttemptFailed => "checkout.transaction.attempt.failed",
            Self::RefundAccepted => "pg.refund.accepted",
            Self::RefundCompleted => "pg.refund.completed",
            Self::RefundFailed => "pg.refund.failed",
        }
    }
}

impl WebhookRules {
    pub(super) fn next_treatment(&mut self) -> Treatment {
        if self.next.is_empty() { self.treatment.clone() } else { self.next.remove(0) }
    }

    pub(super) fn body(&self, event: Event, mut payload: Value, amount: Option<u64>) -> String {
        if let Some(amount) = amount {
            payload["amount"] = json!(amount);
            for attempt in payload["paymentDetails"].as_array_mut().into_iter().flatten() {
                attempt["amount"] = json!(amount);
            }
        }
        let mut body = json!({ "event": event.name(), "payload": payload });
        if self.with_type {
            body["type"] = json!(event.name().to_ascii_uppercase().replace('.', "_"));
        }
        body.to_string()
    }
}

/// Sends one delivery: every copy, each until it is acknowledged or its tries are used up.
pub async fn deliver(sim: Arc<Simulator>, id: u64) {
    let Some(treatment) =
        sim.read(|world| world.deliveries.get(&id).map(|delivery| delivery.treatment.clone()))
    else {
        return;
    };
    tokio::time::sleep(Duration::from_millis(treatment.delay_ms)).await;
    let mut state = DeliveryState::Delivered;
    for _ in 0..treatment.copies {
        if !send_copy(&sim, id).await {
            state = DeliveryState::Failed;
        }
    }
    sim.change(|world| world.on_delivery(id, |delivery| delivery.state = state));
}

async fn send_copy(sim: &Arc<Simulator>, id: u64) -> bool {
    let rules = sim.read(|world| world.webhooks.clone());
    for number in 0..rules.tries.max(1) {
        if number > 0 {
            tokio::time::sleep(Duration::from_millis(rules.retry_delay_ms)).await;
        }
        let outcome = post(sim, id, Duration::from_millis(rules.timeout_ms)).await;
        let acknowledged = outcome.acknowledged();
        sim.change(|world| world.on_delivery(id, |delivery| delivery.tries.push(outcome)));
        if acknowledged {
            return true;
        }
    }
    false
}

async fn post(sim: &Arc<Simulator>, id: u64, timeout: Duration) -> Try {
    let prepared = sim.read(|world| {
        let url = world.webhook_url().map(str::to_owned);
        url.zip(world.deliveries.get(&id).cloned())
    });
    let answer = match &prepared {
        Some((url, delivery)) => request(sim, url, delivery).timeout(timeout).send().await,
        None => {
            return Try {
                at: sim.now(),
                status: None,
                error: Some("no webhook address is known".to_owned()),
            };
        }
    };
    match answer {
        Ok(response) => Try { at: sim.now(), status: Some(response.status().as_u16()), error: None },
        Err(error) => Try { at: sim.now(), status: None, error: Some(cause(&error)) },
    }
}

fn request(sim: &Simulator, url: &str, delivery: &Delivery) -> reqwest::RequestBuilder {
    let request = sim.http.post(url).header("Content-Type", "application/json").body(delivery.body.clone());
    match authorization(&sim.settings, delivery.treatment.authorization) {
        Some(value) => request.header("Authorization", value),
        None => request,
    }
}

fn authorization(settings: &Settings, kind: Authorization) -> Option<String> {
    let right = || digest(&settings.webhook_username, settings.webhook_password.expose_secret());
    match kind {
        Authorization::Right => Some(right()),
        Authorization::UpperCase => Some(right().to_ascii_uppercase()),
        Authorization::Prefixed => Some(format!("SHA256 {}", right())),
        Authorization::Wrong => Some(digest("somebody", "else")),
        Authorization::Missing => None,
    }
}

/// The last cause says what happened; the outer ones only that something did.
fn cause(error: &reqwest::Error) -> String {
    let mut innermost: &dyn std::error::Error = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}

fn digest(username: &str, password: &str) -> String {
    hex::encode(Sha256::digest(format!("{username}:{password}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_the_documented_digest() {
        assert_eq!(
            digest("username", "password"),
            "bc842c31a9e54efe320d30d948be61291f3ceee4766e36ab25fa65243cd76e0e"
        );
    }

    #[test]
    fn a_tampered_amount_is_tampered_everywhere_and_the_type_is_the_twin_of_the_event() {
        let rules = WebhookRules { with_type: true, ..WebhookRules::default() };
        let payload = json!({"amount": 100, "paymentDetails": [{"amount": 100}]});
        let body: Value = serde_json::from_str(&rules.body(Event::OrderCompleted, payload, Some(1))).unwrap();
        assert_eq!(body["payload"], json!({"amount": 1, "paymentDetails": [{"amount": 1}]}));
        assert_eq!(body["type"], "CHECKOUT_ORDER_COMPLETED");
    }
}
