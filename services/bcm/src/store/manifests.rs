use database::{Conn, Error};
use diesel::{
    OptionalExtension as _, QueryableByName,
    sql_types::{Double, Integer, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use primitives::{UserId, WorkspaceId};
use serde_json::{Value, json};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::domain::{
    build::Built,
    context::BusinessContext,
    snapshot::{Body, Content, Snapshot, Source},
    version::Version,
};

/// A version about to be stored.
#[derive(Debug, Clone, Copy)]
pub struct New {
    pub id: Uuid,
    pub workspace: WorkspaceId,
    pub user: UserId,
    pub version: Version,
    pub source: Source,
    pub at: OffsetDateTime,
}

/// The columns that a build fills, in one place because there are more of them than a statement can bind readably.
const COLUMNS: &str = "id, workspace_id, user_id, version_major, version_minor, version_patch, company_info, icps, \
    competitors, brand_data, market_data, messaging_data, channels_data, goals_data, issues_data, manifest, source, \
    schema_version, business_context_id, generated_at, completion_percentage, token_count, checksum, \
    validation_warnings, missing_fields, dropped, evidence_count, compression_applied, compression_level, \
    compression_ratio, original_token_count, raw_step_ids, links, body_bytes";

/// Stores a fresh build of the context with this id.
pub async fn insert(
    conn: &mut Conn,
    new: New,
    built: &Built,
    (context_id, context): (Uuid, &BusinessContext),
    body: &Body,
) -> Result<(), Error> {
    let mut row = sections(built)?;
    let document = body.document();
    let body_bytes = row.to_string().len() + document.len();
    let (compressed, notes) = (&built.compressed, &built.notes);
    let facts = json!({
        "id": new.id, "workspace_id": new.workspace, "user_id": new.user,
        "version_major": new.version.major, "version_minor": new.version.minor, "version_patch": new.version.patch,
        "manifest": parsed(&document)?, "body_bytes": body_bytes, "source": new.source.as_str(),
        "schema_version": crate::domain::manifest::SCHEMA_VERSION,
        "business_context_id": context_id, "generated_at": primitives::format_timestamp(new.at),
        "completion_percentage": context.meta.completion_percentage,
        "token_count": compressed.token_count, "checksum": built.checksum,
        "validation_warnings": notes.warnings, "missing_fields": notes.missing_fields, "dropped": compressed.dropped,
        "evidence_count": context.intelligence.evidence_count,
        "compression_applied": compressed.applied(), "compression_level": compressed.level.as_str(),
        "compression_ratio": compressed.ratio(), "original_token_count": compressed.original_token_count,
        "raw_step_ids": context.meta.raw_step_ids, "links": context.meta.links,
    });
    if let (Value::Object(row), Value::Object(facts)) = (&mut row, facts) {
        row.extend(facts);
    }
    database::sql(format!(
        "INSERT INTO business_context_manifests ({COLUMNS})
         SELECT {COLUMNS} FROM jsonb_populate_record(NULL::business_context_manifests, $1)"
    ))
    .bind::<Jsonb, _>(row)
    .execute(conn)
    .await?;
    Ok(())
}

fn sections(built: &Built) -> Result<Value, Error> {
    serde_json::to_value(&built.reduced).map_err(|error| Error::unreadable("reduced model", error))
}

fn parsed(document: &str) -> Result<Value, Error> {
    serde_json::from_str(document).map_err(|error| Error::unreadable("manifest", error))
}

/// Stores a new version with the content of an old one.
pub async fn insert_copy(conn: &mut Conn, new: New, old: Uuid) -> Result<(), Error> {
    let kept = "company_info, icps, competitors, brand_data, market_data, messaging_data, channels_data, goals_data, \
        issues_data, schema_version, business_context_id, completion_percentage, token_count, checksum, \
        validation_warnings, missing_fields, dropped, evidence_count, compression_applied, compression_level, \
        compression_ratio, original_token_count, raw_step_ids, links, body_bytes";
    database::sql(format!(
        "INSERT INTO business_context_manifests
             (id, workspace_id, user_id, version_major, version_minor, version_patch, source, generated_at, manifest, {kept})
         SELECT $1, workspace_id, $3, $4, $5, $6, $7, $8, jsonb_set(manifest, '{{meta,source}}', to_jsonb($7)), {kept}
         FROM business_context_manifests WHERE id = $9 AND workspace_id = $2"
    ))
    .bind::<SqlUuid, _>(new.id)
    .bind::<SqlUuid, _>(new.workspace.0)
    .bind::<SqlUuid, _>(new.user.0)
    .bind::<Integer, _>(new.version.major)
    .bind::<Integer, _>(new.version.minor)
    .bind::<Integer, _>(new.version.patch)
    .bind::<Text, _>(new.source.as_str())
    .bind::<Timestamptz, _>(new.at)
    .bind::<SqlUuid, _>(old)
    .execute(conn)
    .await?;
    Ok(())
}

/// What is read of a version.
#[derive(Debug, QueryableByName)]
pub struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Integer)]
    version_major: i32,
    #[diesel(sql_type = Integer)]
    version_minor: i32,
    #[diesel(sql_type = Integer)]
    version_patch: i32,
    #[diesel(sql_type = Text)]
    checksum: String,
    #[diesel(sql_type = Integer)]
    token_count: i32,
    #[diesel(sql_type = Double)]
    completion: f64,
    #[diesel(sql_type = Timestamptz)]
    generated_at: OffsetDateTime,
    #[diesel(sql_type = Nullable<Jsonb>)]
    manifest: Option<Value>,
    #[diesel(sql_type = Jsonb)]
    reduced: Value,
}

