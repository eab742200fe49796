//! Row-level security, table by table and command by command, as the service's own role.

use database::{Conn, Schema, Scope};
use diesel::{QueryableByName, sql_types::BigInt};
use diesel_async::RunQueryDsl as _;
use primitives::{Role, UserId, WorkspaceId};
use uuid::Uuid;

use crate::harness::Onboarding;

/// Table, a change that alters nothing, and who may write: members too, or the service only.
const TABLES: [(&str, &str, bool); 9] = [
    ("onboarding_status", "status = status", false),
    ("onboarding_sessions", "status = status", true),
    ("onboarding_steps", "status = status", true),
    ("step_journal", "kind = kind", true),
    ("assist_runs", "status = status", true),
    ("suggestions", "status = status", true),
    ("outbox", "kind = kind", false),
    ("idempotency_keys", "status = status", false),
    ("audit_log", "action = action", false),
];

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

async fn seen(conn: &mut Conn, table: &str) -> i64 {
    let sql = format!("SELECT count(*) FROM {table}");
    diesel::sql_query(sql).get_result::<Row>(conn).await.unwrap().count
}

async fn filled() -> (Onboarding, WorkspaceId, UserId) {
    let onboarding = Onboarding::start().await;
    let founder = onboarding.founder();
    let desk = onboarding.session(&founder).await;
    desk.answer_up_to(14).await;
    desk.run(15, "", contracts::onboarding::v1::Engine::Deterministic).await.unwrap();
    desk.reset().await.unwrap();
    let ws = founder.workspace;
    let rows = format!(
        "INSERT INTO outbox (id, workspace_id, event_key, kind, payload, next_attempt_at)
         VALUES (gen_random_uuid(), '{ws}', 'k', 'k', '{{}}', now() + interval '1 day')"
    );
    onboarding.sql(&rows).await;
    let rows = format!(
        "INSERT INTO idempotency_keys (workspace_id, scope, key, request_hash, status, leased_until, expires_at, holder)
         VALUES ('{ws}', 's', 'k', repeat('0', 64), 'running', now(), now() + interval '1 day', gen_random_uuid())"
    );
    onboarding.sql(&rows).await;
    (onboarding, ws, founder.user.id)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_sees_and_changes_its_own_rows_only() {
    let (onboarding, workspace, user) = filled().await;
    let database = onboarding.database.connect();
    let other = WorkspaceId(Uuid::new_v4());
    let strangers = [
        Scope::default(),
        Scope::user(user),
        Scope::member(user, other, Role::Owner),
        Scope::service(Schema::Onboarding).in_workspace(other),
    ];
    for (table, change, _) in TABLES {
        for scope in strangers {
            let mut tx = database.begin(scope).await.unwrap();
            assert_eq!(seen(&mut tx, table).await, 0, "{table} read by {scope:?}");
            for sql in [format!("UPDATE {table} SET {change}"), format!("DELETE FROM {table}")] {
                let mut tx = database.begin(scope).await.unwrap();
                let changed = diesel::sql_query(&sql).execute(&mut *tx).await.unwrap_or(0);
                assert_eq!(changed, 0, "{sql} by {scope:?}");
            }
        }
        let mut tx =
            database.begin(Scope::service(Schema::Onboarding).in_workspace(workspace)).await.unwrap();
        assert!(seen(&mut tx, table).await > 0, "{table} has no rows to protect");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn members_read_what_is_theirs_and_write_only_what_members_write() {
    let (onboarding, workspace, user) = filled().await;
    let database = onboarding.database.connect();
    let scope = Scope::member(user, workspace, Role::Member);
    for (table, change, members_write) in TABLES {
        let mut tx = database.begin(scope).await.unwrap();
        let hidden = ["outbox", "idempotency_keys", "audit_log"].contains(&table);
        assert_eq!(seen(&mut tx, table).await == 0, hidden, "{table}");
        let sql = format!("UPDATE {table} SET {change}");
        let changed = diesel::sql_query(&sql).execute(&mut *tx).await.unwrap_or(0);
        assert_eq!(changed > 0, members_write && table != "step_journal", "{sql}");
    }
    let mut tx = database.begin(Scope::member(user, workspace, Role::Admin)).await.unwrap();
    assert!(seen(&mut tx, "audit_log").await > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_cannot_be_put_into_another_tenant() {
    let (onboarding, workspace, user) = filled().await;
    let database = onboarding.database.connect();
    let other = WorkspaceId(Uuid::new_v4());
    let id = Uuid::new_v4();
    let rows = [
        format!("INSERT INTO onboarding_status (workspace_id) VALUES ('{other}')"),
        format!(
            "INSERT INTO onboarding_sessions (id, workspace_id, user_id, started_at, last_activity_at)
             VALUES ('{id}', '{other}', '{user}', now(), now())"
        ),
        format!("UPDATE onboarding_steps SET workspace_id = '{other}'"),
        format!(
            "INSERT INTO step_journal (session_id, workspace_id, step_number, version, kind, actor_id, request_id, created_at)
             VALUES ('{id}', '{other}', 1, 1, 'skip', '{user}', 'r', now())"
        ),
        format!("UPDATE assist_runs SET workspace_id = '{other}'"),
        format!("UPDATE suggestions SET workspace_id = '{other}'"),
        format!("UPDATE onboarding_status SET workspace_id = '{other}'"),
    ];
    let scopes = [
        Scope::member(user, workspace, Role::Owner),
        Scope::service(Schema::Onboarding).in_workspace(workspace),
    ];
    for sql in &rows {
        for scope in scopes {
            let mut tx = database.begin(scope).await.unwrap();
            let outcome = diesel::sql_query(sql).execute(&mut *tx).await;
            // The status is not the members' to write at all: then nothing is found to change.
            assert!(matches!(outcome, Err(_) | Ok(0)), "{sql} by {scope:?}: {outcome:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_journal_and_the_audit_log_cannot_be_rewritten_even_by_the_service() {
    let (onboarding, workspace, _) = filled().await;
    let database = onboarding.database.connect();
    let scope = Scope::service(Schema::Onboarding).in_workspace(workspace);
    for sql in [
        "UPDATE step_journal SET kind = kind",
        "TRUNCATE step_journal",
        "UPDATE audit_log SET action = action",
        "DELETE FROM audit_log",
    ] {
        let mut tx = database.begin(scope).await.unwrap();
        assert!(diesel::sql_query(sql).execute(&mut *tx).await.is_err(), "{sql}");
    }
}
