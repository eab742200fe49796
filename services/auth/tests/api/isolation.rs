//! What row-level security says beyond who reaches which table, which `cargo raptor prove tenants` proves: columns, roles
//! and the chain of the audit log, tried as the service's own role.

use database::{Database, Schema, Scope};
use diesel_async::RunQueryDsl as _;
use primitives::Role;

use crate::harness::{AuthService, Founder};

struct Tenants {
    auth: AuthService,
    database: Database,
    ada: Founder,
    bob: Founder,
}

/// What became of a statement.
#[derive(Debug, PartialEq, Eq)]
enum Reach {
    Rows(usize),
    Refused,
}

async fn tenants() -> Tenants {
    let auth = AuthService::start().await;
    let (ada, bob) = (auth.founder("ada@example.com").await, auth.founder("bob@example.com").await);
    let database = auth.database.connect();
    Tenants { auth, database, ada, bob }
}

impl Tenants {
    /// Runs a statement in a scope; nothing is kept.
    async fn reach(&self, scope: Scope, sql: &str) -> Reach {
        let mut tx = self.database.begin(scope).await.unwrap();
        match diesel::sql_query(sql).execute(&mut *tx).await {
            Ok(rows) => Reach::Rows(rows),
            Err(error) => {
                let text = error.to_string();
                let denied = ["row-level security", "permission denied", "users change only"]
                    .iter()
                    .any(|sign| text.contains(sign));
                assert!(denied, "{sql}: {text}");
                Reach::Refused
            }
        }
    }

    async fn sees(&self, scope: Scope, table: &str, condition: &str) -> usize {
        match self.reach(scope, &format!("SELECT 1 FROM {table} WHERE {condition}")).await {
            Reach::Rows(rows) => rows,
            Reach::Refused => panic!("reading {table} was refused"),
        }
    }

    async fn member(&self, founder: &Founder, role: Role) {
        self.auth
            .sql(&format!(
                "INSERT INTO workspace_members (workspace_id, user_id, role) VALUES ('{}', '{}', '{role}')
                 ON CONFLICT (workspace_id, user_id) DO UPDATE SET role = excluded.role",
                self.ada.workspace.unwrap(),
                founder.user
            ))
            .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn users_change_nothing_of_themselves_but_their_profile() {
    let tenants = tenants().await;
    let ada = Scope::user(tenants.ada.user);
    assert_eq!(tenants.reach(ada, "UPDATE users SET bio = 'x'").await, Reach::Rows(1));
    for change in ["platform_role = 'admin'", "metadata = '{\"x\":1}'", "created_at = now()"] {
        assert_eq!(
            tenants.reach(ada, &format!("UPDATE users SET {change}")).await,
            Reach::Refused,
            "{change}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_makes_themselves_the_owner_and_who_left_sees_nothing() {
    let tenants = tenants().await;
    let hers = tenants.ada.workspace.unwrap();
    for role in [Role::Member, Role::Admin] {
        tenants.member(&tenants.bob, role).await;
        let bob = Scope::member(tenants.bob.user, hers, role);
        assert_eq!(tenants.sees(bob, "workspace_members", "true").await, 2);
        let demote =
            format!("UPDATE workspace_members SET role = 'member' WHERE user_id = '{}'", tenants.ada.user);
        assert_eq!(tenants.reach(bob, &demote).await, Reach::Rows(0), "{role}");
        let usurp =
            format!("UPDATE workspace_members SET role = 'owner' WHERE user_id = '{}'", tenants.bob.user);
        assert_ne!(tenants.reach(bob, &usurp).await, Reach::Rows(1), "{role}");
        let own = Scope::user(tenants.bob.user);
        assert_eq!(tenants.sees(own, "workspaces", "true").await, 2);
    }
    let bob = Scope::member(tenants.bob.user, hers, Role::Admin);
    tenants
        .auth
        .sql(&format!(
            "UPDATE workspace_members SET is_active = false WHERE user_id = '{}'",
            tenants.bob.user
        ))
        .await;
    assert_eq!(tenants.sees(bob, "workspaces", "true").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn platform_staff_of_every_rank_reads_profiles_and_nothing_else() {
    let tenants = tenants().await;
    let accounts = format!("id = '{}'", tenants.ada.user);
    let sessions = format!("user_id = '{}'", tenants.ada.user);
    for role in ["support", "billing_admin", "admin", "super_admin"] {
        let promote = format!("UPDATE users SET platform_role = '{role}' WHERE id = '{}'", tenants.bob.user);
        tenants.auth.sql(&promote).await;
        let bob = Scope::user(tenants.bob.user);
        assert_eq!(tenants.sees(bob, "users", "true").await, 2, "{role}");
        for (table, condition) in
            [("accounts", &accounts), ("sessions", &sessions), ("refresh_tokens", &sessions)]
        {
            assert_eq!(tenants.sees(bob, table, condition).await, 0, "{role} {table}");
        }
        let edit = format!("UPDATE users SET bio = 'x' WHERE id = '{}'", tenants.ada.user);
        assert_eq!(tenants.reach(bob, &edit).await, Reach::Rows(0), "{role}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn other_services_find_nothing_here() {
    let tenants = tenants().await;
    for service in [Schema::Payments, Schema::Onboarding, Schema::Bcm] {
        for table in ["accounts", "users", "sessions", "refresh_tokens", "one_time_tokens", "password_tries"]
        {
            assert_eq!(tenants.sees(Scope::service(service), table, "true").await, 0, "{table}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_audit_log_is_chained_and_nobody_rewrites_it() {
    let tenants = tenants().await;
    let service = Scope::service(Schema::Auth);
    for statement in ["UPDATE audit_log SET action = 'x'", "DELETE FROM audit_log", "TRUNCATE audit_log"] {
        assert_eq!(tenants.reach(service, statement).await, Reach::Refused, "{statement}");
    }
    let broken =
        "SELECT count(*) FROM (SELECT prev_hash, lag(hash) OVER (PARTITION BY chain ORDER BY position) AS before
                  FROM audit_log) links WHERE before IS NOT NULL AND before <> prev_hash";
    assert_eq!(tenants.auth.count(broken).await, 0);
    assert!(tenants.auth.count("SELECT count(*) FROM audit_log").await >= 2);
}
