use std::collections::BTreeMap;

use actix_web::{HttpResponse, web::Bytes, web::Data};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use time::Duration;
use url::Url;

use super::{WireError, authorized::Authorized};
use crate::phonepe::{
    checkout,
    clock::epoch_ms,
    ids::Reference,
    payment_mode,
    simulator::Simulator,
    world::{Duplicate, NewOrder},
};

const EXPIRE_AFTER: std::ops::RangeInclusive<i64> = 300..=3600;
/// The documentation does not print it any more; an earlier edition had this.
const EXPIRE_AFTER_DEFAULT: i64 = 1200;

pub async fn create(sim: Data<Simulator>, _: Authorized, body: Bytes) -> Result<HttpResponse, WireError> {
    let new = parse(&body)?;
    sim.change(|world| {
        let rule = world.rules.duplicate_order;
        let order = world.create_order(new).map_err(|Duplicate| WireError::duplicate(rule))?;
        Ok(HttpResponse::Ok().json(json!({
            "orderId": order.order_id,
            "state": order.state.name(),
            "expireAt": epoch_ms(order.expire_at),
            "redirectUrl": checkout::page_url(&sim.origin, order),
        })))
    })
}

/// Absent and null are the same; what is not listed is ignored.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sent {
    merchant_order_id: Option<String>,
    amount: Option<u64>,
    expire_after: Option<i64>,
    meta_info: Option<Map<String, Value>>,
    disable_payment_retry: Option<bool>,
    prefill_user_login_details: Option<Prefill>,
    payment_flow: Option<Flow>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Prefill {
    phone_number: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Flow {
    #[serde(rename = "type")]
    kind: Option<String>,
    message: Option<String>,
    merchant_urls: Option<Urls>,
    payment_mode_config: Option<Value>,
    disable_payment_retry: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Urls {
    redirect_url: Option<String>,
    cancel_redirect_url: Option<String>,
}

fn parse(body: &[u8]) -> Result<NewOrder, WireError> {
    let request: Value = serde_json::from_slice(body).map_err(|_| WireError::bad_request())?;
    let sent: Sent = serde_json::from_value(request.clone()).map_err(|_| WireError::bad_request())?;
    let flow = sent.payment_flow.ok_or_else(WireError::bad_request)?;
    check_flow(&flow)?;
    let urls = flow.merchant_urls.ok_or_else(WireError::bad_request)?;
    let id =
        sent.merchant_order_id.as_deref().and_then(Reference::parse).ok_or_else(WireError::bad_request)?;
    let amount = sent.amount.filter(|amount| *amount >= 100).ok_or_else(WireError::bad_request)?;
    let phone = sent.prefill_user_login_details.and_then(|prefill| prefill.phone_number);
    let expire_after = sent.expire_after.unwrap_or(EXPIRE_AFTER_DEFAULT);
    if !EXPIRE_AFTER.contains(&expire_after) || !phone.is_none_or(|phone| is_indian_mobile(&phone)) {
        return Err(WireError::bad_request());
    }
    let offered =
        payment_mode::offered(flow.payment_mode_config.as_ref()).map_err(|_| WireError::bad_request())?;
    let retry_disabled = sent.disable_payment_retry.or(flow.disable_payment_retry).unwrap_or(false);
    Ok(NewOrder {
        merchant_order_id: id,
        amount,
        expire_after: Duration::seconds(expire_after),
        meta_info: meta_info(sent.meta_info.unwrap_or_default())?,
        retry_allowed: !retry_disabled,
        redirect_url: urls
            .redirect_url
            .filter(|url| is_web_address(url))
            .ok_or_else(WireError::bad_request)?,
        cancel_redirect_url: urls.cancel_redirect_url.filter(|url| is_web_address(url)),
        offered,
        request,
    })
}

fn check_flow(flow: &Flow) -> Result<(), WireError> {
    if flow.message.as_deref().is_some_and(str::is_empty) {
        return Err(WireError::bad_request());
    }
    match flow.kind.as_deref() {
        Some("PG_CHECKOUT") => Ok(()),
        // Mandates need a permission that this account does not have.
        Some("SUBSCRIPTION_CHECKOUT_SETUP") => Err(WireError::forbidden()),
        Some("SDK") => Err(WireError::internal()),
        _ => Err(WireError::bad_request()),
    }
}

fn meta_info(sent: Map<String, Value>) -> Result<BTreeMap<String, String>, WireError> {
    let mut info = BTreeMap::new();
    for (name, value) in sent {
        let number = name.strip_prefix("udf").filter(|digits| !digits.starts_with(['0', '+']));
        let number: u8 = number.and_then(|digits| digits.parse().ok()).ok_or_else(WireError::bad_request)?;
        let text = match value {
            Value::Null => continue,
            Value::String(text) => text,
            Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                return Err(WireError::bad_request());
            }
        };
        match number {
            1..=10 if text.chars().count() <= 256 => {}
            11..=15 if is_narrow(&text) => {}
            11..=15 => return Err(WireError::bad_udf(&name)),
            _ => return Err(WireError::bad_request()),
        }
        info.insert(name, text);
    }
    Ok(info)
}

/// The rule of udf11 to udf15, which an empty text breaks too.
fn is_narrow(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_- @.+".contains(&byte);
    (1..=50).contains(&text.len()) && text.bytes().all(allowed)
}

fn is_indian_mobile(phone: &str) -> bool {
    let digits = phone.strip_prefix("+91").unwrap_or(phone);
    digits.len() == 10
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && digits.starts_with(['6', '7', '8', '9'])
}

/// It becomes a `Location` header as it is, so it must be able to stand in one.
fn is_web_address(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_graphic())
        && Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent() -> Value {
        json!({
            "merchantOrderId": "ORD1",
            "amount": 100,
            "paymentFlow": {"type": "PG_CHECKOUT", "merchantUrls": {"redirectUrl": "https://shop.example/back?a=1"}},
        })
    }

    fn parsed(path: &str, value: Value) -> Result<NewOrder, WireError> {
        let mut request = sent();
        let (parent, name) = path.rsplit_once('/').unwrap();
        request.pointer_mut(parent).unwrap()[name] = value;
        parse(request.to_string().as_bytes())
    }

    #[test]
    fn the_smallest_request_is_taken_with_defaults() {
        let order = parse(sent().to_string().as_bytes()).ok().unwrap();
        assert_eq!(order.expire_after, Duration::seconds(1200));
        assert!(order.retry_allowed);
        assert_eq!(order.redirect_url, "https://shop.example/back?a=1");
    }

    #[test]
    fn every_limit_is_kept_on_both_sides() {
        let long = "x".repeat(63);
        for (path, good, bad) in [
            ("/merchantOrderId", json!(long), json!(format!("{long}x"))),
            ("/merchantOrderId", json!("A-b_9"), json!("a b")),
            ("/amount", json!(100), json!(99)),
            ("/amount", json!(1_000_000), json!("100")),
            ("/expireAfter", json!(300), json!(299)),
            ("/expireAfter", json!(3600), json!(3601)),
            ("/metaInfo", json!({"udf1": "क".repeat(256)}), json!({"udf1": "x".repeat(257)})),
            ("/metaInfo", json!({"udf15": "a_- @.+"}), json!({"udf15": ""})),
            ("/metaInfo", json!({"udf11": "x".repeat(50)}), json!({"udf11": "x".repeat(51)})),
            ("/metaInfo", json!({"udf10": "a/b"}), json!({"udf12": "a/b"})),
            ("/metaInfo", json!(null), json!({"udf16": "a"})),
            ("/metaInfo", json!({"udf2": null}), json!({"orderNote": "a"})),
            (
                "/prefillUserLoginDetails",
                json!({"phoneNumber": "+919876543210"}),
                json!({"phoneNumber": "12345"}),
            ),
            ("/paymentFlow/type", json!("PG_CHECKOUT"), json!("OTHER")),
            ("/paymentFlow/merchantUrls/redirectUrl", json!("http://localhost:1/"), json!("/relative")),
            (
                "/paymentFlow/paymentModeConfig",
                json!(null),
                json!({"enabledPaymentModes": [], "disabledPaymentModes": []}),
            ),
        ] {
            assert!(parsed(path, good.clone()).is_ok(), "{path} {good}");
            assert!(parsed(path, bad.clone()).is_err(), "{path} {bad}");
        }
    }

    #[test]
    fn retry_can_be_disabled_in_both_documented_places() {
        for path in ["/disablePaymentRetry", "/paymentFlow/disablePaymentRetry"] {
            assert!(!parsed(path, json!(true)).ok().unwrap().retry_allowed, "{path}");
            assert!(parsed(path, json!(null)).ok().unwrap().retry_allowed, "{path}");
        }
    }
}
