//! Row-level security, tried as the service's own role: what a transaction sees and may write depends on its settings.

use database::{Database, Schema, Scope};
use diesel_async::RunQueryDsl as _;
use primitives::Role;

use crate::harness::{AuthService, Founder};

/// Every table, a column to write, and the condition that finds Ada's rows.
const TABLES: [(&str, &str, &str); 13] = [
    ("accounts", "state_reason", "id = '{user}'"),
    ("users", "bio", "id = '{user}'"),
    ("sessions", "ip", "user_id = '{user}'"),
    ("refresh_tokens", "generation", "user_id = '{user}'"),
    ("one_time_tokens", "expires_at", "user_id = '{user}'"),
    ("workspaces", "name", "id = '{workspace}'"),
    ("workspace_members", "role", "workspace_id = '{workspace}'"),
    ("provisioning_failures", "error", "account_id = '{user}'"),
    ("password_tries", "tries", "true"),
    ("outbox", "kind", "true"),
    ("email_log", "subject", "user_id = '{user}'"),
    ("idempotency_keys", "status", "workspace_id = '{workspace}'"),
    ("audit_log", "action", "true"),
];

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

/// Two tenants with rows in every table.
async fn tenants() -> Tenants {
    let auth = AuthService::start().await;
    let (ada, bob) = (auth.founder("ada@example.com").await, auth.founder("bob@example.com").await);
    for founder in [&ada, &bob] {
        auth.log_in(&founder.email, "wrong password!").await.unwrap_err();
        auth.mail(&founder.email, "Confirm").await;
        let (user, workspace) = (founder.user, founder.workspace.unwrap());
        auth.sql(&format!(
            "INSERT INTO provisioning_failures (account_id, step, error, resolved_at)
                 VALUES ('{user}', 'profile', 'x', now());
             INSERT INTO idempotency_keys (workspace_id, scope, key, request_hash, status, leased_until, holder, expires_at)
                 VALUES ('{workspace}', 'x', 'k', repeat('0', 64), 'running', now(), gen_random_uuid(), now());"
        ))
        .await;
    }
    let database = Database::connect(&auth.database.settings(), Schema::Auth).unwrap();
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

    fn of_ada(&self, condition: &str) -> String {
        let workspace = self.ada.workspace.unwrap().to_string();
        condition.replace("{user}", &self.ada.user.to_string()).replace("{workspace}", &workspace)
    }

    /// A statement that writes one of Ada's rows again, as it is.
    async fn insert(&self, table: &str, condition: &str) -> String {
        let row =
            self.auth.rows(&format!("SELECT * FROM {table} WHERE {condition} LIMIT 1")).await[0].to_string();
        let row = row.replace('\'', "''");
        let overriding = if table == "audit_log" { "OVERRIDING SYSTEM VALUE " } else { "" };
        format!("INSERT INTO {table} {overriding}SELECT * FROM jsonb_populate_record(NULL::{table}, '{row}')")
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
async fn row_level_security_is_enabled_and_forced_on_every_table() {
    let auth = AuthService::start().await;
    let mine = "relnamespace = 'rf_auth'::regnamespace AND relkind = 'r' AND relname <> '__diesel_schema_migrations'";
    let open = format!(
        "SELECT count(*) FROM pg_class WHERE {mine} AND NOT (relrowsecurity AND relforcerowsecurity)"
    );
    assert_eq!(auth.count(&open).await, 0);
    assert_eq!(auth.count(&format!("SELECT count(*) FROM pg_class WHERE {mine}")).await, 13);
    assert_eq!(auth.count("SELECT count(*) FROM pg_class WHERE relowner = 'rf_auth'::regrole").await, 0);
    let bypass = "SELECT count(*) FROM pg_roles WHERE rolname = 'rf_auth' AND (rolbypassrls OR rolsuper)";
    assert_eq!(auth.count(bypass).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_stranger_reads_or_writes_any_table() {
    let tenants = tenants().await;
    let hers = tenants.ada.workspace.unwrap();
    let strangers = [
        Scope::default(),
        Scope::user(tenants.bob.user),
        Scope::member(tenants.bob.user, tenants.bob.workspace.unwrap(), Role::Owner),
        // attested by a gateway that was fooled
        Scope::member(tenants.bob.user, hers, Role::Member),
    ];
    for (table, column, condition) in TABLES {
        let condition = tenants.of_ada(condition);
        let rows = format!("SELECT count(*) FROM {table} WHERE {condition}");
        assert!(tenants.auth.count(&rows).await > 0, "{table} has nothing to hide");
        let insert = tenants.insert(table, &condition).await;
        for scope in strangers {
            assert_eq!(tenants.sees(scope, table, &condition).await, 0, "{table} {scope:?}");
            let update = format!("UPDATE {table} SET {column} = {column} WHERE {condition}");
            assert_ne!(tenants.reach(scope, &update).await, Reach::Rows(1), "{table} {scope:?}");
            let delete = format!("DELETE FROM {table} WHERE {condition}");
            let deleted = tenants.reach(scope, &delete).await;
            assert!(matches!(deleted, Reach::Rows(0) | Reach::Refused), "{table} {scope:?} {deleted:?}");
            assert_eq!(tenants.reach(scope, &insert).await, Reach::Refused, "{table} {scope:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn users_read_what_is_theirs_and_write_only_their_profile() {
    let tenants = tenants().await;
    let ada = Scope::user(tenants.ada.user);
    for (table, column, condition) in &TABLES[..5] {
        let condition = tenants.of_ada(condition);
        assert!(tenants.sees(ada, table, &condition).await > 0, "{table}");
        assert_eq!(
            tenants.sees(ada, table, "true").await,
            tenants.sees(ada, table, &condition).await,
            "{table}"
        );
        let expected = usize::from(*table == "users");
        let update = format!("UPDATE {table} SET {column} = {column} WHERE {condition}");
        assert_eq!(tenants.reach(ada, &update).await, Reach::Rows(expected), "{table}");
        assert_eq!(tenants.reach(ada, &format!("DELETE FROM {table}")).await, Reach::Rows(0), "{table}");
    }
    for change in ["platform_role = 'admin'", "metadata = '{\"x\":1}'", "created_at = now()"] {
        assert_eq!(
            tenants.reach(ada, &format!("UPDATE users SET {change}")).await,
            Reach::Refused,
            "{change}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn members_read_a_workspace_and_its_owner_and_admins_change_it() {
    let tenants = tenants().await;
    let hers = tenants.ada.workspace.unwrap();
    let rename = format!("UPDATE workspaces SET name = 'x' WHERE id = '{hers}'");
    let invite = format!(
        "INSERT INTO workspace_members (workspace_id, user_id, role) VALUES ('{hers}', '{}', 'member')",
        uuid::Uuid::nil()
    );
    for (role, may_write) in [(Role::Member, false), (Role::Admin, true)] {
        tenants.member(&tenants.bob, role).await;
        let bob = Scope::member(tenants.bob.user, hers, role);
        assert_eq!(tenants.sees(bob, "workspaces", "true").await, 1);
        assert_eq!(tenants.sees(bob, "workspace_members", "true").await, 2);
        assert_eq!(tenants.reach(bob, &rename).await, Reach::Rows(usize::from(may_write)), "{role}");
        let demote =
            format!("UPDATE workspace_members SET role = 'member' WHERE user_id = '{}'", tenants.ada.user);
        assert_eq!(tenants.reach(bob, &demote).await, Reach::Rows(0), "{role}");
        let usurp =
            format!("UPDATE workspace_members SET role = 'owner' WHERE user_id = '{}'", tenants.bob.user);
        assert_ne!(tenants.reach(bob, &usurp).await, Reach::Rows(1), "{role}");
        let own = Scope::user(tenants.bob.user);
        assert_eq!(tenants.sees(own, "workspaces", "true").await, 2);
    }
    let bob = Scope::member(tenants.bob.user, hers, Role::Member);
    tenants.member(&tenants.bob, Role::Member).await;
    assert_eq!(tenants.reach(bob, &invite).await, Reach::Refused);
    let delete = format!("DELETE FROM workspaces WHERE id = '{hers}'");
    assert_eq!(
        tenants.reach(Scope::member(tenants.ada.user, hers, Role::Owner), &delete).await,
        Reach::Rows(0)
    );
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
async fn platform_staff_reads_profiles_and_nothing_else() {
    let tenants = tenants().await;
    for role in ["support", "billing_admin", "admin", "super_admin"] {
        let promote = format!("UPDATE users SET platform_role = '{role}' WHERE id = '{}'", tenants.bob.user);
        tenants.auth.sql(&promote).await;
        let bob = Scope::user(tenants.bob.user);
        assert_eq!(tenants.sees(bob, "users", "true").await, 2, "{role}");
        for (table, _, condition) in TABLES.into_iter().filter(|(table, _, _)| *table != "users") {
            assert_eq!(tenants.sees(bob, table, &tenants.of_ada(condition)).await, 0, "{role} {table}");
        }
        let edit = format!("UPDATE users SET bio = 'x' WHERE id = '{}'", tenants.ada.user);
        assert_eq!(tenants.reach(bob, &edit).await, Reach::Rows(0), "{role}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_service_at_work_on_one_workspace_sees_no_other() {
    let tenants = tenants().await;
    let hers = tenants.ada.workspace.unwrap();
    let kept_to_hers = Scope::service(Schema::Auth).in_workspace(hers);
    for table in ["workspaces", "workspace_members", "idempotency_keys"] {
        assert_eq!(tenants.sees(kept_to_hers, table, "true").await, 1, "{table}");
        assert_eq!(tenants.sees(Scope::service(Schema::Auth), table, "true").await, 2, "{table}");
    }
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
