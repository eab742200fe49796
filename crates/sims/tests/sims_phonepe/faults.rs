use std::time::{Duration, Instant};

use sims::phonepe::{Fault, FaultKind, Operation};

use crate::harness::{Gateway, eventually, order};

#[tokio::test(flavor = "multi_thread")]
async fn each_wrong_answer_is_given_as_often_as_planned_and_then_all_is_well() {
    let gateway = Gateway::start().await;
    gateway.open("ORD1").await;
    for (kind, status) in [
        (FaultKind::Unauthorized, 401),
        (FaultKind::ServerError, 500),
        (FaultKind::Unavailable, 503),
        (FaultKind::Html, 502),
        (FaultKind::TooManyRequests { retry_after: Some(7) }, 429),
    ] {
        gateway.control.add_fault(Fault::at(Operation::OrderStatus, kind).once()).await.unwrap();
        assert_eq!(gateway.status("ORD1").await.status, status);
        assert_eq!(gateway.status("ORD1").await.status, 200);
    }
    let twice = Fault { times: Some(2), ..Fault::at(Operation::OrderStatus, FaultKind::ServerError) };
    gateway.control.add_fault(twice).await.unwrap();
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(gateway.status("ORD1").await.status.as_u16());
    }
    assert_eq!(statuses, [500, 500, 200]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_may_be_empty_or_a_page_or_anything() {
    let gateway = Gateway::start().await;
    let status = gateway.at("/checkout/v2/order/ORD1/status");
    gateway
        .control
        .add_fault(Fault::at(Operation::OrderStatus, FaultKind::Unavailable).once())
        .await
        .unwrap();
    assert_eq!(gateway.http.get(&status).send().await.unwrap().text().await.unwrap(), "");
    gateway.control.add_fault(Fault::at(Operation::OrderStatus, FaultKind::Html).once()).await.unwrap();
    assert!(gateway.http.get(&status).send().await.unwrap().text().await.unwrap().starts_with("<html>"));
    let cut = FaultKind::Respond {
        status: 200,
        content_type: "application/json".to_owned(),
        body: "{\"sta".to_owned(),
    };
    gateway.control.add_fault(Fault::at(Operation::OrderStatus, cut).once()).await.unwrap();
    let response = gateway.http.get(&status).send().await.unwrap();
    assert_eq!((response.status().as_u16(), response.text().await.unwrap().as_str()), (200, "{\"sta"));
    gateway
        .control
        .add_fault(Fault::at(Operation::OrderStatus, FaultKind::TooManyRequests { retry_after: Some(7) }))
        .await
        .unwrap();
    assert_eq!(gateway.http.get(&status).send().await.unwrap().headers()["retry-after"], "7");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_at_one_operation_leaves_the_others_alone_and_one_without_a_place_is_everywhere() {
    let gateway = Gateway::start().await;
    gateway.control.add_fault(Fault::at(Operation::Pay, FaultKind::ServerError)).await.unwrap();
    assert_eq!(gateway.pay("ORD1", 100).await.status, 500);
    assert_eq!(gateway.ask_token(&gateway.credentials()).await.status, 200);
    assert!(gateway.control.orders().await.unwrap().is_empty());
    gateway.control.clear_faults().await.unwrap();
    gateway.open("ORD1").await;

    let everywhere = Fault { operation: None, ..Fault::at(Operation::Pay, FaultKind::Unavailable) };
    gateway.control.add_fault(everywhere).await.unwrap();
    assert_eq!(gateway.ask_token(&gateway.credentials()).await.status, 503);
    assert_eq!(gateway.status("ORD1").await.status, 503);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_dropped_after_the_commit_leaves_an_order_and_one_before_leaves_none() {
    let gateway = Gateway::start().await;
    for (id, fault, kept) in [
        ("ORD1", Fault::at(Operation::Pay, FaultKind::Drop).once(), false),
        ("ORD2", Fault::at(Operation::Pay, FaultKind::Drop).after_commit().once(), true),
    ] {
        gateway.control.add_fault(fault).await.unwrap();
        let pay = gateway.signed(gateway.http.post(gateway.at("/checkout/v2/pay"))).json(&order(id, 50_000));
        let error = pay.send().await.expect_err("the connection ends without an answer");
        assert!(error.status().is_none());
        assert_eq!(gateway.control.order(id).await.is_ok(), kept, "{id}");
        let status = gateway.status(id).await;
        assert_eq!(status.status.as_u16(), if kept { 200 } else { 400 }, "{id}");
        assert_eq!(gateway.pay(id, 50_000).await.status.as_u16(), if kept { 400 } else { 200 }, "{id}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_may_hide_that_the_order_was_taken() {
    let gateway = Gateway::start().await;
    gateway
        .control
        .add_fault(Fault::at(Operation::Pay, FaultKind::ServerError).after_commit().once())
        .await
        .unwrap();
    assert_eq!(gateway.pay("ORD1", 50_000).await.status, 500);
    assert_eq!(gateway.status("ORD1").await.body["state"], "PENDING");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_answer_outlasts_an_impatient_client_before_or_after_the_commit() {
    let gateway = Gateway::start().await;
    let slow = Fault::slow(Operation::OrderStatus, Duration::from_millis(300)).once();
    gateway.open("ORD1").await;
    gateway.control.add_fault(slow).await.unwrap();
    let before = Instant::now();
    assert_eq!(gateway.status("ORD1").await.status, 200);
    assert!(before.elapsed() >= Duration::from_millis(300));

    let slow = Fault::slow(Operation::Pay, Duration::from_secs(30)).after_commit().once();
    gateway.control.add_fault(slow).await.unwrap();
    let pay = gateway.signed(gateway.http.post(gateway.at("/checkout/v2/pay"))).json(&order("ORD2", 50_000));
    assert!(pay.timeout(Duration::from_millis(500)).send().await.unwrap_err().is_timeout());
    eventually("the order", || async { (gateway.status("ORD2").await.status == 200).then_some(()) }).await;
}
