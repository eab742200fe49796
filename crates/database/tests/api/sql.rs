use database::Scope;
use diesel::sql_types::Integer;
use diesel_async::RunQueryDsl;

use crate::support::{bcm, text};

const CALLS: &str = "SELECT (custom_plans + generic_plans)::text AS value FROM pg_prepared_statements
    WHERE statement = 'SELECT $1 + 1'";

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_in_plain_sql_is_prepared_once_on_a_connection() {
    let (_database, pool) = bcm().await;
    for calls in ["1", "2", "3"] {
        let mut tx = pool.begin(Scope::default()).await.unwrap();
        database::sql("SELECT $1 + 1").bind::<Integer, _>(1).execute(&mut *tx).await.unwrap();
        assert_eq!(text(&mut tx, CALLS).await.as_deref(), Some(calls));
        tx.commit().await.unwrap();
    }
}
