use std::time::Duration;

use database::{Database, Schema, Scope, Settings, sql};
use diesel_async::RunQueryDsl;
use primitives::{Clock, Role, UserId};
use testkit::TestDatabase;

use crate::support::{Text, text, workspace};

const NOW: &str = "SELECT clock_timestamp()::text AS value";
const IDLE_IN_TRANSACTION: &str = "SELECT count(*)::text AS value FROM pg_stat_activity
    WHERE datname = current_database() AND usename = 'rf_bcm' AND state LIKE 'idle in transaction%'";

/// Work is dropped after random times, hundreds of times in all; the next request gets the same connection.
#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_request_never_leaves_its_transaction_to_the_next() {
    let database = TestDatabase::new(Schema::Bcm).await;
    let settings = Settings { pool_size: 1, ..database.settings() };
    let pool = Database::connect(&settings, Schema::Bcm).unwrap();
    let mut owner = database.owner().await;
    for round in 0..400_u64 {
        let scope = Scope::member(UserId::new(&Clock::system()), workspace(), Role::Owner);
        let pool_of_request = pool.clone();
        let request = async move {
            let mut tx = pool_of_request.begin(scope).await.unwrap();
            for _ in 0..3 {
                diesel::sql_query("SELECT pg_sleep(0.0003)").execute(&mut *tx).await.unwrap();
            }
            if round % 2 == 0 {
                tx.commit().await.unwrap();
            } else {
                tx.commit_with::<Text>(sql(NOW)).await.unwrap();
            }
        };
        let _ = tokio::time::timeout(Duration::from_micros(round * 17), request).await;
        let before = text(&mut owner, NOW).await.unwrap();
        let mut next = pool.begin(Scope::default()).await.unwrap();
        // a BEGIN inside of an open transaction changes nothing about when that began
        let own = format!("SELECT (transaction_timestamp() >= '{before}')::text AS value");
        assert_eq!(text(&mut next, &own).await.as_deref(), Some("true"), "round {round}");
        next.commit().await.unwrap();
    }
    testkit::eventually("every transaction ended", async || {
        (text(&mut owner, IDLE_IN_TRANSACTION).await.as_deref() == Some("0")).then_some(())
    })
    .await;
}
