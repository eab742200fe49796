use serde_json::json;
use sims::phonepe::{Disguise, Fate, PaymentMode, Reason, Rules, UnknownOrder};

use crate::harness::{Gateway, answer, order};

#[tokio::test(flavor = "multi_thread")]
async fn an_order_without_an_attempt_is_pending_and_lists_none() {
    let gateway = Gateway::start().await;
    let created = gateway.open("ORD1").await;
    let status = gateway.status("ORD1").await;
    assert_eq!(status.status, 200);
    assert_eq!(status.body["orderId"], created["orderId"]);
    assert_eq!(status.body["state"], "PENDING");
    assert_eq!(status.body["amount"], 50_000);
    assert_eq!(status.body["expireAt"], created["expireAt"]);
    assert_eq!(status.body["paymentDetails"], json!([]));
    assert_eq!(status.body["metaInfo"], json!({"udf1": "workspace", "udf11": "a-b_c"}));
    assert!(status.body["merchantOrderId"].is_null(), "live answers leave it out");
}

#[tokio::test(flavor = "multi_thread")]
async fn several_attempts_are_all_shown_only_when_details_are_asked_for() {
    let gateway = Gateway::start().await;
    gateway.open("ORD1").await;
    gateway.control.decide("ORD1", Fate::FailAttempt(Reason::default())).await.unwrap();
    assert_eq!(gateway.status("ORD1").await.body["state"], "PENDING");
    gateway.control.decide("ORD1", Fate::Pay { mode: Some(PaymentMode::Card), split: false }).await.unwrap();

    let latest = gateway.status("ORD1").await.body;
    assert_eq!(latest["state"], "COMPLETED");
    assert_eq!(latest["paymentDetails"].as_array().unwrap().len(), 1);
    assert_eq!(latest["paymentDetails"][0]["paymentMode"], "CARD");
    assert_eq!(latest["paymentDetails"][0]["rail"]["type"], "PG");

    let all = gateway.get("/checkout/v2/order/ORD1/status?details=True").await.body;
    assert_eq!(all["state"], "COMPLETED");
    let states: Vec<_> = all["paymentDetails"].as_array().unwrap().iter().map(|one| &one["state"]).collect();
    assert_eq!(states, ["FAILED", "COMPLETED"]);
    assert_eq!(all["paymentDetails"][0]["detailedErrorCode"], "ZM");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_may_repeat_its_key_and_spell_its_values_in_any_case() {
    let gateway = Gateway::start().await;
    gateway.open("ORD1").await;
    gateway.control.decide("ORD1", Fate::FailAttempt(Reason::default())).await.unwrap();
    gateway.control.decide("ORD1", Fate::FailAttempt(Reason::default())).await.unwrap();
    for (query, shown) in [
        ("", 1),
        ("?details=false&details=false", 1),
        ("?details=False&errorContext=False", 1),
        ("?details=true&details=true", 2),
        ("?details=TRUE&unknown=1", 2),
    ] {
        let request = gateway.http.get(gateway.at(&format!("/checkout/v2/order/ORD1/status{query}")));
        let status = answer(gateway.signed(request).header("Content-Type", "application/json")).await;
        assert_eq!(status.status, 200, "{query}");
        assert_eq!(status.body["paymentDetails"].as_array().unwrap().len(), shown, "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_error_context_comes_only_when_asked_for_and_failed() {
    let gateway = Gateway::start().await;
    gateway.open("ORD1").await;
    let asked = "/checkout/v2/order/ORD1/status?errorContext=true";
    assert!(gateway.get(asked).await.body["errorContext"].is_null());
    gateway.control.decide("ORD1", Fate::fail("Z9")).await.unwrap();
    let status = gateway.get(asked).await.body;
    assert_eq!(
        (&status["errorCode"], &status["detailedErrorCode"]),
        (&json!("INSUFFICIENT_BALANCE"), &json!("Z9"))
    );
    assert_eq!(status["errorContext"]["source"], "CUSTOMER");
    assert_eq!(status["errorContext"]["stage"], "AUTHORIZATION");
    assert!(gateway.status("ORD1").await.body["errorContext"].is_null());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_split_payment_has_its_instruments_one_level_down_and_they_add_up() {
    let gateway = Gateway::start().await;
    gateway.pay("ORD1", 50_001).await;
    gateway.control.decide("ORD1", Fate::Pay { mode: None, split: true }).await.unwrap();
    let payment = &gateway.status("ORD1").await.body["paymentDetails"][0];
    assert!(payment["rail"].is_null() && payment["instrument"].is_null());
    let parts = payment["splitInstruments"].as_array().unwrap();
    let sum: u64 = parts.iter().map(|part| part["amount"].as_u64().unwrap()).sum();
    assert_eq!((parts.len(), sum), (2, 50_001));
    assert_eq!(parts[1]["rail"]["type"], "PPI_WALLET");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_retry_one_failed_attempt_ends_the_order() {
    let gateway = Gateway::start().await;
    let mut request = order("ORD1", 50_000);
    request["disablePaymentRetry"] = json!(true);
    gateway.create(&request).await;
    gateway.control.decide("ORD1", Fate::FailAttempt(Reason::default())).await.unwrap();
    assert_eq!(gateway.status("ORD1").await.body["state"], "FAILED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_is_found_by_its_own_id() {
    let gateway = Gateway::start().await;
    gateway.open("ORD1").await;
    gateway.control.decide("ORD1", Fate::FailAttempt(Reason::default())).await.unwrap();
    let order = gateway.control.decide("ORD1", Fate::pay()).await.unwrap();
    let first = &order.attempts[0].transaction_id;
    assert!(first.starts_with("OM"));
    let status = gateway.get(&format!("/checkout/v2/transaction/{first}/status")).await;
    assert_eq!(status.body["orderId"], order.order_id);
    assert_eq!(status.body["paymentDetails"][0]["state"], "FAILED");
    assert_eq!(gateway.get("/checkout/v2/transaction/OM0/status").await.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_order_is_refused_in_every_documented_way() {
    let gateway = Gateway::start().await;
    for (rule, status, code) in [
        (UnknownOrder::InvalidMerchantOrderId, 400, "INVALID_MERCHANT_ORDER_ID"),
        (UnknownOrder::MerchantOrderMappingNotFound, 400, "MERCHANT_ORDER_MAPPING_NOT_FOUND"),
        (UnknownOrder::OrderNotFound, 404, "ORDER_NOT_FOUND"),
    ] {
        gateway.control.set_rules(&Rules { unknown_order: rule, ..Rules::default() }).await.unwrap();
        let refused = gateway.status("ORD0").await;
        assert_eq!(refused.status, status);
        assert_eq!(refused.body["code"], code);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn status_calls_can_be_made_to_say_something_else_than_the_truth() {
    let gateway = Gateway::start().await;
    gateway.open("ORD1").await;
    gateway.control.decide("ORD1", Fate::pay()).await.unwrap();
    let lie = Disguise {
        state: Some("PENDING".to_owned()),
        amount: Some(1),
        amount_as_text: true,
        order_id: Some("OMO0".to_owned()),
        hidden: false,
    };
    gateway.control.disguise("ORD1", lie).await.unwrap();
    let status = gateway.status("ORD1").await.body;
    assert_eq!(
        (&status["state"], &status["amount"], &status["orderId"]),
        (&json!("PENDING"), &json!("1"), &json!("OMO0"))
    );

    gateway.control.disguise("ORD1", Disguise { hidden: true, ..Disguise::default() }).await.unwrap();
    assert_eq!(gateway.status("ORD1").await.status, 400);
    gateway.control.disguise("ORD1", Disguise::default()).await.unwrap();
    let truth = gateway.status("ORD1").await.body;
    assert_eq!((&truth["state"], &truth["amount"]), (&json!("COMPLETED"), &json!(50_000)));
}
