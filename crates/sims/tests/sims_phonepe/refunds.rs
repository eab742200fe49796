use serde_json::{Value, json};
use sims::phonepe::{Fate, RefundPace, RefundStep, Rules};

use crate::harness::{Gateway, eventually};

async fn paid() -> Gateway {
    let gateway = Gateway::start().await;
    gateway.control.set_rules(&Rules { refund_pace: None, ..Rules::default() }).await.unwrap();
    gateway.open("ORD1").await;
    gateway.control.decide("ORD1", Fate::pay()).await.unwrap();
    gateway.merchant.wait_for(1).await;
    gateway
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_goes_through_confirmed_to_completed_and_tells_both() {
    let gateway = paid().await;
    let created = gateway.refund("R1", "ORD1", 20_000).await;
    assert_eq!(created.status, 200, "{}", created.body);
    assert!(created.body["refundId"].as_str().unwrap().starts_with("OMR"));
    assert_eq!((&created.body["amount"], &created.body["state"]), (&json!(20_000), &json!("PENDING")));

    gateway.control.advance_refund("R1", RefundStep::Confirmed).await.unwrap();
    assert_eq!(gateway.refund_status("R1").await.body["state"], "CONFIRMED");
    let accepted = gateway.merchant.wait_for(2).await[1].body.clone();
    assert_eq!(
        (&accepted["event"], &accepted["payload"]["state"]),
        (&json!("pg.refund.accepted"), &json!("CONFIRMED"))
    );
    assert!(accepted["payload"]["refundId"].is_null() && accepted["payload"]["timestamp"].is_null());

    gateway.control.advance_refund("R1", RefundStep::Completed).await.unwrap();
    let completed = gateway.merchant.wait_for(3).await[2].body.clone();
    assert_eq!(completed["event"], "pg.refund.completed");
    assert_eq!(completed["payload"]["merchantRefundId"], "R1");
    assert_eq!(completed["payload"]["originalMerchantOrderId"], "ORD1");
    assert_eq!(completed["payload"]["refundId"], created.body["refundId"]);

    let status = gateway.refund_status("R1").await.body;
    assert_eq!((&status["state"], &status["amount"]), (&json!("COMPLETED"), &json!(20_000)));
    assert_eq!((&status["errorCode"], &status["detailedErrorCode"]), (&json!(""), &json!("")));
    assert_eq!(status["splitInstruments"][0]["amount"], 20_000);
    let refused = gateway.control.advance_refund("R1", RefundStep::Completed).await;
    assert!(refused.unwrap_err().to_string().contains("409"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_refund_says_why_and_frees_its_amount() {
    let gateway = paid().await;
    gateway.refund("R1", "ORD1", 50_000).await;
    let failed = RefundStep::Failed { error_code: None, detailed_error_code: None };
    gateway.control.advance_refund("R1", failed).await.unwrap();
    let hook = gateway.merchant.wait_for(2).await[1].body.clone();
    assert_eq!(
        (&hook["event"], &hook["payload"]["errorCode"]),
        (&json!("pg.refund.failed"), &json!("REFUND_BREACHED"))
    );
    assert_eq!(gateway.refund_status("R1").await.body["detailedErrorCode"], "BF_034");
    assert_eq!(gateway.refund("R2", "ORD1", 50_000).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn refunds_never_exceed_the_payment_and_never_run_side_by_side() {
    let gateway = paid().await;
    gateway.refund("R1", "ORD1", 30_000).await;
    refused(&gateway, ("R2", "ORD1", 10_000), "REFUND_NOT_ALLOWED").await;
    gateway.control.advance_refund("R1", RefundStep::Completed).await.unwrap();
    refused(&gateway, ("R2", "ORD1", 20_001), "EXCESS_REFUND_AMOUNT").await;
    assert_eq!(gateway.refund("R2", "ORD1", 20_000).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_paid_order_of_the_last_ninety_days_can_be_refunded_once_per_id() {
    let mut gateway = paid().await;
    gateway.open("ORD2").await;
    refused(&gateway, ("R1", "ORD0", 100), "ORIGINAL_TXN_NOT_FOUND").await;
    refused(&gateway, ("R1", "ORD2", 100), "REFUND_NOT_ALLOWED").await;
    refused(&gateway, ("R1", "ORD1", 99), "BAD_REQUEST").await;
    refused(&gateway, ("bad id", "ORD1", 100), "BAD_REQUEST").await;
    gateway.refund("R1", "ORD1", 100).await;
    gateway.control.advance_refund("R1", RefundStep::Completed).await.unwrap();
    refused(&gateway, ("R1", "ORD1", 100), "BAD_REQUEST").await;
    assert_eq!(gateway.refund_status("R0").await.status, 400);

    gateway.control.advance_clock(91 * 24 * 3600).await.unwrap();
    gateway.sign_in().await;
    refused(&gateway, ("R2", "ORD1", 100), "REFUND_FOR_TXN_OLDER_THAN_LIMIT").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refunds_go_on_by_themselves_at_the_pace_of_the_rules() {
    let gateway = paid().await;
    let pace = RefundPace { confirm_after_seconds: 60, complete_after_seconds: 120 };
    gateway.control.set_rules(&Rules { refund_pace: Some(pace), ..Rules::default() }).await.unwrap();
    gateway.refund("R1", "ORD1", 100).await;
    assert_eq!(gateway.refund_status("R1").await.body["state"], "PENDING");
    gateway.control.advance_clock(60).await.unwrap();
    assert_eq!(gateway.refund_status("R1").await.body["state"], "CONFIRMED");
    gateway.control.advance_clock(60).await.unwrap();
    assert_eq!(gateway.refund_status("R1").await.body["state"], "COMPLETED");
    let events = eventually("both events", || async {
        let events = gateway.merchant.events();
        (events.len() == 3).then_some(events)
    })
    .await;
    assert!(
        events.contains(&"pg.refund.accepted".to_owned())
            && events.contains(&"pg.refund.completed".to_owned())
    );
}

async fn refused(gateway: &Gateway, (id, order, amount): (&str, &str, u64), code: &str) {
    let answer = gateway.refund(id, order, amount).await;
    assert_eq!(answer.status, 400, "{id} {order} {amount}");
    assert_eq!(answer.body["code"], Value::from(code), "{id} {order} {amount}");
}
