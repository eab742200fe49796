//! What the database itself shows and takes, table by table, as the service's own role.

use database::Conn;
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl as _, SimpleAsyncConnection as _};
use secrecy::ExposeSecret as _;
use testkit::TestMember;

use crate::harness::Payments;

/// Tables that belong to tenants, and what makes a row of each belong to a workspace.
const TABLES: [&str; 13] = [
    "payment_transactions",
    "subscriptions",
    "subscription_events",
    "refunds",
    "invoices",
    "dunning_actions",
    "payment_audit_log",
    "payment_security_events",
    "outbox",
    "email_log",
    "idempotency_keys",
    "audit_log",
    "webhook_events",
];
/// What a workspace's owner and admin may read directly.
const READABLE: [&str; 6] =
    ["payment_transactions", "subscriptions", "subscription_events", "refunds", "invoices", "audit_log"];
/// What platform billing reads of all tenants.
const BILLING: [&str; 9] = [
    "payment_transactions",
    "subscriptions",
    "subscription_events",
    "refunds",
    "invoices",
    "dunning_actions",
    "payment_audit_log",
    "payment_security_events",
    "webhook_events",
];

async fn role(payments: &Payments) -> AsyncPgConnection {
    let mut conn = AsyncPgConnection::establish(payments.database.url().expose_secret()).await.unwrap();
    conn.batch_execute("SET search_path TO rf_payments").await.unwrap();
    conn
}

/// Begins a transaction as somebody.
async fn become_somebody(conn: &mut Conn, user: &str, workspace: &str, role: &str, service: &str) {
    let sql = format!(
        "ROLLBACK; BEGIN; SELECT set_config('app.user_id', '{user}', true), set_config('app.workspace_id', '{workspace}', true),
            set_config('app.role', '{role}', true), set_config('app.service', '{service}', true)"
    );
    conn.batch_execute(&sql).await.unwrap();
}

#[derive(diesel::QueryableByName)]
struct Count {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    n: i64,
}

async fn visible(conn: &mut Conn, table: &str) -> i64 {
    let sql = format!("SELECT count(*) AS n FROM {table}");
    diesel::sql_query(sql).get_result::<Count>(conn).await.unwrap().n
}

/// How many rows a statement changed; a refusal changes none and is undone.
async fn changed(conn: &mut Conn, statement: &str) -> usize {
    conn.batch_execute("SAVEPOINT before").await.unwrap();
    match diesel::sql_query(statement).execute(conn).await {
        Ok(rows) => rows,
        Err(_) => {
            conn.batch_execute("ROLLBACK TO before").await.unwrap();
            0
        }
    }
}

/// A row of every table for the workspace.
async fn fill(payments: &Payments, member: &TestMember) {
    let workspace = member.workspace;
    let query =
        format!("SELECT merchant_order_id FROM payment_transactions WHERE workspace_id = '{workspace}'");
    let order = payments.column(&query, "merchant_order_id").await.remove(0);
    payments
        .sql(&format!(
            "INSERT INTO refunds (id, merchant_refund_id, original_order_id, workspace_id, refund_amount_paise, reason, status,
                 refund_idempotency_key, requested_by)
             VALUES (gen_random_uuid(), 'REF{order}', '{order}', '{workspace}', 100, 'r', 'pending', 'key', gen_random_uuid());
             INSERT INTO invoices (id, number, workspace_id, items, subtotal_paise, total_paise, status, issued_at)
             VALUES (gen_random_uuid(), 'RF/2026-27/' || lpad((random() * 999999)::int::text, 6, '0'), '{workspace}', '[]',
                 100, 100, 'issued', now());
             INSERT INTO dunning_actions (id, workspace_id, period_end, day, action)
             VALUES (gen_random_uuid(), '{workspace}', now(), 0, 'a');
             INSERT INTO payment_security_events (id, workspace_id, event_type, severity)
             VALUES (gen_random_uuid(), '{workspace}', 'X', 'low');
             INSERT INTO email_log (id, event_key, workspace_id, user_id, type, subject, status)
             VALUES (gen_random_uuid(), 'k{workspace}', '{workspace}', gen_random_uuid(), 't', 's', 'sent')
                 ON CONFLICT DO NOTHING;
             INSERT INTO webhook_events (id, dedupe_key, event, raw_body, authenticated, received_at, next_attempt_at,
                 processed_at, result)
             VALUES (gen_random_uuid(), 'd{workspace}', 'e', '', true, now(), now(), now(), 'ignored')"
        ))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_settings_nothing_is_visible_and_nothing_can_be_written() {
    let payments = Payments::start().await;
    let owner = payments.paid_workspace().await;
    fill(&payments, &owner).await;
    let mut conn = role(&payments).await;
    become_somebody(&mut conn, "", "", "", "").await;
    for table in TABLES {
        assert_eq!(visible(&mut conn, table).await, 0, "{table}");
        assert_eq!(changed(&mut conn, &format!("DELETE FROM {table}")).await, 0, "delete {table}");
        assert_eq!(changed(&mut conn, &touch(table)).await, 0, "update {table}");
        assert_eq!(changed(&mut conn, &copy(table)).await, 0, "insert {table}");
    }
}

