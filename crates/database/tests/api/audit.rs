use database::{
    Scope,
    audit::{ActorKind, Entry, append},
};
use diesel_async::RunQueryDsl;
use primitives::{Clock, Role, UserId, WorkspaceId};
use serde_json::json;

use crate::support::{bcm, service, text, workspace};

fn entry(workspace: WorkspaceId, action: &str) -> Entry<'_> {
    let clock = Clock::system();
    Entry {
        id: clock.uuid(),
        workspace: Some(workspace),
        actor_kind: ActorKind::Service,
        actor: None,
        action,
        target: ("manifest", "1.0.0"),
        details: json!({ "b": 2, "a": [1] }),
        client: (None, None),
        error: None,
        at: clock.now(),
    }
}

const BROKEN_LINKS: &str = "SELECT count(*)::text AS value FROM (
    SELECT prev_hash, hash, audit_log_digest(audit_log) AS digest,
           lag(hash, 1, repeat('0', 64)) OVER (PARTITION BY chain ORDER BY position) AS expected
    FROM audit_log) AS chain WHERE hash <> digest OR prev_hash <> expected";

#[tokio::test(flavor = "multi_thread")]
async fn entries_are_chained_and_a_changed_one_shows() {
    let (database, pool) = bcm().await;
    let (ours, theirs) = (workspace(), workspace());
    for (workspace, action) in [(ours, "built"), (theirs, "built"), (ours, "exported"), (ours, "restored")] {
        let mut tx = pool.begin(service(workspace)).await.unwrap();
        append(&mut tx, entry(workspace, action)).await.unwrap();
        tx.commit().await.unwrap();
    }
    let mut owner = database.owner().await;
    assert_eq!(text(&mut owner, BROKEN_LINKS).await.as_deref(), Some("0"));
    diesel::sql_query("UPDATE audit_log SET action = 'nothing' WHERE action = 'exported'")
        .execute(&mut owner)
        .await
        .unwrap();
    assert_eq!(text(&mut owner, BROKEN_LINKS).await.as_deref(), Some("1"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chain_does_not_fork_when_many_write_at_once() {
    let (database, pool) = bcm().await;
    let ours = workspace();
    let writers = (0..8).map(|_| {
        let pool = pool.clone();
        tokio::spawn(async move {
            for _ in 0..25 {
                let mut tx = pool.begin(service(ours)).await.unwrap();
                append(&mut tx, entry(ours, "built")).await.unwrap();
                tx.commit().await.unwrap();
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    let mut owner = database.owner().await;
    assert_eq!(text(&mut owner, BROKEN_LINKS).await.as_deref(), Some("0"));
    let last = "SELECT max(position)::text AS value FROM audit_log";
    assert_eq!(text(&mut owner, last).await.as_deref(), Some("200"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_changes_deletes_or_reads_what_is_not_theirs() {
    let (_database, pool) = bcm().await;
    let ours = workspace();
    let mut tx = pool.begin(service(ours)).await.unwrap();
    append(&mut tx, entry(ours, "built")).await.unwrap();
    tx.commit().await.unwrap();
    let user = UserId::new(&Clock::system());
    let count = "SELECT count(*)::text AS value FROM audit_log";
    for (scope, seen) in [
        (Scope::member(user, ours, Role::Owner), "1"),
        (Scope::member(user, ours, Role::Member), "0"),
        (Scope::member(user, workspace(), Role::Owner), "0"),
        (Scope::user(user), "0"),
    ] {
        let mut tx = pool.begin(scope).await.unwrap();
        assert_eq!(text(&mut tx, count).await.as_deref(), Some(seen), "{scope:?}");
    }
    for change in ["UPDATE audit_log SET action = 'x'", "DELETE FROM audit_log", "TRUNCATE audit_log"] {
        let mut tx = pool.begin(service(ours)).await.unwrap();
        assert!(diesel::sql_query(change).execute(&mut *tx).await.is_err(), "{change}");
    }
}
