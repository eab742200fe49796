use contracts::payments::v1::{
    GetCurrentSubscriptionRequest, GetCurrentSubscriptionResponse, Purpose, TransactionStatus,
};
use diesel_async::SimpleAsyncConnection as _;
use testkit::TestMember;
use time::{Duration, OffsetDateTime};

use crate::harness::{Payments, SubscriptionStatus, answer, glide, refused, seconds, wish};

async fn current(payments: &Payments, member: &TestMember) -> GetCurrentSubscriptionResponse {
    let request = payments.by(member, GetCurrentSubscriptionRequest {});
    answer(payments.client().get_current_subscription(request).await).unwrap()
}

async fn period_end(payments: &Payments, member: &TestMember) -> OffsetDateTime {
    let subscription = current(payments, member).await.subscription.unwrap();
    OffsetDateTime::from_unix_timestamp(seconds(subscription.current_period_end.as_ref())).unwrap()
}

/// Goes to a time before (or after) the end of the period.
async fn go_to(payments: &Payments, at: OffsetDateTime) {
    payments.later(at - payments.clock.now()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewal_waits_for_its_window_and_joins_the_period() {
    let payments = Payments::start().await;
    let owner = payments.paid_workspace().await;
    let end = period_end(&payments, &owner).await;
    go_to(&payments, end - Duration::days(7) - Duration::seconds(1)).await;
    refused(payments.initiate(&owner, glide()).await, 409, "ALREADY_SUBSCRIBED");
    go_to(&payments, end - Duration::days(7)).await;
    for other in ["ascent", "soar"] {
        refused(payments.initiate(&owner, wish(other, "monthly")).await, 409, "ALREADY_SUBSCRIBED");
    }
    let order = payments.checkout(&owner).await.merchant_order_id;
    assert_eq!(payments.status(&owner, &order).await.unwrap().purpose(), Purpose::Renewal);
    assert_eq!(current(&payments, &owner).await.subscription.unwrap().status(), SubscriptionStatus::Active);
    payments.pay(&order).await;
    payments.later(Duration::seconds(3)).await;
    payments.verify(&owner, &order).await.unwrap();
    let renewed = current(&payments, &owner).await.subscription.unwrap();
    assert_eq!(seconds(renewed.current_period_start.as_ref()), end.unix_timestamp());
    let days = (seconds(renewed.current_period_end.as_ref()) - end.unix_timestamp()) / 86_400;
    assert!((28..=31).contains(&days));
    let events = payments.column("SELECT event FROM subscription_events ORDER BY ctid", "event").await;
    assert_eq!(events, ["created", "activated", "renewed"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_pay_has_three_weeks_of_grace_and_then_no_access() {
    let payments = Payments::start().await;
    let owner = payments.paid_workspace().await;
    let end = period_end(&payments, &owner).await;
    go_to(&payments, end).await;
    payments.redis.wipe().await;
    let late = payments.access(owner.workspace).await;
    assert_eq!((late.status(), late.needs_payment), (SubscriptionStatus::PastDue, false));
    assert_eq!(seconds(late.valid_until.as_ref()), (end + Duration::days(21)).unix_timestamp());
    go_to(&payments, end + Duration::days(21)).await;
    payments.redis.wipe().await;
    let over = payments.access(owner.workspace).await;
    assert_eq!((over.status(), over.needs_payment), (SubscriptionStatus::Unpaid, true));
    assert_eq!(over.limits.unwrap().icps, 3);
    assert!(over.has_completed_payment);

    // Paying again starts anew, with whatever plan.
    let order = payments.initiate(&owner, wish("ascent", "monthly")).await.unwrap().merchant_order_id;
    payments.pay(&order).await;
    payments.verify(&owner, &order).await.unwrap();
    let back = current(&payments, &owner).await.subscription.unwrap();
    assert_eq!((back.plan.as_str(), back.status()), ("ascent", SubscriptionStatus::Active));
    assert_eq!(seconds(back.current_period_start.as_ref()), payments.clock.now().unix_timestamp());
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_past_due_keeps_the_rhythm_by_paying() {
    let payments = Payments::start().await;
    let owner = payments.paid_workspace().await;
    let end = period_end(&payments, &owner).await;
    go_to(&payments, end + Duration::days(5)).await;
    let order = payments.checkout(&owner).await.merchant_order_id;
    payments.pay(&order).await;
    payments.verify(&owner, &order).await.unwrap();
    let renewed = current(&payments, &owner).await.subscription.unwrap();
    assert_eq!(seconds(renewed.current_period_start.as_ref()), end.unix_timestamp());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_is_renewed_once_however_many_checkouts_were_open() {
    let payments = Payments::start().await;
    let owner = payments.paid_workspace().await;
    let end = period_end(&payments, &owner).await;
    go_to(&payments, end - Duration::days(3)).await;
    let monthly = payments.checkout(&owner).await.merchant_order_id;
    let yearly = payments.initiate(&owner, wish("glide", "yearly")).await.unwrap().merchant_order_id;
    payments.pay(&yearly).await;
    payments.verify(&owner, &yearly).await.unwrap();
    let period = "SELECT plan, billing_cycle, current_period_end, last_transaction_id FROM subscriptions";
    let before = payments.rows(period).await;

    // The page of the first was still open.
    payments.pay(&monthly).await;
    payments.later(Duration::seconds(3)).await;
    let late = payments.verify(&owner, &monthly).await.unwrap();
    assert_eq!(late.status(), TransactionStatus::Completed);
    assert_eq!(payments.payment(&monthly).await["duplicate"], true);
    assert_eq!(payments.rows(period).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_closes_the_other_checkout_of_its_workspace() {
    let payments = Payments::start().await;
    payments.without_webhooks().await;
    let owner = payments.owner();
    let first = payments.checkout(&owner).await.merchant_order_id;
    let second = payments.initiate(&owner, wish("soar", "yearly")).await.unwrap().merchant_order_id;
    payments.pay(&first).await;
    payments.later(Duration::seconds(3)).await;
    payments.verify(&owner, &first).await.unwrap();
    let other = payments.payment(&second).await;
    assert_eq!(other["status"], "cancelled");
    assert!(other["next_check_at"].is_string(), "its page may still be paid");
    refused(payments.initiate(&owner, wish("soar", "yearly")).await, 409, "ALREADY_SUBSCRIBED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_closes_even_a_checkout_that_is_begun_at_the_same_moment() {
    let payments = Payments::start().await;
    payments.without_webhooks().await;
    let owner = payments.owner();
    let first = payments.checkout(&owner).await.merchant_order_id;
    payments.sql("UPDATE payment_transactions SET status = 'cancelled', cancelled_at = now()").await;
    payments.pay(&first).await;

    // As whoever begins a checkout does, in one transaction.
    let mut begins = payments.database.owner().await;
    begins.batch_execute("BEGIN; SELECT FROM subscriptions FOR UPDATE").await.unwrap();
    let verifies = payments.verify(&owner, &first);
    let goes_on = async {
        testkit::eventually("the payment waits", async || {
            let waiting = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
            (!payments.rows(waiting).await.is_empty()).then_some(())
        })
        .await;
        let second = "INSERT INTO payment_transactions (id, workspace_id, user_id, merchant_order_id, purpose, plan,
                          billing_cycle, amount_paise, status, opening_until, expires_at)
                      SELECT gen_random_uuid(), workspace_id, user_id, 'ORD2', purpose, plan, billing_cycle, amount_paise,
                          'pending', now() + interval '1 day', now() + interval '1 day' FROM payment_transactions; COMMIT";
        begins.batch_execute(second).await.unwrap();
    };
    let (verified, ()) = tokio::join!(verifies, goes_on);
    assert_eq!(verified.unwrap().status(), TransactionStatus::Completed);
    assert_eq!(payments.payment("ORD2").await["status"], "cancelled");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_checkout_is_not_handed_out_again_for_what_is_paid() {
    let payments = Payments::start().await;
    payments.without_webhooks().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    let now = payments.clock.now().unix_timestamp();
    payments
        .sql(&format!(
            "UPDATE subscriptions SET status = 'active', anchor_day = 1, current_period_start = to_timestamp({now}),
                 current_period_end = to_timestamp({now}) + interval '30 days'"
        ))
        .await;
    refused(payments.initiate(&owner, glide()).await, 409, "ALREADY_SUBSCRIBED");
    assert_eq!(payments.payment(&order).await["status"], "cancelled");
}
