use std::time::Duration;

use contracts::onboarding::v1::{Engine, EraseWorkspaceRequest};
use diesel_async::RunQueryDsl as _;
use primitives::WorkspaceId;
use principal::ServiceName;
use testkit::eventually;

use crate::harness::{Onboarding, note};

const TABLES: [&str; 8] = [
    "onboarding_status",
    "onboarding_sessions",
    "onboarding_steps",
    "step_journal",
    "assist_runs",
    "suggestions",
    "outbox",
    "idempotency_keys",
];

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_workspace_leaves_nothing_but_the_audit_log() {
    let onboarding = Onboarding::start().await;
    let (founder, other) = (onboarding.founder(), onboarding.founder());
    let desk = onboarding.session(&founder).await;
    desk.answer_up_to(23).await;
    desk.run(23, "", Engine::Deterministic).await.unwrap();
    desk.finalize("finalize-0001", false).await.unwrap();
    onboarding.session(&other).await.put(1, 0, &note("stays")).await.unwrap();
    onboarding.erase(founder.workspace).await.unwrap();
    for table in TABLES {
        let left = format!("SELECT count(*) FROM {table} WHERE workspace_id = '{}'", founder.workspace);
        assert_eq!(onboarding.count(&left).await, 0, "{table}");
    }
    assert_eq!(onboarding.bcm.erased(), [founder.workspace.to_string()]);
    let stays = format!("SELECT count(*) FROM step_journal WHERE workspace_id = '{}'", other.workspace);
    assert_eq!(onboarding.count(&stays).await, 1);
    let audited = format!("SELECT count(*) FROM audit_log WHERE workspace_id = '{}'", founder.workspace);
    assert!(onboarding.count(&audited).await > 0);
    onboarding.erase(founder.workspace).await.unwrap();
}

/// How many rows of the workspace are left outside of the audit log.
async fn left(onboarding: &Onboarding, workspace: WorkspaceId) -> i64 {
    let mut left = 0;
    for table in TABLES {
        let sql = format!("SELECT count(*) FROM {table} WHERE workspace_id = '{workspace}'");
        left += onboarding.count(&sql).await;
    }
    left
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_that_takes_longer_than_its_caller_waits_goes_on_to_its_end() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    desk.put(1, 0, &note("goes")).await.unwrap();
    let mut owner = onboarding.database.owner().await;
    for sql in ["BEGIN", "LOCK TABLE step_journal IN SHARE MODE"] {
        diesel::sql_query(sql).execute(&mut owner).await.unwrap();
    }
    let message = EraseWorkspaceRequest { workspace_id: desk.member.workspace.to_string() };
    let mut call = onboarding.callers.as_service(ServiceName::Auth, ServiceName::Onboarding, message);
    call.set_timeout(Duration::from_millis(500));
    onboarding.client().erase_workspace(call).await.unwrap_err();
    eventually("the session is gone before its journal", async || {
        (onboarding.count("SELECT count(*) FROM onboarding_sessions").await == 0).then_some(())
    })
    .await;
    assert_eq!(onboarding.count("SELECT count(*) FROM step_journal").await, 1);
    assert!(onboarding.bcm.erased().is_empty());
    diesel::sql_query("COMMIT").execute(&mut owner).await.unwrap();
    eventually("bcm erases too", async || (!onboarding.bcm.erased().is_empty()).then_some(())).await;
    assert_eq!(left(&onboarding, desk.member.workspace).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeat_after_a_crash_finds_the_journal_of_sessions_that_are_gone() {
    let mut onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    desk.put(1, 0, &note("goes")).await.unwrap();
    let workspace = desk.member.workspace;
    let mut owner = onboarding.database.owner().await;
    for sql in ["BEGIN", "LOCK TABLE step_journal IN SHARE MODE"] {
        diesel::sql_query(sql).execute(&mut owner).await.unwrap();
    }
    let message = EraseWorkspaceRequest { workspace_id: workspace.to_string() };
    let mut call = onboarding.callers.as_service(ServiceName::Auth, ServiceName::Onboarding, message);
    call.set_timeout(Duration::from_millis(500));
    onboarding.client().erase_workspace(call).await.unwrap_err();
    eventually("the session is gone", async || {
        (onboarding.count("SELECT count(*) FROM onboarding_sessions").await == 0).then_some(())
    })
    .await;
    onboarding.database_line.cut();
    onboarding.kill();
    diesel::sql_query("ROLLBACK").execute(&mut owner).await.unwrap();
    onboarding.database_line.restore();
    onboarding.restart().await;
    onboarding.erase(workspace).await.unwrap();
    assert_eq!(left(&onboarding, workspace).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn copies_of_erased_and_reset_sessions_go_when_redis_is_back() {
    let onboarding = Onboarding::start().await;
    let (erased, reset) =
        (onboarding.session(&onboarding.founder()).await, onboarding.session(&onboarding.founder()).await);
    for desk in [&erased, &reset] {
        desk.put(1, 0, &note("goes")).await.unwrap();
    }
    assert!(!onboarding.redis.keys("onb:*:draft:*").await.is_empty());
    onboarding.redis_line.cut();
    onboarding.erase(erased.member.workspace).await.unwrap();
    reset.reset().await.unwrap();
    onboarding.redis_line.restore();
    eventually("no copy is left", async || {
        onboarding.clock.advance(time::Duration::minutes(2));
        onboarding.redis.keys("onb:*:draft:*").await.is_empty().then_some(())
    })
    .await;
}
