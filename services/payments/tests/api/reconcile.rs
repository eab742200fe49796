use serde_json::json;
use sims::phonepe::{Announcement, Fault, FaultKind, Operation, Treatment};
use time::{Duration, OffsetDateTime};

use crate::harness::Payments;

/// Lets the jobs come to rest at this moment: nothing is due, and nothing is being asked.
async fn settle(payments: &Payments) {
    let now = payments.clock.now().unix_timestamp_nanos() / 1000;
    let due = format!(
        "SELECT id FROM payment_transactions, (SELECT to_timestamp({now} / 1000000.0) AS now) AS clock
         WHERE next_check_at <= now OR (last_checked_at = now AND next_check_at = now + interval '32 s')"
    );
    testkit::eventually("no check is due", async || payments.rows(&due).await.is_empty().then_some(())).await;
}

async fn next_check(payments: &Payments, order: &str) -> Option<OffsetDateTime> {
    let query = format!(
        "SELECT (extract(epoch FROM next_check_at) * 1000)::bigint AS at FROM payment_transactions
         WHERE merchant_order_id = '{order}'"
    );
    let millis = payments.rows(&query).await[0]["at"].as_i64()?;
    Some(OffsetDateTime::from_unix_timestamp_nanos(i128::from(millis) * 1_000_000).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pending_payment_is_checked_as_often_as_the_provider_wants_and_no_oftener() {
    let payments = Payments::start().await;
    payments.without_webhooks().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    let started = payments.clock.now();
    let mut offsets = Vec::new();
    for _ in 0..29 {
        let next = next_check(&payments, &order).await.unwrap();
        offsets.push((next - started).whole_milliseconds());
        let before = payments.checks().await;
        payments.clock.advance(next - payments.clock.now());
        settle(&payments).await;
        assert_eq!(payments.checks().await, before + 1);
    }
    let first = offsets[0];
    assert!((20_000..=25_000).contains(&first), "first check after {first} ms");
    let gaps: Vec<i128> = offsets.windows(2).map(|pair| (pair[1] - pair[0]) / 1000).collect();
    let expected: Vec<i128> = [(3, 10), (6, 10), (10, 6), (30, 2)]
        .into_iter()
        .flat_map(|(gap, times)| std::iter::repeat_n(gap, times))
        .collect();
    assert_eq!(gaps, expected);
    assert_eq!(payments.payment(&order).await["check_count"], json!(29));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_no_webhook_told_of_completes_by_the_job() {
    let payments = Payments::start().await;
    payments.without_webhooks().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    payments.pay(&order).await;
    payments.later(Duration::seconds(19)).await;
    settle(&payments).await;
    assert_eq!(payments.checks().await, 0);
    payments.later(Duration::seconds(6)).await;
    payments.becomes(&order, "completed").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_stays_pending_past_its_end_is_watched_for_a_week_and_paid_late() {
    let payments = Payments::start().await;
    payments.without_webhooks().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    payments.provider().stick(&order, true).await.unwrap();
    for (wait, longest) in [
        (Duration::minutes(40), Duration::minutes(15)),
        (Duration::hours(23), Duration::minutes(15)),
        (Duration::hours(10), Duration::hours(1)),
        (Duration::days(5), Duration::hours(1)),
    ] {
        payments.later(wait).await;
        settle(&payments).await;
        let next = next_check(&payments, &order).await.unwrap();
        let gap = next - payments.clock.now();
        assert!(gap > Duration::ZERO && gap <= longest, "{gap} after {wait}");
        assert_eq!(payments.payment(&order).await["status"], "pending");
    }
    payments.pay(&order).await;
    payments.later(Duration::hours(1)).await;
    payments.becomes(&order, "completed").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_week_nobody_looks_any_more() {
    let payments = Payments::start().await;
    payments.without_webhooks().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    payments.provider().stick(&order, true).await.unwrap();
    payments.later(Duration::days(7)).await;
    settle(&payments).await;
    assert_eq!(next_check(&payments, &order).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_order_is_found_by_the_job() {
    let payments = Payments::start().await;
    payments.without_webhooks().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    payments.later(Duration::seconds(1801)).await;
    let stored = payments.becomes(&order, "failed").await;
    assert_eq!(stored["failure_code"], "ORDER_EXPIRED");
    // It is looked at for two days more.
    payments.later(Duration::hours(47)).await;
    settle(&payments).await;
    assert!(next_check(&payments, &order).await.is_some());
    payments.later(Duration::hours(2)).await;
    settle(&payments).await;
    assert_eq!(next_check(&payments, &order).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_answer_is_no_news_and_the_schedule_goes_on() {
    let payments = Payments::start().await;
    payments.without_webhooks().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    payments.provider().add_fault(Fault::at(Operation::OrderStatus, FaultKind::Drop)).await.unwrap();
    payments.later(Duration::seconds(26)).await;
    testkit::eventually("it was tried", async || (payments.checks().await >= 1).then_some(())).await;
    testkit::eventually("it goes on as planned", async || {
        let next = next_check(&payments, &order).await?;
        (next - payments.clock.now() <= Duration::seconds(3)).then_some(())
    })
    .await;
    assert_eq!(payments.checks().await, 1, "the schedule repeats, not the call");
    payments.provider().clear_faults().await.unwrap();
    payments.pay(&order).await;
    payments.later(Duration::seconds(3)).await;
    payments.becomes(&order, "completed").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_instances_share_the_work() {
    let payments = Payments::start().await;
    payments.without_webhooks().await;
    let owners: Vec<_> = (0..12).map(|_| payments.owner()).collect();
    let opened = futures::future::join_all(owners.iter().map(|owner| payments.checkout(owner))).await;
    let other = payments.second_instance().await;
    payments.later(Duration::seconds(26)).await;
    settle(&payments).await;
    let counts = payments.column("SELECT check_count FROM payment_transactions", "check_count").await;
    assert!(counts.iter().all(|count| count == "1"), "{counts:?}");
    assert_eq!(payments.checks().await, opened.len() as u64);
    drop(other);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_never_reached_the_provider_is_forgotten_in_silence() {
    let payments = Payments::start().await;
    payments.without_webhooks().await;
    let owner = payments.owner();
    payments.provider().add_fault(Fault::at(Operation::Pay, FaultKind::Unavailable)).await.unwrap();
    payments.provider().add_fault(Fault::at(Operation::OrderStatus, FaultKind::Unavailable)).await.unwrap();
    payments.initiate(&owner, crate::harness::glide()).await.unwrap_err();
    payments.provider().clear_faults().await.unwrap();
    payments.later(Duration::minutes(31)).await;
    let order =
        payments.column("SELECT merchant_order_id FROM payment_transactions", "merchant_order_id").await;
    payments.becomes(&order[0], "cancelled").await;
    assert!(payments.rows("SELECT id FROM outbox").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_answer_ends_the_watch() {
    let payments = Payments::start().await;
    payments.without_webhooks().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    payments.provider().stick(&order, true).await.unwrap();
    payments.provider().add_fault(Fault::at(Operation::OrderStatus, FaultKind::Drop)).await.unwrap();
    payments.later(Duration::days(7)).await;
    testkit::eventually("it is asked about an hour later", async || {
        (next_check(&payments, &order).await? == payments.clock.now() + Duration::hours(1)).then_some(())
    })
    .await;
    payments.provider().clear_faults().await.unwrap();
    payments.pay(&order).await;
    payments.later(Duration::hours(1)).await;
    payments.becomes(&order, "completed").await;
}

/// An order whose week is over.
async fn unwatched(payments: &Payments) -> String {
    payments.without_webhooks().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    payments.provider().stick(&order, true).await.unwrap();
    payments.later(Duration::days(7)).await;
    settle(payments).await;
    assert_eq!(next_check(payments, &order).await, None);
    payments.webhooks(Treatment::default()).await;
    order
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_that_could_not_be_followed_starts_the_watch_again() {
    let payments = Payments::start().await;
    let order = unwatched(&payments).await;
    payments.provider().add_fault(Fault::at(Operation::OrderStatus, FaultKind::Drop)).await.unwrap();
    payments.pay(&order).await;
    testkit::eventually("it is given up", async || {
        payments.later(Duration::seconds(5)).await;
        let results = payments.column("SELECT result FROM webhook_events", "result").await;
        (results == ["failed"]).then_some(())
    })
    .await;
    payments.provider().clear_faults().await.unwrap();
    payments.later(Duration::minutes(15)).await;
    payments.becomes(&order, "completed").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_that_is_ahead_of_the_providers_answer_starts_the_watch_again() {
    let payments = Payments::start().await;
    let order = unwatched(&payments).await;
    let early = Announcement { state: Some("COMPLETED".to_owned()), treatment: Treatment::default() };
    payments.provider().announce(&order, early).await.unwrap();
    testkit::eventually("it is watched again", async || next_check(&payments, &order).await).await;
    payments.without_webhooks().await;
    payments.pay(&order).await;
    payments.later(Duration::minutes(15)).await;
    payments.becomes(&order, "completed").await;
}
