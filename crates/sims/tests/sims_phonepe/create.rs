use serde_json::{Value, json};
use sims::phonepe::{DuplicateOrder, Rules};
use time::OffsetDateTime;

use crate::harness::{Gateway, answer, order};

#[tokio::test(flavor = "multi_thread")]
async fn a_new_order_is_pending_with_an_expiry_in_milliseconds_and_a_page() {
    let gateway = Gateway::start().await;
    let created = gateway.open("ORD1").await;
    assert!(created["orderId"].as_str().unwrap().starts_with("OMO"));
    assert_eq!(created["state"], "PENDING");
    let in_half_an_hour = (OffsetDateTime::now_utc().unix_timestamp() + 1800) * 1000;
    assert!((created["expireAt"].as_i64().unwrap() - in_half_an_hour).abs() < 60_000);
    let page = created["redirectUrl"].as_str().unwrap();
    assert!(page.contains("?token="));
    assert_eq!(gateway.http.get(page).send().await.unwrap().status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn nulls_unknown_fields_and_telemetry_headers_change_nothing() {
    let gateway = Gateway::start().await;
    let mut request = order("ORD1", 100);
    request["metaInfo"] = Value::Null;
    request["expireAfter"] = Value::Null;
    request["disablePaymentRetry"] = Value::Null;
    request["prefillUserLoginDetails"] = Value::Null;
    request["paymentFlow"]["message"] = Value::Null;
    request["paymentFlow"]["paymentModeConfig"] = Value::Null;
    request["somethingNew"] = json!({"a": [1]});
    let sent = gateway.signed(gateway.http.post(gateway.at("/checkout/v2/pay")));
    let sent = sent.header("x-source", "API").header("x-source-platform", "BACKEND_NODE_SDK").json(&request);
    assert_eq!(answer(sent).await.status, 200);
    let kept = gateway.control.order("ORD1").await.unwrap();
    assert!(kept.retry_allowed);
    assert_eq!(kept.request["somethingNew"]["a"][0], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_breaks_a_limit_is_a_bad_request_and_leaves_no_order() {
    let gateway = Gateway::start().await;
    let card = json!([{"type": "CARD"}]);
    for (pointer, value) in [
        ("/merchantOrderId", json!("a/b")),
        ("/merchantOrderId", json!("x".repeat(64))),
        ("/merchantOrderId", Value::Null),
        ("/amount", json!(99)),
        ("/amount", json!("50000")),
        ("/amount", json!(-100)),
        ("/expireAfter", json!(299)),
        ("/expireAfter", json!(3601)),
        ("/metaInfo", json!({"udf11": ""})),
        ("/metaInfo", json!({"udf15": "semi;colon"})),
        ("/metaInfo", json!({"udf1": "x".repeat(257)})),
        ("/metaInfo", json!({"plan": "ascent"})),
        ("/paymentFlow", Value::Null),
        ("/paymentFlow/type", json!("PG")),
        ("/paymentFlow/merchantUrls", Value::Null),
        ("/paymentFlow/merchantUrls/redirectUrl", json!("javascript:alert(1)")),
    ] {
        let mut request = order("ORD1", 50_000);
        *request.pointer_mut(pointer).unwrap() = value.clone();
        let refused = gateway.create(&request).await;
        assert_eq!(refused.status, 400, "{pointer} {value}");
        assert_eq!(refused.body["code"], "BAD_REQUEST", "{pointer} {value}");
    }
    let mut both = order("ORD1", 50_000);
    both["paymentFlow"]["paymentModeConfig"] =
        json!({"enabledPaymentModes": card, "disabledPaymentModes": card});
    assert_eq!(gateway.create(&both).await.status, 400);
    assert_eq!(
        answer(gateway.signed(gateway.http.post(gateway.at("/checkout/v2/pay"))).body("{")).await.status,
        400
    );
    assert!(gateway.control.orders().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn mandates_are_forbidden_and_an_invented_flow_is_an_error_of_the_server() {
    let gateway = Gateway::start().await;
    for (flow, status) in [("SUBSCRIPTION_CHECKOUT_SETUP", 403), ("SDK", 500)] {
        let mut request = order("ORD1", 50_000);
        request["paymentFlow"]["type"] = json!(flow);
        assert_eq!(gateway.create(&request).await.status, status, "{flow}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_id_is_used_once_for_ever_and_the_first_answer_is_never_replayed() {
    let gateway = Gateway::start().await;
    let first = gateway.open("ORD1").await;
    for (rule, status, code) in [
        (DuplicateOrder::BadRequest, 400, "BAD_REQUEST"),
        (DuplicateOrder::InvalidTransactionId, 417, "INVALID_TRANSACTION_ID"),
        (DuplicateOrder::InvalidMerchantOrderId, 417, "INVALID_MERCHANT_ORDER_ID"),
        (DuplicateOrder::OrderAlreadyExists, 400, "ORDER_ALREADY_EXISTS"),
    ] {
        gateway.control.set_rules(&Rules { duplicate_order: rule, ..Rules::default() }).await.unwrap();
        let again = gateway.pay("ORD1", 70_000).await;
        assert_eq!(again.status, status);
        assert_eq!(again.body["code"], code);
        assert!(again.body["redirectUrl"].is_null());
    }
    let kept = gateway.status("ORD1").await.body;
    assert_eq!((&kept["orderId"], &kept["amount"]), (&first["orderId"], &json!(50_000)));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_path_says_that_it_is_not_mapped() {
    let gateway = Gateway::start().await;
    let refused = gateway.get("/pg/v1/status").await;
    assert_eq!(refused.status, 404);
    assert!(refused.body["message"].as_str().unwrap().contains("Api Mapping Not Found"));
    let health = answer(gateway.http.get(gateway.at("/v3/health"))).await;
    assert_eq!((health.status.as_u16(), &health.body["overallHealth"]), (200, &json!("UP")));
}
