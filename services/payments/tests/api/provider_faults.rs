use std::time::Duration as Real;

use contracts::payments::v1::{InitiateRequest, TransactionStatus};
use serde_json::{Value, json};
use sims::phonepe::{Fault, FaultKind, Operation, Rules, UnknownOrder};
use testkit::TestMember;

use crate::harness::{Payments, glide, refused};

async fn pay_calls(payments: &Payments) -> u64 {
    payments.provider().calls(Operation::Pay).await.unwrap()
}

async fn statuses(payments: &Payments) -> Vec<String> {
    payments.column("SELECT status FROM payment_transactions ORDER BY status", "status").await
}

/// The one payment that was given up.
async fn given_up(payments: &Payments) -> Value {
    let found = payments.rows("SELECT * FROM payment_transactions WHERE status = 'cancelled'").await;
    assert_eq!(found.len(), 1);
    found.into_iter().next().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_create_that_never_arrived_is_given_up_for_a_new_one() {
    for kind in [FaultKind::ServerError, FaultKind::Unavailable, FaultKind::Html, FaultKind::Drop] {
        let payments = Payments::start().await;
        let owner = payments.owner();
        payments.provider().add_fault(Fault::at(Operation::Pay, kind.clone()).once()).await.unwrap();
        let opened = payments.checkout(&owner).await;
        assert_eq!(pay_calls(&payments).await, 2, "{kind:?}");
        assert_eq!(payments.checks().await, 1, "its status is read in between");
        assert_eq!(payments.provider().orders().await.unwrap().len(), 1);
        assert_eq!(payments.payment(&opened.merchant_order_id).await["status"], "pending");
        assert_eq!(statuses(&payments).await, ["cancelled", "pending"]);
        assert!(given_up(&payments).await["next_check_at"].is_string(), "it may still arrive");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_ordered_a_third_time_while_the_provider_takes_nothing() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    payments.provider().add_fault(Fault::at(Operation::Pay, FaultKind::Unavailable)).await.unwrap();
    refused(payments.initiate(&owner, glide()).await, 502, "PAYMENT_INITIATION_ERROR");
    assert_eq!(pay_calls(&payments).await, 2);
    assert_eq!(statuses(&payments).await, ["cancelled", "cancelled"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_create_whose_answer_was_lost_is_given_up_for_a_new_one_and_stays_watched() {
    let faults = [
        Fault::at(Operation::Pay, FaultKind::Drop).once().after_commit(),
        Fault::at(Operation::Pay, FaultKind::ServerError).once().after_commit(),
        Fault::slow(Operation::Pay, Real::from_secs(3)).once().after_commit(),
    ];
    for fault in faults {
        let payments = Payments::start().await;
        payments.without_webhooks().await;
        let owner = payments.owner();
        payments.provider().add_fault(fault).await.unwrap();
        let opened = payments.checkout(&owner).await;
        assert_eq!(statuses(&payments).await, ["cancelled", "pending"]);
        let orders = payments.provider().orders().await.unwrap();
        assert_eq!(orders.len(), 2);
        let lost = orders
            .iter()
            .map(|order| order.merchant_order_id.as_str().to_owned())
            .find(|order| *order != opened.merchant_order_id)
            .unwrap();
        // Should somebody find that page and pay, it counts.
        payments.pay(&lost).await;
        assert_eq!(payments.verify(&owner, &lost).await.unwrap().status(), TransactionStatus::Completed);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_provider_is_away_nothing_is_opened_and_the_next_call_goes_on() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let request = glide();
    payments.provider().add_fault(Fault::at(Operation::Pay, FaultKind::Unavailable)).await.unwrap();
    payments.provider().add_fault(Fault::at(Operation::OrderStatus, FaultKind::Unavailable)).await.unwrap();
    refused(payments.initiate(&owner, request.clone()).await, 502, "PAYMENT_INITIATION_ERROR");
    assert_eq!(statuses(&payments).await, ["pending"]);
    payments.provider().clear_faults().await.unwrap();
    // The key was not kept by the failure.
    let opened = payments.initiate(&owner, request).await.unwrap();
    assert!(!opened.replayed);
    assert_eq!(statuses(&payments).await, ["cancelled", "pending"]);
    assert_eq!(payments.provider().orders().await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_definite_no_leaves_nothing_to_pay() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let body = json!({ "success": false, "code": "BAD_REQUEST", "data": {} }).to_string();
    let kind = FaultKind::Respond { status: 400, content_type: "application/json".to_owned(), body };
    payments.provider().add_fault(Fault::at(Operation::Pay, kind).once()).await.unwrap();
    refused(payments.initiate(&owner, glide()).await, 502, "PAYMENT_INITIATION_ERROR");
    assert_eq!(statuses(&payments).await, ["cancelled"]);
    assert_eq!(pay_calls(&payments).await, 1);
    assert!(payments.rows("SELECT id FROM outbox").await.is_empty(), "nobody gets a mail about it");
    payments.checkout(&owner).await;
}

/// Leaves a row as a process does that dies while it opens a checkout.
async fn cut_off(payments: &Payments, owner: &TestMember, order: &str) {
    let (now, user) = (payments.clock.now(), owner.user.id);
    payments
        .sql(&format!(
            "INSERT INTO payment_transactions (id, workspace_id, user_id, merchant_order_id, purpose, plan, billing_cycle,
                 amount_paise, status, opening_until, expires_at, created_at)
             VALUES (gen_random_uuid(), '{}', '{user}', '{order}', 'new', 'glide', 'monthly', 700000, 'pending',
                 to_timestamp({now}), to_timestamp({now} + 1800), to_timestamp({now} - 60))",
            owner.workspace,
            now = now.unix_timestamp(),
        ))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_checkout_cut_off_before_the_provider_heard_of_it_is_replaced_and_stays_watched() {
    for unknown_order in [
        UnknownOrder::InvalidMerchantOrderId,
        UnknownOrder::MerchantOrderMappingNotFound,
        UnknownOrder::OrderNotFound,
    ] {
        let payments = Payments::start().await;
        payments.provider().set_rules(&Rules { unknown_order, ..Rules::default() }).await.unwrap();
        let owner = payments.owner();
        cut_off(&payments, &owner, "ORD20260101000000AAAAAA").await;
        let opened = payments.checkout(&owner).await;
        assert_ne!(opened.merchant_order_id, "ORD20260101000000AAAAAA");
        assert_eq!(statuses(&payments).await, ["cancelled", "pending"]);
        assert!(given_up(&payments).await["next_check_at"].is_string());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_checkout_cut_off_after_the_provider_heard_of_it_is_replaced() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let first = payments.checkout(&owner).await.merchant_order_id;
    // As if the process had died between the provider's answer and our row.
    payments
        .sql(&format!(
            "UPDATE payment_transactions SET phonepe_order_id = NULL, payment_url = NULL, opening_until = created_at
             WHERE merchant_order_id = '{first}';
             DELETE FROM idempotency_keys"
        ))
        .await;
    let second = payments.checkout(&owner).await;
    assert_ne!(second.merchant_order_id, first);
    let given_up = payments.payment(&first).await;
    assert_eq!(given_up["status"], "cancelled");
    assert!(given_up["phonepe_order_id"].is_string() && given_up["next_check_at"].is_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_its_provider_denies_at_first_is_found_by_the_watch() {
    let payments = Payments::start().await;
    payments.without_webhooks().await;
    let (owner, provider) = (payments.owner(), payments.provider());
    // The order arrives, its answer is lost, and its status denies it.
    provider.add_fault(Fault::at(Operation::Pay, FaultKind::Drop).once().after_commit()).await.unwrap();
    let body = json!({ "code": "INVALID_MERCHANT_ORDER_ID" }).to_string();
    let denial = FaultKind::Respond { status: 400, content_type: "application/json".to_owned(), body };
    provider.add_fault(Fault::at(Operation::OrderStatus, denial).once()).await.unwrap();
    payments.checkout(&owner).await;
    assert_eq!(statuses(&payments).await, ["cancelled", "pending"]);
    payments.later(time::Duration::minutes(1)).await;
    let lost = testkit::eventually("it is found", async || {
        Some(given_up(&payments).await).filter(|lost| lost["phonepe_order_id"].is_string())
    })
    .await;
    let lost = lost["merchant_order_id"].as_str().unwrap();
    payments.pay(lost).await;
    payments.later(time::Duration::minutes(1)).await;
    payments.becomes(lost, "completed").await;
}

/// At a provider that may take its time.
async fn start_with_timeout(seconds: u64) -> Payments {
    Payments::start_with(|settings| {
        settings.phonepe.timeout = Real::from_secs(seconds);
        settings.phonepe.retries = 0;
    })
    .await
}

/// Lets the lease of whoever opens a checkout run out while the provider thinks, and no job look at it.
async fn outlive_the_lease(payments: &Payments) {
    payments.sql("UPDATE payment_transactions SET next_check_at = NULL").await;
    payments.later(time::Duration::seconds(60)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_checkout_cut_off_by_the_end_of_its_process_is_taken_over_within_seconds() {
    let payments = start_with_timeout(30).await;
    let owner = payments.owner();
    let slowly = Fault::slow(Operation::Pay, Real::from_secs(5));
    payments.provider().add_fault(slowly.once()).await.unwrap();
    let wished = glide();
    let mut client = payments.client();
    let cut_off = client.initiate(payments.by(&owner, wished.clone()));
    let end = async {
        let sent = async || (pay_calls(&payments).await == 1).then_some(());
        testkit::eventually("the order is sent", sent).await;
        payments.serving.kill();
    };
    let (_, lost) = tokio::join!(end, cut_off);
    assert!(lost.is_err());

    let next = payments.second_instance().await;
    payments.later(time::Duration::seconds(20)).await;
    let opened = payments.initiate_at(&next, &owner, wished).await.unwrap();
    assert_eq!(payments.payment(&opened.merchant_order_id).await["status"], "pending");
    assert_eq!(statuses(&payments).await, ["cancelled", "pending"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_opens_a_checkout_keeps_it_as_long_as_the_provider_thinks() {
    let payments = start_with_timeout(30).await;
    let owner = payments.owner();
    let slowly = Fault::slow(Operation::Pay, Real::from_secs(7));
    payments.provider().add_fault(slowly.once()).await.unwrap();
    let lease =
        async || payments.column("SELECT opening_until FROM payment_transactions", "opening_until").await;
    let second = async {
        let held = async || Some(lease().await).filter(|held| held.len() == 1);
        let first = testkit::eventually("it is being opened", held).await;
        payments.clock.advance(time::Duration::seconds(10));
        let prolonged = async || (lease().await != first).then_some(());
        testkit::eventually("the lease is prolonged", prolonged).await;
        payments.clock.advance(time::Duration::seconds(10));
        payments.initiate(&owner, glide()).await
    };
    let (first, second) = tokio::join!(payments.initiate(&owner, glide()), second);
    assert_eq!(first.unwrap().merchant_order_id, second.unwrap().merchant_order_id);
    assert_eq!(statuses(&payments).await, ["pending"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_was_handed_out_is_not_taken_back_by_whoever_took_the_checkout_over() {
    let payments = start_with_timeout(8).await;
    let owner = payments.owner();
    let provider = payments.provider();
    let slowly = Fault::slow(Operation::Pay, Real::from_millis(1500));
    provider.add_fault(slowly.once().after_commit()).await.unwrap();
    provider.add_fault(Fault::slow(Operation::OrderStatus, Real::from_secs(4)).once()).await.unwrap();
    let late = payments.initiate(&owner, glide());
    let second = async {
        testkit::eventually("the order is sent", async || (pay_calls(&payments).await == 1).then_some(()))
            .await;
        outlive_the_lease(&payments).await;
        payments.initiate(&owner, glide()).await
    };
    let (late, second) = tokio::join!(late, second);
    for opened in [late, second].into_iter().flatten() {
        assert_eq!(payments.payment(&opened.merchant_order_id).await["status"], "pending");
    }
    assert_eq!(statuses(&payments).await, ["cancelled", "pending"]);
    assert!(given_up(&payments).await["phonepe_order_id"].is_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_late_does_not_end_the_lease_of_whoever_took_over() {
    let payments = start_with_timeout(8).await;
    let owner = payments.owner();
    let provider = payments.provider();
    provider.add_fault(Fault::at(Operation::Pay, FaultKind::Drop).once()).await.unwrap();
    let fails = Fault { delay_ms: 1500, ..Fault::at(Operation::OrderStatus, FaultKind::ServerError) };
    provider.add_fault(fails.once()).await.unwrap();
    provider.add_fault(Fault::slow(Operation::OrderStatus, Real::from_secs(4)).once()).await.unwrap();
    let late = async {
        refused(payments.initiate(&owner, glide()).await, 502, "PAYMENT_INITIATION_ERROR");
        payments.column("SELECT opening_until FROM payment_transactions", "opening_until").await
    };
    let second = async {
        testkit::eventually("it is asked about", async || (payments.checks().await == 1).then_some(())).await;
        outlive_the_lease(&payments).await;
        payments.initiate(&owner, glide()).await
    };
    let (lease, second) = tokio::join!(late, second);
    assert!(lease.len() == 1 && lease[0] != "null", "{lease:?}");
    assert_eq!(payments.payment(&second.unwrap().merchant_order_id).await["status"], "pending");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_repeated_and_then_given_up() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    let provider = payments.provider();
    for kind in [FaultKind::ServerError, FaultKind::Html] {
        provider.add_fault(Fault::at(Operation::OrderStatus, kind).once()).await.unwrap();
    }
    let checkout = payments.verify(&owner, &order).await.unwrap();
    assert_eq!((checkout.status(), payments.checks().await), (TransactionStatus::Pending, 3));
    payments.later(time::Duration::seconds(3)).await;
    provider.add_fault(Fault::at(Operation::OrderStatus, FaultKind::Unavailable)).await.unwrap();
    refused(payments.verify(&owner, &order).await, 502, "STATUS_CHECK_ERROR");
    assert_eq!(payments.payment(&order).await["status"], "pending");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_who_hangs_up_does_not_leave_a_checkout_half_open() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    payments.provider().add_fault(Fault::slow(Operation::Pay, Real::from_millis(500)).once()).await.unwrap();
    let request: InitiateRequest = glide();
    tokio::select! {
        answer = payments.initiate(&owner, request.clone()) => panic!("the caller was answered: {answer:?}"),
        () = testkit::eventually("the order is sent", async || (pay_calls(&payments).await == 1).then_some(())) => {}
    }
    let opened = testkit::eventually("the checkout is opened", async || {
        payments.initiate(&owner, request.clone()).await.ok()
    })
    .await;
    assert!(opened.replayed);
    assert_eq!(pay_calls(&payments).await, 1);
}
