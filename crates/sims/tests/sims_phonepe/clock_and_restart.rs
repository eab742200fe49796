use serde_json::json;
use sims::phonepe::{ClockSetting, Fate, Fault, FaultKind, Operation, Settings, Treatment};
use tempfile::TempDir;
use time::macros::datetime;

use crate::harness::{Gateway, eventually};

#[tokio::test(flavor = "multi_thread")]
async fn an_order_expires_with_the_clock_and_says_so_by_status_and_webhook() {
    let gateway = Gateway::start().await;
    gateway.open("ORD1").await;
    gateway.open("ORD2").await;
    gateway.control.decide("ORD2", Fate::pending()).await.unwrap();
    gateway.control.advance_clock(1799).await.unwrap();
    assert_eq!(gateway.control.order("ORD1").await.unwrap().state.name(), "PENDING");
    gateway.control.advance_clock(1).await.unwrap();
    for id in ["ORD1", "ORD2"] {
        let status = gateway.status(id).await.body;
        assert_eq!(status["state"], "FAILED");
        assert_eq!(
            (&status["errorCode"], &status["detailedErrorCode"]),
            (&json!("TXN_NOT_COMPLETED"), &json!("ORDER_EXPIRED"))
        );
    }
    let hooks = gateway.merchant.wait_for(2).await;
    assert!(hooks.iter().all(|hook| hook.body["event"] == "checkout.order.failed"));
    assert!(hooks.iter().all(|hook| hook.body["payload"]["detailedErrorCode"] == "ORDER_EXPIRED"));
    assert_eq!(gateway.status("ORD2").await.body["paymentDetails"][0]["state"], "FAILED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stuck_order_stays_pending_past_its_expiry_until_it_is_let_go() {
    let gateway = Gateway::start().await;
    gateway.open("ORD1").await;
    gateway.control.stick("ORD1", true).await.unwrap();
    gateway.control.advance_clock(3000).await.unwrap();
    assert_eq!(gateway.status("ORD1").await.body["state"], "PENDING");
    gateway.control.stick("ORD1", false).await.unwrap();
    assert_eq!(gateway.status("ORD1").await.body["state"], "FAILED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_standing_clock_stands_and_times_on_the_wire_follow_it() {
    let mut gateway = Gateway::start().await;
    let now = datetime!(2026-01-05 10:00:00 UTC);
    gateway.control.set_clock(ClockSetting { now, running: false }).await.unwrap();
    gateway.sign_in().await;
    let created = gateway.open("ORD1").await;
    assert_eq!(created["expireAt"], (now.unix_timestamp() + 1800) * 1000);
    let shown = gateway.control.clock().await.unwrap();
    assert_eq!((shown.now, shown.running), (now, false));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_forgets_nothing_and_sends_what_was_still_to_be_sent() {
    let folder = TempDir::new().unwrap();
    let settings = || Settings { state: Some(folder.path().join("phonepe.json")), ..Settings::default() };
    let first = Gateway::with(settings()).await;
    first.open("ORD1").await;
    first.control.decide("ORD1", Fate::pay()).await.unwrap();
    first.merchant.wait_for(1).await;
    first.control.treat_next([Treatment { delay_ms: 2500, ..Treatment::default() }]).await.unwrap();
    first.open("ORD2").await;
    first.control.decide("ORD2", Fate::pay()).await.unwrap();
    first.control.add_fault(Fault::at(Operation::Health, FaultKind::ServerError)).await.unwrap();
    let token = first.token.clone();
    let Gateway { phonepe, merchant, .. } = first;
    phonepe.stop().await;
    assert_eq!(merchant.hooks().len(), 1, "the second webhook was still under way");

    let mut second = Gateway::with(settings()).await;
    second.token = token;
    let status = second.status("ORD1").await;
    assert_eq!((status.status.as_u16(), &status.body["state"]), (200, &json!("COMPLETED")));
    assert_eq!(second.pay("ORD1", 100).await.status, 400);
    assert_eq!(second.get("/v3/health").await.status, 500);
    let hook = second.merchant.wait_for(1).await.remove(0);
    assert_eq!(hook.body["payload"]["merchantOrderId"], "ORD2");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_state_file_is_whole_at_every_moment() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("phonepe.json");
    let gateway = Gateway::with(Settings { state: Some(path.clone()), ..Settings::default() }).await;
    for number in 0..20 {
        gateway.open(&format!("ORD{number}")).await;
    }
    eventually("the last order in the file", || async {
        let bytes = std::fs::read(&path).ok()?;
        let state: serde_json::Value = serde_json::from_slice(&bytes).expect("never half a file");
        state["orders"]["ORD19"].is_object().then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_another_kind_stops_the_start() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("phonepe.json");
    std::fs::write(&path, "not json").unwrap();
    let started = sims::phonepe::PhonePe::start(Settings { state: Some(path), ..Settings::default() }).await;
    assert!(format!("{:#}", started.err().unwrap()).contains("not a state file"));
}
