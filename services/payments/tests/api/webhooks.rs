use std::time::Duration as Real;

use contracts::payments::v1::IngestWebhookRequest;
use principal::ServiceName;
use serde_json::{Value, json};
use sims::phonepe::{Announcement, Authorization, Fate, Fault, FaultKind, Operation, RawWebhook, Treatment};
use time::Duration;

use crate::harness::{Answer, Payments, answer, refused};

/// SHA-256 of `simulated_hook:simulated1Hook`.
fn credential() -> String {
    use sha2::Digest as _;
    hex::encode(sha2::Sha256::digest("simulated_hook:simulated1Hook"))
}

async fn ingest(payments: &Payments, authorization: Option<String>, body: impl Into<Vec<u8>>) -> Answer<()> {
    let request = IngestWebhookRequest { authorization, body: body.into(), ip: "203.0.113.9".to_owned() };
    let call = payments.by_service(ServiceName::Gateway, request);
    answer(payments.client().ingest_webhook(call).await).map(|_| ())
}

async fn results(payments: &Payments) -> Vec<String> {
    testkit::eventually("every webhook is processed", async || {
        let waiting = payments.rows("SELECT id FROM webhook_events WHERE processed_at IS NULL").await;
        waiting.is_empty().then_some(())
    })
    .await;
    payments.column("SELECT result FROM webhook_events ORDER BY result", "result").await
}

