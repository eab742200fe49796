//! What holds for whatever the provider answers.

use serde_json::{Value, json};
use time::{OffsetDateTime, macros::datetime};
use url::Url;

use super::wire;
use crate::domain::{
    ProviderOrder,
    provider::ProviderAttempt,
    settlement::{Verdict, judge},
    transaction::{self, State},
};

const NOW: OffsetDateTime = datetime!(2026-03-01 10:00 UTC);

/// The answer about [`transaction::fixture`] when it is paid.
pub fn paid() -> Value {
    let ours = transaction::fixture(NOW, State::Review).order;
    json!({
        "orderId": "OMO1", "merchantOrderId": ours.as_str(), "merchantId": "MERCHANT",
        "state": "COMPLETED", "amount": 700_000, "expireAt": 1_767_225_600_000_i64,
        "redirectUrl": "https://pay.example/?token=t",
        "paymentDetails": [{
            "transactionId": "OM1", "paymentMode": "UPI_INTENT", "state": "COMPLETED", "amount": 700_000,
            "timestamp": 1_767_225_600_000_i64, "rail": { "type": "UPI", "vpa": "ada@ybl", "utr": "utr-1" },
            "instrument": { "type": "ACCOUNT", "accountHolderName": "Ada Lovelace", "ifsc": "AABB0001" },
        }],
    })
}

/// Only the whole truth completes a payment, and what is kept of an answer does not tell who paid.
pub fn order(body: &Value) {
    let Some(order) = wire::order(body) else { return };
    assert_eq!(order.redacted(), anonymous(&order).redacted());
    assert!(!has_nul(&order.redacted()), "{}", order.redacted());
    let paid = paid();
    let same = |name: &str| body[name] == paid[name];
    let silent =
        |name: &str| !body[name].as_str().is_some_and(|text| !text.is_empty() && !text.contains('\0'));
    let is_true = body["state"] == "COMPLETED"
        && same("orderId")
        && wire::integer(&body["amount"]) == Some(700_000)
        && (same("merchantOrderId") || silent("merchantOrderId"))
        && (same("merchantId") || silent("merchantId"));
    let payment = transaction::fixture(NOW, State::Open { url: "u".to_owned() });
    let verdict = judge(&payment, Some(&order), Some("MERCHANT"), NOW);
    assert_eq!(verdict == Verdict::Complete, is_true, "{verdict:?}");
}

/// A page is handed on as it came, and only where a browser may go.
pub fn page(body: &Value) {
    let Some(opened) = wire::opened(body) else { return };
    assert_eq!(body["redirectUrl"], opened.url);
    let leads = |url: Url| matches!(url.scheme(), "http" | "https") && url.has_host();
    assert!(Url::parse(&opened.url).is_ok_and(leads), "{:?}", opened.url);
}

/// The same order paid by nobody in particular.
fn anonymous(order: &ProviderOrder) -> ProviderOrder {
    let bare = |part: &Option<Value>| part.as_ref().map(|part| json!({ "type": part["type"] }));
    let attempts = order.attempts.iter().map(|attempt| ProviderAttempt {
        rail: bare(&attempt.rail),
        instrument: bare(&attempt.instrument),
        ..attempt.clone()
    });
    ProviderOrder { attempts: attempts.collect(), ..order.clone() }
}

fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(has_nul),
        Value::Object(members) => members.iter().any(|(name, value)| name.contains('\0') || has_nul(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}
