use contracts::bcm::v1 as wire;
use primitives::Role;
use serde_json::json;

use crate::harness::{BcmService, answer, assert_refused, json_of, renamed};

#[tokio::test(flavor = "multi_thread")]
async fn the_history_is_newest_first_and_counts_what_it_does_not_show() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    for n in 2..=12 {
        bcm.build(&owner, &renamed(owner.workspace, &format!("Khata {n}")), &format!("key-{n}"))
            .await
            .unwrap();
    }
    let member = bcm.colleague(&owner, Role::Member);
    let history = bcm.history(&member).await.unwrap();
    let versions: Vec<&str> = history["versions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["version"].as_str().unwrap())
        .collect();
    assert_eq!(
        versions,
        ["12.0.0", "11.0.0", "10.0.0", "9.0.0", "8.0.0", "7.0.0", "6.0.0", "5.0.0", "4.0.0", "3.0.0"]
    );
    assert_eq!(history["total_count"], 12);
    let entry = &history["versions"][0];
    assert_eq!((&entry["change_type"], &entry["reason"]), (&json!("major"), &json!("onboarding completed")));
    assert_eq!(entry["checksum"].as_str().unwrap().len(), 64);
    assert!(entry["token_count"].is_u64() && entry["completion"] == 100.0);

    let limited = async |limit| {
        let request = wire::ListHistoryRequest { limit };
        answer(bcm.client().list_history(bcm.by(&member, request)).await)
    };
    assert_eq!(json_of(&limited(2).await.unwrap().history)["versions"].as_array().unwrap().len(), 2);
    assert!(limited(100).await.is_ok());
    assert_refused(limited(101).await, 422, "VALIDATION_ERROR");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workspace_without_a_manifest_has_an_empty_history() {
    let bcm = BcmService::start().await;
    bcm.founder().await;
    assert_eq!(bcm.history(&bcm.owner()).await.unwrap(), json!({ "versions": [], "total_count": 0 }));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_version_can_be_read_while_its_body_is_kept() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    bcm.build(&owner, &renamed(owner.workspace, "Bahi"), "finalize-2").await.unwrap();
    let member = bcm.colleague(&owner, Role::Member);
    let first = bcm.version(&member, "1.0.0").await.unwrap();
    assert_eq!(
        (&first["version"], &first["manifest"]["foundation"]["company"]["name"]),
        (&json!("1.0.0"), &json!("Khata Ledger"))
    );
    assert!(first.get("freshness").is_none(), "an old version is neither fresh nor stale");
    assert_eq!(
        bcm.version(&member, "2.0.0").await.unwrap()["manifest"]["foundation"]["company"]["name"],
        "Bahi"
    );
    for version in ["3.0.0", "1.0", "v1.0.0", ""] {
        assert_refused(bcm.version(&member, version).await, 404, "NOT_FOUND");
    }
    assert_refused(bcm.version(&bcm.owner(), "1.0.0").await, 404, "NOT_FOUND");
}