fn touch(table: &str) -> String {
    format!("UPDATE {table} SET created_at = created_at")
}

/// Inserts what could be read, under new ids, as rows of the workspace at hand.
fn copy(table: &str) -> String {
    match table {
        "idempotency_keys" => "INSERT INTO idempotency_keys (workspace_id, scope, key, request_hash, status, leased_until, expires_at)
             VALUES ('00000000-0000-7000-8000-000000000001', 's', 'k', repeat('0', 64), 'running', now(), now())".to_owned(),
        "subscriptions" => "INSERT INTO subscriptions (id, workspace_id, plan, billing_cycle, status)
             VALUES (gen_random_uuid(), '00000000-0000-7000-8000-000000000001', 'soar', 'yearly', 'incomplete')".to_owned(),
        "outbox" => "INSERT INTO outbox (id, workspace_id, event_key, kind, payload, next_attempt_at)
             VALUES (gen_random_uuid(), '00000000-0000-7000-8000-000000000001', 'x', 'x', '{}', now())".to_owned(),
        "email_log" => "INSERT INTO email_log (id, event_key, workspace_id, user_id, type, subject, status)
             VALUES (gen_random_uuid(), 'x', '00000000-0000-7000-8000-000000000001', gen_random_uuid(), 't', 's', 'sent')".to_owned(),
        "webhook_events" => "INSERT INTO webhook_events (id, dedupe_key, event, raw_body, authenticated, received_at, next_attempt_at)
             VALUES (gen_random_uuid(), 'x', 'x', '', true, now(), now())".to_owned(),
        "payment_security_events" => "INSERT INTO payment_security_events (id, workspace_id, event_type, severity)
             VALUES (gen_random_uuid(), '00000000-0000-7000-8000-000000000001', 'x', 'low')".to_owned(),
        "dunning_actions" => "INSERT INTO dunning_actions (id, workspace_id, period_end, day, action)
             VALUES (gen_random_uuid(), '00000000-0000-7000-8000-000000000001', now(), 0, 'x')".to_owned(),
        "invoices" => "INSERT INTO invoices (id, number, workspace_id, items, subtotal_paise, total_paise, status, issued_at)
             VALUES (gen_random_uuid(), 'RF/2026-27/999999', '00000000-0000-7000-8000-000000000001', '[]', 1, 1, 'issued', now())".to_owned(),
        "payment_audit_log" => "INSERT INTO payment_audit_log (id, transaction_id, workspace_id, action, checksum)
             VALUES (gen_random_uuid(), gen_random_uuid(), '00000000-0000-7000-8000-000000000001', 'x', '')".to_owned(),
        "audit_log" => "INSERT INTO audit_log (id, workspace_id, actor_kind, action, target_type, target_id, success, created_at, prev_hash, hash)
             VALUES (gen_random_uuid(), '00000000-0000-7000-8000-000000000001', 'user', 'x', 'x', 'x', true, now(), '', '')".to_owned(),
        "payment_transactions" => "INSERT INTO payment_transactions (id, workspace_id, user_id, merchant_order_id, purpose, plan,
                 billing_cycle, amount_paise, status, expires_at)
             VALUES (gen_random_uuid(), '00000000-0000-7000-8000-000000000001', gen_random_uuid(), 'X', 'new', 'soar', 'yearly', 100,
                 'pending', now() + interval '1 h')".to_owned(),
        "subscription_events" => "INSERT INTO subscription_events (id, workspace_id, subscription_id, event, \"to\")
             SELECT gen_random_uuid(), '00000000-0000-7000-8000-000000000001', id, 'created', '{}' FROM subscriptions LIMIT 1".to_owned(),
        "refunds" => "INSERT INTO refunds (id, merchant_refund_id, original_order_id, workspace_id, refund_amount_paise, reason, status,
                 refund_idempotency_key, requested_by)
             SELECT gen_random_uuid(), 'X', merchant_order_id, '00000000-0000-7000-8000-000000000001', 100, 'r', 'cancelled', 'x',
                 gen_random_uuid() FROM payment_transactions LIMIT 1".to_owned(),
        other => panic!("no row for {other}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn members_read_what_is_theirs_by_role_and_write_nothing_directly() {
    let payments = Payments::start().await;
    let (owner, other) = (payments.paid_workspace().await, payments.paid_workspace().await);
    fill(&payments, &owner).await;
    fill(&payments, &other).await;
    let mut conn = role(&payments).await;
    let (user, workspace) = (owner.user.id.to_string(), owner.workspace.to_string());
    for who in ["owner", "admin", "member"] {
        become_somebody(&mut conn, &user, &workspace, who, "").await;
        for table in TABLES {
            let reads = who != "member" && READABLE.contains(&table);
            let mine = visible(&mut conn, table).await;
            assert_eq!(mine > 0, reads, "{who} reads {mine} of {table}");
            if reads {
                let foreign =
                    format!("SELECT count(*) AS n FROM {table} WHERE workspace_id <> '{workspace}'");
                let foreign = diesel::sql_query(foreign).get_result::<Count>(&mut conn).await.unwrap().n;
                assert_eq!(foreign, 0, "{who} sees another tenant in {table}");
            }
            assert_eq!(changed(&mut conn, &format!("DELETE FROM {table}")).await, 0, "{who} deletes {table}");
            assert_eq!(changed(&mut conn, &touch(table)).await, 0, "{who} updates {table}");
            assert_eq!(changed(&mut conn, &copy(table)).await, 0, "{who} inserts {table}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_service_at_work_on_one_workspace_cannot_touch_another() {
    let payments = Payments::start().await;
    let (owner, other) = (payments.paid_workspace().await, payments.paid_workspace().await);
    fill(&payments, &owner).await;
    fill(&payments, &other).await;
    let mut conn = role(&payments).await;
    become_somebody(&mut conn, "", &owner.workspace.to_string(), "", "payments").await;
    for table in TABLES.into_iter().filter(|table| *table != "webhook_events") {
        assert!(visible(&mut conn, table).await > 0, "{table}");
        let foreign = |verb: &str| format!("{verb} WHERE workspace_id = '{}'", other.workspace);
        assert_eq!(changed(&mut conn, &foreign(&format!("DELETE FROM {table}"))).await, 0, "{table}");
        assert_eq!(changed(&mut conn, &foreign(&touch(table))).await, 0, "{table}");
        assert_eq!(changed(&mut conn, &copy(table)).await, 0, "insert {table}");
        let theirs = foreign(&format!("SELECT count(*) AS n FROM {table}"));
        assert_eq!(diesel::sql_query(theirs).get_result::<Count>(&mut conn).await.unwrap().n, 0, "{table}");
    }
    assert_eq!(visible(&mut conn, "webhook_events").await, 0, "webhooks belong to no workspace");
}

#[tokio::test(flavor = "multi_thread")]
async fn platform_billing_reads_the_payment_tables_of_all_tenants_and_writes_none() {
    let payments = Payments::start().await;
    let (owner, other) = (payments.paid_workspace().await, payments.paid_workspace().await);
    fill(&payments, &owner).await;
    fill(&payments, &other).await;
    let mut conn = role(&payments).await;
    become_somebody(&mut conn, &owner.user.id.to_string(), "", "billing_admin", "").await;
    for table in TABLES {
        assert_eq!(visible(&mut conn, table).await >= 2, BILLING.contains(&table), "{table}");
        assert_eq!(changed(&mut conn, &format!("DELETE FROM {table}")).await, 0, "{table}");
        assert_eq!(changed(&mut conn, &touch(table)).await, 0, "{table}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn trails_cannot_be_altered_and_prices_cannot_be_changed_by_the_service() {
    let payments = Payments::start().await;
    payments.paid_workspace().await;
    let mut conn = role(&payments).await;
    become_somebody(&mut conn, "", "", "", "payments").await;
    for statement in [
        "UPDATE payment_audit_log SET action = 'x'",
        "DELETE FROM payment_audit_log",
        "UPDATE audit_log SET action = 'x'",
        "DELETE FROM audit_log",
        "UPDATE payment_security_events SET severity = 'low'",
        "UPDATE plans SET monthly_paise = 100",
        "DELETE FROM plans",
        "TRUNCATE payment_audit_log",
    ] {
        assert_eq!(changed(&mut conn, statement).await, 0, "{statement}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_keeps_money_and_order_by_itself() {
    let payments = Payments::start().await;
    let owner = payments.paid_workspace().await;
    let mut conn = role(&payments).await;
    become_somebody(&mut conn, "", "", "", "payments").await;
    for statement in [
        "UPDATE payment_transactions SET status = 'pending'",
        "UPDATE payment_transactions SET status = 'failed', failed_at = now(), failure_code = 'x'",
        "UPDATE payment_transactions SET amount_paise = 99",
        "UPDATE payment_transactions SET refunded_paise = amount_paise + 1",
        "UPDATE payment_transactions SET completed_at = NULL",
        "UPDATE subscriptions SET current_period_end = current_period_start",
        "UPDATE subscriptions SET current_period_end = NULL",
        "UPDATE subscriptions SET status = 'past_due'",
        "UPDATE subscriptions SET status = 'trial'",
    ] {
        assert_eq!(changed(&mut conn, statement).await, 0, "{statement}");
    }
    let refunded = "UPDATE payment_transactions SET status = 'refunded', refunded_paise = amount_paise";
    assert_eq!(changed(&mut conn, refunded).await, 1);
    drop(owner);
}
