use contracts::auth::v1 as auth;
use primitives::{PlatformRole, Role};
use principal::{AccountState, SessionKeys};
use problem::{Kind, Refusal};
use reqwest::RequestBuilder;
use serde_json::json;

use crate::{
    harness::{Answer, Sent as _, TestGateway},
    operations, services,
};

/// Sends the same request until it is refused, and tells how often it was let through.
async fn until_refused(limit: usize, request: impl Fn() -> RequestBuilder) -> (usize, Answer) {
    for sent in 0..=limit {
        let answer = request().answer().await;
        if answer.status == 429 {
            return (sent, answer);
        }
    }
    panic!("never refused in {} requests", limit + 1);
}

#[track_caller]
fn is_limited(answer: &Answer, policy: &str, window: u64) {
    answer.refused(429, "RATE_LIMITED");
    let wait: u64 = answer.header("retry-after").parse().unwrap();
    assert!((1..=window).contains(&wait), "{wait} s");
    assert!(answer.header("ratelimit-policy").contains(policy), "{}", answer.header("ratelimit-policy"));
    let name = policy.split(';').next().unwrap();
    assert!(
        answer.header("ratelimit").contains(&format!("{name};r=0;t={wait}")),
        "{}",
        answer.header("ratelimit")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn public_account_calls_share_ten_a_minute_per_address() {
    let gateway = TestGateway::start().await;
    let here = "203.0.113.7";
    let login = || {
        let body = json!({ "email": "ada@example.com", "password": "x" });
        gateway.post("/api/v1/auth/login").header("x-forwarded-for", here).json(&body)
    };
    // The harness names an address of its own first; the nearest one counts.
    for _ in 0..5 {
        login().answer().await.ok(200);
    }
    let forgot = || {
        let body = json!({ "email": "ada@example.com" });
        gateway.post("/api/v1/auth/forgot-password").header("x-forwarded-for", here).json(&body)
    };
    let (let_through, refused) = until_refused(10, forgot).await;
    assert_eq!(let_through, 5);
    is_limited(&refused, "\"edge\";q=10;w=60", 60);
    login().header("x-forwarded-for", "203.0.113.8").answer().await.ok(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn public_reads_have_sixty_a_minute_and_more_for_longer() {
    let gateway = TestGateway::start().await;
    let plans = || gateway.get("/api/payments/v2/plans").header("x-forwarded-for", "203.0.113.7");
    let first = plans().answer().await;
    first.ok(200);
    let policies = "\"public\";q=60;w=60, \"public_hour\";q=1000;w=3600, \"public_day\";q=10000;w=86400";
    assert_eq!(first.header("ratelimit-policy"), policies);
    assert!(first.header("ratelimit").starts_with("\"public\";r=59;t="), "{}", first.header("ratelimit"));
    let (let_through, refused) = until_refused(60, plans).await;
    assert_eq!(let_through, 59);
    is_limited(&refused, "\"public\";q=60;w=60", 60);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signed_in_user_has_a_hundred_a_minute_in_all() {
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Owner).await;
    for _ in 0..60 {
        gateway.get("/api/v1/auth/me").by(&member.user).answer().await.ok(200);
    }
    let history = || gateway.get("/api/v1/context/history").by(&member.user);
    let (let_through, refused) = until_refused(100, history).await;
    assert_eq!(let_through, 40);
    is_limited(&refused, "\"user\";q=100;w=60", 60);
    assert!(refused.header("ratelimit-policy").contains("\"api\";q=100;w=60"));
    // Somebody else is not concerned, and neither are the 23 steps.
    let other = gateway.member(Role::Owner).await;
    gateway.get("/api/v1/context/history").by(&other.user).answer().await.ok(200);
    gateway.get("/api/v1/onboarding/current").by(&member.user).answer().await.ok(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_platform_admin_has_more_in_all_and_the_same_by_row() {
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Owner).await;
    gateway.set_account(&member.user, AccountState::Active, PlatformRole::Admin).await;
    let (let_through, refused) =
        until_refused(100, || gateway.get("/api/v1/auth/sessions").by(&member.user)).await;
    assert_eq!(let_through, 100);
    is_limited(&refused, "\"auth\";q=100;w=60", 60);
    assert!(refused.header("ratelimit-policy").contains("\"user\";q=1000;w=60"));
    gateway.get("/api/v1/context/history").by(&member.user).answer().await.ok(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn saving_steps_has_three_hundred_a_minute_of_its_own() {
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Member).await;
    let path = format!("/api/v1/onboarding/{}/steps/5", services::SESSION);
    let save =
        || gateway.put(&path).by(&member.user).header("if-match", "\"7\"").json(&json!({ "data": {} }));
    let first = save().answer().await;
    first.ok(200);
    assert_eq!(first.header("ratelimit-policy"), "\"onboarding\";q=300;w=60");
    let (let_through, refused) = until_refused(300, save).await;
    assert_eq!(let_through, 299);
    is_limited(&refused, "\"onboarding\";q=300;w=60", 60);
    gateway.get("/api/v1/auth/me").by(&member.user).answer().await.ok(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn dear_operations_have_rows_of_their_own() {
    let gateway = TestGateway::start().await;
    let run = format!("/api/v1/onboarding/{}/steps/5/run", services::SESSION);
    let order = "/api/payments/v2/cancel/ORD20261120210000ABCDEF";
    for (method, path, limit, policy) in [
        ("POST", run.as_str(), 50, "\"agents\";q=50;w=60"),
        ("GET", "/api/v1/context/export", 5, "\"export\";q=5;w=60"),
        ("POST", "/api/v1/context/export", 5, "\"export\";q=5;w=60"),
        ("POST", order, 20, "\"billing\";q=20;w=60"),
        ("GET", "/api/payments/v2/transactions", 20, "\"billing\";q=20;w=60"),
        ("GET", "/api/v1/auth/me/usage", 20, "\"billing\";q=20;w=60"),
    ] {
        let member = gateway.member(Role::Owner).await;
        let request = || gateway.request(method.parse().unwrap(), path).by(&member.user);
        let (let_through, refused) = until_refused(limit, request).await;
        assert_eq!(let_through, limit, "{path}");
        is_limited(&refused, policy, 60);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn starting_payments_is_limited_by_minute_hour_and_day_and_refused_starts_count() {
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Owner).await;
    let start =
        || gateway.post("/api/payments/v2/initiate").by(&member.user).json(&json!({ "plan": "glide" }));
    // Without a key each one is refused.
    let first = start().answer().await;
    first.refused(400, "IDEMPOTENCY_KEY_REQUIRED");
    assert!(
        first.header("ratelimit-policy").ends_with(
            "\"initiate\";q=5;w=60, \"initiate_hour\";q=50;w=3600, \"initiate_day\";q=200;w=86400"
        )
    );
    let (let_through, refused) = until_refused(5, start).await;
    assert_eq!(let_through, 4);
    is_limited(&refused, "\"initiate\";q=5;w=60", 60);
    // A minute later the hour is what counts.
    for (name, count) in [("initiate", "0"), ("initiate_hour", "50")] {
        gateway.set_key(&format!("gw:rate:{name}:{{{}}}", member.user.id), count).await;
    }
    is_limited(&start().answer().await, "\"initiate_hour\";q=50;w=3600", 3600);
    for (name, count) in [("initiate", "0"), ("initiate_hour", "0"), ("initiate_day", "200")] {
        gateway.set_key(&format!("gw:rate:{name}:{{{}}}", member.user.id), count).await;
    }
    is_limited(&start().answer().await, "\"initiate_day\";q=200;w=86400", 86_400);
}

/// Tokens that begin with "refresh" are renewed, each by a longer one; nobody was given the others.
fn renew_what_was_given(gateway: &TestGateway) {
    gateway.script.on("RefreshSession", |call| {
        let asked: auth::RefreshSessionRequest = call.message();
        if !asked.refresh_token.starts_with("refresh") {
            let ended = Refusal::new(Kind::Unauthenticated, "no such session").with_code("SESSION_ENDED");
            return Err(problem::to_status(&ended));
        }
        let mut tokens = services::tokens();
        tokens.refresh_token = format!("{}+", asked.refresh_token);
        Ok(auth::RefreshSessionResponse { tokens: Some(tokens) })
    });
}

/// Signs in, and gives the refresh token.
async fn signed_in_token(gateway: &TestGateway) -> String {
    let body = json!({ "email": "ada@example.com", "password": "x", "delivery": "body" });
    let answer = gateway.post("/api/v1/auth/login").json(&body).answer().await;
    answer.ok(200)["refresh_token"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn renewing_is_limited_per_session_however_often_the_token_changes() {
    let gateway = TestGateway::start().await;
    renew_what_was_given(&gateway);
    let renew = |token: &str| gateway.post("/api/v1/auth/refresh").json(&json!({ "refresh_token": token }));
    let mut token = signed_in_token(&gateway).await;
    for _ in 0..60 {
        renew(&token).answer().await.ok(200)["refresh_token"].as_str().unwrap().clone_into(&mut token);
    }
    is_limited(&renew(&token).answer().await, "\"refresh\";q=60;w=60", 60);
    // A token from before the gateway knew it.
    renew("refresh, another").answer().await.ok(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_refresh_tokens_is_limited_per_address_and_keeps_nobody_there_from_renewing() {
    let gateway = TestGateway::start().await;
    renew_what_was_given(&gateway);
    let renew = |token: String| {
        let renewal = gateway.post("/api/v1/auth/refresh").header("x-forwarded-for", "203.0.113.7");
        renewal.json(&json!({ "refresh_token": token }))
    };
    let given = signed_in_token(&gateway).await;
    for guess in 0..300 {
        renew(format!("guess {guess}")).answer().await.refused(401, "SESSION_ENDED");
    }
    is_limited(&renew("guess".to_owned()).answer().await, "\"refresh_unknown\";q=300;w=60", 60);
    assert_eq!(gateway.script.received("RefreshSession").len(), 300, "auth is left in peace");
    let renewed = renew(given).answer().await;
    let successor = renewed.ok(200)["refresh_token"].as_str().unwrap();
    renew(successor.to_owned()).answer().await.ok(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_read_before_it_can_be_counted_is_small() {
    let gateway = TestGateway::start().await;
    let body = json!({ "refresh_token": "x".repeat(5000) });
    let answer = gateway.post("/api/v1/auth/refresh").json(&body).answer().await;
    answer.refused(413, "PAYLOAD_TOO_LARGE");
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_and_webhooks_have_their_rows() {
    let gateway = TestGateway::start().await;
    let user = gateway.user().await;
    let (let_through, refused) = until_refused(60, || gateway.post("/api/v1/auth/logout").by(&user)).await;
    assert_eq!(let_through, 60);
    is_limited(&refused, "\"sign_out\";q=60;w=60", 60);
    let webhook = || {
        let webhook = gateway.post("/api/payments/v2/webhook").header("x-forwarded-for", "203.0.113.7");
        webhook.header("authorization", "abc").body("{}")
    };
    let first = webhook().answer().await;
    first.ok(200);
    assert_eq!(first.header("ratelimit-policy"), "\"webhook\";q=1000;w=60");
    gateway.set_key("gw:rate:webhook:{203.0.113.7}", "1000").await;
    is_limited(&webhook().answer().await, "\"webhook\";q=1000;w=60", 60);
}

#[tokio::test(flavor = "multi_thread")]
async fn counts_end_with_their_window() {
    let gateway = TestGateway::start().await;
    gateway.get("/api/payments/v2/plans").header("x-forwarded-for", "203.0.113.7").answer().await.ok(200);
    let mut redis = gateway.redis.connection().await;
    for (name, window) in [("public", 60), ("public_hour", 3600), ("public_day", 86_400)] {
        let key = format!("{}gw:rate:{name}:{{203.0.113.7}}", gateway.redis.prefix());
        let left: i64 = deadpool_redis::redis::cmd("TTL").arg(&key).query_async(&mut redis).await.unwrap();
        assert!((window - 5..=window).contains(&left), "{name} ends in {left} s");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_cannot_escape_by_naming_another_address() {
    let gateway = TestGateway::start_with(|settings| settings.trusted_proxies.clear()).await;
    let login =
        || gateway.post("/api/v1/auth/login").json(&json!({ "email": "ada@example.com", "password": "x" }));
    let (let_through, refused) = until_refused(10, login).await;
    assert_eq!(let_through, 10);
    is_limited(&refused, "\"edge\";q=10;w=60", 60);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_cannot_escape_by_what_stands_before_the_proxys_word() {
    let gateway = TestGateway::start().await;
    let mut sent = 0u8;
    let login = |forwarded: Vec<u8>| {
        let body = json!({ "email": "ada@example.com", "password": "x" });
        gateway.post("/api/v1/auth/login").header("x-forwarded-for", forwarded).json(&body)
    };
    for _ in 0..5 {
        for nearest in ["[2001:db8:1:2::7]:4711", "2001:db8:1:2::8"] {
            sent += 1;
            let mut forwarded = vec![0xff, sent + 0x80, b','];
            forwarded.extend_from_slice(nearest.as_bytes());
            login(forwarded).answer().await.ok(200);
        }
    }
    is_limited(&login(b"\"[2001:db8:1:2::9]\"".to_vec()).answer().await, "\"edge\";q=10;w=60", 60);
    login(b"2001:db8:1:3::1".to_vec()).answer().await.ok(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_redis_reads_go_on_and_dear_writes_are_limited_to_a_quarter() {
    let gateway = TestGateway::start().await;
    let member = operations::owner(&gateway).await;
    gateway.redis_line.cut();
    for _ in 0..8 {
        let plans =
            gateway.get("/api/payments/v2/plans").header("x-forwarded-for", "203.0.113.7").answer().await;
        plans.ok(200);
        assert_eq!(plans.header("ratelimit"), "");
    }
    gateway.get("/api/v1/context/manifest").by(&member.user).answer().await.ok(200);
    let login = || {
        let body = json!({ "email": "ada@example.com", "password": "x" });
        gateway.post("/api/v1/auth/login").header("x-forwarded-for", "203.0.113.7").json(&body)
    };
    let (let_through, refused) = until_refused(10, login).await;
    assert_eq!(let_through, 2);
    is_limited(&refused, "\"edge\";q=2;w=60", 60);
    let start =
        || gateway.post("/api/payments/v2/initiate").by(&member.user).json(&json!({ "plan": "glide" }));
    let (let_through, refused) = until_refused(5, start).await;
    assert_eq!(let_through, 1);
    is_limited(&refused, "\"initiate\";q=1;w=60", 60);
    // It counts in Redis again as soon as Redis is back.
    gateway.redis_line.restore();
    testkit::eventually("Redis counts again", async || (login().answer().await.status == 200).then_some(()))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_measurement_may_widen_every_limit() {
    let gateway = TestGateway::start_with(|settings| settings.rate_limit_factor = 2).await;
    let login = || {
        let body = json!({ "email": "ada@example.com", "password": "x" });
        gateway.post("/api/v1/auth/login").header("x-forwarded-for", "203.0.113.11").json(&body)
    };
    let (let_through, refused) = until_refused(20, login).await;
    assert_eq!(let_through, 20);
    is_limited(&refused, "\"edge\";q=20;w=60", 60);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ended_session_uses_up_nobodys_limits() {
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Owner).await;
    gateway.set_key(&SessionKeys::revoked(member.user.session), "1").await;
    for path in ["/api/v1/onboarding/current", "/api/v1/context/manifest"] {
        // What is wrong with the workspace is nothing to tell to who may not come in.
        let ended = gateway.get(path).by(&member.user).header("x-workspace-id", "nonsense").answer().await;
        ended.refused(401, "SESSION_ENDED");
    }
    gateway.get("/api/v1/auth/me").by(&member.user).answer().await.refused(401, "SESSION_ENDED");
    assert!(gateway.redis.keys("gw:rate:*").await.is_empty());
}
