use serde_json::{Value, json};
use sims::phonepe::{ControlError, Fate, PaymentMode};

use crate::harness::{Gateway, answer};

#[tokio::test(flavor = "multi_thread")]
async fn the_control_api_lists_itself_and_every_listed_read_answers() {
    let gateway = Gateway::start().await;
    let listed = answer(gateway.http.get(gateway.phonepe.control_url())).await.body;
    let entries = listed.as_array().unwrap();
    assert!(entries.len() > 25);
    for entry in entries {
        let (method, path) = entry["call"].as_str().unwrap().split_once(' ').unwrap();
        assert!(!entry["what"].as_str().unwrap().is_empty());
        if method == "GET" && !path.contains('{') {
            let url = gateway.phonepe.control_url().replace("/control", path);
            assert_eq!(gateway.http.get(url).send().await.unwrap().status(), 200, "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_example_of_a_body_in_the_list_is_taken() {
    let gateway = Gateway::start().await;
    let listed = answer(gateway.http.get(gateway.phonepe.control_url())).await.body;
    for entry in listed.as_array().unwrap().iter().filter(|entry| !entry["body"].is_null()) {
        let (method, path) = entry["call"].as_str().unwrap().split_once(' ').unwrap();
        let examples = match &entry["body"] {
            Value::Array(examples) if !path.ends_with("/faults") || method == "POST" => examples.clone(),
            body => vec![body.clone()],
        };
        for example in examples {
            let path = path
                .replace("{merchantOrderId}", "NONE")
                .replace("{merchantRefundId}", "NONE")
                .replace("{id}", "0");
            let url = gateway.phonepe.control_url().replace("/control", &path);
            let method = method.parse().unwrap();
            let status = gateway.http.request(method, url).json(&example).send().await.unwrap().status();
            // Not found comes after the body was understood.
            assert!(status.is_success() || status == 404, "{} {example}: {status}", entry["call"]);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_misspelled_body_is_refused_with_a_reason() {
    let gateway = Gateway::start().await;
    gateway.open("ORD1").await;
    for (path, body) in [
        ("/orders/ORD1/fate", json!({"fate": "payed"})),
        ("/orders/ORD1/fate", json!({"fate": "pay", "mood": "CARD"})),
        ("/faults", json!({"kind": "explode"})),
        ("/faults", json!({"operation": "pay", "kind": "drop", "afterCommit": true})),
    ] {
        let refused =
            answer(gateway.http.post(format!("{}{path}", gateway.phonepe.control_url())).json(&body)).await;
        assert_eq!(refused.status, 400, "{path} {body}");
        assert!(!refused.body["error"].as_str().unwrap().is_empty());
    }
    assert_eq!(gateway.control.order("ORD1").await.unwrap().state.name(), "PENDING");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_completed_order_never_goes_back_and_an_unknown_one_is_not_found() {
    let gateway = Gateway::start().await;
    gateway.open("ORD1").await;
    gateway
        .control
        .decide("ORD1", Fate::Pay { mode: Some(PaymentMode::NetBanking), split: false })
        .await
        .unwrap();
    for fate in [Fate::fail("ZM"), Fate::Cancel, Fate::Expire, Fate::pay(), Fate::pending()] {
        let refused = gateway.control.decide("ORD1", fate).await.unwrap_err();
        assert!(matches!(refused, ControlError::Refused { status, .. } if status == 409), "{refused}");
    }
    let unknown = gateway.control.decide("ORD0", Fate::pay()).await.unwrap_err();
    assert!(matches!(unknown, ControlError::Refused { status, .. } if status == 404));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_forgets_everything_but_the_merchant() {
    let mut gateway = Gateway::start().await;
    gateway.open("ORD1").await;
    gateway.control.reset().await.unwrap();
    assert!(gateway.control.orders().await.unwrap().is_empty());
    assert_eq!(gateway.status("ORD1").await.status, 401);
    gateway.sign_in().await;
    gateway.open("ORD1").await;
    gateway.control.decide("ORD1", Fate::pay()).await.unwrap();
    gateway.merchant.wait_for(1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_healthy_while_it_runs_and_gone_when_it_is_stopped() {
    // often, because a worker that has not ended yet may answer once more on a connection that is kept
    for _ in 0..50 {
        let gateway = Gateway::start().await;
        let url = gateway.phonepe.base().replace("/apis/pg-sandbox", "/healthz");
        assert_eq!(gateway.http.get(&url).send().await.unwrap().status(), 200);
        let Gateway { phonepe, http, .. } = gateway;
        phonepe.stop().await;
        assert!(http.get(&url).send().await.is_err());
    }
}
