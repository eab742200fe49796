use std::time::Duration as Real;

use sims::{
    mailbox::{Action, Fault, Stage},
    phonepe::Fate,
};
use time::Duration;

use crate::harness::{Payments, address, wish};

const SOON: Real = Real::from_secs(10);

async fn noted(payments: &Payments) -> Vec<String> {
    payments.column("SELECT status FROM email_log ORDER BY id", "status").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_is_confirmed_by_one_mail_with_everything_in_it() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let opened = payments.initiate(&owner, wish("soar", "yearly")).await.unwrap();
    payments.pay(&opened.merchant_order_id).await;
    let mail = payments.inbox().wait_for(&address(&owner), "Payment received", SOON).await.unwrap();
    let (text, html) = (mail.text.clone().unwrap(), mail.html.clone().unwrap());
    let next = payments.rows("SELECT extract(year FROM current_period_end AT TIME ZONE 'Asia/Kolkata')::int AS y FROM subscriptions").await;
    for part in [
        "₹1,00,000",
        "Soar",
        "yearly",
        &opened.transaction_id,
        &opened.merchant_order_id,
        "IST",
        "A dedicated success manager",
        "http://localhost:3000/onboarding",
        "http://localhost:3000/settings/notifications",
        &next[0]["y"].to_string(),
    ] {
        assert!(text.contains(part), "{part} in {text}");
        assert!(html.contains(part), "{part} in {html}");
    }
    assert!(html.contains("Ada &lt;Lovelace&gt;") && html.contains("Ada &amp; Co"));
    assert!(!html.contains("<Lovelace>"));
    testkit::eventually("it is noted", async || (noted(&payments).await == ["sent"]).then_some(())).await;
    assert_eq!(payments.inbox().to(&address(&owner)).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_is_told_once_with_its_reason_and_a_way_to_try_again() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let opened = payments.checkout(&owner).await;
    payments.provider().decide(&opened.merchant_order_id, Fate::fail("Z9")).await.unwrap();
    let mail = payments.inbox().wait_for(&address(&owner), "Payment failed", SOON).await.unwrap();
    let text = mail.text.unwrap();
    for part in [
        "Glide",
        "₹7,000",
        &opened.transaction_id,
        "did not have enough balance",
        "http://localhost:3000/onboarding/plans?paymentStatus=failed",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    payments.later(Duration::hours(1)).await;
    payments.verify(&owner, &opened.merchant_order_id).await.unwrap();
    assert_eq!(payments.rows("SELECT id FROM outbox").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewal_that_failed_is_tried_again_where_renewals_are_made() {
    let payments = Payments::start().await;
    let owner = payments.paid_workspace().await;
    payments.later(Duration::days(30)).await;
    let order = payments.checkout(&owner).await.merchant_order_id;
    payments.provider().decide(&order, Fate::fail("Z9")).await.unwrap();
    payments.verify(&owner, &order).await.unwrap();
    let mail = payments.inbox().wait_for(&address(&owner), "Payment failed", SOON).await.unwrap();
    assert!(mail.text.unwrap().contains("http://localhost:3000/settings/billing"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_server_that_is_busy_is_tried_again_and_the_payment_does_not_wait() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let busy = Fault::at(Stage::Data, Action::refuse(451)).once();
    payments.inbox().set_faults(&[busy]).await.unwrap();
    let order = payments.checkout(&owner).await.merchant_order_id;
    payments.pay(&order).await;
    payments.becomes(&order, "completed").await;
    testkit::eventually("it is put off", async || {
        (payments.column("SELECT attempts FROM outbox WHERE last_error IS NOT NULL", "attempts").await
            == ["1"])
        .then_some(())
    })
    .await;
    assert_eq!(noted(&payments).await, ["queued"]);
    payments.later(Duration::seconds(10)).await;
    payments.inbox().wait_for(&address(&owner), "Payment received", SOON).await.unwrap();
    testkit::eventually("it is noted", async || (noted(&payments).await == ["sent"]).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_is_refused_for_good_is_given_up() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let fault = Fault::at(Stage::Recipient, Action::refuse(550));
    payments.inbox().set_faults(&[fault]).await.unwrap();
    let order = payments.checkout(&owner).await.merchant_order_id;
    payments.pay(&order).await;
    testkit::eventually("it is given up", async || (noted(&payments).await == ["failed"]).then_some(()))
        .await;
    assert_eq!(payments.payment(&order).await["status"], "completed");
    assert_eq!(payments.rows("SELECT id FROM outbox WHERE failed_at IS NOT NULL").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_written_to_when_the_account_is_gone() {
    let payments = Payments::start().await;
    let owner = payments.callers.member(primitives::Role::Owner);
    let order = payments.checkout(&owner).await.merchant_order_id;
    payments.pay(&order).await;
    testkit::eventually("it is settled", async || {
        let settled = payments.rows("SELECT id FROM outbox WHERE delivered_at IS NOT NULL").await;
        (settled.len() == 1).then_some(())
    })
    .await;
    assert!(payments.inbox().all().await.unwrap().is_empty());
    assert_eq!(noted(&payments).await, ["suppressed"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_checkout_cancelled_on_the_providers_page_sends_nothing_and_stays_watched() {
    for code in ["ORDER_CANCELLED_BY_USER", "ZA"] {
        let payments = Payments::start().await;
        let owner = payments.owner();
        let order = payments.checkout(&owner).await.merchant_order_id;
        payments.provider().decide(&order, Fate::fail(code)).await.unwrap();
        let stored = payments.becomes(&order, "cancelled").await;
        assert!(stored["next_check_at"].is_string());
        assert!(payments.rows("SELECT id FROM outbox").await.is_empty());
        payments.pay(&order).await;
        payments.becomes(&order, "completed").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_has_left_by_other_hands_is_not_sent_again() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let busy = Fault::at(Stage::Data, Action::refuse(451)).once();
    payments.inbox().set_faults(&[busy]).await.unwrap();
    let order = payments.checkout(&owner).await.merchant_order_id;
    payments.pay(&order).await;
    testkit::eventually("it is put off", async || {
        let waiting = payments.rows("SELECT id FROM outbox WHERE last_error IS NOT NULL").await;
        (waiting.len() == 1).then_some(())
    })
    .await;
    payments.sql("UPDATE email_log SET status = 'sent'").await;
    payments.later(Duration::seconds(10)).await;
    testkit::eventually("it is settled", async || {
        let settled = payments.rows("SELECT id FROM outbox WHERE delivered_at IS NOT NULL").await;
        (settled.len() == 1).then_some(())
    })
    .await;
    assert!(payments.inbox().to(&address(&owner)).await.unwrap().is_empty());
}
