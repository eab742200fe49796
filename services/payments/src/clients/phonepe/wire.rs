//! The provider's answers. Nothing is required that we do not need, and nothing unknown is an error.

use serde_json::Value;
use time::OffsetDateTime;
use url::Url;

use super::Opened;
use crate::domain::provider::{ProviderAttempt, ProviderOrder, ProviderState};

/// A created order; nothing when the id is missing or the page is none that a browser may be sent to.
pub fn opened(body: &Value) -> Option<Opened> {
    Some(Opened {
        provider_order: text(&body["orderId"])?,
        url: text(&body["redirectUrl"]).filter(|url| is_page(url))?,
        // One page calls it expiryAt.
        expires_at: millis(&body["expireAt"]).or_else(|| millis(&body["expiryAt"])),
    })
}

/// The address itself is handed on as it came: its token must not change by a byte.
fn is_page(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

/// An order's status; nothing when there is no state in it.
pub fn order(body: &Value) -> Option<ProviderOrder> {
    Some(ProviderOrder {
        order_id: text(&body["orderId"]),
        merchant_order_id: text(&body["merchantOrderId"]),
        merchant_id: text(&body["merchantId"]),
        state: state(&text(&body["state"])?),
        amount: integer(&body["amount"]),
        error_code: text(&body["errorCode"]),
        detailed_error_code: text(&body["detailedErrorCode"]),
        attempts: body["paymentDetails"].as_array().into_iter().flatten().map(attempt).collect(),
    })
}

fn state(word: &str) -> ProviderState {
    match word {
        "PENDING" => ProviderState::Pending,
        "COMPLETED" => ProviderState::Completed,
        "FAILED" => ProviderState::Failed,
        other => ProviderState::Other(other.chars().take(100).collect()),
    }
}

/// What was paid from two sources names rail and instrument only inside the parts.
fn attempt(item: &Value) -> ProviderAttempt {
    let part = |name: &str| {
        let whole = item.get(name).or_else(|| item["splitInstruments"].get(0)?.get(name));
        whole.filter(|value| value.is_object()).cloned()
    };
    ProviderAttempt {
        transaction_id: text(&item["transactionId"]),
        mode: text(&item["paymentMode"]),
        state: text(&item["state"]),
        amount: integer(&item["amount"]),
        at: millis(&item["timestamp"]),
        error_code: text(&item["errorCode"]),
        detailed_error_code: text(&item["detailedErrorCode"]),
        rail: part("rail"),
        instrument: part("instrument"),
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().filter(|text| !text.is_empty() && !text.contains('\0')).map(str::to_owned)
}

/// One page has amounts as texts.
pub fn integer(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

fn millis(value: &Value) -> Option<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(integer(value)?) * 1_000_000).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;
    use testkit::arbitrary::{changed, json_with};
    use time::macros::datetime;

    use super::{
        super::properties::{self, paid},
        *,
    };

    #[test]
    fn an_amount_may_be_a_text_and_most_fields_may_be_missing() {
        let order =
            order(&json!({ "state": "COMPLETED", "amount": "700000", "new": { "field": 1 } })).unwrap();
        assert_eq!(
            (order.state, order.amount, order.attempts.len()),
            (ProviderState::Completed, Some(700_000), 0)
        );
        assert!(super::order(&json!({ "amount": 1 })).is_none());
        assert!(super::order(&json!("COMPLETED")).is_none());
    }

    #[test]
    fn states_modes_and_instruments_that_we_do_not_know_are_no_error() {
        let order = order(&json!({
            "state": "CREATED",
            "paymentDetails": [{ "paymentMode": "CREDIT_LINE", "instrument": { "type": "NEW" }, "amount": 1.5 }],
        }));
        let order = order.unwrap();
        assert_eq!(order.state, ProviderState::Other("CREATED".to_owned()));
        assert_eq!(order.attempts[0].mode.as_deref(), Some("CREDIT_LINE"));
        assert_eq!(order.attempts[0].amount, None);
    }

    #[test]
    fn a_split_payment_shows_its_first_part() {
        let order = order(&json!({
            "state": "COMPLETED",
            "paymentDetails": [{ "splitInstruments": [{ "rail": { "type": "UPI" }, "instrument": { "type": "ACCOUNT" } }] }],
        }));
        assert_eq!(order.unwrap().attempts[0].rail, Some(json!({ "type": "UPI" })));
    }

    #[test]
    fn a_created_order_needs_an_id_and_a_page() {
        let body = json!({ "orderId": "OMO1", "state": "PENDING", "expireAt": 1_767_225_600_000i64, "redirectUrl": "https://x/?token=a%2Bb" });
        let opened = opened(&body).unwrap();
        assert_eq!(opened.expires_at, Some(datetime!(2026-01-01 00:00 UTC)));
        assert_eq!(opened.url, "https://x/?token=a%2Bb");
        assert!(super::opened(&json!({ "orderId": "OMO1" })).is_none());
        for url in ["javascript:alert(1)", "data:text/html,x", "//elsewhere.example", "x"] {
            assert!(super::opened(&json!({ "orderId": "OMO1", "redirectUrl": url })).is_none(), "{url}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_changed_in_an_answer_only_the_whole_truth_completes(body in changed(paid())) {
            properties::order(&body);
            let Some(order) = order(&body) else { return Ok(()) };
            let kept = order.redacted().to_string();
            for secret in ["ada@ybl", "utr-1", "Ada Lovelace", "AABB0001"] {
                prop_assert!(!kept.contains(secret), "{} in {}", secret, kept);
            }
        }

        #[test]
        fn any_json_is_read_or_refused(body in json_with(&["orderId", "state", "amount", "paymentDetails", "rail"])) {
            properties::order(&body);
            properties::page(&body);
        }

        #[test]
        fn a_page_is_opened_only_where_a_browser_may_go(body in changed(paid())) {
            properties::page(&body);
        }
    }
}
