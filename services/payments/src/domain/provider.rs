use serde_json::{Map, Value, json};
use time::OffsetDateTime;

/// What the provider says about an order. Every field may be missing: its answers differ by page and by year.
#[derive(Debug, Clone, PartialEq)]
pub struct ProviderOrder {
    /// The provider's own id.
    pub order_id: Option<String>,
    /// Our id, where the answer repeats it.
    pub merchant_order_id: Option<String>,
    pub merchant_id: Option<String>,
    pub state: ProviderState,
    /// In paise.
    pub amount: Option<i64>,
    pub error_code: Option<String>,
    pub detailed_error_code: Option<String>,
    /// Oldest first.
    pub attempts: Vec<ProviderAttempt>,
}

/// The root state of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProviderState {
    Pending,
    Completed,
    Failed,
    /// A word that we do not know decides nothing.
    Other(String),
}

/// One try of the customer.
#[derive(Debug, Clone, PartialEq)]
pub struct ProviderAttempt {
    pub transaction_id: Option<String>,
    pub mode: Option<String>,
    pub state: Option<String>,
    pub amount: Option<i64>,
    pub at: Option<OffsetDateTime>,
    pub error_code: Option<String>,
    pub detailed_error_code: Option<String>,
    /// How the money went and where it came from, as the provider wrote it.
    pub rail: Option<Value>,
    pub instrument: Option<Value>,
}

impl ProviderState {
    pub fn as_str(&self) -> &str {
        match self {
            Self::Pending => "PENDING",
            Self::Completed => "COMPLETED",
            Self::Failed => "FAILED",
            Self::Other(word) => word,
        }
    }
}

impl ProviderOrder {
    /// The attempt that paid.
    pub fn paid_by(&self) -> Option<&ProviderAttempt> {
        let paid = |attempt: &&ProviderAttempt| attempt.state.as_deref() == Some("COMPLETED");
        self.attempts.iter().rev().find(paid).or_else(|| self.attempts.last())
    }

    /// Why it failed, as finely as it is told.
    pub fn failure_code(&self) -> String {
        let last = self.attempts.last();
        let codes = [
            self.detailed_error_code.as_ref(),
            self.error_code.as_ref(),
            last.and_then(|attempt| attempt.detailed_error_code.as_ref()),
            last.and_then(|attempt| attempt.error_code.as_ref()),
        ];
        let told = codes.into_iter().flatten().find(|code| !code.is_empty());
        told.map_or_else(|| "UNKNOWN".to_owned(), |code| code.chars().take(LONGEST_CODE).collect())
    }

    /// Whether the customer backed out.
    pub fn was_cancelled(&self) -> bool {
        let own = [&self.detailed_error_code, &self.error_code];
        let of =
            |attempt: &ProviderAttempt| [attempt.detailed_error_code.clone(), attempt.error_code.clone()];
        let codes = if own.iter().any(|code| code.is_some()) {
            own.map(Clone::clone)
        } else {
            self.attempts.last().map(of).unwrap_or_default()
        };
        codes.iter().flatten().any(|code| CANCELLED.contains(&code.as_str()))
    }

    /// What may be kept for support: no account, no address, no name.
    pub fn redacted(&self) -> Value {
        let attempts: Vec<Value> = self.attempts.iter().map(ProviderAttempt::redacted).collect();
        let mut kept = Map::new();
        kept.insert("state".to_owned(), json!(self.state.as_str()));
        keep(&mut kept, "orderId", self.order_id.as_deref());
        keep(&mut kept, "amount", self.amount);
        keep(&mut kept, "errorCode", self.error_code.as_deref());
        keep(&mut kept, "detailedErrorCode", self.detailed_error_code.as_deref());
        kept.insert("paymentDetails".to_owned(), Value::Array(attempts));
        Value::Object(kept)
    }
}

const LONGEST_CODE: usize = 100;
const CANCELLED: [&str; 2] = ["TXN_CANCELLED", "ORDER_CANCELLED_BY_USER"];

impl ProviderAttempt {
    fn redacted(&self) -> Value {
        let kind = |part: &Option<Value>| {
            part.as_ref().and_then(|value| value["type"].as_str()).map(|kind| kind.replace('\0', ""))
        };
        let mut kept = Map::new();
        keep(&mut kept, "transactionId", self.transaction_id.as_deref());
        keep(&mut kept, "paymentMode", self.mode.as_deref());
        keep(&mut kept, "state", self.state.as_deref());
        keep(&mut kept, "amount", self.amount);
        keep(&mut kept, "errorCode", self.error_code.as_deref());
        keep(&mut kept, "detailedErrorCode", self.detailed_error_code.as_deref());
        keep(&mut kept, "rail", kind(&self.rail));
        keep(&mut kept, "instrument", kind(&self.instrument));
        Value::Object(kept)
    }
}

fn keep(kept: &mut Map<String, Value>, name: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        kept.insert(name.to_owned(), value.into());
    }
}

/// An order paid by UPI.
#[cfg(test)]
pub fn fixture(state: ProviderState, order_id: &str, amount: i64) -> ProviderOrder {
    ProviderOrder {
        order_id: Some(order_id.to_owned()),
        merchant_order_id: None,
        merchant_id: None,
        state,
        amount: Some(amount),
        error_code: None,
        detailed_error_code: None,
        attempts: vec![ProviderAttempt {
            transaction_id: Some("OM1".to_owned()),
            mode: Some("UPI_INTENT".to_owned()),
            state: Some("COMPLETED".to_owned()),
            amount: Some(amount),
            at: None,
            error_code: None,
            detailed_error_code: None,
            rail: Some(json!({ "type": "UPI", "vpa": "ada@ybl", "utr": "123" })),
            instrument: Some(json!({ "type": "ACCOUNT", "accountHolderName": "Ada", "ifsc": "AABB0001" })),
        }],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_paid_is_not_kept() {
        let kept = fixture(ProviderState::Completed, "OMO1", 100).redacted();
        assert_eq!(kept["paymentDetails"][0]["rail"], "UPI");
        for secret in ["ada@ybl", "Ada", "AABB0001", "123"] {
            assert!(!kept.to_string().contains(secret), "{secret} in {kept}");
        }
    }

    #[test]
    fn the_finest_code_names_the_failure() {
        let mut order = fixture(ProviderState::Failed, "OMO1", 100);
        order.attempts.clear();
        assert_eq!(order.failure_code(), "UNKNOWN");
        order.error_code = Some("TXN_NOT_COMPLETED".to_owned());
        assert_eq!(order.failure_code(), "TXN_NOT_COMPLETED");
        order.detailed_error_code = Some("ORDER_EXPIRED".to_owned());
        assert_eq!(order.failure_code(), "ORDER_EXPIRED");
    }

    #[test]
    fn an_order_was_cancelled_when_it_says_so_or_else_its_last_attempt() {
        let mut order = fixture(ProviderState::Failed, "OMO1", 100);
        assert!(!order.was_cancelled());
        order.attempts[0].error_code = Some("TXN_CANCELLED".to_owned());
        assert!(order.was_cancelled());
        order.detailed_error_code = Some("ORDER_EXPIRED".to_owned());
        assert!(!order.was_cancelled(), "it could have been tried again");
        order.detailed_error_code = Some("ORDER_CANCELLED_BY_USER".to_owned());
        assert!(order.was_cancelled());
    }
}
