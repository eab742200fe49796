use contracts::payments::v1::{InitiateRequest, TransactionStatus};
use primitives::{Clock, Role};
use serde_json::json;
use sims::phonepe::{Fault, FaultKind, Operation};
use time::Duration;

use crate::harness::{Payments, SubscriptionStatus, glide, refused, seconds, wish};

#[tokio::test(flavor = "multi_thread")]
async fn a_checkout_costs_what_the_plan_costs_and_lives_for_half_an_hour() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let opened = payments.initiate(&owner, wish("enterprise", "annual")).await.unwrap();
    assert_eq!((opened.amount_paise, opened.status()), (10_000_000, TransactionStatus::Pending));
    assert!(!opened.reused && !opened.replayed);
    let now = payments.clock.now();
    assert_eq!(seconds(opened.expires_at.as_ref()), (now + Duration::minutes(30)).unix_timestamp());
    let (time, entropy) = opened.merchant_order_id.strip_prefix("ORD").unwrap().split_at(14);
    assert!(time.bytes().all(|byte| byte.is_ascii_digit()));
    assert!(entropy.len() == 6 && entropy.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F')));

    let order = payments.provider().order(&opened.merchant_order_id).await.unwrap();
    assert_eq!(order.amount, 10_000_000);
    assert_eq!(order.request["expireAfter"], 1800);
    assert_eq!(order.request["disablePaymentRetry"], false);
    let back = format!(
        "http://localhost:3000/onboarding/payment/status?merchantOrderId={}",
        opened.merchant_order_id
    );
    assert_eq!(order.redirect_url, back);
    assert!(opened.payment_url.contains(&order.checkout_token));
    let stored = payments.payment(&opened.merchant_order_id).await;
    assert_eq!(stored["phonepe_order_id"], json!(order.order_id));
    assert_eq!(stored["purpose"], "new");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_checkout_opens_while_time_goes_on() {
    let payments = Payments::start_with(|settings| settings.clock = Clock::system()).await;
    let opened = payments.initiate(&payments.owner(), wish("glide", "")).await.unwrap();
    assert_eq!(opened.status(), TransactionStatus::Pending);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_another_checkout_drew_in_the_same_second_is_drawn_anew() {
    let payments = Payments::start().await;
    let taken = payments.checkout(&payments.owner()).await.merchant_order_id;
    payments
        .sql(&format!(
            "CREATE SEQUENCE drawn;
             CREATE FUNCTION draw() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
                 IF nextval('rf_payments.drawn') = 1 THEN NEW.merchant_order_id = '{taken}'; END IF;
                 RETURN NEW;
             END $$;
             CREATE TRIGGER draw BEFORE INSERT ON payment_transactions FOR EACH ROW EXECUTE FUNCTION draw()"
        ))
        .await;
    let opened = payments.checkout(&payments.owner()).await;
    assert_ne!(opened.merchant_order_id, taken);
    assert_eq!(payments.column("SELECT last_value::text AS drawn FROM drawn", "drawn").await, ["2"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn before_anything_is_paid_the_workspace_shows_the_plan_that_was_chosen() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    let access = payments.access(owner.workspace).await;
    assert_eq!(access.status(), SubscriptionStatus::Incomplete);
    assert_eq!(access.plan.as_deref(), Some("glide"));
    assert!(access.needs_payment && !access.has_completed_payment);
    assert_eq!(access.last_payment_status, "pending");
    let status = payments.status(&owner, &order).await.unwrap();
    assert_eq!((status.subscription, status.next_poll_ms), (None, 2000));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_checkout_for_the_same_choice_is_handed_out_again() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let first = payments.checkout(&owner).await;
    let admin = payments.callers.member_of(owner.workspace, Role::Admin);
    let again = payments.initiate(&admin, wish("growth", "")).await.unwrap();
    assert!(again.reused);
    assert_eq!((again.merchant_order_id, again.payment_url), (first.merchant_order_id, first.payment_url));
    assert_eq!(payments.provider().calls(Operation::Pay).await.unwrap(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_choice_gives_the_open_checkout_up_first() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let first = payments.checkout(&owner).await.merchant_order_id;
    let second = payments.initiate(&owner, wish("soar", "monthly")).await.unwrap();
    assert!(!second.reused && second.merchant_order_id != first);
    assert_eq!(payments.payment(&first).await["status"], "cancelled");
    assert!(payments.payment(&first).await["next_check_at"].is_string(), "it stays watched");
    assert_eq!(payments.access(owner.workspace).await.plan.as_deref(), Some("soar"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_checkout_that_has_run_out_is_replaced() {
    let payments = Payments::start().await;
    payments.without_webhooks().await;
    let owner = payments.owner();
    let first = payments.checkout(&owner).await.merchant_order_id;
    payments.provider().stick(&first, true).await.unwrap();
    payments.later(Duration::minutes(31)).await;
    let second = payments.checkout(&owner).await;
    assert!(!second.reused && second.merchant_order_id != first);
    assert_eq!(payments.payment(&first).await["status"], "cancelled");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_paid_in_the_meantime_is_not_asked_to_pay_again() {
    let payments = Payments::start().await;
    payments.without_webhooks().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    payments.pay(&order).await;
    refused(payments.initiate(&owner, wish("soar", "monthly")).await, 409, "ALREADY_SUBSCRIBED");
    assert_eq!(payments.payment(&order).await["status"], "completed");
}

#[tokio::test(flavor = "multi_thread")]
async fn while_nobody_knows_whether_a_checkout_was_paid_no_other_one_is_opened() {
    let payments = Payments::start().await;
    payments.without_webhooks().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    payments.pay(&order).await;
    payments.provider().add_fault(Fault::at(Operation::OrderStatus, FaultKind::Unavailable)).await.unwrap();
    refused(payments.initiate(&owner, wish("soar", "monthly")).await, 502, "PAYMENT_INITIATION_ERROR");
    assert_eq!(payments.payment(&order).await["status"], "pending");
    payments.provider().clear_faults().await.unwrap();
    refused(payments.initiate(&owner, wish("soar", "monthly")).await, 409, "ALREADY_SUBSCRIBED");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_gets_the_same_answer_and_opens_nothing() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let request = glide();
    let first = payments.initiate(&owner, request.clone()).await.unwrap();
    let again = payments.initiate(&owner, request.clone()).await.unwrap();
    assert!(again.replayed && !first.replayed);
    assert_eq!(again.merchant_order_id, first.merchant_order_id);
    assert_eq!(again.payment_url, first.payment_url);
    assert_eq!(again.expires_at, first.expires_at);
    let other = InitiateRequest { plan: "soar".to_owned(), ..request.clone() };
    refused(payments.initiate(&owner, other).await, 422, "IDEMPOTENCY_KEY_REUSED");
    // Another workspace's keys are its own.
    let stranger = payments.owner();
    let theirs = payments.initiate(&stranger, request).await.unwrap();
    assert_ne!(theirs.merchant_order_id, first.merchant_order_id);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_needed_and_has_a_form() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    for (key, code) in [
        ("", "IDEMPOTENCY_KEY_REQUIRED"),
        ("short", "IDEMPOTENCY_KEY_INVALID"),
        ("with a space", "IDEMPOTENCY_KEY_INVALID"),
    ] {
        // The key comes before the body.
        let request = InitiateRequest { idempotency_key: key.to_owned(), ..wish("nothing", "monthly") };
        refused(payments.initiate(&owner, request).await, 400, code);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_call_keeps_no_key_and_leaves_nothing() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let key = glide().idempotency_key;
    let wrong = InitiateRequest { idempotency_key: key.clone(), ..wish("platinum", "monthly") };
    refused(payments.initiate(&owner, wrong).await, 400, "INVALID_PLAN");
    let right = InitiateRequest { idempotency_key: key, ..glide() };
    assert!(!payments.initiate(&owner, right).await.unwrap().replayed);
    assert_eq!(payments.rows("SELECT id FROM payment_transactions").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_limit_of_the_body_is_named() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let refusal = refused(payments.initiate(&owner, wish("glide", "weekly")).await, 422, "VALIDATION_ERROR");
    assert_eq!(refusal.broken, [("/billing_cycle".to_owned(), "UNKNOWN_VALUE".to_owned())]);
    let metadata = [("note".to_owned(), "x".repeat(257)), ("nul".to_owned(), "\0".to_owned())];
    let request = InitiateRequest { metadata: metadata.into(), ..glide() };
    let refusal = refused(payments.initiate(&owner, request).await, 422, "VALIDATION_ERROR");
    assert_eq!(
        refusal.broken,
        [
            ("/metadata/note".to_owned(), "TOO_LONG".to_owned()),
            ("/metadata/nul".to_owned(), "CONTROL_CHARACTER".to_owned()),
        ]
    );
    assert_eq!(payments.rows("SELECT id FROM payment_transactions").await.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_client_wants_to_remember_is_kept() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let metadata = [("campaign".to_owned(), "दिवाली".to_owned())];
    let opened =
        payments.initiate(&owner, InitiateRequest { metadata: metadata.into(), ..glide() }).await.unwrap();
    let stored = payments.payment(&opened.merchant_order_id).await;
    assert_eq!(stored["metadata"], json!({ "campaign": "दिवाली" }));
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_open_one_checkout() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let wishes = (0..8).map(|_| payments.initiate(&owner, glide()));
    let answers = futures::future::join_all(wishes).await;
    let mut orders: Vec<String> =
        answers.into_iter().map(|answer| answer.unwrap().merchant_order_id).collect();
    orders.sort();
    orders.dedup();
    assert_eq!(orders.len(), 1);
    assert_eq!(payments.provider().calls(Operation::Pay).await.unwrap(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_twice_at_once_opens_one_checkout() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let request = glide();
    let (first, second) =
        tokio::join!(payments.initiate(&owner, request.clone()), payments.initiate(&owner, request.clone()));
    let answers = [first, second];
    assert!(answers.iter().any(Result::is_ok), "{answers:?}");
    for answer in answers {
        match answer {
            Ok(_) => {}
            Err(refusal) => assert_eq!(refusal.code, "IDEMPOTENCY_IN_PROGRESS"),
        }
    }
    assert_eq!(payments.provider().calls(Operation::Pay).await.unwrap(), 1);
    assert!(payments.initiate(&owner, request).await.unwrap().replayed);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_credentials_nothing_can_be_paid_and_nothing_is_stored() {
    let payments = Payments::start_with(|settings| settings.phonepe.credentials = None).await;
    let owner = payments.owner();
    refused(payments.initiate(&owner, glide()).await, 503, "MISSING_CREDENTIALS");
    assert_eq!(payments.rows("SELECT id FROM payment_transactions").await.len(), 0);
}
