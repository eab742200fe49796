use std::fs;

use tempfile::TempDir;

use crate::harness::{Sent as _, TestGateway};

fn built_app() -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("assets")).unwrap();
    for (name, content) in [
        ("index.html", "<!doctype html><title>any</title>"),
        ("home.html", "<!doctype html><title>home</title>"),
        ("onboarding.html", "<!doctype html><title>onboarding</title>"),
        ("assets/app-1a2b.js", "console.log(1)"),
        ("assets/app-1a2b.js.gz", "packed"),
        ("assets/app-1a2b.js.br", "packed better"),
        ("icon.svg", "<svg/>"),
    ] {
        fs::write(folder.path().join(name), content).unwrap();
    }
    fs::write(folder.path().parent().unwrap().join("rf-outside-of-the-root"), "secret").unwrap();
    folder
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_web_app_the_root_says_so_and_how_to_get_one() {
    let gateway = TestGateway::start().await;
    let page = gateway.get("/").answer().await;
    page.ok(200);
    let html = String::from_utf8(page.bytes).unwrap();
    assert!(
        html.contains("no built web app") && html.contains("Node 20") && html.contains("cargo raptor up")
    );
    for link in ["/api/docs/", "/api/openapi.json"] {
        assert!(html.contains(&format!("href=\"{link}\"")), "{link}");
        gateway.get(link).answer().await.ok(200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_comes_to_no_page_is_told_so_and_a_program_gets_a_problem() {
    let gateway = TestGateway::start().await;
    for path in ["/verify-email?token=x", "/onboarding/payment/status?merchantOrderId=ORD", "/missing.png"] {
        let page = gateway.get(path).header("accept", "text/html,*/*;q=0.8").answer().await;
        page.ok(404);
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        assert!(page.header("content-security-policy").contains("default-src 'none'"));
        let html = String::from_utf8(page.bytes.clone()).unwrap();
        assert!(html.contains("There is no page here") && !html.contains("token") && !html.contains("ORD"));
        for accept in ["application/json", "*/*"] {
            gateway.get(path).header("accept", accept).answer().await.refused(404, "NOT_FOUND");
        }
        gateway.get(path).answer().await.refused(404, "NOT_FOUND");
        gateway.post(path).header("accept", "text/html").answer().await.refused(404, "NOT_FOUND");
    }
    gateway.get("/api/nothing").header("accept", "text/html").answer().await.refused(404, "NOT_FOUND");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_web_app_is_served_on_the_same_origin() {
    let folder = built_app();
    let root = folder.path().to_owned();
    let gateway = TestGateway::start_with(move |settings| settings.web_root = Some(root)).await;
    let browser =
        |path: &str| gateway.get(path).header("accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    for (path, title) in [
        ("/", "home"),
        ("/dashboard", "any"),
        ("/onboarding", "onboarding"),
        ("/onboarding/session/step/7", "onboarding"),
        ("/moves/018f", "any"),
    ] {
        let page = browser(path).answer().await;
        page.ok(200);
        assert!(String::from_utf8_lossy(&page.bytes).contains(title), "{path}");
        assert_eq!(
            (page.header("content-type"), page.header("cache-control")),
            ("text/html; charset=utf-8", "no-cache")
        );
        assert!(page.header("content-security-policy").contains("script-src 'self';"), "{path}");
        let again = browser(path).header("if-none-match", page.header("etag")).answer().await;
        again.ok(304);
    }
    let script = gateway.get("/assets/app-1a2b.js").answer().await;
    script.ok(200);
    assert_eq!(script.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(script.bytes, b"console.log(1)");
    let packed = gateway.get("/assets/app-1a2b.js").header("accept-encoding", "gzip, br").answer().await;
    assert_eq!(
        (packed.header("content-encoding"), packed.bytes.as_slice()),
        ("br", b"packed better".as_slice())
    );
    assert_eq!(packed.header("content-type"), script.header("content-type"));
    let gzip = gateway.get("/assets/app-1a2b.js").header("accept-encoding", "gzip").answer().await;
    assert_eq!((gzip.header("content-encoding"), gzip.bytes.as_slice()), ("gzip", b"packed".as_slice()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_file_is_no_page_and_the_api_stays_the_api() {
    let folder = built_app();
    let root = folder.path().to_owned();
    let gateway = TestGateway::start_with(move |settings| settings.web_root = Some(root)).await;
    for path in [
        "/assets/app-old.js",
        "/missing.png",
        "/..%2frf-outside-of-the-root",
        "/assets/..%2f..%2frf-outside-of-the-root.txt",
    ] {
        let answer = gateway.get(path).header("accept", "*/*").answer().await;
        assert!(!String::from_utf8_lossy(&answer.bytes).contains("secret"), "{path}");
        if path.contains('.') && !path.contains("%2f") {
            answer.refused(404, "NOT_FOUND");
        }
    }
    gateway.get("/dashboard").header("accept", "application/json").answer().await.refused(404, "NOT_FOUND");
    gateway.get("/api/v1/nothing").header("accept", "text/html").answer().await.refused(404, "NOT_FOUND");
    gateway.post("/dashboard").answer().await.refused(404, "NOT_FOUND");
    gateway.get("/api/payments/v2/plans").answer().await.ok(200);
}