async fn sent(payments: &Payments, body: Value) -> Option<u16> {
    let webhook = RawWebhook { body: body.to_string(), treatment: Treatment::default() };
    payments.provider().send_raw(webhook).await.unwrap();
    testkit::eventually("it was sent", async || {
        let deliveries = payments.provider().deliveries().await.unwrap();
        deliveries.last()?.tries.first().map(|first| first.status)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_that_comes_several_times_is_stored_and_followed_once() {
    let payments = Payments::start().await;
    payments.webhooks(Treatment::duplicate(5)).await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    payments.pay(&order).await;
    payments.becomes(&order, "completed").await;
    testkit::eventually("all copies have arrived", async || {
        let deliveries = payments.provider().deliveries().await.unwrap();
        (deliveries[0].tries.len() == 5).then_some(())
    })
    .await;
    assert_eq!(results(&payments).await, ["completed"]);
    // Without the guard in Redis the unique row decides.
    payments.redis.wipe().await;
    let delivery = payments.provider().deliveries().await.unwrap()[0].id;
    payments.provider().send_again(delivery, Treatment::default()).await.unwrap();
    assert_eq!(results(&payments).await, ["completed"]);
    assert_eq!(payments.rows("SELECT id FROM outbox").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_webhook_changes_nothing_any_more() {
    let payments = Payments::start().await;
    payments.webhooks(Treatment::hold()).await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    payments.pay(&order).await;
    payments.verify(&owner, &order).await.unwrap();
    payments.later(Duration::hours(30)).await;
    payments.provider().release(&[]).await.unwrap();
    assert_eq!(results(&payments).await, ["completed"]);
    assert_eq!(payments.rows("SELECT version FROM subscriptions").await, [json!({ "version": 1 })]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_told_after_the_success_does_not_undo_it() {
    let payments = Payments::start().await;
    payments.webhooks(Treatment::hold()).await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    payments.provider().decide(&order, Fate::fail("Z9")).await.unwrap();
    payments.pay(&order).await;
    let held: Vec<u64> = payments.provider().deliveries().await.unwrap().iter().map(|d| d.id).collect();
    let reversed: Vec<u64> = held.into_iter().rev().collect();
    payments.provider().release(&reversed).await.unwrap();
    payments.becomes(&order, "completed").await;
    assert_eq!(results(&payments).await, ["completed", "completed"]);
    assert_eq!(payments.payment(&order).await["failed_at"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forged_webhook_is_refused_and_noted_and_never_followed() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    let lie = Announcement { state: Some("COMPLETED".to_owned()), treatment: Treatment::forge() };
    payments.provider().announce(&order, lie).await.unwrap();
    testkit::eventually("it was refused", async || {
        let deliveries = payments.provider().deliveries().await.unwrap();
        let tried = deliveries.last()?.tries.first()?.status;
        assert_eq!(tried, Some(401));
        Some(())
    })
    .await;
    assert!(payments.security_events().await.contains(&"WEBHOOK_FORGED".to_owned()));
    assert_eq!(payments.rows("SELECT id FROM webhook_events").await.len(), 0);
    assert_eq!(payments.checks().await, 0);

    let unsigned = ingest(&payments, None, "{}").await;
    refused(unsigned, 401, "MISSING_WEBHOOK_HEADER");
    refused(ingest(&payments, Some("0".repeat(64)), "{}").await, 401, "INVALID_WEBHOOK_SIGNATURE");
    assert!(payments.security_events().await.contains(&"WEBHOOK_UNSIGNED".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_forges_webhooks_all_day_is_noted_once_a_minute() {
    let payments = Payments::start().await;
    for _ in 0..3 {
        ingest(&payments, Some("0".repeat(64)), "{}").await.unwrap_err();
    }
    assert_eq!(payments.security_events().await, ["WEBHOOK_FORGED"]);
    payments.later(Duration::seconds(61)).await;
    ingest(&payments, Some("0".repeat(64)), "{}").await.unwrap_err();
    assert_eq!(payments.security_events().await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_old_is_not_kept() {
    let payments = Payments::start().await;
    let event = |key, age| {
        format!(
            "INSERT INTO webhook_events (id, dedupe_key, event, raw_body, authenticated, received_at, next_attempt_at,
                 processed_at, result)
             SELECT gen_random_uuid(), '{key}', 'x', 'x', true, at, at, at, 'ignored' FROM (SELECT now() - interval '{age}' AS at) a;
             INSERT INTO outbox (id, event_key, kind, payload, next_attempt_at, delivered_at)
             VALUES (gen_random_uuid(), '{key}', 'x', '{{}}', now(), now() - interval '{age}');"
        )
    };
    payments.sql(&(event("young", "80 days") + &event("old", "91 days"))).await;
    payments
        .sql(
            "INSERT INTO payment_security_events (id, event_type, severity, created_at)
             VALUES (gen_random_uuid(), 'OLD', 'low', now() - interval '2 years'), (gen_random_uuid(), 'YOUNG', 'low', now())",
        )
        .await;
    testkit::eventually("the old is gone", async || {
        let webhooks = payments.column("SELECT dedupe_key FROM webhook_events", "dedupe_key").await;
        let mails = payments.column("SELECT event_key FROM outbox", "event_key").await;
        let gone =
            webhooks == ["young"] && mails == ["young"] && payments.security_events().await == ["YOUNG"];
        gone.then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lie_with_the_right_credential_is_only_a_hint() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    let lie = Announcement { state: Some("COMPLETED".to_owned()), treatment: Treatment::default() };
    payments.provider().announce(&order, lie).await.unwrap();
    testkit::eventually("it is stored", async || {
        (payments.rows("SELECT id FROM webhook_events").await.len() == 1).then_some(())
    })
    .await;
    assert_eq!(results(&payments).await, ["pending"]);
    assert!(payments.access(owner.workspace).await.needs_payment);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tampered_amount_in_a_webhook_does_not_matter() {
    let payments = Payments::start().await;
    payments.webhooks(Treatment::tamper(1)).await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    payments.pay(&order).await;
    let stored = payments.becomes(&order, "completed").await;
    assert_eq!((&stored["amount_paise"], &stored["review_required"]), (&json!(700_000), &json!(false)));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_credential_may_be_spelt_in_several_ways() {
    for authorization in [Authorization::UpperCase, Authorization::Prefixed] {
        let payments = Payments::start().await;
        payments.webhooks(Treatment { authorization, ..Treatment::default() }).await;
        let owner = payments.owner();
        let order = payments.checkout(&owner).await.merchant_order_id;
        payments.pay(&order).await;
        payments.becomes(&order, "completed").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_that_comes_before_the_browser_returns_finds_everything_in_place() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let opened = payments.checkout(&owner).await;
    let order = opened.merchant_order_id.as_str();
    payments.pay(order).await;
    payments.becomes(order, "completed").await;
    let returned = payments.status(&owner, order).await.unwrap();
    assert!(returned.subscription.is_some());
    assert_eq!(payments.verify(&owner, order).await.unwrap().status, returned.status);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_webhook_is_refused_without_a_trace() {
    let payments = Payments::start().await;
    let deep = "[".repeat(100_000);
    for body in [
        "",
        "null",
        "[]",
        "\"x\"",
        "{}",
        r#"{"event": ""}"#,
        r#"{"event": null, "type": 1}"#,
        "{\"event\":",
        &deep,
    ] {
        refused(ingest(&payments, Some(credential()), body).await, 400, "INVALID_WEBHOOK_JSON");
    }
    refused(
        ingest(&payments, Some(credential()), b"{\"event\":\"\xff\xfe\"}".to_vec()).await,
        400,
        "INVALID_WEBHOOK_JSON",
    );
    refused(ingest(&payments, Some(credential()), vec![b' '; (1 << 20) + 1]).await, 413, "WEBHOOK_TOO_LARGE");
    assert_eq!(payments.rows("SELECT id FROM webhook_events").await.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_concerns_nobody_is_stored_and_acknowledged() {
    let payments = Payments::start().await;
    let merchant = "SIMULATEDMERCHANT";
    let bodies = [
        json!({ "event": "checkout.order.completed", "payload": { "merchantOrderId": "ORD1", "merchantId": merchant } }),
        json!({ "event": "checkout.order.completed", "payload": { "merchantOrderId": "../../etc", "state": "X" } }),
        json!({ "event": "checkout.order.completed", "payload": { "merchantOrderId": "ORD2", "merchantId": "OTHER" } }),
        json!({ "event": "pg.refund.completed", "payload": { "merchantRefundId": "R1" } }),
        json!({ "event": "subscription.paused", "payload": [1, 2] }),
        json!({ "event": "entirely.new\u{0}", "type": "PAYLINK_ORDER_COMPLETED" }),
    ];
    for body in bodies {
        assert_eq!(sent(&payments, body).await, Some(200));
        results(&payments).await;
    }
    assert_eq!(
        results(&payments).await,
        ["foreign_merchant", "ignored", "ignored", "ignored", "ignored", "unknown_order"]
    );
    assert_eq!(payments.security_events().await, ["UNKNOWN_ORDER_PAID", "MERCHANT_MISMATCH"]);
    let raw =
        payments.column("SELECT convert_from(raw_body, 'UTF8') AS body FROM webhook_events", "body").await;
    assert!(raw.iter().any(|body| body.contains("ORD1")), "kept as it came");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_old_type_names_the_event_when_nothing_else_does() {
    let payments = Payments::start().await;
    payments.without_webhooks().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    payments.pay(&order).await;
    let body = json!({ "type": "CHECKOUT_ORDER_COMPLETED", "payload": { "merchantOrderId": order } });
    assert_eq!(sent(&payments, body).await, Some(200));
    payments.becomes(&order, "completed").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_is_answered_at_once_and_followed_when_the_provider_answers_again() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    payments.provider().add_fault(Fault::at(Operation::OrderStatus, FaultKind::Unavailable)).await.unwrap();
    payments.pay(&order).await;
    for (tries, wait) in [(1, 2), (2, 10), (3, 60)] {
        testkit::eventually("it is put off", async || {
            let query =
                "SELECT attempts, extract(epoch FROM next_attempt_at)::bigint AS at FROM webhook_events";
            let waiting = payments.rows(query).await.pop()?;
            let wait = json!(payments.clock.now().unix_timestamp() + wait);
            (waiting == json!({ "attempts": tries, "at": wait })).then_some(())
        })
        .await;
        assert_eq!(payments.payment(&order).await["status"], "pending");
        if tries == 3 {
            payments.provider().clear_faults().await.unwrap();
        }
        payments.later(Duration::seconds(wait)).await;
    }
    payments.becomes(&order, "completed").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_is_given_up_after_three_repeats_and_the_job_goes_on() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    let fault = Fault::at(Operation::OrderStatus, FaultKind::Drop);
    payments.provider().add_fault(fault).await.unwrap();
    payments.pay(&order).await;
    testkit::eventually("it is given up", async || {
        payments.later(Duration::seconds(5)).await;
        let results = payments.column("SELECT result FROM webhook_events", "result").await;
        (results == ["failed"]).then_some(())
    })
    .await;
    assert_eq!(payments.column("SELECT attempts FROM webhook_events", "attempts").await, ["4"]);
    payments.provider().clear_faults().await.unwrap();
    payments.later(Duration::minutes(2)).await;
    payments.becomes(&order, "completed").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_is_answered_while_the_provider_is_slow() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    payments
        .provider()
        .add_fault(Fault::slow(Operation::OrderStatus, Real::from_millis(1500)))
        .await
        .unwrap();
    let body = json!({ "event": "checkout.order.completed", "payload": { "merchantOrderId": order } });
    let started = std::time::Instant::now();
    ingest(&payments, Some(credential()), body.to_string()).await.unwrap();
    assert!(started.elapsed() < Real::from_millis(1000), "{:?}", started.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_webhooks_is_acknowledged_and_processed() {
    let payments = Payments::start().await;
    let attempt = |number: usize| {
        let attempts = json!([{ "transactionId": format!("OM{number}") }]);
        let payload =
            json!({ "merchantOrderId": "ORDNOBODYS", "state": "FAILED", "paymentDetails": attempts });
        json!({ "event": "checkout.order.failed", "payload": payload }).to_string()
    };
    let sent = (0..200).map(|number| ingest(&payments, Some(credential()), attempt(number)));
    let refused = futures::future::join_all(sent).await.into_iter().filter(Result::is_err).count();
    assert_eq!(refused, 0, "of 200");
    assert_eq!(results(&payments).await.len(), 200);
}
