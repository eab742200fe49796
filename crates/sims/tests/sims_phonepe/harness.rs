use std::{
    future::Future,
    time::{Duration, Instant},
};

use reqwest::{Client, RequestBuilder, StatusCode, redirect::Policy};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use sims::phonepe::{Control, PhonePe, Settings};

use crate::merchant::Merchant;

/// A simulator, a client with a token, and a merchant that takes webhooks.
pub struct Gateway {
    pub phonepe: PhonePe,
    pub control: Control,
    pub merchant: Merchant,
    pub http: Client,
    pub token: String,
}

pub struct Answer {
    pub status: StatusCode,
    pub body: Value,
}

impl Gateway {
    pub async fn start() -> Self {
        Self::with(Settings::default()).await
    }

    pub async fn with(settings: Settings) -> Self {
        let merchant = Merchant::open();
        let phonepe =
            PhonePe::start(Settings { webhook_url: Some(merchant.url()), ..settings }).await.unwrap();
        let http = Client::builder().redirect(Policy::none()).build().unwrap();
        let mut gateway = Self { control: phonepe.control(), phonepe, merchant, http, token: String::new() };
        gateway.sign_in().await;
        gateway
    }

    pub async fn sign_in(&mut self) {
        let answer = self.ask_token(&self.credentials()).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        self.token = answer.body["access_token"].as_str().unwrap().to_owned();
    }

    pub fn credentials(&self) -> Vec<(&'static str, String)> {
        let settings = self.phonepe.settings();
        vec![
            ("client_id", settings.client_id.clone()),
            ("client_version", "1".to_owned()),
            ("client_secret", settings.client_secret.expose_secret().to_owned()),
            ("grant_type", "client_credentials".to_owned()),
        ]
    }

    pub async fn ask_token(&self, form: &[(&str, String)]) -> Answer {
        answer(self.http.post(format!("{}/v1/oauth/token", self.phonepe.base())).form(form)).await
    }

    pub async fn pay(&self, id: &str, amount: u64) -> Answer {
        self.create(&order(id, amount)).await
    }

    /// Creates an order that must be taken.
    pub async fn open(&self, id: &str) -> Value {
        let answer = self.pay(id, 50_000).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body
    }

    pub async fn create(&self, request: &Value) -> Answer {
        self.post("/checkout/v2/pay", request).await
    }

    pub async fn status(&self, id: &str) -> Answer {
        self.get(&format!("/checkout/v2/order/{id}/status")).await
    }

    pub async fn refund(&self, id: &str, order: &str, amount: u64) -> Answer {
        let request = json!({"merchantRefundId": id, "originalMerchantOrderId": order, "amount": amount});
        self.post("/payments/v2/refund", &request).await
    }

    pub async fn refund_status(&self, id: &str) -> Answer {
        self.get(&format!("/payments/v2/refund/{id}/status")).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        answer(self.signed(self.http.post(self.at(path))).json(body)).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        answer(self.signed(self.http.get(self.at(path)))).await
    }

    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.phonepe.base())
    }

    pub fn signed(&self, request: RequestBuilder) -> RequestBuilder {
        request.header("Authorization", format!("O-Bearer {}", self.token))
    }
}

pub fn order(id: &str, amount: u64) -> Value {
    json!({
        "merchantOrderId": id,
        "amount": amount,
        "expireAfter": 1800,
        "metaInfo": {"udf1": "workspace", "udf11": "a-b_c"},
        "paymentFlow": {
            "type": "PG_CHECKOUT",
            "message": "Ascent, monthly",
            "merchantUrls": {"redirectUrl": "https://shop.example/back?order=1"},
        },
    })
}

pub async fn answer(request: RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let status = response.status();
    let text = response.text().await.unwrap();
    Answer { status, body: serde_json::from_str(&text).unwrap_or(Value::String(text)) }
}

/// Asks again until there is an answer, and gives up after ten seconds.
pub async fn eventually<T, F: Future<Output = Option<T>>>(what: &str, mut ask: impl FnMut() -> F) -> T {
    let deadline = Instant::now() + Duration::from_secs(10);
    loop {
        if let Some(found) = ask().await {
            return found;
        }
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
