use primitives::PlatformRole;
use primitives::{Role, UserId};
use principal::{AccountState, SessionKeys};
use secrecy::ExposeSecret as _;
use testkit::{Callers, TestUser};
use uuid::Uuid;

use crate::{
    harness::{Sent as _, TestGateway},
    operations,
};

const ME: &str = "/api/v1/auth/me";

#[tokio::test(flavor = "multi_thread")]
async fn nobody_may_call_what_needs_somebody() {
    let gateway = TestGateway::start().await;
    let mut tried = 0;
    for operation in operations::all() {
        if operation.rights.is_some() {
            let request =
                operation.with_body(operation.request(&gateway), operations::good_body(&operation.id));
            let answer = request.answer().await;
            answer.refused(401, "UNAUTHENTICATED");
            assert_eq!(answer.header("www-authenticate"), "Bearer", "{}", operation.id);
            tried += 1;
        }
    }
    assert!(tried > 40, "only {tried} operations need somebody");
    assert!(gateway.script.received("SaveStep").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_a_token_comes_in() {
    let gateway = TestGateway::start().await;
    let user = gateway.user().await;
    let answer = gateway.get(ME).by(&user).answer().await;
    assert_eq!(answer.ok(200)["identification_number"], "U100000");
    let asked = gateway.script.last("GetMe").user.unwrap();
    assert_eq!((asked.id, asked.session), (user.id, user.session));
    let valid = gateway.post("/api/v1/auth/validate").by(&user).answer().await;
    assert_eq!(valid.ok(200)["valid"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_not_sound_is_no_token() {
    let gateway = TestGateway::start().await;
    let user = gateway.user().await;
    let token = user.token.expose_secret().to_owned();
    let now = primitives::Clock::system().now().unix_timestamp();
    let claims = gateway.callers.claims(user.id, user.session);
    let signed = |claims| gateway.callers.sign(&claims).expose_secret().to_owned();

    let mut expired = claims.clone();
    expired.exp = now;
    let mut elsewhere = claims.clone();
    elsewhere.iss = "https://elsewhere.example".to_owned();
    let mut not_for_us = claims.clone();
    not_for_us.aud = "somebody-else".to_owned();
    let [header, payload, signature] = token.split('.').collect::<Vec<_>>().try_into().unwrap();
    let mut other = claims.clone();
    other.sub = UserId(Uuid::new_v4());
    let foreign_payload = signed(other).split('.').nth(1).unwrap().to_owned();
    let none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIiwia2lkIjoidGVzdCJ9";
    for (what, token) in [
        ("expired", signed(expired)),
        ("of another issuer", signed(elsewhere)),
        ("for another audience", signed(not_for_us)),
        ("with a changed payload", format!("{header}.{foreign_payload}.{signature}")),
        ("unsigned", format!("{none}.{payload}.")),
        ("unsigned with a signature", format!("{none}.{payload}.{signature}")),
        ("cut short", token[..token.len() - 2].to_owned()),
        ("empty", String::new()),
        ("garbage", "garbage".to_owned()),
        ("dots", "..".to_owned()),
        ("a path", "../../etc/passwd".to_owned()),
        ("long", "a".repeat(20_000)),
    ] {
        let answer = gateway.get(ME).bearer_auth(&token).answer().await;
        assert_eq!((answer.status, answer.code()), (401, "UNAUTHENTICATED"), "a token that is {what}");
    }
    assert!(gateway.script.received("GetMe").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_signed_with_a_foreign_key_is_no_token() {
    let gateway = TestGateway::start().await;
    let process = testkit::process(&gateway.redis);
    let stranger = Callers::start(&process, &primitives::Clock::system()).await;
    let user = stranger.user();
    gateway.set_account(&user, AccountState::Active, PlatformRole::User).await;
    gateway.get(ME).by(&user).answer().await.refused(401, "UNAUTHENTICATED");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_authorization_that_is_no_bearer_token_is_refused_even_with_a_good_cookie() {
    let gateway = TestGateway::start().await;
    let user = gateway.user().await;
    for header in ["Basic YTpi", "Bearer", "bearer garbage", ""] {
        let answer = gateway.get(ME).by_cookie(&user).header("authorization", header).answer().await;
        answer.refused(401, "UNAUTHENTICATED");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ended_session_is_refused_at_once() {
    let gateway = TestGateway::start().await;
    let user = gateway.user().await;
    gateway.get(ME).by(&user).answer().await.ok(200);
    gateway.set_key(&SessionKeys::revoked(user.session), "1").await;
    gateway.get(ME).by(&user).answer().await.refused(401, "SESSION_ENDED");
    let other = gateway.user().await;
    gateway.set_key(&SessionKeys::epoch(other.id), "1").await;
    gateway.get(ME).by(&other).answer().await.refused(401, "SESSION_ENDED");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_may_not_be_used_is_told_why() {
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Owner).await;
    for (state, code) in [
        (AccountState::Banned, "ACCOUNT_BANNED"),
        (AccountState::Suspended, "ACCOUNT_SUSPENDED"),
        (AccountState::Deactivated, "ACCOUNT_DEACTIVATED"),
    ] {
        gateway.set_account(&member.user, state, PlatformRole::User).await;
        for path in [ME, "/api/v1/onboarding/current", "/api/v1/context/manifest"] {
            gateway.get(path).by(&member.user).answer().await.refused(403, code);
        }
        gateway.get("/api/v1/auth/verify-profile").by(&member.user).answer().await.ok(200);
        let session = gateway.get("/api/v1/session").by(&member.user).answer().await;
        let word = code.trim_start_matches("ACCOUNT_").to_lowercase();
        assert_eq!(session.ok(200)["account_state"], word.as_str());
        assert_eq!(session.body["next_action"], "account");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deactivated_account_may_sign_out_and_come_back() {
    let gateway = TestGateway::start().await;
    let user: TestUser = gateway.user().await;
    gateway.set_account(&user, AccountState::Deactivated, PlatformRole::User).await;
    let back = gateway.post("/api/v1/auth/me/reactivate").by(&user).answer().await;
    gateway.set_account(&user, AccountState::Active, PlatformRole::User).await;
    let me = gateway.get(ME).by(&user).answer().await;
    assert_eq!(back.ok(200), me.ok(200), "a profile is a profile");
    gateway.post("/api/v1/auth/logout").by(&user).answer().await.ok(204);
}
