//! Calls as clients write them.

use std::sync::Arc;

use anyhow::Result;
use bytes::Bytes;
use hyper::Method;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::bench::stage::Stage;
use crate::bench::wire::{Call, call};
use crate::population::Founder;

/// What to do for a twin.
pub type Errand = fn(&Errands, u64) -> Result<Call>;

pub struct Errands {
    founder: Arc<Founder>,
    host: String,
    plan: String,
    /// What the provider authenticates itself with.
    credential: String,
    merchant: String,
}

impl Errands {
    pub fn of(stage: &Stage) -> Result<Self> {
        let phonepe = &stage.addresses.phonepe;
        let credential = format!("{}:{}", phonepe.webhook_username, phonepe.webhook_password);
        let digits = Sha256::digest(credential).iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self {
            founder: stage.population.founder.clone(),
            host: stage.host.clone(),
            plan: stage.answers.plan.clone(),
            credential: digits,
            merchant: phonepe.merchant_id.clone(),
        })
    }

    /// A read of a twin.
    pub fn get(&self, twin: u64, path: &str) -> Result<Call> {
        self.call(twin, (Method::GET, path), &[], String::new())
    }

    /// Any call of a twin.
    pub fn call(
        &self,
        twin: u64,
        (method, path): (Method, &str),
        headers: &[(&str, &str)],
        body: String,
    ) -> Result<Call> {
        let bearer = format!("Bearer {}", self.founder.token(twin)?);
        let workspace = self.founder.workspace(twin)?;
        let own = [("authorization", bearer.as_str()), ("x-workspace-id", workspace.as_str())];
        let headers = [own.as_slice(), headers].concat();
        call(method, &self.host, path, &headers, Bytes::from(body))
    }

    pub fn finalize(&self, twin: u64) -> Result<Call> {
        let path = format!("/api/v1/onboarding/{}/finalize", self.founder.session(twin)?);
        self.once(twin, &path, "{}".to_owned())
    }

    pub fn rebuild(&self, twin: u64) -> Result<Call> {
        let body = json!({ "force": true, "reason": "measured" }).to_string();
        self.once(twin, "/api/v1/context/rebuild", body)
    }

    pub fn initiate(&self, twin: u64) -> Result<Call> {
        let body = json!({ "plan": self.plan, "billing_cycle": "monthly" }).to_string();
        self.once(twin, "/api/payments/v2/initiate", body)
    }

    /// Not a twin's call but the provider's: another notice about the order that the founder paid.
    pub fn notify(&self, number: u64) -> Result<Call> {
        let attempt =
            json!({ "transactionId": format!("OM{number}"), "paymentMode": "UPI_QR", "state": "COMPLETED" });
        let body = json!({
            "event": "checkout.order.completed",
            "payload": {
                "merchantId": self.merchant,
                "merchantOrderId": self.founder.order,
                "state": "COMPLETED",
                "paymentDetails": [attempt],
            },
        });
        let headers = [("authorization", self.credential.as_str())];
        call(Method::POST, &self.host, "/api/payments/v2/webhook", &headers, Bytes::from(body.to_string()))
    }

    pub fn log_in(&self, twin: u64) -> Result<Call> {
        let body = json!({
            "email": self.founder.email(twin)?,
            "password": self.founder.password,
            "delivery": "body",
        });
        call(Method::POST, &self.host, "/api/v1/auth/login", &[], Bytes::from(body.to_string()))
    }

    /// Under a key of its own.
    fn once(&self, twin: u64, path: &str, body: String) -> Result<Call> {
        let key = Uuid::now_v7().simple().to_string();
        self.call(twin, (Method::POST, path), &[("idempotency-key", &key)], body)
    }
}
