use contracts::payments::v1::TransactionStatus;
use serde_json::json;
use sims::phonepe::{Disguise, Fate, Fault, FaultKind, Operation, Treatment};
use time::Duration;

use crate::harness::{Payments, SubscriptionStatus, glide, refused, seconds, wish};

#[tokio::test(flavor = "multi_thread")]
async fn a_paid_checkout_activates_the_subscription_by_itself() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let opened = payments.checkout(&owner).await;
    payments.pay(&opened.merchant_order_id).await;
    let stored = payments.becomes(&opened.merchant_order_id, "completed").await;
    assert!(stored["webhook_processed_at"].is_string());
    assert!(stored["next_check_at"].is_null());

    let checkout = payments.status(&owner, &opened.merchant_order_id).await.unwrap();
    assert_eq!((checkout.status(), checkout.next_poll_ms), (TransactionStatus::Completed, 0));
    assert!(checkout.phonepe_transaction_id.unwrap().starts_with("OM"));
    let subscription = checkout.subscription.unwrap();
    assert_eq!((subscription.plan.as_str(), subscription.status()), ("glide", SubscriptionStatus::Active));
    let days =
        (seconds(subscription.current_period_end.as_ref()) - payments.clock.now().unix_timestamp()) / 86_400;
    assert!((28..=31).contains(&days), "{days} days");

    let events = payments.column("SELECT event FROM subscription_events ORDER BY ctid", "event").await;
    assert_eq!(events, ["created", "activated"]);
    let trail = "SELECT action, checksum = payment_audit_log_digest(payment_audit_log) AS sound FROM payment_audit_log ORDER BY ctid";
    assert_eq!(payments.column(trail, "action").await, ["payment.initiated", "payment.completed"]);
    assert_eq!(payments.column(trail, "sound").await, ["true", "true"]);
    let audit = payments.column("SELECT actor_kind FROM audit_log ORDER BY position", "actor_kind").await;
    assert_eq!(audit, ["user", "provider"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_identifies_the_payer_is_sealed_and_nowhere_else() {
    let payments = Payments::start().await;
    payments.without_webhooks().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    payments.pay(&order).await;
    payments.verify(&owner, &order).await.unwrap();
    let stored = payments.payment(&order).await;
    assert!(stored["instrument_encrypted"].as_str().unwrap().len() > 40);
    let attempt = &stored["phonepe_response"]["paymentDetails"][0];
    assert!(attempt["instrument"].is_string() && attempt["rail"].is_string(), "kinds only: {attempt}");
    assert!(stored["payment_method"].is_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_users_check_completes_what_no_webhook_told() {
    let payments = Payments::start().await;
    payments.without_webhooks().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    let before = payments.verify(&owner, &order).await.unwrap();
    assert_eq!(before.status(), TransactionStatus::Pending);
    payments.pay(&order).await;
    let asked = payments.checks().await;
    let too_soon = payments.verify(&owner, &order).await.unwrap();
    assert_eq!((too_soon.status(), payments.checks().await), (TransactionStatus::Pending, asked));
    payments.later(Duration::seconds(3)).await;
    assert_eq!(payments.verify(&owner, &order).await.unwrap().status(), TransactionStatus::Completed);
    // What is settled is not asked about again.
    payments.later(Duration::seconds(3)).await;
    let asked = payments.checks().await;
    payments.verify(&owner, &order).await.unwrap();
    assert_eq!(payments.checks().await, asked);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_poll_is_a_hint_that_is_followed_beside_the_answer() {
    let payments = Payments::start().await;
    payments.without_webhooks().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    payments.pay(&order).await;
    let answer = payments.status(&owner, &order).await.unwrap();
    assert_eq!(answer.status(), TransactionStatus::Pending);
    payments.becomes(&order, "completed").await;
    let answer = payments.status(&owner, &order).await.unwrap();
    assert_eq!(answer.status(), TransactionStatus::Completed, "an answer kept from before would be stale");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_amount_or_another_order_activates_nothing_and_waits_for_a_person() {
    let disguises = [
        (Disguise { amount: Some(699_999), ..Disguise::default() }, "AMOUNT_MISMATCH"),
        (Disguise { amount: Some(100), amount_as_text: true, ..Disguise::default() }, "AMOUNT_MISMATCH"),
        (Disguise { order_id: Some("OMO9".to_owned()), ..Disguise::default() }, "ORDER_MISMATCH"),
    ];
    for (disguise, event) in disguises {
        let payments = Payments::start().await;
        let owner = payments.owner();
        let order = payments.checkout(&owner).await.merchant_order_id;
        payments.provider().disguise(&order, disguise).await.unwrap();
        payments.pay(&order).await;
        testkit::eventually("it is parked", async || {
            (payments.payment(&order).await["review_required"] == true).then_some(())
        })
        .await;
        assert_eq!(payments.security_events().await, [event]);
        let shown = payments.status(&owner, &order).await.unwrap();
        assert_eq!((shown.status(), shown.review), (TransactionStatus::Pending, true));
        assert!(payments.access(owner.workspace).await.needs_payment);
        assert!(payments.rows("SELECT id FROM outbox").await.is_empty());

        // Not even the truth moves it now, nobody opens a second one, and nobody cancels it.
        payments.provider().disguise(&order, Disguise::default()).await.unwrap();
        payments.later(Duration::seconds(10)).await;
        payments.verify(&owner, &order).await.unwrap();
        assert_eq!(payments.payment(&order).await["status"], "pending");
        refused(payments.initiate(&owner, glide()).await, 409, "PAYMENT_UNDER_REVIEW");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_amount_as_text_is_the_same_amount() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    let disguise = Disguise { amount_as_text: true, ..Disguise::default() };
    payments.provider().disguise(&order, disguise).await.unwrap();
    payments.pay(&order).await;
    payments.becomes(&order, "completed").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_state_that_we_do_not_know_changes_nothing() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    for state in ["CREATED", "EXPIRED", "SOMETHING_NEW"] {
        let disguise = Disguise { state: Some(state.to_owned()), ..Disguise::default() };
        payments.provider().disguise(&order, disguise).await.unwrap();
        payments.later(Duration::seconds(3)).await;
        assert_eq!(payments.verify(&owner, &order).await.unwrap().status(), TransactionStatus::Pending);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_payment_says_why_and_a_later_success_lifts_it() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    payments.provider().decide(&order, Fate::fail("ZM")).await.unwrap();
    payments.becomes(&order, "failed").await;
    let shown = payments.status(&owner, &order).await.unwrap();
    assert_eq!((shown.status(), shown.failure_code.as_deref()), (TransactionStatus::Failed, Some("ZM")));
    assert_eq!(payments.access(owner.workspace).await.last_payment_status, "failed");

    payments.pay(&order).await;
    payments.becomes(&order, "completed").await;
    assert!(!payments.access(owner.workspace).await.needs_payment);
    let late = "SELECT new_values->'details'->>'late' AS late FROM payment_audit_log WHERE action = 'payment.completed'";
    assert_eq!(payments.column(late, "late").await, ["true"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_ran_out_of_time_has_failed_as_expired() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    payments.provider().decide(&order, Fate::Expire).await.unwrap();
    let stored = payments.becomes(&order, "failed").await;
    assert_eq!(stored["failure_code"], "ORDER_EXPIRED");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attempt_that_failed_is_not_the_orders_failure() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    let reason = sims::phonepe::Reason::default();
    payments.provider().decide(&order, Fate::FailAttempt(reason)).await.unwrap();
    assert_eq!(payments.verify(&owner, &order).await.unwrap().status(), TransactionStatus::Pending);
    payments.pay(&order).await;
    payments.becomes(&order, "completed").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_first_payments_the_second_is_owed_back_and_extends_nothing() {
    let payments = Payments::start().await;
    payments.without_webhooks().await;
    let owner = payments.owner();
    let first = payments.checkout(&owner).await.merchant_order_id;
    let second = payments.initiate(&owner, wish("soar", "yearly")).await.unwrap().merchant_order_id;
    payments.pay(&second).await;
    payments.verify(&owner, &second).await.unwrap();
    let period = "SELECT plan, current_period_end, last_transaction_id, version FROM subscriptions";
    let before = payments.rows(period).await;

    // The page of the first was still open.
    payments.pay(&first).await;
    payments.later(Duration::seconds(3)).await;
    assert_eq!(payments.verify(&owner, &first).await.unwrap().status(), TransactionStatus::Completed);
    assert_eq!(payments.payment(&first).await["duplicate"], true);
    assert_eq!(payments.payment(&second).await["duplicate"], false);
    assert_eq!(payments.rows(period).await, before);
    assert_eq!(payments.security_events().await, ["DUPLICATE_PAYMENT"]);
    let mail = payments
        .inbox()
        .wait_for(&crate::harness::address(&owner), "second payment", std::time::Duration::from_secs(10))
        .await;
    assert!(mail.unwrap().text.unwrap().contains("will contact you"));
}

#[tokio::test(flavor = "multi_thread")]
async fn many_who_look_at_once_complete_it_once() {
    let payments = Payments::start().await;
    payments.webhooks(Treatment::duplicate(4)).await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    let other = payments.second_instance().await;
    payments.pay(&order).await;
    let looks = (0..10).map(|_| payments.verify(&owner, &order));
    futures::future::join_all(looks).await;
    payments.becomes(&order, "completed").await;
    payments.later(Duration::seconds(30)).await;
    assert_eq!(payments.rows("SELECT id FROM subscription_events WHERE event = 'activated'").await.len(), 1);
    let mails = payments.rows("SELECT event_key FROM outbox").await;
    assert_eq!(mails, [json!({ "event_key": format!("paid:{order}") })]);
    assert_eq!(payments.rows("SELECT version FROM subscriptions").await, [json!({ "version": 1 })]);
    drop(other);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_redis_a_payment_goes_all_the_way() {
    let payments = Payments::start_without_redis().await;
    let owner = payments.owner();
    assert!(payments.access(owner.workspace).await.needs_payment);
    let order = payments.checkout(&owner).await.merchant_order_id;
    assert_eq!(payments.status(&owner, &order).await.unwrap().status(), TransactionStatus::Pending);
    payments.pay(&order).await;
    payments.becomes(&order, "completed").await;
    assert!(!payments.access(owner.workspace).await.needs_payment);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_starts_anew_takes_up_what_was_left() {
    let payments = Payments::start().await;
    payments.without_webhooks().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    payments.serving.kill();
    payments.serving.runtime.drain().await;
    payments.pay(&order).await;
    payments.later(Duration::seconds(26)).await;
    assert_eq!(payments.payment(&order).await["status"], "pending");
    let next = payments.second_instance().await;
    payments.becomes(&order, "completed").await;
    let address = crate::harness::address(&owner);
    let soon = std::time::Duration::from_secs(10);
    payments.inbox().wait_for(&address, "Payment received", soon).await.unwrap();
    drop(next);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_merchants_name_alone_raises_the_alarm_once_and_the_payment_waits() {
    let payments = Payments::start().await;
    payments.without_webhooks().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    let id = payments.payment(&order).await["phonepe_order_id"].clone();
    let body = json!({ "orderId": id, "state": "COMPLETED", "amount": 700_000, "merchantId": "OTHER" });
    let (content_type, body) = ("application/json".to_owned(), body.to_string());
    let foreign = FaultKind::Respond { status: 200, content_type, body };
    payments.provider().add_fault(Fault::at(Operation::OrderStatus, foreign)).await.unwrap();
    for _ in 0..2 {
        assert_eq!(payments.verify(&owner, &order).await.unwrap().status(), TransactionStatus::Pending);
        payments.later(Duration::seconds(3)).await;
    }
    let stored = payments.payment(&order).await;
    assert_eq!(stored["review_required"], false);
    assert!(stored["next_check_at"].is_string());
    assert_eq!(payments.security_events().await, ["MERCHANT_MISMATCH"]);
    // The money is somewhere: nobody is asked to pay again before it is known where.
    refused(payments.initiate(&owner, wish("soar", "monthly")).await, 409, "PAYMENT_UNDER_REVIEW");
    assert_eq!(payments.payment(&order).await["status"], "pending");
    payments.provider().clear_faults().await.unwrap();
    payments.pay(&order).await;
    assert_eq!(payments.verify(&owner, &order).await.unwrap().status(), TransactionStatus::Completed);
}
