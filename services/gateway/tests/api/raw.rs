//! What a client sends that is no library's idea of a request.

use std::{
    io::{Read as _, Write as _},
    net::{Shutdown, TcpStream},
    time::Duration,
};

use crate::{
    harness::{Sent as _, TestGateway},
    operations, services,
};

/// Longer than any answer takes: a head may take ten seconds.
const PATIENCE: Duration = Duration::from_secs(15);

/// What comes back until the gateway closes.
async fn answer(gateway: &TestGateway, bytes: impl AsRef<[u8]>) -> String {
    exchange(gateway, bytes, false).await
}

async fn exchange(gateway: &TestGateway, bytes: impl AsRef<[u8]>, closing: bool) -> String {
    let address = (gateway.url.host_str().unwrap().to_owned(), gateway.url.port().unwrap());
    let bytes = bytes.as_ref().to_vec();
    let talking = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        // What is refused early is not read to the end, and the connection may be gone by then.
        let _ = stream.write_all(&bytes);
        if closing {
            let _ = stream.shutdown(Shutdown::Write);
        }
        let mut answer = Vec::new();
        // The connection may be closed without a word.
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    });
    talking.await.unwrap()
}

fn get(target: &str) -> String {
    format!("GET {target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
}

fn log_in(headers: &str, body: &str) -> String {
    format!(
        "POST /api/v1/auth/login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n{headers}\r\n{body}"
    )
}

const BODY: &str = r#"{"email":"ada@example.com","password":"x"}"#;

#[track_caller]
fn is_problem(answer: &str, status: u16, code: &str) {
    assert!(answer.contains(&format!("HTTP/1.1 {status} ")), "{answer}");
    assert!(answer.contains("application/problem+json"), "{answer}");
    assert!(answer.contains(&format!("\"code\":\"{code}\"")), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_http_is_no_trouble() {
    let gateway = TestGateway::start().await;
    let many = (0..200).map(|n| format!("x-{n}: y\r\n")).collect::<String>();
    for bytes in [
        &b"GET / HTTP/9.9\r\n\r\n"[..],
        b"\x16\x03\x01\x02\x00",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\nhost: x\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nhost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: x\r\nhost: y\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: x\r\nbad header\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost : x\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: x\r\nfolded: a\r\n b\r\n\r\n",
        format!("GET / HTTP/1.1\r\nhost: x\r\n{many}\r\n").as_bytes(),
        format!("GET / HTTP/1.1\r\nhost: x\r\nx: {}\r\n\r\n", "y".repeat(200 << 10)).as_bytes(),
    ] {
        let answer = exchange(&gateway, bytes, true).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    }
    gateway.get("/api/payments/v2/plans").answer().await.ok(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_spelling_of_a_path_leads_out_of_it() {
    let gateway = TestGateway::start().await;
    for path in [
        "/api/%ff",
        "/api/%00",
        "/api/%2e%2e%2fetc%2fpasswd",
        "/api/docs/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/api/docs/../../etc/passwd",
        "/api/docs/../v1/session",
        "/api/v1/auth/%2e%2e/session",
        "/api/v1/%0d%0aset-cookie:%20a=b",
    ] {
        is_problem(&answer(&gateway, get(path)).await, 404, "NOT_FOUND");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn old_and_rare_forms_of_a_request_are_answered() {
    let gateway = TestGateway::start().await;
    let plans = "/api/payments/v2/plans";
    let absolute = answer(&gateway, get(&format!("http://elsewhere.example{plans}"))).await;
    assert!(absolute.starts_with("HTTP/1.1 200 "), "{absolute}");
    let old = answer(&gateway, format!("GET {plans} HTTP/1.0\r\n\r\n")).await;
    assert!(old.starts_with("HTTP/1.0 200 "), "{old}");
    let whole = b"OPTIONS * HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    is_problem(&answer(&gateway, whole).await, 404, "NOT_FOUND");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_whose_end_could_be_disputed_is_not_read() {
    let gateway = TestGateway::start().await;
    let length = BODY.len();
    let chunks = format!("{length:x}\r\n{BODY}\r\n0\r\n\r\n");
    for (headers, body) in [
        (format!("content-length: {length}\r\ncontent-length: 2\r\n"), BODY),
        (format!("content-length: {length}\r\ncontent-length: {length}\r\n"), BODY),
        (format!("content-length: {length}, {length}\r\n"), BODY),
        (format!("content-length: +{length}\r\n"), BODY),
        ("content-length: -1\r\n".to_owned(), BODY),
        (format!("content-length: {length}\r\ntransfer-encoding: chunked\r\n"), &chunks),
        ("transfer-encoding: gzip\r\n".to_owned(), BODY),
        ("transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n".to_owned(), &chunks),
        ("transfer-encoding: chunked\r\n".to_owned(), "zz\r\n{}\r\n0\r\n\r\n"),
    ] {
        let answer = answer(&gateway, log_in(&headers, body)).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400 "), "{headers}{answer}");
    }
    assert!(gateway.script.received("LogIn").is_empty());
    let sound = log_in("connection: close\r\ntransfer-encoding: chunked\r\n", &chunks);
    assert!(answer(&gateway, sound).await.starts_with("HTTP/1.1 200 "));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_announced_too_large_is_refused_before_it_comes() {
    let gateway = TestGateway::start().await;
    for headers in ["content-length: 2000000\r\n", "expect: 100-continue\r\ncontent-length: 2000000\r\n"] {
        is_problem(&answer(&gateway, log_in(headers, "")).await, 413, "PAYLOAD_TOO_LARGE");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wish_for_another_protocol_changes_nothing() {
    let gateway = TestGateway::start().await;
    let wish = "connection: upgrade\r\nupgrade: websocket\r\n";
    let headers = format!("{wish}content-length: {}\r\n", BODY.len());
    let posted = answer(&gateway, log_in(&headers, BODY)).await;
    assert!(posted.starts_with("HTTP/1.1 200 "), "{posted}");
    let member = operations::owner(&gateway).await;
    let token = secrecy::ExposeSecret::expose_secret(&member.user.token);
    let export = format!(
        "GET /api/v1/context/export HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n{wish}\r\n"
    );
    let exported = answer(&gateway, export).await;
    assert!(exported.starts_with("HTTP/1.1 200 ") && exported.contains(services::MANIFEST), "{exported}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_does_not_come_is_not_waited_for() {
    let gateway = TestGateway::start().await;
    let answer = answer(&gateway, "GET /api/payments/v2/plans HTTP/1.1\r\nhost: x\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
}
