//! Founders go from sign-up to manifest through a running system, whatever happens to its processes meanwhile.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail by panicking")]

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use journeys::system::{self, System, raptorctl, succeed};
use serde_json::{Value, json};

/// One for all tests here; it ends with this process.
static SYSTEM: LazyLock<System> = LazyLock::new(|| System::start().unwrap());
const LIMIT: Duration = Duration::from_secs(60);

fn answers(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys/answers").join(name)
}

fn command(answers: &Path) -> Command {
    let mut command = raptorctl().unwrap();
    command.args(["journey", "--json", "--stack"]).arg(SYSTEM.folder().join("stack.json"));
    command.arg("--answers").arg(answers);
    command
}

/// Every line that a finished journey printed.
fn travel(name: &str) -> Vec<Value> {
    let told = succeed(&mut command(&answers(name))).unwrap();
    told.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn member<'a>(lines: &'a [Value], name: &str) -> &'a Value {
    lines.iter().find_map(|line| line.get(name)).unwrap_or_else(|| panic!("no line has {name}"))
}

/// What every finished journey has to have come to.
fn assert_complete(lines: &[Value]) {
    let result = member(lines, "result");
    let finalized = &result["finalized"];
    assert_eq!(finalized["completed_steps"].as_u64().unwrap() + skipped(lines), 23);
    assert_eq!(finalized["validation_passed"], true, "{finalized}");
    assert!(result["manifest"]["token_count"].as_u64().unwrap() < 1200);
    let versions = result["history"]["versions"].as_array().unwrap();
    assert_eq!(versions.len(), 1, "an unchanged rebuild leaves no entry: {versions:?}");
    assert_eq!(versions[0]["version"], finalized["bcm_version"]);
    assert_eq!(result["rebuilt"]["unchanged"], true);
    assert!(result["markdown"].as_str().unwrap().starts_with('#'));
}

fn skipped(lines: &[Value]) -> u64 {
    let skips = lines.iter().filter(|line| line["path"].as_str().is_some_and(|path| path.ends_with("/skip")));
    u64::try_from(skips.count()).unwrap()
}

#[test]
fn a_software_company_gets_its_manifest() {
    let lines = travel("saas_katori.json");
    assert_complete(&lines);
    assert_eq!(skipped(&lines), 0);
}

#[test]
fn a_brand_that_sells_to_consumers_gets_its_manifest() {
    assert_complete(&travel("d2c_pahadi_daana.json"));
}

#[test]
fn a_services_firm_gets_its_manifest() {
    assert_complete(&travel("services_sahyadri.json"));
}

#[test]
fn every_answer_file_is_travelled_by_a_test() {
    let folder = std::fs::read_dir(answers("")).unwrap();
    let there: BTreeSet<String> =
        folder.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let travelled = ["d2c_pahadi_daana.json", "saas_katori.json", "services_sahyadri.json"];
    assert_eq!(there, travelled.map(str::to_owned).into());
}

#[test]
fn a_refused_answer_is_told_with_its_pointer_and_ends_the_journey() {
    let mut file: Value =
        serde_json::from_slice(&std::fs::read(answers("saas_katori.json")).unwrap()).unwrap();
    file["steps"]["1"]["industry"] = json!("alchemy");
    let planted = tempfile::NamedTempFile::with_suffix(".json").unwrap();
    std::fs::write(planted.path(), file.to_string()).unwrap();
    let refused = command(planted.path()).output().unwrap();
    let told = String::from_utf8_lossy(&refused.stdout).into_owned();
    assert!(!refused.status.success(), "{told}");
    assert!(told.contains("VALIDATION_ERROR") && told.contains("industry"), "{told}");
}

/// A journey that is still under way.
struct Traveller {
    child: Child,
    lines: std::io::Lines<BufReader<std::process::ChildStdout>>,
}

