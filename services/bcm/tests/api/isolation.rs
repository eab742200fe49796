//! Row-level security, tried as the service's own role: what a transaction sees and may write depends on its settings.

use database::{Conn, Database, Schema, Scope};
use diesel_async::RunQueryDsl as _;
use primitives::{Role, UserId, WorkspaceId};
use serde_json::json;
use testkit::TestMember;
use uuid::Uuid;

use crate::harness::{BcmService, renamed};

/// Read by members, written by the service.
const FOR_MEMBERS: [&str; 4] =
    ["business_contexts", "business_context_manifests", "bcm_heads", "bcm_version_history"];

/// Read and written by the service only.
const FOR_THE_SERVICE: [&str; 5] =
    ["bcm_access_logs", "bcm_metrics", "bcm_cleanup_queue", "idempotency_keys", "outbox"];

/// Two tenants with rows in every table.
async fn two_tenants() -> (BcmService, TestMember, TestMember) {
    let bcm = BcmService::start().await;
    let (one, other) = (bcm.founder().await, bcm.founder().await);
    for tenant in [&one, &other] {
        bcm.build(tenant, &renamed(tenant.workspace, "Bahi"), "finalize-2").await.unwrap();
        let id = tenant.workspace;
        bcm.sql(&format!(
            "INSERT INTO bcm_metrics VALUES ('{id}', '2026-11-20', 0, 0, 0, NULL, 0, 0, 0, 0, NULL, NULL, NULL, 0);
             INSERT INTO bcm_access_logs VALUES (gen_random_uuid(), '{id}', NULL, 'read', 'api', 'r', NULL, NULL, 1,
                 true, 'tier0', true, NULL, NULL, now());
             INSERT INTO bcm_cleanup_queue VALUES (gen_random_uuid(), '{id}', 'expire_old_versions', now(), 3);
             INSERT INTO idempotency_keys
                 (workspace_id, scope, key, request_hash, status, leased_until, expires_at, holder)
                 VALUES ('{id}', 'rebuild', 'k', repeat('0', 64), 'running', now(), now(), gen_random_uuid());
             INSERT INTO outbox (id, workspace_id, event_key, kind, payload, next_attempt_at)
                 VALUES (gen_random_uuid(), '{id}', '{id}', 'k', '{{}}', now());"
        ))
        .await;
    }
    (bcm, one, other)
}

async fn rows(conn: &mut Conn, sql: String) -> Result<usize, diesel::result::Error> {
    diesel::sql_query(sql).execute(conn).await
}

async fn visible(database: &Database, scope: Scope, table: &str, of: WorkspaceId) -> usize {
    let mut tx = database.begin(scope).await.unwrap();
    rows(&mut tx, format!("SELECT 1 FROM {table} WHERE workspace_id = '{of}'")).await.unwrap()
}

fn member(of: &TestMember, role: Role) -> Scope {
    Scope::member(UserId(Uuid::new_v4()), of.workspace, role)
}

