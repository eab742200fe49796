use contracts::payments::v1::{CancelRequest, Checkout, TransactionStatus};
use primitives::Role;
use testkit::TestMember;
use time::Duration;

use crate::harness::{Answer, Payments, answer, glide, refused};

async fn cancel(payments: &Payments, member: &TestMember, order: &str) -> Answer<Checkout> {
    let request = CancelRequest { merchant_order_id: order.to_owned() };
    answer(payments.client().cancel(payments.by(member, request)).await).map(|done| done.checkout.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pending_checkout_is_cancelled_without_a_mail_and_a_second_time_without_effect() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    let cancelled = cancel(&payments, &owner, &order).await.unwrap();
    assert_eq!((cancelled.status(), cancelled.next_poll_ms), (TransactionStatus::Cancelled, 0));
    let at = payments.payment(&order).await["cancelled_at"].clone();
    payments.later(Duration::seconds(1)).await;
    assert_eq!(cancel(&payments, &owner, &order).await.unwrap().status(), TransactionStatus::Cancelled);
    assert_eq!(payments.payment(&order).await["cancelled_at"], at);
    assert!(payments.rows("SELECT id FROM outbox").await.is_empty());
    assert_eq!(payments.access(owner.workspace).await.last_payment_status, "cancelled");
    assert!(!payments.checkout(&owner).await.reused);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_paid_cannot_be_cancelled() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    payments.pay(&order).await;
    payments.becomes(&order, "completed").await;
    refused(cancel(&payments, &owner, &order).await, 409, "NOT_CANCELLABLE");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_paid_after_it_was_cancelled_counts_even_when_no_webhook_tells() {
    let payments = Payments::start().await;
    payments.without_webhooks().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    cancel(&payments, &owner, &order).await.unwrap();
    payments.pay(&order).await;
    payments.later(Duration::seconds(60)).await;
    payments.becomes(&order, "completed").await;
    assert!(!payments.access(owner.workspace).await.needs_payment);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_paid_before_it_was_cancelled_counts_at_once() {
    let payments = Payments::start().await;
    payments.without_webhooks().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    payments.pay(&order).await;
    cancel(&payments, &owner, &order).await.unwrap();
    payments.becomes(&order, "completed").await;
    refused(payments.initiate(&owner, glide()).await, 409, "ALREADY_SUBSCRIBED");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_those_who_may_pay_may_cancel_and_only_their_own() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    let member = payments.callers.member_of(owner.workspace, Role::Member);
    refused(cancel(&payments, &member, &order).await, 403, "FORBIDDEN");
    let stranger = payments.owner();
    refused(cancel(&payments, &stranger, &order).await, 404, "TRANSACTION_NOT_FOUND");
    refused(cancel(&payments, &owner, "ORD20260101000000AAAAAA").await, 404, "TRANSACTION_NOT_FOUND");
    assert_eq!(payments.payment(&order).await["status"], "pending");
}
