use database::Scope;
use primitives::{Clock, Role, UserId};

use crate::support::{bcm, service, text, workspace};

const SETTINGS: &str =
    "SELECT concat_ws('|', current_setting('app.user_id', true), current_setting('app.workspace_id', true),
    current_setting('app.role', true), current_setting('app.service', true)) AS value";

#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_carries_its_scope_and_leaves_nothing_behind() {
    let (_database, pool) = bcm().await;
    let (user, workspace) = (UserId::new(&Clock::system()), workspace());
    let mut tx = pool.begin(Scope::member(user, workspace, Role::Admin)).await.unwrap();
    assert_eq!(text(&mut tx, SETTINGS).await, Some(format!("{user}|{workspace}|admin|")));
    // the next begin would hide what is left: the transaction is ended under it
    diesel_async::RunQueryDsl::execute(diesel::sql_query("COMMIT"), &mut *tx).await.unwrap();
    assert_eq!(text(&mut tx, SETTINGS).await.as_deref(), Some("|||"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_statement_cannot_be_committed() {
    let (_database, pool) = bcm().await;
    let mut tx = pool.begin(service(workspace())).await.unwrap();
    let failed = diesel_async::RunQueryDsl::execute(diesel::sql_query("SELECT 1 / 0"), &mut *tx).await;
    assert!(failed.is_err());
    assert!(tx.commit().await.is_err(), "a lost write must not be acknowledged");
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_that_died_with_the_server_are_replaced() {
    let (database, pool) = bcm().await;
    for _ in 0..3 {
        pool.ping().await.unwrap();
    }
    let mut owner = database.owner().await;
    let kill = "SELECT string_agg(pg_terminate_backend(pid)::text, ',') AS value FROM pg_stat_activity
                WHERE datname = current_database() AND usename = 'rf_bcm'";
    assert!(text(&mut owner, kill).await.is_some());
    pool.ping().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_role_owns_nothing_and_bypasses_nothing() {
    let (_database, pool) = bcm().await;
    let mut tx = pool.begin(service(workspace())).await.unwrap();
    let rights =
        "SELECT (rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole)::text AS value FROM pg_roles
                  WHERE rolname = current_user";
    assert_eq!(text(&mut tx, rights).await.as_deref(), Some("false"));
    let owned = "SELECT count(*)::text AS value FROM pg_class WHERE pg_get_userbyid(relowner) = current_user";
    assert_eq!(text(&mut tx, owned).await.as_deref(), Some("0"));
}
