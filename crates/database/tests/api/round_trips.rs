//! Statements that travel with the beginning and the end of their transaction.

use database::{Database, Schema, Scope, Settings, sql};
use diesel_async::RunQueryDsl;
use futures::FutureExt as _;
use testkit::TestDatabase;

use crate::support::{Text, bcm, service, text, workspace};

const SERVICE: &str = "SELECT current_setting('app.service', true) AS value";

#[tokio::test(flavor = "multi_thread")]
async fn the_last_statement_is_inside_the_transaction_whether_or_not_it_was_prepared_before() {
    let (_database, pool) = one_connection().await;
    for _ in 0..3 {
        let tx = pool.begin(service(workspace())).await.unwrap();
        let last = tx.commit_with::<Text>(sql(SERVICE)).await.unwrap();
        assert_eq!(last.unwrap().value.as_deref(), Some("bcm"));
        let mut next = pool.begin(Scope::default()).await.unwrap();
        assert_eq!(text(&mut next, SERVICE).await.as_deref(), Some(""));
        next.commit().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_statement_is_kept_with_what_came_before_it() {
    let (database, pool) = bcm().await;
    let workspace = workspace();
    let mut tx = pool.begin(service(workspace)).await.unwrap();
    sql(entry(workspace, "first")).execute(&mut *tx).await.unwrap();
    assert!(tx.commit_with::<Text>(sql(entry(workspace, "last"))).await.unwrap().is_none());
    assert_eq!(kept(&database).await, "2");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_kept_when_a_statement_failed() {
    let (database, pool) = bcm().await;
    let workspace = workspace();
    let mut tx = pool.begin(service(workspace)).await.unwrap();
    sql(entry(workspace, "first")).execute(&mut *tx).await.unwrap();
    tx.commit_with::<Text>(sql("SELECT (1 / 0)::text AS value")).await.unwrap_err();

    let mut tx = pool.begin(service(workspace)).await.unwrap();
    sql(entry(workspace, "second")).execute(&mut *tx).await.unwrap();
    sql("SELECT 1 / 0").execute(&mut *tx).await.unwrap_err();
    tx.commit_with::<Text>(sql(SERVICE)).await.unwrap_err();
    assert_eq!(kept(&database).await, "0");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_statements_see_what_the_scope_may_see() {
    let (_database, pool) = one_connection().await;
    for _ in 0..2 {
        let first = pool.begin_with(service(workspace()), |conn| {
            async move { Ok(sql(SERVICE).get_result::<Text>(&mut &*conn).await?.value) }.boxed()
        });
        let (tx, seen) = first.await.unwrap();
        assert_eq!(seen.as_deref(), Some("bcm"));
        tx.commit().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_whose_first_statement_fails_is_rolled_back() {
    let (_database, pool) = one_connection().await;
    let failing = pool.begin_with(service(workspace()), |conn| {
        async move { Ok(sql("SELECT 1 / 0").execute(&mut &*conn).await?) }.boxed()
    });
    assert!(failing.await.is_err());
    let mut next = pool.begin(Scope::default()).await.unwrap();
    assert_eq!(text(&mut next, SERVICE).await.as_deref(), Some(""));
    next.commit().await.unwrap();
}

async fn one_connection() -> (TestDatabase, Database) {
    let database = TestDatabase::new(Schema::Bcm).await;
    let settings = Settings { pool_size: 1, ..database.settings() };
    let pool = Database::connect(&settings, Schema::Bcm).unwrap();
    (database, pool)
}

fn entry(workspace: primitives::WorkspaceId, key: &str) -> String {
    format!(
        "INSERT INTO outbox (id, workspace_id, event_key, kind, payload, next_attempt_at)
         VALUES (gen_random_uuid(), '{workspace}', '{key}', 'test', '{{}}', now())"
    )
}

async fn kept(database: &TestDatabase) -> String {
    let count = "SELECT count(*)::text AS value FROM outbox";
    text(&mut database.owner().await, count).await.unwrap()
}
