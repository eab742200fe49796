use reqwest::{Response, StatusCode};
use serde_json::json;
use sims::phonepe::{DeliveryState, Fate, Settings, WebhookRules};

use crate::harness::{Gateway, order};

async fn page_of(gateway: &Gateway, id: &str) -> String {
    gateway.open(id).await["redirectUrl"].as_str().unwrap().to_owned()
}

async fn press(gateway: &Gateway, page: &str, form: &[(&str, &str)]) -> Response {
    gateway.http.post(page).form(form).send().await.unwrap()
}

fn location(response: &Response) -> &str {
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    response.headers()["location"].to_str().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_shows_who_is_paid_how_much_and_every_way_out() {
    let gateway =
        Gateway::with(Settings { merchant_name: "Tea & <b>Co</b>".to_owned(), ..Settings::default() }).await;
    let created = gateway.pay("ORD1", 12_345_678).await.body;
    assert_eq!(gateway.control.page("ORD1").await.unwrap(), created["redirectUrl"]);
    let response = gateway.http.get(created["redirectUrl"].as_str().unwrap()).send().await.unwrap();
    assert_ne!(response.headers()["referrer-policy"], "no-referrer");
    let html = response.text().await.unwrap();
    for shown in
        ["Tea &amp; &lt;b&gt;Co&lt;/b&gt;", "₹1,23,456.78", "ORD1", "Pay", "Fail", "Stay pending", "Cancel"]
    {
        assert!(html.contains(shown), "{shown}");
    }
    assert!(!html.contains("<script"), "it works without a script");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_button_decides_the_order_and_returns_the_browser_with_nothing_added() {
    let gateway = Gateway::start().await;
    for (id, action, state, detailed) in [
        ("ORD1", "pay", "COMPLETED", None),
        ("ORD2", "fail", "FAILED", Some("Z9")),
        ("ORD3", "pending", "PENDING", None),
        ("ORD4", "cancel", "FAILED", Some("ORDER_CANCELLED_BY_USER")),
    ] {
        let page = page_of(&gateway, id).await;
        let back = press(&gateway, &page, &[("action", action), ("mode", "UPI_QR"), ("reason", "Z9")]).await;
        assert_eq!(location(&back), "https://shop.example/back?order=1");
        let status = gateway.status(id).await.body;
        assert_eq!(status["state"], state, "{action}");
        assert_eq!(status["detailedErrorCode"].as_str(), detailed, "{action}");
    }
    let attempts = gateway.status("ORD3").await.body["paymentDetails"].clone();
    assert_eq!((&attempts[0]["state"], &attempts[0]["paymentMode"]), (&json!("PENDING"), &json!("UPI_QR")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_attempt_stays_on_the_page_until_one_succeeds() {
    let gateway = Gateway::start().await;
    let page = page_of(&gateway, "ORD1").await;
    let again = press(&gateway, &page, &[("action", "fail_attempt"), ("reason", "ZM")]).await;
    assert!(page.ends_with(location(&again)));
    assert!(
        gateway.http.get(&page).send().await.unwrap().text().await.unwrap().contains("You can try again")
    );
    press(&gateway, &page, &[("action", "pay")]).await;
    assert_eq!(gateway.control.order("ORD1").await.unwrap().attempts.len(), 2);

    let mut request = order("ORD2", 100);
    request["disablePaymentRetry"] = json!(true);
    let page = gateway.create(&request).await.body["redirectUrl"].as_str().unwrap().to_owned();
    assert!(!gateway.http.get(&page).send().await.unwrap().text().await.unwrap().contains("fail_attempt"));
    let back = press(&gateway, &page, &[("action", "fail_attempt")]).await;
    assert_eq!(location(&back), "https://shop.example/back?order=1");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_pressed_twice_pays_once_and_one_that_is_over_says_so() {
    let gateway = Gateway::start().await;
    let page = page_of(&gateway, "ORD1").await;
    press(&gateway, &page, &[("action", "pay")]).await;
    let second = press(&gateway, &page, &[("action", "fail")]).await;
    assert_eq!(location(&second), "https://shop.example/back?order=1");
    assert_eq!(gateway.status("ORD1").await.body["state"], "COMPLETED");
    assert_eq!(gateway.control.order("ORD1").await.unwrap().attempts.len(), 1);
    assert!(gateway.http.get(&page).send().await.unwrap().text().await.unwrap().contains("complete"));

    let page = page_of(&gateway, "ORD2").await;
    gateway.control.decide("ORD2", Fate::Expire).await.unwrap();
    assert!(gateway.http.get(&page).send().await.unwrap().text().await.unwrap().contains("not made in time"));
    assert_eq!(gateway.http.get(page.replace("token=", "token=x")).send().await.unwrap().status(), 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_the_merchant_enabled_is_offered() {
    let gateway = Gateway::start().await;
    let mut request = order("ORD1", 100);
    request["paymentFlow"]["paymentModeConfig"] = json!({"enabledPaymentModes": [{"type": "CARD"}]});
    let page = gateway.create(&request).await.body["redirectUrl"].as_str().unwrap().to_owned();
    let html = gateway.http.get(&page).send().await.unwrap().text().await.unwrap();
    assert!(html.contains("CARD") && !html.contains("UPI_QR"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancel_may_have_an_address_of_its_own() {
    let gateway = Gateway::start().await;
    let mut request = order("ORD1", 100);
    request["paymentFlow"]["merchantUrls"]["cancelRedirectUrl"] = json!("https://shop.example/cancelled");
    let page = gateway.create(&request).await.body["redirectUrl"].as_str().unwrap().to_owned();
    let back = press(&gateway, &page, &[("action", "cancel")]).await;
    assert_eq!(location(&back), "https://shop.example/cancelled");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_browser_can_be_made_to_return_after_the_webhook() {
    let gateway = Gateway::start().await;
    let rules = WebhookRules { before_redirect: true, ..WebhookRules::default() };
    gateway.control.set_webhooks(&rules).await.unwrap();
    for number in 1..=5 {
        let page = page_of(&gateway, &format!("ORD{number}")).await;
        press(&gateway, &page, &[("action", "pay")]).await;
        assert_eq!(gateway.merchant.hooks().len(), number, "the hook came before the answer");
        assert_eq!(gateway.control.deliveries().await.unwrap()[number - 1].state, DeliveryState::Delivered);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn inside_a_frame_the_outcome_is_told_to_the_page_outside() {
    let gateway = Gateway::start().await;
    for (id, action, told) in
        [("ORD1", "pay", "CONCLUDED"), ("ORD2", "fail", "CONCLUDED"), ("ORD3", "cancel", "USER_CANCEL")]
    {
        let page = page_of(&gateway, id).await;
        let response = press(&gateway, &format!("{page}&view=frame"), &[("action", action)]).await;
        assert_eq!(response.status(), 200);
        assert!(response.headers().get("x-frame-options").is_none());
        assert!(response.text().await.unwrap().contains(told), "{action}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_script_has_the_two_functions_and_the_two_outcomes() {
    let gateway = Gateway::start().await;
    let response = gateway.http.get(gateway.phonepe.script_url()).send().await.unwrap();
    assert!(response.headers()["content-type"].to_str().unwrap().starts_with("text/javascript"));
    let script = response.text().await.unwrap();
    for word in ["PhonePeCheckout", "transact", "closePage", "CONCLUDED", "USER_CANCEL", "IFRAME", "tokenUrl"]
    {
        assert!(script.contains(word), "{word}");
    }
}
