use database::{Conn, Error};
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Double, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use primitives::{UserId, WorkspaceId};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::domain::version::Version;

/// What a new version changed.
#[derive(Debug)]
pub struct New<'a> {
    pub id: Uuid,
    pub workspace: WorkspaceId,
    pub manifest_id: Uuid,
    /// Version and checksum before; None for the first version.
    pub before: Option<(Version, &'a str)>,
    pub after: (Version, &'a str),
    pub change_type: &'a str,
    pub description: String,
    pub reason: &'a str,
    pub fields_changed: Vec<String>,
    pub by: UserId,
    pub at: OffsetDateTime,
}

pub async fn insert(conn: &mut Conn, new: New<'_>) -> Result<(), Error> {
    let from = new.before.map(|(version, _)| version);
    database::sql(
        "INSERT INTO bcm_version_history
             (id, workspace_id, manifest_id, from_major, from_minor, from_patch, from_string, to_major, to_minor,
              to_patch, to_string, change_type, description, reason, fields_changed, checksum_before, checksum_after,
              changed_by, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
    )
    .bind::<SqlUuid, _>(new.id)
    .bind::<SqlUuid, _>(new.workspace.0)
    .bind::<SqlUuid, _>(new.manifest_id)
    .bind::<Nullable<Integer>, _>(from.map(|version| version.major))
    .bind::<Nullable<Integer>, _>(from.map(|version| version.minor))
    .bind::<Nullable<Integer>, _>(from.map(|version| version.patch))
    .bind::<Nullable<Text>, _>(from.map(|version| version.to_string()))
    .bind::<Integer, _>(new.after.0.major)
    .bind::<Integer, _>(new.after.0.minor)
    .bind::<Integer, _>(new.after.0.patch)
    .bind::<Text, _>(new.after.0.to_string())
    .bind::<Text, _>(new.change_type)
    .bind::<Text, _>(new.description)
    .bind::<Text, _>(new.reason)
    .bind::<Array<Text>, _>(new.fields_changed)
    .bind::<Nullable<Text>, _>(new.before.map(|(_, checksum)| checksum))
    .bind::<Text, _>(new.after.1)
    .bind::<SqlUuid, _>(new.by.0)
    .bind::<Timestamptz, _>(new.at)
    .execute(conn)
    .await?;
    Ok(())
}

/// A version as the history lists it.
#[derive(Debug, QueryableByName)]
pub struct Entry {
    #[diesel(sql_type = Text)]
    pub version: String,
    #[diesel(sql_type = Text)]
    pub change_type: String,
    #[diesel(sql_type = Array<Text>)]
    pub fields_changed: Vec<String>,
    #[diesel(sql_type = Text)]
    pub reason: String,
    #[diesel(sql_type = Text)]
    pub source: String,
    #[diesel(sql_type = Text)]
    pub checksum: String,
    #[diesel(sql_type = Integer)]
    pub token_count: i32,
    #[diesel(sql_type = Double)]
    pub completion: f64,
    #[diesel(sql_type = Timestamptz)]
    pub created_at: OffsetDateTime,
    #[diesel(sql_type = SqlUuid)]
    pub created_by: Uuid,
    #[diesel(sql_type = BigInt)]
    pub total: i64,
}

/// Newest first.
pub async fn list(conn: &mut Conn, workspace: WorkspaceId, limit: i64) -> Result<Vec<Entry>, Error> {
    let entries = database::sql(
        "SELECT h.to_string AS version, h.change_type, h.fields_changed, h.reason, m.source,
                h.checksum_after::text AS checksum, m.token_count, m.completion_percentage::float8 AS completion,
                h.changed_at AS created_at, h.changed_by AS created_by, count(*) OVER () AS total
         FROM bcm_version_history h JOIN business_context_manifests m ON m.id = h.manifest_id
         WHERE h.workspace_id = $1
         ORDER BY h.to_major DESC, h.to_minor DESC, h.to_patch DESC LIMIT $2",
    )
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<BigInt, _>(limit)
    .load(conn)
    .await?;
    Ok(entries)
}
