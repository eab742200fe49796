//! What nobody rewrites. Who reaches which table is proved by `cargo raptor prove tenants`.

use database::{Schema, Scope};
use diesel_async::RunQueryDsl as _;

use crate::harness::{BcmService, renamed};

#[tokio::test(flavor = "multi_thread")]
async fn versions_and_audit_entries_are_immutable_even_for_the_service() {
    let bcm = BcmService::start().await;
    let one = bcm.founder().await;
    bcm.build(&one, &renamed(one.workspace, "Bahi"), "finalize-2").await.unwrap();
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
        assert!(diesel::sql_query(statement).execute(&mut *tx).await.is_err(), "{statement}");
    }
}
