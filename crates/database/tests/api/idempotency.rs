use database::idempotency::{Call, Claim, claim, finish, forget_expired, prolong, release};
use primitives::{Clock, WorkspaceId};
use problem::Failure as _;
use time::Duration;

use crate::support::{bcm, service, workspace};

const LEASE: Duration = Duration::seconds(30);
const KEY: &str = "first-key-1";

fn call(workspace: WorkspaceId, request: &[u8]) -> Call {
    Call::new(workspace, "rebuild", KEY, request).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_gives_the_first_answer_again_and_takes_no_other_request() {
    let (_database, pool) = bcm().await;
    let (workspace, now) = (workspace(), Clock::system().now());
    let mut tx = pool.begin(service(workspace)).await.unwrap();
    let first = call(workspace, b"a");
    assert_eq!(claim(&mut tx, &first, now, LEASE).await.unwrap(), Claim::New);
    assert_eq!(claim(&mut tx, &first, now, LEASE).await.unwrap(), Claim::Running);
    finish(&mut tx, &first, b"answer", now).await.unwrap();
    assert_eq!(claim(&mut tx, &first, now, LEASE).await.unwrap(), Claim::Done(b"answer".to_vec()));
    assert_eq!(claim(&mut tx, &call(workspace, b"b"), now, LEASE).await.unwrap(), Claim::Reused);
    let next_day = now + Duration::hours(24);
    assert_eq!(claim(&mut tx, &call(workspace, b"b"), next_day, LEASE).await.unwrap(), Claim::New);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_whose_holder_died_is_free_after_the_lease() {
    let (_database, pool) = bcm().await;
    let (workspace, now) = (workspace(), Clock::system().now());
    let mut tx = pool.begin(service(workspace)).await.unwrap();
    let first = call(workspace, b"a");
    assert_eq!(claim(&mut tx, &first, now, LEASE).await.unwrap(), Claim::New);
    assert_eq!(claim(&mut tx, &first, now + LEASE, LEASE).await.unwrap(), Claim::New);
    let second = call(workspace, b"a");
    assert_eq!(claim(&mut tx, &second, now + LEASE + LEASE, LEASE).await.unwrap(), Claim::New);
    assert!(finish(&mut tx, &first, b"late", now).await.is_err(), "it was overtaken");
    release(&mut tx, &first).await.unwrap();
    assert_eq!(claim(&mut tx, &call(workspace, b"a"), now, LEASE).await.unwrap(), Claim::Running);
    release(&mut tx, &second).await.unwrap();
    assert_eq!(claim(&mut tx, &call(workspace, b"b"), now, LEASE).await.unwrap(), Claim::New);
    assert_eq!(forget_expired(&mut tx, now + Duration::hours(25)).await.unwrap(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_its_holders_as_long_as_they_prolong_it_and_nobody_prolongs_anothers() {
    let (_database, pool) = bcm().await;
    let (workspace, now) = (workspace(), Clock::system().now());
    let mut tx = pool.begin(service(workspace)).await.unwrap();
    let (first, second) = (call(workspace, b"a"), call(workspace, b"a"));
    assert_eq!(claim(&mut tx, &first, now, LEASE).await.unwrap(), Claim::New);
    prolong(&mut tx, &first, now + LEASE / 2, LEASE).await.unwrap();
    assert_eq!(claim(&mut tx, &second, now + LEASE, LEASE).await.unwrap(), Claim::Running);
    prolong(&mut tx, &second, now + LEASE, LEASE).await.unwrap();
    assert_eq!(claim(&mut tx, &second, now + LEASE * 3 / 2, LEASE).await.unwrap(), Claim::New);
    prolong(&mut tx, &first, now + LEASE * 3, LEASE).await.unwrap();
    finish(&mut tx, &second, b"answer", now).await.unwrap();
}

#[test]
fn a_key_has_a_length_and_an_alphabet() {
    let code = |key: &str| Call::new(workspace(), "rebuild", key, b"").unwrap_err().code();
    assert_eq!(code(""), "IDEMPOTENCY_KEY_REQUIRED");
    assert_eq!(code("short"), "IDEMPOTENCY_KEY_INVALID");
    assert_eq!(code("eight chars with space"), "IDEMPOTENCY_KEY_INVALID");
    assert_eq!(code(&"x".repeat(65)), "IDEMPOTENCY_KEY_INVALID");
}
