use contracts::auth::v1 as wire;
use testkit::eventually;

use crate::harness::{Answer, AuthService, Founder, answer, refused};

async fn ensure(auth: &AuthService, by: &Founder) -> Answer<wire::EnsureProfileResponse> {
    answer(auth.client().ensure_profile(auth.by(by, wire::EnsureProfileRequest {})).await)
}

/// Makes the bootstrap fail at one of its two steps.
async fn break_step(auth: &AuthService, table: &str) {
    auth.sql(&format!("ALTER TABLE {table} ADD CONSTRAINT broken CHECK (false) NOT VALID")).await;
}

async fn mend(auth: &AuthService, table: &str) {
    auth.sql(&format!("ALTER TABLE {table} DROP CONSTRAINT broken")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_bootstrap_does_not_undo_the_sign_up_and_ensure_profile_repairs_it() {
    for table in ["users", "workspaces", "workspace_members"] {
        let auth = AuthService::start().await;
        break_step(&auth, table).await;
        let ada = auth.founder("ada@example.com").await;
        assert_eq!(ada.workspace, None);
        let step = if table == "users" { "profile" } else { "workspace" };
        let noted =
            auth.rows("SELECT step, attempts FROM provisioning_failures WHERE resolved_at IS NULL").await;
        assert_eq!(noted, [serde_json::json!({ "step": step, "attempts": 1 })], "{table}");
        let failed = refused(ensure(&auth, &ada).await, 422, "PROFILE_CREATION_ERROR");
        assert_eq!(failed.members["context"]["user_id"], ada.user.to_string());
        assert_eq!(failed.members["context"]["email"], "ada@example.com");
        mend(&auth, table).await;
        let ensured = ensure(&auth, &ada).await.unwrap();
        assert!(!ensured.workspace_id.is_empty());
        assert_eq!(
            auth.count("SELECT count(*) FROM provisioning_failures WHERE resolved_at IS NULL").await,
            0
        );
        auth.mail("ada@example.com", "Welcome").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_repairs_what_nobody_asks_for() {
    let mut auth = AuthService::start().await;
    break_step(&auth, "users").await;
    let ada = auth.founder("ada@example.com").await;
    refused(auth.me(&ada).await, 422, "PROFILE_INCOMPLETE");
    mend(&auth, "users").await;
    auth.restart().await;
    let me = eventually("the account is repaired", async || auth.me(&ada).await.ok()).await;
    let welcome = auth.mail("ada@example.com", "Welcome").await;
    assert!(welcome.text.unwrap().contains(&me.identification_number));
}

#[tokio::test(flavor = "multi_thread")]
async fn ensuring_again_and_at_once_creates_nothing_twice() {
    let auth = AuthService::start().await;
    break_step(&auth, "users").await;
    let ada = auth.founder("ada@example.com").await;
    mend(&auth, "users").await;
    let racing = futures::future::join_all((0..10).map(|_| ensure(&auth, &ada))).await;
    let first = ensure(&auth, &ada).await.unwrap();
    for answer in racing {
        let ensured = answer.unwrap();
        assert_eq!((&ensured.workspace_id, &ensured.user_id), (&first.workspace_id, &first.user_id));
    }
    for table in ["users", "workspaces", "workspace_members"] {
        assert_eq!(auth.count(&format!("SELECT count(*) FROM {table}")).await, 1, "{table}");
    }
    assert_eq!(auth.count("SELECT count(*) FROM outbox WHERE kind = 'welcome'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn ensure_profile_tells_the_subscription_and_fails_closed_without_payments() {
    let auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    let ensured = ensure(&auth, &ada).await.unwrap();
    assert_eq!((ensured.subscription_plan, ensured.subscription_status.as_str()), (None, "none"));
    assert_eq!(ensured.identification_number, "U100000");
    auth.neighbours.access(Some(crate::harness::free()));
    let ensured = ensure(&auth, &ada).await.unwrap();
    assert_eq!(
        (ensured.subscription_plan.as_deref(), ensured.subscription_status.as_str()),
        (Some("soar"), "trial")
    );
    auth.neighbours.access(None);
    refused(ensure(&auth, &ada).await, 503, "PROFILE_CHECK_UNAVAILABLE");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_without_any_given_name_is_provisioned_by_the_database_alone() {
    let auth = AuthService::start().await;
    auth.sql("INSERT INTO accounts (id, email) VALUES (gen_random_uuid(), 'x@example.com')").await;
    let rows = auth
        .rows("SELECT u.full_name, w.name, w.slug FROM users u JOIN workspaces w ON w.owner_id = u.id")
        .await;
    assert_eq!((&rows[0]["full_name"], &rows[0]["name"]), (&"x".into(), &"x's Workspace".into()));
    assert_eq!(rows[0]["slug"].as_str().unwrap().len(), 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workspace_has_exactly_one_active_owner() {
    let auth = AuthService::start().await;
    let (ada, bob) = (auth.founder("ada@example.com").await, auth.founder("bob@example.com").await);
    let second = format!(
        "INSERT INTO workspace_members (workspace_id, user_id, role) VALUES ('{}', '{}', 'owner')",
        ada.workspace.unwrap(),
        bob.user
    );
    let mut owner = auth.database.owner().await;
    let error = diesel_async::RunQueryDsl::execute(diesel::sql_query(second), &mut owner).await.unwrap_err();
    assert!(error.to_string().contains("workspace_members_one_owner"), "{error}");
}
