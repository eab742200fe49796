use contracts::bcm::v1 as wire;
use deadpool_redis::redis::AsyncCommands as _;
use testkit::{TestMember, eventually};

use crate::harness::{BcmService, a_key, answer, assert_refused, renamed};

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_workspace_leaves_nothing_but_its_audit_log() {
    let bcm = BcmService::start().await;
    let (owner, other) = (bcm.founder().await, bcm.founder().await);
    bcm.build(&owner, &renamed(owner.workspace, "Bahi"), "finalize-2").await.unwrap();
    bcm.rebuild(&owner, &a_key(), true).await.unwrap();
    let erase = || wire::EraseWorkspaceRequest { workspace_id: owner.workspace.to_string() };
    answer(bcm.client().erase_workspace(bcm.by_onboarding(erase())).await).unwrap();
    for table in [
        "business_contexts",
        "business_context_manifests",
        "bcm_heads",
        "bcm_version_history",
        "bcm_metrics",
        "bcm_cleanup_queue",
        "idempotency_keys",
    ] {
        let left = format!("SELECT count(*) FROM {table} WHERE workspace_id = '{}'", owner.workspace);
        assert_eq!(bcm.count(&left).await, 0, "{table}");
    }
    assert_eq!(bcm.count("SELECT count(*) FROM audit_log").await, 1);
    assert!(bcm.copy(owner.workspace, "tier0").await.is_none());
    assert_refused(bcm.manifest(&owner).await, 404, "BCM_NOT_FOUND");
    assert_eq!(bcm.manifest(&other).await.unwrap()["version"], "1.0.0");
    answer(bcm.client().erase_workspace(bcm.by_onboarding(erase())).await).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn accesses_that_wait_to_be_written_go_with_their_workspace() {
    let bcm = BcmService::start().await;
    let (owner, other) = (bcm.founder().await, bcm.founder().await);
    bcm.manifest(&owner).await.unwrap();
    bcm.manifest(&other).await.unwrap();
    let erase = wire::EraseWorkspaceRequest { workspace_id: owner.workspace.to_string() };
    answer(bcm.client().erase_workspace(bcm.by_onboarding(erase)).await).unwrap();
    assert_refused(bcm.manifest(&owner).await, 404, "BCM_NOT_FOUND");
    let cached: Vec<String> =
        bcm.redis.connection().await.smembers(format!("{}bcm:tiers", bcm.redis.prefix())).await.unwrap();
    assert_eq!(cached, [other.workspace.to_string()]);
    bcm.serving.runtime.drain().await;
    let logged = |of: &TestMember| {
        format!("SELECT count(*) FROM bcm_access_logs WHERE workspace_id = '{}'", of.workspace)
    };
    assert_eq!(bcm.count(&logged(&owner)).await, 0);
    assert_eq!(bcm.count(&logged(&other)).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_is_acknowledged_only_when_the_copies_are_gone_too() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    let erase = async || {
        let erase = wire::EraseWorkspaceRequest { workspace_id: owner.workspace.to_string() };
        answer(bcm.client().erase_workspace(bcm.by_onboarding(erase)).await)
    };
    bcm.redis_line.cut();
    assert_refused(erase().await, 503, "SERVICE_UNAVAILABLE");
    assert!(bcm.copy(owner.workspace, "tier2").await.is_some());
    bcm.redis_line.restore();
    eventually("the repeated erasure goes through", async || erase().await.ok()).await;
    assert!(bcm.copy(owner.workspace, "tier2").await.is_none());
}
