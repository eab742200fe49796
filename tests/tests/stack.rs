//! `cargo raptor up` and its companions, as an operator uses them.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use journeys::system::{BIN_DIR, System, kill, raptorctl, succeed};
use serde_json::{Value, json};

const LIMIT: Duration = Duration::from_secs(60);

fn on(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = raptorctl().unwrap();
    command.args(arguments).arg("--data-dir").arg(folder);
    command
}

/// What has ended stays in the list of processes until its parent has looked, which is not ours to wait for.
fn runs(pid: i64) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(')').is_some_and(|(_, state)| !state.trim_start().starts_with(['Z', 'X']))
}

#[track_caller]
fn eventually(what: &str, mut reached: impl FnMut() -> bool) {
    let deadline = Instant::now() + LIMIT;
    while !reached() {
        assert!(Instant::now() < deadline, "{what} did not happen within {} s", LIMIT.as_secs());
        std::thread::sleep(Duration::from_millis(20));
    }
}

async fn post(system: &System, path: &str, body: Value) -> (u16, Value) {
    let answer = reqwest::Client::new().post(system.url(path)).json(&body).send().await.unwrap();
    let status = answer.status().as_u16();
    (status, answer.json().await.unwrap_or_default())
}

fn account() -> Value {
    json!({ "email": "operator@example.com", "password": "quite a long way home", "delivery": "body" })
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_stored_is_there_after_down_and_up() {
    let mut system = System::start().unwrap();
    let (status, body) = post(&system, "/api/v1/auth/signup", account()).await;
    assert_eq!(status, 201, "{body}");
    let gateway = system.addresses()["gateway"].clone();
    system.stop().unwrap();
    assert!(!system.folder().join("stack.json").exists(), "addresses of a system that is down");

    system.start_again().unwrap();
    assert_eq!(system.addresses()["gateway"], gateway, "the ports are remembered");
    let (status, body) = post(&system, "/api/v1/auth/login", account()).await;
    assert_eq!(status, 200, "{body}");
}

#[test]
fn what_cargo_says_while_it_builds_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let cargo = folder.path().join("cargo");
    std::fs::write(
        &cargo,
        "#!/bin/sh\n[ \"$1\" != build ] || { echo 'a crate does not compile' >&2; exit 1; }\n",
    )
    .unwrap();
    std::fs::set_permissions(&cargo, std::fs::Permissions::from_mode(0o755)).unwrap();
    let built = on(folder.path(), &["up"]).env("CARGO", &cargo).env_remove(BIN_DIR).output().unwrap();
    let told = String::from_utf8_lossy(&built.stderr).into_owned();
    assert!(!built.status.success());
    assert!(told.contains("a crate does not compile"), "{told}");
}

#[test]
fn two_systems_run_side_by_side_and_a_second_up_on_one_of_them_says_so() {
    let (one, other) = (System::start().unwrap(), System::start().unwrap());
    assert_ne!(one.addresses()["gateway"], other.addresses()["gateway"]);
    for system in [&one, &other] {
        let told = succeed(&mut on(system.folder(), &["status"])).unwrap();
        assert!(told.contains("is up"), "{told}");
    }

    let again = on(one.folder(), &["up"]).output().unwrap();
    let told = String::from_utf8_lossy(&again.stdout).into_owned();
    assert!(!again.status.success());
    assert!(
        told.contains("already") && told.contains(one.addresses()["gateway"].as_str().unwrap()),
        "{told}"
    );

    one.stop().unwrap();
    succeed(&mut on(other.folder(), &["status"])).unwrap();
}

#[test]
fn down_ends_every_process_and_status_knows() {
    let system = System::start().unwrap();
    let names = ["postgres", "mailbox", "phonepe-sim", "auth", "payments", "onboarding", "bcm", "gateway"];
    let names = names.iter().chain(system.redis());
    let mut processes: Vec<i64> = names.map(|name| system.process(name).unwrap()).collect();
    processes.push(system.supervisor().unwrap());
    system.stop().unwrap();
    eventually("the end of every process", || !processes.iter().any(|pid| runs(*pid)));
    assert_eq!(on(system.folder(), &["status"]).output().unwrap().status.code(), Some(3));
    let told = system.stop().unwrap();
    assert!(told.contains("nothing runs"), "{told}");
}

#[test]
fn every_service_gets_its_own_secrets_and_none_of_the_others() {
    let system = System::start().unwrap();
    let secrets = |service: &str| -> Vec<String> {
        let pid = system.process(service).unwrap();
        let environment = std::fs::read(format!("/proc/{pid}/environ")).unwrap();
        let text = String::from_utf8_lossy(&environment).into_owned();
        let names = text.split('\0').filter_map(|entry| Some(entry.split_once('=')?.0.to_owned()));
        let secret = |name: &String| {
            name.ends_with("_DATABASE_URL") || name.ends_with("_KEY") || name.contains("SECRET")
        };
        let mut names: Vec<String> = names.filter(secret).collect();
        names.sort();
        names
    };
    let shared = "INTERNAL_SERVICE_KEY";
    assert_eq!(secrets("gateway"), [shared]);
    assert_eq!(secrets("bcm"), ["BCM_DATABASE_URL", shared]);
    assert_eq!(secrets("onboarding"), [shared, "ONBOARDING_DATABASE_URL"]);
    assert_eq!(secrets("auth"), ["AUTH_DATABASE_URL", shared, "JWT_SIGNING_KEY", "TOTP_ENCRYPTION_KEY"]);
    let of_payments = ["INSTRUMENT_ENCRYPTION_KEY", shared, "PAYMENTS_DATABASE_URL", "PHONEPE_CLIENT_SECRET"];
    assert_eq!(secrets("payments"), of_payments);
}

#[test]
fn a_killed_process_comes_back_without_a_hand() {
    let system = System::start().unwrap();
    for name in ["bcm", system.redis()[0], "postgres"] {
        let before = system.process(name).unwrap();
        kill(before).unwrap();
        eventually(&format!("a new {name}"), || system.process(name).is_some_and(|pid| pid != before));
    }
    eventually("readiness", || on(system.folder(), &["status"]).output().unwrap().status.success());
    let told = succeed(&mut on(system.folder(), &["logs", "supervisor"])).unwrap();
    assert!(told.contains("bcm was ended by SIGKILL"), "{told}");
}

#[test]
fn a_killed_supervisor_leaves_nothing_that_the_next_up_does_not_clear() {
    let mut system = System::start().unwrap();
    let (supervisor, postgres) = (system.supervisor().unwrap(), system.process("postgres").unwrap());
    kill(supervisor).unwrap();
    eventually("the end of the supervisor", || !runs(supervisor));
    assert!(runs(postgres));
    assert_eq!(on(system.folder(), &["status"]).output().unwrap().status.code(), Some(3));

    system.start_again().unwrap();
    assert!(!runs(postgres));
    assert_ne!(system.process("postgres").unwrap(), postgres);
}

#[test]
fn a_port_that_is_taken_is_refused_when_it_was_asked_for() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let folder = tempfile::tempdir().unwrap();
    let refused = on(folder.path(), &["up", "--port", &port]).output().unwrap();
    assert!(!refused.status.success());
    let told = String::from_utf8_lossy(&refused.stdout).into_owned();
    assert!(told.contains(&port) && told.contains("--port"), "{told}");
}
