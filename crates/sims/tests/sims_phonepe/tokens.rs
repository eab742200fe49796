use serde_json::json;
use sims::phonepe::{Operation, RefusedClient, Rules};

use crate::harness::{Gateway, answer, order};

#[tokio::test(flavor = "multi_thread")]
async fn a_token_carries_its_times_in_seconds_and_its_scheme() {
    let gateway = Gateway::start().await;
    let answer = gateway.ask_token(&gateway.credentials()).await;
    assert_eq!(answer.status, 200);
    let (issued, expires) =
        (answer.body["issued_at"].as_i64().unwrap(), answer.body["expires_at"].as_i64().unwrap());
    assert_eq!(expires - issued, 3600);
    assert!((issued - time::OffsetDateTime::now_utc().unix_timestamp()).abs() < 60);
    assert_eq!(answer.body["token_type"], "O-Bearer");
    assert!(answer.body["expires_in"].is_null());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_is_read_by_name_and_on_the_production_base_too() {
    let gateway = Gateway::start().await;
    let mut form = gateway.credentials();
    form.reverse();
    let base = gateway.phonepe.base().replace("pg-sandbox", "identity-manager");
    let answer = answer(gateway.http.post(format!("{base}/v1/oauth/token")).form(&form)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_secret_is_refused_in_either_documented_way() {
    let gateway = Gateway::start().await;
    let mut form = gateway.credentials();
    form[2].1.push('\n');
    let refused = gateway.ask_token(&form).await;
    assert_eq!((refused.status.as_u16(), &refused.body["code"]), (400, &json!("INVALID_CLIENT")));
    assert_eq!(refused.body["errorCode"], "OIM000");

    let rules = Rules { refused_client: RefusedClient::Unauthorized, ..Rules::default() };
    gateway.control.set_rules(&rules).await.unwrap();
    let refused = gateway.ask_token(&form).await;
    assert_eq!((refused.status.as_u16(), &refused.body["code"]), (401, &json!("401")));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_incomplete_form_is_a_bad_request() {
    let gateway = Gateway::start().await;
    for missing in 0..4 {
        let mut form = gateway.credentials();
        let (name, _) = form.remove(missing);
        assert_eq!(gateway.ask_token(&form).await.status, 400, "without {name}");
    }
    let mut form = gateway.credentials();
    form[3].1 = "password".to_owned();
    assert_eq!(gateway.ask_token(&form).await.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_refuses_a_missing_unknown_or_differently_named_token() {
    let gateway = Gateway::start().await;
    gateway.open("ORD1").await;
    let operations = [
        gateway.http.post(gateway.at("/checkout/v2/pay")).json(&order("ORD2", 100)),
        gateway.http.get(gateway.at("/checkout/v2/order/ORD1/status")),
        gateway.http.get(gateway.at("/checkout/v2/transaction/OM1/status")),
        gateway.http.post(gateway.at("/payments/v2/refund")).json(&json!({})),
        gateway.http.get(gateway.at("/payments/v2/refund/R1/status")),
    ];
    for operation in operations {
        for header in [None, Some("O-Bearer nonsense".to_owned()), Some(format!("Bearer {}", gateway.token))]
        {
            let request = operation.try_clone().unwrap();
            let request = match &header {
                Some(header) => request.header("Authorization", header),
                None => request,
            };
            let refused = answer(request).await;
            assert_eq!(refused.status, 401, "{header:?}");
            assert_eq!(refused.body["code"], "AUTHORIZATION_FAILED");
        }
    }
    assert_eq!(gateway.control.orders().await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_dies_at_its_expiry_and_when_it_is_revoked() {
    let mut gateway = Gateway::start().await;
    gateway.control.set_rules(&Rules { token_life_seconds: 600, ..Rules::default() }).await.unwrap();
    gateway.sign_in().await;
    gateway.open("ORD1").await;
    gateway.control.advance_clock(601).await.unwrap();
    assert_eq!(gateway.status("ORD1").await.status, 401);

    gateway.sign_in().await;
    assert_eq!(gateway.status("ORD1").await.status, 200);
    gateway.control.revoke_tokens().await.unwrap();
    assert_eq!(gateway.status("ORD1").await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn several_tokens_are_good_at_once_and_calls_are_counted() {
    let mut gateway = Gateway::start().await;
    gateway.open("ORD1").await;
    let first = gateway.token.clone();
    gateway.sign_in().await;
    assert_ne!(first, gateway.token);
    gateway.token = first;
    gateway.open("ORD2").await;
    assert_eq!(gateway.control.calls(Operation::Token).await.unwrap(), 2);
    assert_eq!(gateway.control.calls(Operation::Pay).await.unwrap(), 2);
    assert_eq!(gateway.control.calls(Operation::Refund).await.unwrap(), 0);
}