#[tokio::test(flavor = "multi_thread")]
async fn row_level_security_is_enabled_and_forced_on_every_table() {
    let bcm = BcmService::start().await;
    let open = "SELECT count(*) FROM pg_class WHERE relnamespace = 'rf_bcm'::regnamespace AND relkind = 'r'
                AND relname <> '__diesel_schema_migrations' AND NOT (relrowsecurity AND relforcerowsecurity)";
    assert_eq!(bcm.count(open).await, 0);
    let owned = "SELECT count(*) FROM pg_class WHERE relowner = 'rf_bcm'::regrole";
    assert_eq!(bcm.count(owned).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn members_read_their_own_tenant_and_no_other() {
    let (bcm, one, other) = two_tenants().await;
    let database = bcm.database.connect();
    for table in FOR_MEMBERS {
        for role in [Role::Owner, Role::Admin, Role::Member] {
            assert!(visible(&database, member(&one, role), table, one.workspace).await > 0, "{table}");
            assert_eq!(visible(&database, member(&one, role), table, other.workspace).await, 0, "{table}");
        }
    }
    for table in FOR_THE_SERVICE {
        assert_eq!(visible(&database, member(&one, Role::Owner), table, one.workspace).await, 0, "{table}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_settings_nothing_is_visible() {
    let (bcm, one, _) = two_tenants().await;
    let database = bcm.database.connect();
    for table in FOR_MEMBERS.iter().chain(&FOR_THE_SERVICE) {
        for scope in [Scope::default(), Scope::user(one.user.id)] {
            assert_eq!(visible(&database, scope, table, one.workspace).await, 0, "{table}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_service_sees_the_tenant_it_works_for_and_jobs_see_all() {
    let (bcm, one, other) = two_tenants().await;
    let database = bcm.database.connect();
    let service = Scope::service(Schema::Bcm);
    for table in FOR_MEMBERS.iter().chain(&FOR_THE_SERVICE) {
        assert!(
            visible(&database, service.in_workspace(one.workspace), table, one.workspace).await > 0,
            "{table}"
        );
        assert_eq!(
            visible(&database, service.in_workspace(one.workspace), table, other.workspace).await,
            0,
            "{table}"
        );
        assert!(visible(&database, service, table, other.workspace).await > 0, "{table}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn members_write_nothing_and_the_service_nothing_of_another_tenant() {
    let (bcm, one, other) = two_tenants().await;
    let database = bcm.database.connect();
    let foreign_service = Scope::service(Schema::Bcm).in_workspace(one.workspace);
    for table in FOR_MEMBERS.iter().chain(&FOR_THE_SERVICE) {
        for (scope, target) in [
            (member(&one, Role::Owner), one.workspace),
            (member(&one, Role::Owner), other.workspace),
            (foreign_service, other.workspace),
        ] {
            let mut tx = database.begin(scope).await.unwrap();
            let deleted = rows(&mut tx, format!("DELETE FROM {table} WHERE workspace_id = '{target}'")).await;
            assert_eq!(deleted.unwrap(), 0, "{table}");
            let updated = rows(
                &mut tx,
                format!("UPDATE {table} SET updated_at = now() WHERE workspace_id = '{target}'"),
            );
            match (*table, updated.await) {
                ("bcm_version_history", Err(error)) => {
                    assert!(error.to_string().contains("permission denied"));
                }
                (_, updated) => assert_eq!(updated.unwrap(), 0, "{table}"),
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_inserts_rows_for_another_tenant() {
    let (bcm, one, other) = two_tenants().await;
    let database = bcm.database.connect();
    let copies = [
        ("business_contexts", json!({"id": Uuid::new_v4(), "request_key": "stolen"})),
        ("business_context_manifests", json!({"id": Uuid::new_v4(), "version_major": 99})),
        ("bcm_heads", json!({"workspace_id": Uuid::new_v4()})),
        ("bcm_version_history", json!({"id": Uuid::new_v4()})),
        ("bcm_access_logs", json!({"id": Uuid::new_v4()})),
        ("bcm_metrics", json!({"day": "2026-11-21"})),
        ("bcm_cleanup_queue", json!({"id": Uuid::new_v4(), "status": "completed"})),
        ("idempotency_keys", json!({"key": "stolen"})),
        ("outbox", json!({"id": Uuid::new_v4(), "event_key": "stolen"})),
    ];
    for (table, change) in copies {
        let row = format!(
            "SELECT row_to_json(r)::jsonb || '{change}' AS n FROM {table} r WHERE workspace_id = '{}' LIMIT 1",
            other.workspace
        );
        let row = bcm.json(&row).await;
        let columns = bcm.columns(table).await;
        let insert = format!(
            "INSERT INTO {table} ({columns}) SELECT {columns} FROM jsonb_populate_record(NULL::{table}, '{}')",
            row.to_string().replace('\'', "''")
        );
        for scope in [
            Scope::default(),
            member(&one, Role::Owner),
            member(&other, Role::Owner),
            Scope::service(Schema::Bcm).in_workspace(one.workspace),
        ] {
            let mut tx = database.begin(scope).await.unwrap();
            let refused = rows(&mut tx, insert.clone()).await.expect_err(table).to_string();
            assert!(refused.contains("row-level security"), "{table}: {refused}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn versions_and_audit_entries_are_immutable_even_for_the_service() {
    let (bcm, one, _) = two_tenants().await;
    let database = bcm.database.connect();
    let service = Scope::service(Schema::Bcm).in_workspace(one.workspace);
    for statement in [
        "UPDATE business_context_manifests SET token_count = 1",
        "UPDATE business_context_manifests SET manifest = '{}'",
        "UPDATE business_context_manifests SET manifest = NULL, purged_at = now(), checksum = repeat('0', 64)",
        "UPDATE bcm_version_history SET reason = 'x'",
        "UPDATE audit_log SET action = 'x'",
        "DELETE FROM audit_log",
    ] {
        let mut tx = database.begin(service).await.unwrap();
        assert!(rows(&mut tx, statement.to_owned()).await.is_err(), "{statement}");
    }
}
