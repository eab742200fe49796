use primitives::Role;
use reqwest::Method;
use serde_json::json;

use crate::{
    harness::{ORIGIN, Sent as _, TestGateway},
    operations, services,
};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_not_found() {
    let gateway = TestGateway::start().await;
    for path in [
        "/api",
        "/api/",
        "/api/v1",
        "/api/v1/nothing",
        "/api/v1/auth/me/",
        "/api/v1/auth//me",
        "/api/v1/onboarding/a/b/c/d/e",
        "/api/v1/auth/../../etc/passwd",
        "/api/v1/%2e%2e/%2e%2e/etc/passwd",
        "/api/v1/auth/%00",
        "/nothing",
        "/.env",
        "/healthz",
        "/metrics",
        "/api/v1/auth/oauth/google",
    ] {
        gateway.get(path).answer().await.refused(404, "NOT_FOUND");
        gateway.post(path).body("x").answer().await.refused(404, "NOT_FOUND");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_method_is_told_which_would_do() {
    let gateway = TestGateway::start().await;
    for (method, path, allow) in [
        (Method::GET, "/api/v1/auth/login", "POST"),
        (Method::DELETE, "/api/v1/context/manifest", "GET, HEAD"),
        (Method::POST, "/api/v1/auth/me", "DELETE, GET, HEAD, PUT"),
        (Method::DELETE, "/api/v1/onboarding/x/steps/5", "GET, HEAD, PATCH, POST, PUT"),
        (Method::GET, "/api/webhooks/phonepe", "POST"),
        (Method::OPTIONS, "/api/v1/auth/login", "POST"),
        (Method::from_bytes(b"BREW").unwrap(), "/api/payments/v2/plans", "GET, HEAD"),
    ] {
        let answer = gateway.request(method, path).answer().await;
        answer.refused(405, "METHOD_NOT_ALLOWED");
        assert_eq!(answer.header("allow"), allow, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn head_answers_like_get_without_a_body() {
    let gateway = TestGateway::start().await;
    for path in ["/api/payments/v2/plans", "/api/v1/onboarding/steps", "/api/openapi.json", "/"] {
        let answer = gateway.request(Method::HEAD, path).answer().await;
        answer.ok(200);
        assert!(answer.bytes.is_empty());
    }
    let member = gateway.member(Role::Owner).await;
    let manifest =
        gateway.request(Method::HEAD, "/api/v1/context/manifest").by_cookie(&member.user).answer().await;
    manifest.ok(200);
    assert_eq!(manifest.header("etag"), "W/\"abc-1-fresh\"");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_path_tells_what_it_answers_and_answers_head_where_it_answers_get() {
    let gateway = TestGateway::start().await;
    let member = operations::owner(&gateway).await;
    for operation in operations::all() {
        let options = gateway.request(Method::OPTIONS, &operation.path).answer().await;
        options.refused(405, "METHOD_NOT_ALLOWED");
        let allow: Vec<&str> = options.header("allow").split(", ").collect();
        assert!(allow.contains(&operation.method.as_str()), "{} {allow:?}", operation.id);
        let head = gateway.request(Method::HEAD, &operation.path).by(&member.user).answer().await;
        assert!(head.bytes.is_empty(), "{}", operation.id);
        assert_eq!(allow.contains(&"HEAD"), head.status != 405, "{}", operation.id);
        if operation.method == Method::GET {
            assert_eq!(
                head.status,
                operation.good(&gateway, &member).answer().await.status,
                "{}",
                operation.id
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alias_behaves_like_what_it_stands_for() {
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Owner).await;
    let credentials = json!({ "email": "ada@example.com", "password": "correct horse battery staple" });
    let step = format!("/api/v1/onboarding/{}/steps/5", services::SESSION);
    for (method, path, body, status, asked) in [
        (Method::POST, "/api/v1/auth/register", Some(credentials), 201, "SignUp"),
        (Method::POST, "/api/v1/auth/profile", Some(json!({ "bio": "x" })), 200, "UpdateMe"),
        (Method::GET, "/api/plans", None, 200, "ListPlans"),
        (Method::POST, "/api/payments/v2/init", Some(json!({ "plan": "glide" })), 201, "Initiate"),
        (Method::POST, "/api/webhooks/phonepe", Some(json!({ "event": "x" })), 200, "IngestWebhook"),
        (Method::POST, "/api/v1/onboarding/session/create", Some(json!({})), 201, "CreateSession"),
        (Method::POST, &step, Some(json!({ "data": {} })), 200, "SaveStep"),
        (Method::GET, "/api/v1/context/latest?tier=tier1", None, 200, "GetManifest"),
        (Method::GET, "/api/v1/context/version-history?limit=7", None, 200, "ListHistory"),
        (Method::POST, "/api/v1/context/export?format=markdown", None, 200, "Export"),
    ] {
        let mut request = gateway
            .request(method, path)
            .header("idempotency-key", "key-01234567")
            .header("if-match", "\"7\"");
        if path != "/api/webhooks/phonepe" {
            request = request.by(&member.user);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        request.answer().await.ok(status);
        assert_eq!(gateway.script.received(asked).len(), 1, "{path}");
    }
    let history: contracts::bcm::v1::ListHistoryRequest = gateway.script.last("ListHistory").message();
    assert_eq!(history.limit, 7);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_names_its_request() {
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Owner).await;
    let mine = "my-request_0123456789";
    let answer = gateway
        .get("/api/v1/onboarding/current")
        .by(&member.user)
        .header("x-request-id", mine)
        .answer()
        .await;
    answer.ok(200);
    assert_eq!(answer.header("x-request-id"), mine);
    let call = gateway.script.last("GetCurrent");
    assert_eq!(call.member.unwrap().origin.request_id, mine);
    for id in ["short", "with space", &"x".repeat(65), "né-ascii-id", "a;b=c------"] {
        let answer = gateway.get("/api/v1/nothing").header("x-request-id", id.as_bytes()).answer().await;
        answer.refused(404, "NOT_FOUND");
        assert_ne!(answer.header("x-request-id"), id);
        assert_eq!(answer.header("x-request-id").len(), 36);
    }
    let one = gateway.get("/api/v1/session").answer().await;
    let two = gateway.get("/api/v1/session").answer().await;
    assert_ne!(one.header("x-request-id"), two.header("x-request-id"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_has_its_headers() {
    let gateway = TestGateway::start().await;
    for path in
        ["/api/payments/v2/plans", "/api/v1/auth/me", "/api/nothing", "/", "/api/docs/", "/api/openapi.json"]
    {
        let answer = gateway.get(path).answer().await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "strict-origin-when-cross-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=()"),
        ] {
            assert_eq!(answer.header(name), value, "{path}");
        }
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
        assert_ne!(answer.header("cache-control"), "", "{path}");
        // Local development is plain http.
        assert_eq!(answer.header("strict-transport-security"), "");
    }
    let member = gateway.member(Role::Owner).await;
    for path in ["/api/v1/auth/me", "/api/v1/onboarding/current", "/api/v1/auth/workspaces"] {
        let private = gateway.get(path).by(&member.user).answer().await;
        private.ok(200);
        assert_eq!(private.header("cache-control"), "no-store", "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_on_the_list_may_read_answers_and_others_may_not() {
    let gateway = TestGateway::start().await;
    let plans = |origin: &str| gateway.get("/api/payments/v2/plans").header("origin", origin);
    let ours = plans(ORIGIN).answer().await;
    assert_eq!(ours.header("access-control-allow-origin"), ORIGIN);
    assert_eq!(ours.header("access-control-allow-credentials"), "true");
    assert!(ours.header("access-control-expose-headers").contains("ETag"));
    let theirs = plans("https://evil.example").answer().await;
    assert_eq!(theirs.header("access-control-allow-origin"), "");
    assert!(theirs.headers.get_all("vary").iter().any(|value| value == "Origin"));
    let failed = gateway.get("/api/v1/auth/me").header("origin", ORIGIN).answer().await;
    failed.refused(401, "UNAUTHENTICATED");
    assert_eq!(failed.header("access-control-allow-origin"), ORIGIN);

    let preflight = |origin: &str| {
        let request =
            gateway.request(Method::OPTIONS, "/api/v1/onboarding/x/steps/5").header("origin", origin);
        request
            .header("access-control-request-method", "PUT")
            .header("access-control-request-headers", "if-match")
    };
    let ours = preflight(ORIGIN).answer().await;
    ours.ok(204);
    assert!(ours.header("access-control-allow-methods").contains("PUT"));
    assert!(ours.header("access-control-allow-headers").contains("If-Match"));
    assert_eq!(ours.header("access-control-allow-origin"), ORIGIN);
    let theirs = preflight("https://evil.example").answer().await;
    theirs.refused(403, "ORIGIN_NOT_ALLOWED");
    assert_eq!(theirs.header("access-control-allow-origin"), "");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_over_32_kib_is_refused() {
    let gateway = TestGateway::start().await;
    let fits = gateway.get("/api/payments/v2/plans").header("x-padding", "x".repeat(30 << 10)).answer().await;
    fits.ok(200);
    let over = gateway.get("/api/payments/v2/plans").header("x-padding", "x".repeat(33 << 10)).answer().await;
    over.refused(431, "HEAD_TOO_LARGE");
    let query = format!("/api/payments/v2/plans?{}", "x".repeat(33 << 10));
    gateway.get(&query).answer().await.refused(431, "HEAD_TOO_LARGE");
    // Far more than that is not even read to the end.
    let huge = gateway.get("/api/payments/v2/plans").header("x-padding", "x".repeat(200 << 10)).send().await;
    if let Ok(answer) = huge {
        assert_eq!(answer.status().as_u16(), 431);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn health_says_what_works() {
    let gateway = TestGateway::start().await;
    let payments = gateway.get("/api/payments/v2/health").answer().await;
    assert_eq!(payments.ok(200)["status"], "ok");
    assert_eq!((&payments.body["service"], &payments.body["plans_count"]), (&json!("payments"), &json!(1)));
    let context = gateway.get("/api/v1/context/health").answer().await;
    assert_eq!(context.ok(200)["components"], json!({ "bcm": "ok", "redis": "ok" }));
    gateway.redis_line.cut();
    let context = gateway.get("/api/v1/context/health").answer().await;
    assert_eq!(context.ok(200)["components"], json!({ "bcm": "ok", "redis": "down" }));
    for line in gateway.lines.values() {
        line.cut();
    }
    gateway.get("/api/v1/context/health").answer().await.refused(503, "SERVICE_UNAVAILABLE");
    gateway.get("/api/payments/v2/health").answer().await.refused(503, "SERVICE_UNAVAILABLE");
    assert!(operations::all().len() > 50);
}
