use primitives::Role;
use serde_json::json;
use time::Duration;

use crate::harness::{BcmService, assert_refused, renamed};

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_version_is_a_new_one_with_the_old_content() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    let first = bcm.manifest(&owner).await.unwrap();
    bcm.build(&owner, &renamed(owner.workspace, "Bahi"), "finalize-2").await.unwrap();
    let restored = bcm.restore(&bcm.colleague(&owner, Role::Admin), "1.0.0").await.unwrap();
    assert_eq!((&restored["version"], &restored["checksum"]), (&json!("3.0.0"), &first["checksum"]));
    assert_eq!(restored["manifest"]["meta"]["source"], "restore");
    assert_eq!((&restored["unchanged"], &restored["change_type"]), (&json!(false), &json!("major")));
    assert_eq!(bcm.manifest(&owner).await.unwrap()["version"], "3.0.0");
    let history = bcm.history(&owner).await.unwrap();
    assert_eq!((&history["versions"][0]["source"], &history["total_count"]), (&json!("restore"), &json!(3)));
    assert_eq!(bcm.count("SELECT count(*) FROM audit_log WHERE action = 'bcm.restored'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn restoring_the_current_version_changes_nothing() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    let restored = bcm.restore(&owner, "1.0.0").await.unwrap();
    assert_eq!((&restored["unchanged"], &restored["version"]), (&json!(true), &json!("1.0.0")));
    assert_eq!(bcm.history(&owner).await.unwrap()["total_count"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_or_not_allowed_is_not_restored() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    for version in ["9.0.0", "", "1.0", "latest", "../1.0.0"] {
        assert_refused(bcm.restore(&owner, version).await, 404, "NOT_FOUND");
    }
    assert_refused(bcm.restore(&bcm.owner(), "1.0.0").await, 404, "NOT_FOUND");
    assert_refused(bcm.restore(&bcm.colleague(&owner, Role::Member), "1.0.0").await, 403, "FORBIDDEN");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_version_is_not_overwritten_by_answers_that_were_pending() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    bcm.build(&owner, &renamed(owner.workspace, "Bahi"), "finalize-2").await.unwrap();
    bcm.submit(&owner, &renamed(owner.workspace, "Other"), "edit-1").await.unwrap();
    let restored = bcm.restore(&owner, "1.0.0").await.unwrap();
    assert_eq!(restored["pending_changes"], true);
    assert_eq!(bcm.count("SELECT count(*) FROM bcm_heads WHERE rebuild_due_at IS NOT NULL").await, 0);
    bcm.clock.advance(Duration::minutes(5));
    assert_eq!(bcm.manifest(&owner).await.unwrap()["version"], "3.0.0");
}
