use database::{Schema, migrate};
use testkit::TestDatabase;

use crate::support::text;

#[tokio::test(flavor = "multi_thread")]
async fn a_schema_that_is_not_there_is_made_by_its_migrations_and_once() {
    let database = TestDatabase::new(Schema::Bcm).await;
    let owner = database.owner_url();
    let applied = migrate(&owner, Schema::Payments).await.unwrap();
    assert!(!applied.is_empty());
    assert!(migrate(&owner, Schema::Payments).await.unwrap().is_empty());
    let mut conn = database.owner().await;
    let may = "SELECT has_table_privilege('rf_payments', 'rf_payments.plans', 'SELECT')::text AS value";
    assert_eq!(text(&mut conn, may).await.as_deref(), Some("true"));
    let owns = "SELECT count(*)::text AS value FROM pg_tables WHERE tableowner = 'rf_payments'";
    assert_eq!(text(&mut conn, owns).await.as_deref(), Some("0"));
}
