use database::{Conn, Error};
use diesel::{
    OptionalExtension as _, QueryableByName,
    sql_types::{BigInt, Bool, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use primitives::{UserId, WorkspaceId};
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

/// A context handed over.
#[derive(Debug)]
pub struct HandedOver<'a> {
    pub id: Uuid,
    pub workspace: WorkspaceId,
    pub user: UserId,
    pub document: &'a Value,
    pub content_hash: &'a str,
    pub key: &'a str,
    pub reason: &'a str,
    pub at: OffsetDateTime,
}

/// Keeps a context. Call [`super::heads::lock`] first, so that positions rise.
pub async fn insert(conn: &mut Conn, context: HandedOver<'_>) -> Result<(), Error> {
    database::sql(
        "INSERT INTO business_contexts
             (id, workspace_id, user_id, context, schema_version, content_hash, request_key, reason, created_at)
         VALUES ($1, $2, $3, $4, '2.0', $5, $6, $7, $8)",
    )
    .bind::<SqlUuid, _>(context.id)
    .bind::<SqlUuid, _>(context.workspace.0)
    .bind::<SqlUuid, _>(context.user.0)
    .bind::<Jsonb, _>(context.document)
    .bind::<Text, _>(context.content_hash)
    .bind::<Text, _>(context.key)
    .bind::<Text, _>(context.reason)
    .bind::<Timestamptz, _>(context.at)
    .execute(conn)
    .await?;
    Ok(())
}

/// What became of the context with a key: the version that it ended in, if any yet.
#[derive(Debug, QueryableByName)]
pub struct Known {
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub manifest_id: Option<Uuid>,
}

pub async fn find_by_key(conn: &mut Conn, workspace: WorkspaceId, key: &str) -> Result<Option<Known>, Error> {
    let known = database::sql(
        "SELECT manifest_id FROM business_contexts WHERE workspace_id = $1 AND request_key = $2",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<Text, _>(key)
    .get_result(conn)
    .await
    .optional()?;
    Ok(known)
}

/// A context to build from.
#[derive(Debug, QueryableByName)]
pub struct Newest {
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    pub user_id: Uuid,
    #[diesel(sql_type = Jsonb)]
    pub context: Value,
    #[diesel(sql_type = Text)]
    pub reason: String,
    #[diesel(sql_type = BigInt)]
    pub position: i64,
}

pub async fn newest(conn: &mut Conn, workspace: WorkspaceId) -> Result<Option<Newest>, Error> {
    let newest = database::sql(
        "SELECT id, user_id, context, reason, position FROM business_contexts
         WHERE workspace_id = $1 AND context IS NOT NULL ORDER BY position DESC LIMIT 1",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .get_result(conn)
    .await
    .optional()?;
    Ok(newest)
}

#[derive(QueryableByName)]
struct Document {
    #[diesel(sql_type = Jsonb)]
    context: Value,
}

/// The newest context that was built into this version. A build that changed nothing of the version counts too; a restored
/// copy has the context of the version that it copies.
pub async fn newest_built(
    conn: &mut Conn,
    workspace: WorkspaceId,
    manifest_id: Uuid,
) -> Result<Option<Value>, Error> {
    let row: Option<Document> = database::sql(
        "SELECT context FROM business_contexts
         WHERE workspace_id = $1 AND context IS NOT NULL
           AND (manifest_id = $2
                OR id = (SELECT business_context_id FROM business_context_manifests WHERE id = $2))
         ORDER BY position DESC LIMIT 1",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<SqlUuid, _>(manifest_id)
    .get_result(conn)
    .await
    .optional()?;
    Ok(row.map(|row| row.context))
}

#[derive(QueryableByName)]
struct Waiting {
    #[diesel(sql_type = Bool)]
    waits: bool,
}

/// Whether a context was handed over after the one at this position.
pub async fn newer_waits(conn: &mut Conn, workspace: WorkspaceId, position: i64) -> Result<bool, Error> {
    let row: Waiting = database::sql(
        "SELECT EXISTS (SELECT FROM business_contexts
                        WHERE workspace_id = $1 AND context IS NOT NULL AND position > $2) AS waits",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<BigInt, _>(position)
    .get_result(conn)
    .await?;
    Ok(row.waits)
}

/// Notes the version that a context ended in.
pub async fn conclude(conn: &mut Conn, id: Uuid, manifest_id: Uuid) -> Result<(), Error> {
    database::sql("UPDATE business_contexts SET manifest_id = $2 WHERE id = $1")
        .bind::<SqlUuid, _>(id)
        .bind::<SqlUuid, _>(manifest_id)
        .execute(conn)
        .await?;
    Ok(())
}

/// Takes the bodies of contexts that a newer one was built after, if they are from before `until`; tells how many.
pub async fn purge_superseded(conn: &mut Conn, until: OffsetDateTime) -> Result<usize, Error> {
    let purged = database::sql(
        "UPDATE business_contexts old SET context = NULL
         WHERE old.context IS NOT NULL AND old.created_at < $1
           AND EXISTS (SELECT FROM business_contexts newer
                       WHERE newer.workspace_id = old.workspace_id AND newer.context IS NOT NULL
                         AND newer.manifest_id IS NOT NULL AND newer.position > old.position)",
    )
    .bind::<Timestamptz, _>(until)
    .execute(conn)
    .await?;
    Ok(purged)
}
