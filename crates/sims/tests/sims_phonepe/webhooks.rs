use std::time::{Duration, Instant};

use serde_json::{Value, json};
use sims::phonepe::{
    Announcement, Authorization, Delivery, DeliveryState, Event, Fate, RawWebhook, Reason, Settings,
    Treatment, WebhookRules,
};

use crate::{
    harness::{Gateway, eventually},
    merchant::Merchant,
};

/// SHA-256 of `username:password`, as the official libraries test it.
const DOCUMENTED: &str = "bc842c31a9e54efe320d30d948be61291f3ceee4766e36ab25fa65243cd76e0e";

async fn start() -> Gateway {
    Gateway::with(Settings {
        webhook_username: "username".to_owned(),
        webhook_password: "password".into(),
        ..Settings::default()
    })
    .await
}

/// Creates an order and lets it be paid.
async fn paid(gateway: &Gateway, id: &str) {
    gateway.open(id).await;
    gateway.control.decide(id, Fate::pay()).await.unwrap();
}

/// The newest delivery, when it is in this state.
async fn last_becomes(gateway: &Gateway, state: DeliveryState) -> Delivery {
    eventually("the state of a delivery", || async {
        gateway.control.deliveries().await.unwrap().pop().filter(|delivery| delivery.state == state)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paid_order_is_told_with_the_bare_digest_and_every_field() {
    let gateway = start().await;
    paid(&gateway, "ORD1").await;
    let hook = gateway.merchant.wait_for(1).await.remove(0);
    assert_eq!(hook.authorization.as_deref(), Some(DOCUMENTED));
    assert_eq!(hook.body["event"], "checkout.order.completed");
    assert!(hook.body["type"].is_null());
    let payload = &hook.body["payload"];
    let order = gateway.control.order("ORD1").await.unwrap();
    assert_eq!(payload["orderId"], order.order_id);
    assert_eq!(payload["merchantId"], "SIMULATEDMERCHANT");
    assert_eq!(payload["merchantOrderId"], "ORD1");
    assert_eq!((&payload["state"], &payload["amount"]), (&json!("COMPLETED"), &json!(50_000)));
    assert_eq!(payload["metaInfo"]["udf1"], "workspace");
    assert_eq!(payload["paymentDetails"][0]["state"], "COMPLETED");
    assert!(payload["expireAt"].is_i64());
    assert_eq!(last_becomes(&gateway, DeliveryState::Delivered).await.tries.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_order_is_told_with_its_codes_and_a_failed_attempt_only_when_switched_on() {
    let gateway = start().await;
    gateway.open("ORD1").await;
    gateway.control.decide("ORD1", Fate::FailAttempt(Reason::default())).await.unwrap();
    last_becomes(&gateway, DeliveryState::Unsubscribed).await;
    gateway.control.decide("ORD1", Fate::fail("Z9")).await.unwrap();
    let hook = gateway.merchant.wait_for(1).await.remove(0);
    assert_eq!(hook.body["event"], "checkout.order.failed");
    assert_eq!(hook.body["payload"]["detailedErrorCode"], "Z9");
    assert_eq!(hook.body["payload"]["paymentDetails"].as_array().unwrap().len(), 2);

    let rules =
        WebhookRules { events: vec![Event::AttemptFailed], with_type: true, ..WebhookRules::default() };
    gateway.control.set_webhooks(&rules).await.unwrap();
    gateway.open("ORD2").await;
    gateway.control.decide("ORD2", Fate::FailAttempt(Reason::default())).await.unwrap();
    let hook = gateway.merchant.wait_for(2).await.remove(1);
    assert_eq!(hook.body["event"], "checkout.transaction.attempt.failed");
    assert_eq!(hook.body["type"], "CHECKOUT_TRANSACTION_ATTEMPT_FAILED");
    assert_eq!(hook.body["payload"]["state"], "PENDING");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_can_come_twice_or_never() {
    let gateway = start().await;
    gateway.control.treat_next([Treatment::lose(), Treatment::duplicate(2)]).await.unwrap();
    paid(&gateway, "ORD1").await;
    paid(&gateway, "ORD2").await;
    paid(&gateway, "ORD3").await;
    let hooks = gateway.merchant.wait_for(3).await;
    let count = |id: &str| hooks.iter().filter(|hook| hook.body["payload"]["merchantOrderId"] == id).count();
    assert_eq!((count("ORD1"), count("ORD2"), count("ORD3")), (0, 2, 1));
    assert_eq!(gateway.control.deliveries().await.unwrap()[0].state, DeliveryState::Lost);
}

#[tokio::test(flavor = "multi_thread")]
async fn held_webhooks_are_released_in_the_order_that_is_asked_for() {
    let gateway = start().await;
    let rules = WebhookRules { treatment: Treatment::hold(), ..WebhookRules::default() };
    gateway.control.set_webhooks(&rules).await.unwrap();
    for id in ["ORD1", "ORD2", "ORD3"] {
        paid(&gateway, id).await;
    }
    assert!(gateway.merchant.hooks().is_empty());
    let released = gateway.control.release(&[3, 1]).await.unwrap();
    assert!(released.iter().all(|delivery| delivery.state == DeliveryState::Delivered));
    gateway.control.release(&[]).await.unwrap();
    let arrived: Vec<Value> =
        gateway.merchant.hooks().iter().map(|hook| hook.body["payload"]["merchantOrderId"].clone()).collect();
    assert_eq!(arrived, ["ORD3", "ORD1", "ORD2"]);
    assert!(gateway.control.release(&[1]).await.unwrap_err().to_string().contains("not held"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_can_come_late_while_the_status_already_tells() {
    let gateway = start().await;
    gateway.control.treat_next([Treatment::delay(Duration::from_millis(400))]).await.unwrap();
    let before = Instant::now();
    paid(&gateway, "ORD1").await;
    assert_eq!(gateway.status("ORD1").await.body["state"], "COMPLETED");
    gateway.merchant.wait_for(1).await;
    assert!(before.elapsed() >= Duration::from_millis(400));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_credential_can_be_spelled_differently_forged_or_left_out() {
    let gateway = start().await;
    let kinds = [
        (Authorization::UpperCase, Some(DOCUMENTED.to_ascii_uppercase())),
        (Authorization::Prefixed, Some(format!("SHA256 {DOCUMENTED}"))),
        (Authorization::Missing, None),
    ];
    for (index, (authorization, expected)) in kinds.into_iter().enumerate() {
        gateway.control.treat_next([Treatment { authorization, ..Treatment::default() }]).await.unwrap();
        paid(&gateway, &format!("ORD{index}")).await;
        assert_eq!(gateway.merchant.wait_for(index + 1).await[index].authorization, expected);
    }
    gateway.control.treat_next([Treatment::forge()]).await.unwrap();
    paid(&gateway, "ORD9").await;
    let forged = gateway.merchant.wait_for(4).await[3].authorization.clone().unwrap();
    assert_eq!(forged.len(), 64);
    assert_ne!(forged, DOCUMENTED);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tampered_amount_comes_with_the_right_credential_and_leaves_the_status_true() {
    let gateway = start().await;
    gateway.control.treat_next([Treatment::tamper(100)]).await.unwrap();
    paid(&gateway, "ORD1").await;
    let hook = gateway.merchant.wait_for(1).await.remove(0);
    assert_eq!(hook.authorization.as_deref(), Some(DOCUMENTED));
    assert_eq!(hook.body["payload"]["amount"], 100);
    assert_eq!(gateway.status("ORD1").await.body["amount"], 50_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_that_is_not_acknowledged_is_tried_again_and_given_up() {
    let gateway = start().await;
    let rules = WebhookRules { tries: 3, retry_delay_ms: 20, ..WebhookRules::default() };
    gateway.control.set_webhooks(&rules).await.unwrap();
    gateway.merchant.answer_with(503);
    paid(&gateway, "ORD1").await;
    let given_up = last_becomes(&gateway, DeliveryState::Failed).await;
    assert_eq!(given_up.tries.iter().map(|one| one.status).collect::<Vec<_>>(), [Some(503); 3]);
    assert_eq!(gateway.merchant.hooks().len(), 3);

    gateway.merchant.answer_with(202);
    let again = gateway.control.send_again(given_up.id, Treatment::default()).await.unwrap();
    assert_eq!((again.state, again.body), (DeliveryState::Delivered, given_up.body));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merchant_that_does_not_answer_is_not_waited_for_for_ever() {
    let gateway = start().await;
    let deaf = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Some(format!("http://{}/", deaf.local_addr().unwrap()));
    assert_eq!(WebhookRules::default().timeout_ms, 5000);
    let rules = WebhookRules { url, tries: 1, timeout_ms: 50, ..WebhookRules::default() };
    gateway.control.set_webhooks(&rules).await.unwrap();
    paid(&gateway, "ORD1").await;
    let failed = last_becomes(&gateway, DeliveryState::Failed).await;
    assert_eq!(failed.tries[0].status, None);
    assert!(failed.tries[0].error.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_may_claim_what_is_not_so_and_any_body_can_be_sent() {
    let gateway = start().await;
    gateway.open("ORD1").await;
    let claim = Announcement { state: Some("COMPLETED".to_owned()), treatment: Treatment::default() };
    gateway.control.announce("ORD1", claim).await.unwrap();
    let hook = gateway.merchant.wait_for(1).await.remove(0);
    assert_eq!(
        (&hook.body["event"], &hook.body["payload"]["state"]),
        (&json!("checkout.order.completed"), &json!("COMPLETED"))
    );
    assert_eq!(gateway.status("ORD1").await.body["state"], "PENDING");

    let body =
        json!({"event": "checkout.order.completed", "payload": {"merchantOrderId": "NOBODY"}}).to_string();
    gateway.control.send_raw(RawWebhook { body, treatment: Treatment::default() }).await.unwrap();
    let hook = gateway.merchant.wait_for(2).await.remove(1);
    assert_eq!(hook.body["payload"]["merchantOrderId"], "NOBODY");
    assert_eq!(hook.authorization.as_deref(), Some(DOCUMENTED));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merchant_that_starts_later_can_still_be_told() {
    let gateway = start().await;
    let other = Merchant::open();
    gateway.control.send_webhooks_to(other.url()).await.unwrap();
    paid(&gateway, "ORD1").await;
    other.wait_for(1).await;
    assert!(gateway.merchant.hooks().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_success_is_told_after_the_failure() {
    let gateway = start().await;
    gateway.open("ORD1").await;
    gateway.control.decide("ORD1", Fate::Expire).await.unwrap();
    gateway.merchant.wait_for(1).await;
    gateway.control.decide("ORD1", Fate::pay()).await.unwrap();
    gateway.merchant.wait_for(2).await;
    assert_eq!(gateway.merchant.events(), ["checkout.order.failed", "checkout.order.completed"]);
    assert_eq!(gateway.status("ORD1").await.body["state"], "COMPLETED");
}
