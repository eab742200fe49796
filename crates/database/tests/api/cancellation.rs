use std::time::Duration;

use database::Scope;
use diesel_async::RunQueryDsl;
use primitives::{Clock, Role, UserId};

use crate::support::{bcm, text, workspace};

const IDLE_IN_TRANSACTION: &str = "SELECT count(*)::text AS value FROM pg_stat_activity
    WHERE datname = current_database() AND usename = 'rf_bcm' AND state LIKE 'idle in transaction%'";
const LEFTOVER: &str =
    "SELECT concat(current_setting('app.user_id', true), current_setting('app.workspace_id', true)) AS value";

/// Work is dropped after every possible number of polls and after random times, hundreds of times in all.
#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_request_never_leaves_its_transaction_to_the_next() {
    let (database, pool) = bcm().await;
    for round in 0..400_u64 {
        let scope = Scope::member(UserId::new(&Clock::system()), workspace(), Role::Owner);
        let pool_of_request = pool.clone();
        let request = async move {
            let mut tx = pool_of_request.begin(scope).await.unwrap();
            for _ in 0..3 {
                diesel::sql_query("SELECT pg_sleep(0.0003)").execute(&mut *tx).await.unwrap();
            }
            tx.commit().await.unwrap();
        };
        let _ = tokio::time::timeout(Duration::from_micros(round * 17), request).await;
        let mut next = pool.begin(Scope::default()).await.unwrap();
        assert_eq!(text(&mut next, LEFTOVER).await.as_deref(), Some(""), "round {round}");
        next.commit().await.unwrap();
    }
    let mut owner = database.owner().await;
    testkit::eventually("every transaction ended", async || {
        (text(&mut owner, IDLE_IN_TRANSACTION).await.as_deref() == Some("0")).then_some(())
    })
    .await;
}