const READ: &str = "SELECT id, version_major, version_minor, version_patch, checksum::text, token_count, \
    completion_percentage::float8 AS completion, generated_at, manifest, \
    jsonb_build_object('company_info', company_info, 'icps', icps, 'competitors', competitors, \
        'brand_data', brand_data, 'market_data', market_data, 'messaging_data', messaging_data, \
        'channels_data', channels_data, 'goals_data', goals_data, 'issues_data', issues_data) AS reduced \
    FROM business_context_manifests";

impl TryFrom<Row> for Snapshot {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let content = match row.manifest {
            None => None,
            Some(document) => Some(Content {
                reduced: serde_json::from_value(row.reduced)
                    .map_err(|error| Error::unreadable("business_context_manifests sections", error))?,
                body: Body::from_document(document)
                    .map_err(|error| Error::unreadable("business_context_manifests.manifest", error))?,
            }),
        };
        Ok(Self {
            id: row.id,
            version: Version { major: row.version_major, minor: row.version_minor, patch: row.version_patch },
            checksum: row.checksum,
            token_count: row.token_count,
            completion: row.completion,
            generated_at: row.generated_at,
            content,
        })
    }
}

pub async fn find(conn: &mut Conn, id: Uuid) -> Result<Option<Snapshot>, Error> {
    let row: Option<Row> = database::sql(format!("{READ} WHERE id = $1"))
        .bind::<SqlUuid, _>(id)
        .get_result(conn)
        .await
        .optional()?;
    row.map(Snapshot::try_from).transpose()
}

pub async fn find_version(
    conn: &mut Conn,
    workspace: WorkspaceId,
    version: Version,
) -> Result<Option<Snapshot>, Error> {
    let row: Option<Row> = database::sql(format!(
        "{READ} WHERE workspace_id = $1 AND version_major = $2 AND version_minor = $3 AND version_patch = $4"
    ))
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<Integer, _>(version.major)
    .bind::<Integer, _>(version.minor)
    .bind::<Integer, _>(version.patch)
    .get_result(conn)
    .await
    .optional()?;
    row.map(Snapshot::try_from).transpose()
}

/// Which bodies are old enough to go: those made before `until`, the newest `kept` of each workspace and the current
/// one excepted.
const OLD: &str = "FROM business_context_manifests old
    WHERE purged_at IS NULL AND generated_at < $2
      AND $1 <= (SELECT count(*) FROM business_context_manifests newer
                 WHERE newer.workspace_id = old.workspace_id
                   AND (newer.version_major, newer.version_minor, newer.version_patch)
                       > (old.version_major, old.version_minor, old.version_patch))
      AND NOT EXISTS (SELECT FROM bcm_heads WHERE manifest_id = old.id)";

#[derive(QueryableByName)]
struct Workspace {
    #[diesel(sql_type = SqlUuid)]
    workspace_id: Uuid,
}

/// Workspaces with bodies that are old enough to go.
pub async fn workspaces_with_old_bodies(
    conn: &mut Conn,
    kept: i32,
    until: OffsetDateTime,
) -> Result<Vec<WorkspaceId>, Error> {
    let rows: Vec<Workspace> =
        database::sql(format!("SELECT DISTINCT workspace_id {OLD} ORDER BY workspace_id LIMIT 1000"))
            .bind::<Integer, _>(kept)
            .bind::<Timestamptz, _>(until)
            .load(conn)
            .await?;
    Ok(rows.into_iter().map(|row| WorkspaceId(row.workspace_id)).collect())
}

/// Takes a workspace's old bodies; tells how many.
pub async fn purge_old_bodies(
    conn: &mut Conn,
    workspace: WorkspaceId,
    kept: i32,
    until: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<usize, Error> {
    let purged = database::sql(format!(
        "UPDATE business_context_manifests
         SET company_info = NULL, icps = NULL, competitors = NULL, brand_data = NULL, market_data = NULL,
             messaging_data = NULL, channels_data = NULL, goals_data = NULL, issues_data = NULL, manifest = NULL,
             body_bytes = 0, purged_at = $3
         WHERE id IN (SELECT id {OLD} AND workspace_id = $4)"
    ))
    .bind::<Integer, _>(kept)
    .bind::<Timestamptz, _>(until)
    .bind::<Timestamptz, _>(now)
    .bind::<SqlUuid, _>(workspace.0)
    .execute(conn)
    .await?;
    Ok(purged)
}
