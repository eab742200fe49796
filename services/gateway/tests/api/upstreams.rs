use std::time::Duration;

use bytes::Bytes;
use contracts::{bcm::v1 as bcm, onboarding::v1 as onboarding, payments::v1 as payments};
use primitives::Role;
use principal::ServiceName;
use problem::{Kind, Refusal};
use serde_json::json;
use tonic::{Status, codegen::http};

use crate::{
    harness::{Sent as _, TestGateway},
    operations,
    script::Raw,
    services,
};

#[tokio::test(flavor = "multi_thread")]
async fn every_call_has_a_deadline_that_fits_it() {
    let gateway = TestGateway::start().await;
    for operation in operations::all() {
        let member = operations::owner(&gateway).await;
        operation
            .with_body(operation.good(&gateway, &member), operations::good_body(&operation.id))
            .answer()
            .await;
    }
    for (method, seconds) in [
        ("GetMe", 2),
        ("SaveStep", 2),
        ("GetManifest", 2),
        ("GetStatus", 2),
        ("LogIn", 2),
        ("ResolveMembership", 2),
        ("VerifyProfile", 5),
        ("Finalize", 5),
        ("Rebuild", 5),
        ("Initiate", 10),
        ("RunAssist", 30),
    ] {
        let sent = gateway.script.last(method).timeout().to_owned();
        let (amount, unit) = sent.split_at(sent.len() - 1);
        let amount: u64 = amount.parse().unwrap();
        let told = match unit {
            "n" => Duration::from_nanos(amount),
            "u" => Duration::from_micros(amount),
            "m" => Duration::from_millis(amount),
            "S" => Duration::from_secs(amount),
            unit => panic!("{unit}"),
        };
        assert_eq!(told, Duration::from_secs(seconds), "{method}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_takes_too_long_is_given_up() {
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Owner).await;
    gateway.script.on_later("GetCurrent", |_| async {
        tokio::time::sleep(Duration::from_secs(30)).await;
        Ok(onboarding::GetCurrentResponse::default())
    });
    let started = std::time::Instant::now();
    let answer = gateway.get("/api/v1/onboarding/current").by(&member.user).answer().await;
    answer.refused(504, "UPSTREAM_TIMEOUT");
    assert!(started.elapsed() < Duration::from_secs(10));
    assert_eq!(gateway.script.received("GetCurrent").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_may_happen_twice_is_tried_twice() {
    let gateway = TestGateway::start().await;
    let reads = ["GetCurrent", "GetManifest", "GetStatus", "ListPlans", "GetSession", "ListHistory", "GetMe"];
    let writes = [
        "SignUp",
        "LogIn",
        "RefreshSession",
        "UpdateMe",
        "Initiate",
        "Verify",
        "Cancel",
        "CreateSession",
        "SaveStep",
        "PatchStep",
        "CompleteStep",
        "SkipStep",
        "RunAssist",
        "DecideSuggestion",
        "Finalize",
        "ResetSession",
        "Rebuild",
        "Restore",
        "ChangePassword",
        "ForgotPassword",
        "DeleteSession",
    ];
    for method in reads.iter().chain(&writes) {
        gateway.script.on::<()>(method, |_| Err(Status::unavailable("going away")));
    }
    for operation in operations::all() {
        let member = operations::owner(&gateway).await;
        let request = operation.good(&gateway, &member);
        let answer = operation.with_body(request, operations::good_body(&operation.id)).answer().await;
        assert!(answer.status < 500 || answer.status == 503, "{}: {}", operation.id, answer.status);
    }
    let times = |method: &str| gateway.script.received(method).len();
    for method in writes {
        assert_eq!(times(method), 1, "{method}");
    }
    assert_eq!((times("GetCurrent"), times("GetSession")), (2, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_that_works_the_second_time_is_answered() {
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Owner).await;
    let script = gateway.script.clone();
    gateway.script.on("GetCurrent", move |_| match script.received("GetCurrent").len() {
        1 => Err(Status::unavailable("going away")),
        _ => Ok(onboarding::GetCurrentResponse { session: services::session() }),
    });
    gateway.get("/api/v1/onboarding/current").by(&member.user).answer().await.ok(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_is_away_is_503_and_the_others_go_on() {
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Owner).await;
    gateway.lines[&ServiceName::Bcm].cut();
    gateway.lines[&ServiceName::Payments].cut();
    gateway
        .get("/api/v1/context/manifest")
        .by(&member.user)
        .answer()
        .await
        .refused(503, "SERVICE_UNAVAILABLE");
    gateway.get("/api/payments/v2/plans").answer().await.refused(503, "SERVICE_UNAVAILABLE");
    gateway.get("/api/v1/onboarding/current").by(&member.user).answer().await.ok(200);
    gateway.lines[&ServiceName::Payments].restore();
    testkit::eventually("payments is used again", async || {
        (gateway.get("/api/payments/v2/plans").answer().await.status == 200).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_service_refuses_passes_through() {
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Owner).await;
    let wait = Refusal::new(Kind::RateLimited, "rebuilt lately")
        .with_code("REBUILD_COOLDOWN")
        .with_retry_after(Duration::from_secs(90));
    gateway.script.refuse("Rebuild", wait);
    let rebuild =
        gateway.post("/api/v1/context/rebuild").by(&member.user).header("idempotency-key", "key-01234567");
    let answer = rebuild.answer().await;
    answer.refused(429, "REBUILD_COOLDOWN");
    assert_eq!((answer.header("retry-after"), &answer.body["detail"]), ("90", &json!("rebuilt lately")));

    let violation = problem::Violation::new("/plan", "NOT_IN_ENUM", "is no plan");
    gateway.script.refuse("Initiate", Refusal::invalid(vec![violation]));
    let initiate =
        gateway.post("/api/payments/v2/initiate").by(&member.user).header("idempotency-key", "key-01234567");
    let answer = initiate.json(&json!({ "plan": "x" })).answer().await;
    answer.refused(422, "VALIDATION_ERROR");
    assert_eq!(answer.body["errors"][0]["pointer"], "/plan");
}

#[tokio::test(flavor = "multi_thread")]
async fn trouble_of_a_service_tells_no_secret() {
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Owner).await;
    gateway.script.on::<()>("GetCurrent", |_| Err(Status::internal("password of the database is hunter2")));
    let answer = gateway.get("/api/v1/onboarding/current").by(&member.user).answer().await;
    answer.refused(500, "INTERNAL_SERVER_ERROR");
    assert!(!String::from_utf8_lossy(&answer.bytes).contains("hunter2"));
    // An answer that breaks the contract is our trouble as well.
    gateway.script.always("GetCurrent", onboarding::GetCurrentResponse::default());
    let answer = gateway.get("/api/v1/onboarding/current").by(&member.user).answer().await;
    answer.refused(500, "INTERNAL_SERVER_ERROR");
    gateway.script.always("GetManifest", bcm::GetManifestResponse::default());
    let answer = gateway.get("/api/v1/context/manifest").by(&member.user).answer().await;
    answer.refused(500, "INTERNAL_SERVER_ERROR");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_services_learn_where_a_request_came_from() {
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Owner).await;
    let request = gateway.get("/api/v1/onboarding/current").by(&member.user).header("user-agent", "test/1.0");
    request.header("x-forwarded-for", "198.51.100.4").answer().await.ok(200);
    let origin = gateway.script.last("GetCurrent").member.unwrap().origin;
    assert_eq!(
        (origin.ip.as_deref(), origin.user_agent.as_deref()),
        (Some("198.51.100.4"), Some("test/1.0"))
    );
    let body = json!({ "email": "ada@example.com", "password": "x" });
    let login = gateway.post("/api/v1/auth/login").header("x-forwarded-for", "198.51.100.4").json(&body);
    login.header("user-agent", "test/1.0").answer().await.ok(200);
    let asked: contracts::auth::v1::LogInRequest = gateway.script.last("LogIn").message();
    let client = asked.client.unwrap();
    assert_eq!((client.ip.as_str(), client.user_agent.as_str()), ("198.51.100.4", "test/1.0"));
}

#[tokio::test(flavor = "multi_thread")]
async fn at_the_word_to_stop_open_requests_end_well() {
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Owner).await;
    let (arrived, seen) = tokio::sync::oneshot::channel();
    let (go, gone) = tokio::sync::watch::channel(false);
    let arrived = std::sync::Mutex::new(Some(arrived));
    gateway.script.on_later("ListTransactions", move |_| {
        if let Some(arrived) = arrived.lock().unwrap().take() {
            arrived.send(()).unwrap();
        }
        let mut gone = gone.clone();
        async move {
            gone.wait_for(|go| *go).await.unwrap();
            Ok(payments::ListTransactionsResponse::default())
        }
    });
    let request = gateway.get("/api/payments/v2/transactions").by(&member.user);
    let answering = tokio::spawn(request.answer());
    seen.await.unwrap();
    let draining = tokio::spawn({
        let runtime = gateway.runtime.clone();
        async move { runtime.drain().await }
    });
    testkit::eventually("no new connection is taken", async || gateway.get("/").send().await.err()).await;
    go.send(true).unwrap();
    answering.await.unwrap().ok(200);
    draining.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_is_about_to_stop_still_answers_and_keeps_no_connection() {
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Owner).await;
    let current = async || gateway.get("/api/v1/onboarding/current").by(&member.user).answer().await;
    let answer = current().await;
    answer.ok(200);
    assert!(!answer.headers.contains_key("connection"));
    let mut runtime = gateway.runtime.clone();
    runtime.process.shutdown_delay = Duration::from_secs(60);
    let leaving = tokio::spawn(async move { runtime.leave().await });
    testkit::eventually("it is not ready", async || (!gateway.runtime.health.report().await.0).then_some(()))
        .await;
    let answer = current().await;
    answer.ok(200);
    assert_eq!(answer.header("connection"), "close");
    leaving.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trace_goes_on_in_the_services_and_requests_are_measured_by_route() {
    let process = testkit::process(&testkit::TestRedis::new());
    let telemetry = telemetry::Telemetry::start("gateway", &process.telemetry).unwrap();
    let gateway = TestGateway::start().await;
    let member = gateway.member(Role::Owner).await;
    let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    let path = format!("/api/v1/onboarding/{}/progress", services::SESSION);
    let request =
        gateway.get(&path).by(&member.user).header("traceparent", format!("00-{trace}-00f067aa0ba902b7-01"));
    request.answer().await.ok(200);
    let sent =
        gateway.script.last("GetProgress").metadata.get("traceparent").unwrap().to_str().unwrap().to_owned();
    assert!(sent.contains(trace), "{sent}");
    assert!(!sent.contains("00f067aa0ba902b7"), "the span is the gateway's own: {sent}");
    gateway.request("BREW".parse().unwrap(), "/api/teapot").answer().await.refused(404, "NOT_FOUND");
    let line = format!("http://{}", gateway.lines[&ServiceName::Bcm].address()).parse().unwrap();
    let mut stranger = tonic::client::Grpc::new(bootstrap::grpc::channel(&[line], None).unwrap());
    stranger.ready().await.unwrap();
    let made_up = http::uri::PathAndQuery::from_static("/made.up.Service/Brew");
    stranger.unary(tonic::Request::new(Bytes::new()), made_up, Raw).await.unwrap_err();
    // A request is measured when it is over, which may be after its answer has come.
    let metrics = testkit::eventually("every request is measured", async || {
        let metrics = telemetry.metrics();
        let all = [
            "http_method=\"other\"",
            "rpc_method=\"unknown\"",
            "http_route=\"/api/v1/onboarding/{sid}/progress\"",
        ];
        all.iter().all(|label| metrics.contains(label)).then_some(metrics)
    })
    .await;
    for name in ["BREW", "teapot", "made.up"] {
        assert!(!metrics.contains(name), "what callers make up is no label: {metrics}");
    }
    assert!(metrics.contains("rpc_method=\"raptorflow.onboarding.v1.OnboardingService/GetProgress\""));
    let measured =
        metrics.lines().find(|line| line.contains("http_route=\"/api/v1/onboarding/{sid}/progress\""));
    assert!(measured.is_some_and(|line| line.contains("http_server_duration")), "{metrics}");
    assert!(!metrics.contains(services::SESSION), "ids are no routes");
}
