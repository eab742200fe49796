use contracts::payments::v1::IngestWebhookRequest;
use problem::{Kind, Refusal};

use crate::harness::{Sent as _, TestGateway};

const WEBHOOK: &str = "/api/payments/v2/webhook";

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_reaches_payments_byte_for_byte() {
    let gateway = TestGateway::start().await;
    let body: &[u8] = b"  {\"event\" : \"checkout.order.completed\", \"event\":1, \"x\": \"\xff\"}\n";
    let webhook = gateway
        .post(WEBHOOK)
        .header("authorization", "SHA256 ABCDEF")
        .header("x-forwarded-for", "198.51.100.4");
    let answer = webhook.header("content-type", "text/plain").body(body).answer().await;
    assert_eq!(answer.ok(200), &serde_json::json!({ "received": true }));
    let sent: IngestWebhookRequest = gateway.script.last("IngestWebhook").message();
    assert_eq!((sent.body.as_slice(), sent.authorization.as_deref()), (body, Some("SHA256 ABCDEF")));
    assert_eq!(sent.ip, "198.51.100.4");
}

#[tokio::test(flavor = "multi_thread")]
async fn payments_decides_who_may_send_webhooks() {
    let gateway = TestGateway::start().await;
    gateway.post(WEBHOOK).body("{}").answer().await.ok(200);
    let sent: IngestWebhookRequest = gateway.script.last("IngestWebhook").message();
    assert_eq!(sent.authorization, None);
    for (kind, code) in [
        (Kind::Unauthenticated, "MISSING_WEBHOOK_HEADER"),
        (Kind::Unauthenticated, "INVALID_WEBHOOK_SIGNATURE"),
        (Kind::BadRequest, "INVALID_WEBHOOK_JSON"),
    ] {
        gateway.script.refuse("IngestWebhook", Refusal::new(kind, "no").with_code(code));
        let answer = gateway.post(WEBHOOK).header("authorization", "x").body("{}").answer().await;
        answer.refused(kind.http_status(), code);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_over_a_megabyte_is_refused() {
    let gateway = TestGateway::start().await;
    let answer =
        gateway.post(WEBHOOK).header("authorization", "x").body("x".repeat((1 << 20) + 1)).answer().await;
    answer.refused(413, "WEBHOOK_TOO_LARGE");
    assert!(gateway.script.received("IngestWebhook").is_empty());
    gateway.post(WEBHOOK).header("authorization", "x").body("x".repeat(1 << 20)).answer().await.ok(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_that_was_not_taken_is_tried_again_and_then_told() {
    let gateway = TestGateway::start().await;
    gateway.script.on::<()>("IngestWebhook", |_| Err(tonic::Status::unavailable("going")));
    let answer = gateway.post(WEBHOOK).header("authorization", "x").body("{}").answer().await;
    answer.refused(503, "SERVICE_UNAVAILABLE");
    assert_eq!(gateway.script.received("IngestWebhook").len(), 2);
}
