//! A completion that is stopped anywhere on its way from the webhook to the mail ends as one that was not.

use std::collections::BTreeSet;

use serde_json::json;
use testkit::{Stop, TestMember, eventually};
use time::Duration;

use crate::harness::{Payments, address};

async fn is_told(payments: &Payments) -> Option<()> {
    let log = payments.column("SELECT status FROM email_log", "status").await;
    (log == ["sent"]).then_some(())
}

/// Stops a completion before its step of this number and sees it end well without anybody's help; tells whether there was such
/// a step.
async fn ends_well(number: usize, stop: Stop) -> bool {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    let (workspace, user) = (owner.workspace.to_string(), owner.user.id.to_string());
    payments.steps.stop_before(number, stop, &[&workspace, &user, &order, &address(&owner)]);
    payments.pay(&order).await;
    tokio::select! {
        () = eventually("it is told", async || is_told(&payments).await) => {}
        () = payments.steps.stopped() => {}
    }
    let was_stopped = payments.steps.was_stopped();
    let taken = payments.steps.taken();
    let mut next = None;
    if was_stopped && stop == Stop::Silence {
        payments.serving.kill();
        payments.steps.next_process();
        next = Some(payments.second_instance().await);
    }
    eventually("it is told at last", async || {
        payments.later(Duration::seconds(30)).await;
        is_told(&payments).await
    })
    .await;
    let serving = next.as_ref().unwrap_or(&payments.serving);
    assert!(!payments.access_of(serving, owner.workspace).await.needs_payment);
    happened_once(&payments, &order).await;
    let copies = copies(&payments, &owner).await;
    // What the mail server took and we could not note is sent again; its readers know it by its Message-ID.
    assert!(copies == 1 || taken.last() == Some(&"smtp"), "{copies} copies after {taken:?}");
    if !was_stopped {
        let of = |kind: &str| taken.iter().filter(|step| **step == kind).count();
        assert!(of("commit") >= 6 && of("provider") == 1 && of("auth") == 1 && of("smtp") >= 2, "{taken:?}");
    }
    was_stopped
}

async fn happened_once(payments: &Payments, order: &str) {
    assert_eq!(payments.payment(order).await["status"], "completed");
    assert_eq!(
        payments.rows("SELECT version, status FROM subscriptions").await,
        [json!({ "version": 1, "status": "active" })]
    );
    let events = payments.column("SELECT event FROM subscription_events ORDER BY ctid", "event").await;
    assert_eq!(events, ["created", "activated"]);
    let trail = payments.column("SELECT action FROM payment_audit_log ORDER BY ctid", "action").await;
    assert_eq!(trail, ["payment.initiated", "payment.completed"]);
    let mails = payments.column("SELECT event_key FROM outbox", "event_key").await;
    assert_eq!(mails, [format!("paid:{order}")]);
}

/// How often the one mail is in the mail box.
async fn copies(payments: &Payments, owner: &TestMember) -> usize {
    let inbox = payments.inbox();
    let mails = inbox.to(&address(owner)).await.unwrap();
    let mut ids = BTreeSet::new();
    for mail in &mails {
        ids.insert(inbox.read(mail.id).await.unwrap().header("Message-ID").unwrap().to_owned());
    }
    assert_eq!(ids.len(), 1);
    mails.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_before_any_of_its_steps_a_completion_is_ended_by_the_next_process() {
    let mut steps = 0;
    while ends_well(steps, Stop::Silence).await {
        steps += 1;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_completion_to_which_a_line_breaks_before_any_of_its_steps_ends_all_the_same() {
    let mut steps = 0;
    while ends_well(steps, Stop::Break).await {
        steps += 1;
    }
}
