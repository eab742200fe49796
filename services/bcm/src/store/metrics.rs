use database::{Conn, Error};
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Date, Double, Nullable, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use primitives::WorkspaceId;
use time::{Date as Day, OffsetDateTime};

/// Whether an access was a build that was tried. One that was refused before, such as within the cool-down or of a version
/// that is not there, neither went well nor failed.
const BUILD: &str = "(access_type IN ('create', 'rebuild') AND coalesce(error_code, '') NOT IN ('BCM_NOT_FOUND', \
    'NOT_FOUND', 'BODY_PURGED', 'REBUILD_COOLDOWN', 'REBUILD_IN_PROGRESS', 'VALIDATION_ERROR', \
    'CONTEXT_VERSION_UNSUPPORTED'))";

/// Counts a day anew for every workspace that had any access on it. Hits and misses are reads of the current manifest;
/// those of versions and of the history name no tier.
pub async fn count_day(conn: &mut Conn, day: Day) -> Result<usize, Error> {
    let counted = database::sql(format!(
        "INSERT INTO bcm_metrics
             (workspace_id, day, generations_total, generations_ok, generations_failed, average_generation_ms,
              cache_hits, cache_misses, database_reads, database_writes, average_tokens, average_compression,
              average_response_ms, storage_bytes)
         SELECT a.workspace_id, $1, a.generations_ok + a.generations_failed, a.generations_ok, a.generations_failed,
                a.average_generation_ms, a.cache_hits, a.cache_misses, a.database_reads, a.database_writes,
                m.average_tokens, m.average_compression, a.average_response_ms, m.storage_bytes
         FROM (SELECT workspace_id,
                      count(*) FILTER (WHERE is_build AND success) AS generations_ok,
                      count(*) FILTER (WHERE is_build AND NOT success) AS generations_failed,
                      avg(response_time_ms) FILTER (WHERE is_build) AS average_generation_ms,
                      count(*) FILTER (WHERE access_type = 'read' AND cache_hit) AS cache_hits,
                      count(*) FILTER (WHERE access_type = 'read' AND storage_tier = 'database') AS cache_misses,
                      count(*) FILTER (WHERE access_type IN ('read', 'export') AND success AND NOT cache_hit)
                          AS database_reads,
                      count(*) FILTER (WHERE access_type IN ('create', 'update', 'rebuild', 'delete') AND success)
                          AS database_writes,
                      avg(response_time_ms) FILTER (WHERE access_type = 'read' AND storage_tier IS NOT NULL)
                          AS average_response_ms
               FROM (SELECT *, {BUILD} AS is_build FROM bcm_access_logs) logged
               WHERE created_at >= $1::timestamp AT TIME ZONE 'UTC'
                 AND created_at < ($1 + 1)::timestamp AT TIME ZONE 'UTC'
               GROUP BY workspace_id) a
         CROSS JOIN LATERAL
              (SELECT avg(token_count)::float8 AS average_tokens,
                      avg(compression_ratio)::float8 AS average_compression,
                      coalesce(sum(body_bytes), 0)::bigint AS storage_bytes
               FROM business_context_manifests WHERE workspace_id = a.workspace_id) m
         ON CONFLICT (workspace_id, day) DO UPDATE SET
             generations_total = excluded.generations_total, generations_ok = excluded.generations_ok,
             generations_failed = excluded.generations_failed,
             average_generation_ms = excluded.average_generation_ms, cache_hits = excluded.cache_hits,
             cache_misses = excluded.cache_misses, database_reads = excluded.database_reads,
             database_writes = excluded.database_writes, average_tokens = excluded.average_tokens,
             average_compression = excluded.average_compression,
             average_response_ms = excluded.average_response_ms, storage_bytes = excluded.storage_bytes"
    ))
    .bind::<Date, _>(day)
    .execute(conn)
    .await?;
    Ok(counted)
}

/// What a workspace's manifests were used for since a time, and what they take.
#[derive(Debug, QueryableByName)]
pub struct Usage {
    #[diesel(sql_type = BigInt)]
    pub reads: i64,
    #[diesel(sql_type = BigInt)]
    pub tier0: i64,
    #[diesel(sql_type = BigInt)]
    pub tier1: i64,
    #[diesel(sql_type = BigInt)]
    pub tier2: i64,
    #[diesel(sql_type = BigInt)]
    pub database: i64,
    #[diesel(sql_type = Nullable<Double>)]
    pub average_response_ms: Option<f64>,
    #[diesel(sql_type = BigInt)]
    pub builds_ok: i64,
    #[diesel(sql_type = BigInt)]
    pub builds_failed: i64,
    #[diesel(sql_type = Nullable<Double>)]
    pub average_build_ms: Option<f64>,
    #[diesel(sql_type = BigInt)]
    pub exports: i64,
    #[diesel(sql_type = BigInt)]
    pub versions: i64,
    #[diesel(sql_type = BigInt)]
    pub versions_with_body: i64,
    #[diesel(sql_type = Nullable<Double>)]
    pub average_tokens: Option<f64>,
    #[diesel(sql_type = BigInt)]
    pub storage_bytes: i64,
}

pub async fn usage(conn: &mut Conn, workspace: WorkspaceId, since: OffsetDateTime) -> Result<Usage, Error> {
    let usage = database::sql(format!(
        "SELECT a.*, m.* FROM
            (SELECT count(*) FILTER (WHERE access_type = 'read' AND storage_tier IS NOT NULL) AS reads,
                    count(*) FILTER (WHERE access_type = 'read' AND storage_tier = 'tier0') AS tier0,
                    count(*) FILTER (WHERE access_type = 'read' AND storage_tier = 'tier1') AS tier1,
                    count(*) FILTER (WHERE access_type = 'read' AND storage_tier = 'tier2') AS tier2,
                    count(*) FILTER (WHERE access_type = 'read' AND storage_tier = 'database') AS database,
                    avg(response_time_ms) FILTER (WHERE access_type = 'read' AND storage_tier IS NOT NULL)
                        AS average_response_ms,
                    count(*) FILTER (WHERE is_build AND success) AS builds_ok,
                    count(*) FILTER (WHERE is_build AND NOT success) AS builds_failed,
                    avg(response_time_ms) FILTER (WHERE is_build) AS average_build_ms,
                    count(*) FILTER (WHERE access_type = 'export' AND success) AS exports
             FROM (SELECT *, {BUILD} AS is_build FROM bcm_access_logs) logged
             WHERE workspace_id = $1 AND created_at >= $2) a,
            (SELECT count(*) AS versions, count(*) FILTER (WHERE purged_at IS NULL) AS versions_with_body,
                    avg(token_count)::float8 AS average_tokens,
                    coalesce(sum(body_bytes), 0)::bigint AS storage_bytes
             FROM business_context_manifests WHERE workspace_id = $1) m"
    ))
    .bind::<SqlUuid, _>(workspace.0)
    .bind::<Timestamptz, _>(since)
    .get_result(conn)
    .await?;
    Ok(usage)
}
