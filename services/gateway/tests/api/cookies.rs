use contracts::auth::v1 as auth;
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};

use crate::{
    harness::{Answer, ORIGIN, Sent as _, TestGateway},
    services,
};

const ME: &str = "/api/v1/auth/me";

fn set_cookies(answer: &Answer) -> Vec<&str> {
    answer.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_sets_cookies_that_no_script_reads() {
    let gateway = TestGateway::start().await;
    for (path, status) in [("/api/v1/auth/login", 200), ("/api/v1/auth/signup", 201)] {
        let body = json!({ "email": "ada@example.com", "password": "correct horse battery staple" });
        let answer = gateway.post(path).json(&body).answer().await;
        let session = answer.ok(status);
        assert!((295..=300).contains(&session["expires_in"].as_i64().unwrap()));
        assert_eq!((&session["access_token"], &session["refresh_token"]), (&Value::Null, &Value::Null));
        let [access, refresh] = set_cookies(&answer).try_into().unwrap();
        assert!(access.starts_with("__Host-rf_at=access; "), "{access}");
        assert!(refresh.starts_with("__Secure-rf_rt=refresh; "), "{refresh}");
        assert!(access.contains("Path=/;"), "{access}");
        assert!(refresh.contains("Path=/api/v1/auth;"), "{refresh}");
        for cookie in [access, refresh] {
            for flag in ["HttpOnly", "Secure", "SameSite=Lax", "Max-Age=6047", "Max-Age=6048"] {
                assert!(cookie.contains(flag) || flag.starts_with("Max-Age"), "{cookie} lacks {flag}");
            }
            assert!(!cookie.contains("Domain"), "{cookie}");
        }
        assert_eq!(answer.header("cache-control"), "no-store");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_is_no_browser_gets_the_tokens_in_the_body() {
    let gateway = TestGateway::start().await;
    let body =
        json!({ "email": "ada@example.com", "password": "correct horse battery staple", "delivery": "body" });
    let login = gateway.post("/api/v1/auth/login").json(&body).answer().await;
    assert_eq!(login.ok(200)["access_token"], "access");
    assert_eq!(login.body["token_type"], "Bearer");
    assert!(set_cookies(&login).is_empty());
    let signup = gateway.post("/api/v1/auth/signup").json(&body).answer().await;
    assert_eq!(signup.ok(201)["refresh_token"], "refresh");
    assert_eq!(signup.body["identification_number"], "U100000");
    assert_eq!(
        (&signup.body["subscription_plan"], &signup.body["subscription_status"]),
        (&Value::Null, &json!("none"))
    );
    let renewed =
        gateway.post("/api/v1/auth/refresh").json(&json!({ "refresh_token": "old" })).answer().await;
    assert_eq!(renewed.ok(200)["access_token"], "access");
    assert!(set_cookies(&renewed).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_reads_from_anywhere_and_writes_only_from_our_pages() {
    let gateway = TestGateway::start().await;
    let user = gateway.user().await;
    gateway.get(ME).by_cookie(&user).answer().await.ok(200);
    let change = || gateway.put(ME).by_cookie(&user).json(&json!({ "full_name": "Ada" }));
    change().answer().await.refused(403, "ORIGIN_NOT_ALLOWED");
    for origin in
        ["https://evil.example", "null", "http://localhost:3000.evil.example", "http://localhost:3001"]
    {
        change().header("origin", origin).answer().await.refused(403, "ORIGIN_NOT_ALLOWED");
    }
    assert!(gateway.script.received("UpdateMe").is_empty());
    change().header("origin", ORIGIN).answer().await.ok(200);
    // A second name of the operation is no way around, and neither is a bearer token that is none.
    let alias = gateway.post("/api/v1/auth/profile").by_cookie(&user).json(&json!({}));
    alias.answer().await.refused(403, "ORIGIN_NOT_ALLOWED");
    let export = gateway.post("/api/v1/context/export").by_cookie(&user);
    export.answer().await.refused(403, "ORIGIN_NOT_ALLOWED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bearer_token_needs_no_origin() {
    let gateway = TestGateway::start().await;
    let user = gateway.user().await;
    let change = gateway.put(ME).by(&user).json(&json!({ "full_name": "Ada" }));
    change.header("origin", "https://elsewhere.example").answer().await.ok(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_in_cookies_is_renewed_in_cookies_from_our_pages_only() {
    let gateway = TestGateway::start().await;
    let refresh = || gateway.post("/api/v1/auth/refresh").header("cookie", "__Secure-rf_rt=old");
    refresh().answer().await.refused(403, "ORIGIN_NOT_ALLOWED");
    let body = refresh().header("origin", ORIGIN).json(&json!({ "delivery": "body" })).answer().await;
    body.refused(422, "VALIDATION_ERROR");
    assert_eq!(body.body["errors"][0]["pointer"], "/delivery");
    assert!(gateway.script.received("RefreshSession").is_empty());
    let answer = refresh().header("origin", ORIGIN).answer().await;
    assert_eq!(answer.ok(200)["access_token"], Value::Null);
    assert_eq!(set_cookies(&answer).len(), 2);
    let asked: auth::RefreshSessionRequest = gateway.script.last("RefreshSession").message();
    assert_eq!(asked.refresh_token, "old");
    gateway.post("/api/v1/auth/refresh").answer().await.refused(401, "SESSION_ENDED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_has_ended_takes_its_cookies_along() {
    let gateway = TestGateway::start().await;
    let ended = problem::Refusal::new(problem::Kind::Unauthenticated, "the session has ended")
        .with_code("SESSION_ENDED");
    gateway.script.refuse("RefreshSession", ended);
    let refresh =
        gateway.post("/api/v1/auth/refresh").header("cookie", "__Secure-rf_rt=old").header("origin", ORIGIN);
    let answer = refresh.answer().await;
    answer.refused(401, "SESSION_ENDED");
    for cookie in set_cookies(&answer) {
        assert!(cookie.contains("Max-Age=0"), "{cookie}");
    }
    assert_eq!(set_cookies(&answer).len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_ends_the_session_and_takes_the_cookies_away() {
    let gateway = TestGateway::start().await;
    let user = gateway.user().await;
    let answer = gateway.post("/api/v1/auth/logout").by_cookie(&user).header("origin", ORIGIN).answer().await;
    answer.ok(204);
    let gone = set_cookies(&answer);
    assert!(
        gone.iter().any(|cookie| cookie.starts_with("__Host-rf_at=;") && cookie.contains("Path=/;")),
        "{gone:?}"
    );
    assert!(gone.iter().any(|cookie| cookie.starts_with("__Secure-rf_rt=;")), "{gone:?}");
    assert_eq!(gateway.script.last("LogOut").user.unwrap().session, user.session);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_session_call_answers_everybody() {
    let gateway = TestGateway::start().await;
    let nobody = gateway.get("/api/v1/session").answer().await;
    assert_eq!(nobody.ok(200), &Value::Null);
    assert_eq!((nobody.bytes.as_slice(), nobody.header("cache-control")), (b"null".as_slice(), "no-store"));
    assert_eq!(nobody.header("x-session-expired"), "");
    let ended = gateway.get("/api/v1/session").header("cookie", "__Host-rf_at=stale").answer().await;
    assert_eq!((ended.ok(200), ended.header("x-session-expired")), (&Value::Null, "true"));

    let member = crate::operations::owner(&gateway).await;
    let session = gateway.get("/api/v1/session").by_cookie(&member.user).answer().await;
    assert_eq!(session.ok(200)["user"]["email"], "ada@example.com");
    assert_eq!(session.body["user"]["preferences"], json!({ "theme": "dark" }));
    assert_eq!(session.body["workspace"]["slug"], "acme");
    assert_eq!(session.body["workspace"]["limits"]["api_calls_per_hour"], 500);
    assert_eq!(session.body["subscription"]["status"], "active");
    assert_eq!(session.body["onboarding"], json!({ "status": "completed", "current_step": 23 }));
    assert_eq!(session.body["bcm"], json!({ "freshness": "fresh", "etag": "W/\"abc-1-fresh\"" }));
    assert_eq!(session.body["next_action"], "none");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_profile_or_workspace_yet_is_told_to_ask_for_them() {
    let gateway = TestGateway::start().await;
    let user = gateway.user().await;
    let incomplete =
        problem::Refusal::new(problem::Kind::Invalid, "no profile").with_code("PROFILE_INCOMPLETE");
    gateway.script.refuse("GetMe", incomplete);
    gateway.script.always("ListWorkspaces", auth::ListWorkspacesResponse::default());
    let standing = auth::VerifyProfileResponse {
        next_action: auth::NextAction::EnsureProfile.into(),
        workspace_id: String::new(),
        ..services::ready()
    };
    gateway.script.always("VerifyProfile", auth::VerifyProfileResponse { needs_payment: true, ..standing });
    let session = gateway.get("/api/v1/session").by(&user).answer().await;
    assert_eq!(session.ok(200)["next_action"], "ensure_profile");
    assert_eq!((&session.body["user"], &session.body["workspace"]), (&Value::Null, &Value::Null));
    gateway.get("/api/v1/auth/me").by(&user).answer().await.refused(422, "PROFILE_INCOMPLETE");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_to_confirm_the_address_first_is_signed_up_without_tokens() {
    let gateway = TestGateway::start().await;
    let signed_up = auth::SignUpResponse { tokens: None, ..services::signed_up() };
    gateway.script.always("SignUp", signed_up);
    for delivery in ["cookie", "body"] {
        let body = json!({ "email": "ada@example.com", "password": "x", "delivery": delivery });
        let answer = gateway.post("/api/v1/auth/signup").json(&body).answer().await;
        assert_eq!(answer.ok(201)["identification_number"], "U100000");
        for name in ["expires_in", "access_token", "refresh_token", "token_type"] {
            assert_eq!(answer.body.get(name), Some(&Value::Null), "{name}");
        }
        assert!(set_cookies(&answer).is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_cookie_that_comes_twice_was_planted_and_renews_nothing() {
    let gateway = TestGateway::start().await;
    let cookies = "__Secure-rf_rt=planted; __Secure-rf_rt=refresh";
    let renew = gateway.post("/api/v1/auth/refresh").header("cookie", cookies).header("origin", ORIGIN);
    renew.answer().await.refused(401, "SESSION_ENDED");
    assert!(gateway.script.received("RefreshSession").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_whose_name_only_decodes_to_ours_is_not_ours() {
    // Browsers keep the prefixes of our names from other hosts, and not names that are written otherwise.
    let gateway = TestGateway::start().await;
    let user = gateway.user().await;
    let planted = format!("__%48ost-rf_at={}", user.token.expose_secret());
    gateway.get(ME).header("cookie", planted).answer().await.refused(401, "UNAUTHENTICATED");
    let renew = gateway.post("/api/v1/auth/refresh").header("origin", ORIGIN);
    renew.header("cookie", "__%53ecure-rf_rt=planted").answer().await.refused(401, "SESSION_ENDED");
    assert!(gateway.script.received("RefreshSession").is_empty());
}
