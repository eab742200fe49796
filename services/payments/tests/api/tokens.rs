use std::time::Duration as Real;

use secrecy::SecretString;
use sims::phonepe::{Fault, FaultKind, Operation, RefusedClient, Rules};

use crate::harness::{Payments, glide, refused};

async fn tokens(payments: &Payments) -> u64 {
    payments.provider().calls(Operation::Token).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_refused_is_renewed_once() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    payments.provider().revoke_tokens().await.unwrap();
    payments.verify(&owner, &order).await.unwrap();
    assert_eq!(tokens(&payments).await, 2);
    payments.provider().add_fault(Fault::at(Operation::Pay, FaultKind::Unauthorized)).await.unwrap();
    let stranger = payments.owner();
    refused(payments.initiate(&stranger, glide()).await, 503, "MISSING_CREDENTIALS");
    assert_eq!(tokens(&payments).await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_calls_share_one_token() {
    let payments = Payments::start().await;
    let owners: Vec<_> = (0..6).map(|_| payments.owner()).collect();
    futures::future::join_all(owners.iter().map(|owner| payments.checkout(owner))).await;
    assert_eq!(tokens(&payments).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_renewed_ahead_of_its_end_and_used_on_when_that_fails() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    payments.later(time::Duration::minutes(29)).await;
    payments.verify(&owner, &order).await.unwrap();
    assert_eq!(tokens(&payments).await, 1);
    // Past half of its hour.
    payments.provider().add_fault(Fault::at(Operation::Token, FaultKind::Unavailable)).await.unwrap();
    payments.later(time::Duration::minutes(2)).await;
    payments.verify(&owner, &order).await.unwrap();
    // It is asked for beside the call, three times, and not again for a moment.
    testkit::eventually("the token is asked for", async || (tokens(&payments).await == 4).then_some(()))
        .await;
    payments.provider().clear_faults().await.unwrap();
    testkit::eventually("the token is renewed", async || {
        payments.later(time::Duration::seconds(3)).await;
        payments.verify(&owner, &order).await.unwrap();
        (tokens(&payments).await == 5).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_waits_for_a_new_token_while_the_one_at_hand_is_good() {
    let payments = Payments::start_with(|settings| settings.phonepe.timeout = Real::from_secs(20)).await;
    payments.checkout(&payments.owner()).await;
    payments.provider().add_fault(Fault::slow(Operation::Token, Real::from_secs(15))).await.unwrap();
    payments.later(time::Duration::minutes(31)).await;
    let (another, soon) = (payments.owner(), Real::from_secs(8));
    tokio::time::timeout(soon, payments.checkout(&another)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn all_who_wait_for_a_token_share_what_came_of_it_and_a_failure_is_believed_for_a_moment() {
    let payments = Payments::start().await;
    let owners: Vec<_> = (0..6).map(|_| payments.owner()).collect();
    let away = Fault { delay_ms: 100, ..Fault::at(Operation::Token, FaultKind::Unavailable) };
    payments.provider().add_fault(away).await.unwrap();
    let wishes = owners.iter().map(|owner| payments.initiate(owner, glide()));
    for answer in futures::future::join_all(wishes).await {
        refused(answer, 502, "PAYMENT_INITIATION_ERROR");
    }
    assert_eq!(tokens(&payments).await, 3, "one try and its repeats");
    payments.provider().clear_faults().await.unwrap();
    refused(payments.initiate(&owners[0], glide()).await, 502, "PAYMENT_INITIATION_ERROR");
    assert_eq!(tokens(&payments).await, 3);
    payments.later(time::Duration::seconds(3)).await;
    payments.checkout(&owners[0]).await;
    assert_eq!(tokens(&payments).await, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_credentials_are_told_as_such() {
    for refused_client in [RefusedClient::InvalidClient, RefusedClient::Unauthorized] {
        let payments = Payments::start_with(|settings| {
            if let Some(credentials) = &mut settings.phonepe.credentials {
                credentials.secret = SecretString::from("wrong");
            }
        })
        .await;
        payments.provider().set_rules(&Rules { refused_client, ..Rules::default() }).await.unwrap();
        let owner = payments.owner();
        refused(payments.initiate(&owner, glide()).await, 503, "MISSING_CREDENTIALS");
        let statuses = payments.column("SELECT status FROM payment_transactions", "status").await;
        assert_eq!(statuses, ["cancelled"]);
    }
}
