use contracts::onboarding::v1::Engine;

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