impl Traveller {
    fn set_out(name: &str) -> Self {
        let mut child = command(&answers(name)).stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    /// Reads on until a call with this label was answered, and gives everything read.
    fn until(&mut self, label: &str) -> Vec<Value> {
        let mut seen = Vec::new();
        for line in self.lines.by_ref() {
            let line = line.unwrap();
            let value: Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("{line}"));
            let reached = value["step"] == label;
            seen.push(value);
            if reached {
                return seen;
            }
        }
        panic!("the journey ended before {label}: {seen:?}");
    }

    fn ended(mut self) {
        self.lines.by_ref().for_each(drop);
        self.child.wait().unwrap();
    }
}

async fn call(method: reqwest::Method, path: &str, session: &Value, body: Value) -> (u16, Value) {
    let client = reqwest::Client::new();
    let mut request = client.request(method.clone(), SYSTEM.url(path));
    if let Some(token) = session["access_token"].as_str() {
        request = request.bearer_auth(token);
    }
    if method == reqwest::Method::POST {
        request = request.header("Idempotency-Key", uuid::Uuid::now_v7().to_string()).json(&body);
    }
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    (status, answer.json().await.unwrap_or_default())
}

async fn sign_in(account: &Value) -> Value {
    let body = json!({ "email": account["email"], "password": account["password"], "delivery": "body" });
    let (status, session) = call(reqwest::Method::POST, "/api/v1/auth/login", &Value::Null, body).await;
    assert_eq!(status, 200, "{session}");
    session
}

fn kill(name: &str) {
    system::kill(SYSTEM.process(name).unwrap()).unwrap();
}

/// Kills a process while finalize is on its way, and expects one version and one change of status all the same.
async fn finalize_survives_the_end_of(process: &str) {
    let mut traveller = Traveller::set_out("saas_katori.json");
    let seen = traveller.until("step 23 answered");
    kill(process);
    traveller.ended();
    let session = sign_in(member(&seen, "account")).await;
    let path = format!("/api/v1/onboarding/{}/finalize", member(&seen, "session_id").as_str().unwrap());

    let deadline = Instant::now() + LIMIT;
    let finalized = loop {
        let (status, body) = call(reqwest::Method::POST, &path, &session, json!({})).await;
        match status {
            200 => break body,
            409 | 502 | 503 | 504 => {
                assert!(Instant::now() < deadline, "finalize still answers {status}: {body}");
            }
            _ => panic!("finalize answered {status}: {body}"),
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    };
    let (status, history) =
        call(reqwest::Method::GET, "/api/v1/context/history", &session, Value::Null).await;
    assert_eq!(status, 200, "{history}");
    let versions = history["versions"].as_array().unwrap();
    assert_eq!(versions.len(), 1, "{versions:?}");
    assert_eq!(versions[0]["version"], finalized["bcm_version"]);
    let (_, onboarding) =
        call(reqwest::Method::GET, "/api/v1/onboarding/status", &session, Value::Null).await;
    assert_eq!(onboarding["onboarding_status"], "completed", "{onboarding}");
}

#[tokio::test(flavor = "multi_thread")]
async fn finalize_comes_to_one_version_although_bcm_is_killed() {
    finalize_survives_the_end_of("bcm").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn finalize_comes_to_one_version_although_onboarding_is_killed() {
    finalize_survives_the_end_of("onboarding").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_payer_gets_a_confirmation_by_mail() {
    let mut traveller = Traveller::set_out("d2c_pahadi_daana.json");
    let seen = traveller.until("payment completed");
    let email = member(&seen, "account")["email"].as_str().unwrap().to_owned();
    let messages = format!("{}/messages", SYSTEM.addresses()["mail"]["http"].as_str().unwrap());
    let deadline = Instant::now() + LIMIT;
    loop {
        let all: Value = reqwest::get(&messages).await.unwrap().json().await.unwrap();
        let text = all.to_string();
        if text.contains(&email) && text.to_lowercase().contains("payment") {
            break;
        }
        assert!(Instant::now() < deadline, "no confirmation for {email} in {text}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    traveller.ended();
}
