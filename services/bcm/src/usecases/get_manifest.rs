use std::time::Duration;

use bootstrap::RedisError;
use primitives::WorkspaceId;
use serde_json::Map;

use super::{
    shared::{chain, copy, read_current, resource},
    watch::Watch,
};
use crate::{
    clients::tiers::{Away, Verdict},
    context::Context,
    domain::{
        access::{AccessType, Actor},
        freshness::Freshness,
        place::{Place, Tier},
        resource::{Resource, none_match},
    },
    error::BcmError,
    store::heads,
};

pub struct Query {
    pub actor: Actor,
    /// Where reading starts.
    pub from: Tier,
    /// Whether colder tiers and the database may answer.
    pub use_fallback: bool,
    pub if_none_match: String,
}

#[derive(Debug)]
pub struct Found {
    /// None when the caller has it already.
    pub document: Option<Vec<u8>>,
    pub etag: String,
    pub freshness: Freshness,
    pub place: Place,
}

/// Reads the current manifest, from the cache if it is there.
#[tracing::instrument(name = "bcm.get_manifest", skip_all, fields(workspace = %query.actor.workspace))]
pub async fn get_manifest(context: &Context, query: Query) -> Result<Found, BcmError> {
    let watch = Watch::api(AccessType::Read, &query.actor);
    let found = find(context, &query).await;
    watch.end(context, found.as_ref().ok().map(|(_, place)| *place), &found);
    let (resource, place) = found?;
    let answer = resource.answer(place, context.clock.now(), context.rules.ages());
    let etag = resource.etag(answer.freshness);
    let document = if none_match(&query.if_none_match, &etag) {
        None
    } else {
        Some(resource.render(answer, &Map::new()))
    };
    Ok(Found { document, etag, freshness: answer.freshness, place })
}

async fn find(context: &Context, query: &Query) -> Result<(Resource, Place), BcmError> {
    let workspace = query.actor.workspace;
    let tiers = if query.use_fallback { query.from.downwards() } else { &query.from.downwards()[..1] };
    for tier in tiers {
        match context.tiers.read(workspace, *tier).await {
            Ok(Some(copy)) if is_newest(context, &copy).await => {
                promote(context, &copy, *tier).await;
                return Ok((copy, Place::Cache(*tier)));
            }
            Ok(Some(_)) => discard(context, workspace, *tier).await,
            Ok(None) => {}
            Err(Away::Redis(RedisError::Away(_))) => break,
            Err(error) => {
                tracing::warn!(
                    error = chain(&error),
                    "the cache failed; manifests are read from the database"
                );
                break;
            }
        }
    }
    if !query.use_fallback {
        return Err(BcmError::Unavailable("the tier asked for does not answer"));
    }
    Ok((from_database(context, workspace).await?, Place::Database))
}

/// A sound copy may still be an old one, left over in a Redis that was restored. What this process knows decides, and
/// now and then the database. While the database is away copies are served as they are.
async fn is_newest(context: &Context, copy: &Resource) -> bool {
    const PATIENCE: Duration = Duration::from_millis(250);
    let (workspace, revision) = (copy.label.workspace_id, copy.label.revision);
    match context.tiers.verdict(workspace, revision) {
        Verdict::Current => return true,
        Verdict::Outdated => return false,
        Verdict::Unknown => {}
    }
    match tokio::time::timeout(PATIENCE, newest_revision(context, workspace)).await {
        Ok(Ok(Some(newest))) => {
            context.tiers.note(workspace, newest);
            newest == revision
        }
        Ok(Ok(None)) => false,
        Ok(Err(error)) => {
            tracing::warn!(error = %error, "a copy is served unproved");
            true
        }
        Err(_) => true,
    }
}

async fn newest_revision(context: &Context, workspace: WorkspaceId) -> Result<Option<i64>, database::Error> {
    let mut tx = context.database.begin(Context::scope(workspace)).await?;
    let revision = heads::revision(&mut tx, workspace).await?;
    tx.commit().await?;
    Ok(revision)
}

async fn promote(context: &Context, copy: &Resource, tier: Tier) {
    if let Some(above) = tier.above()
        && let Err(error) = context.tiers.write(copy, &[above]).await
    {
        tracing::warn!(error = %error, "a copy was not promoted");
    }
}

async fn discard(context: &Context, workspace: WorkspaceId, tier: Tier) {
    tracing::info!(%workspace, tier = tier.as_str(), "an outdated copy is dropped");
    if let Err(error) = context.tiers.drop_copy(workspace, tier).await {
        tracing::warn!(error = %error, "an outdated copy was not dropped");
    }
}

async fn from_database(context: &Context, workspace: WorkspaceId) -> Result<Resource, BcmError> {
    let found = read_current(context, workspace).await.map_err(unavailable)?;
    let (head, snapshot) = found.ok_or(BcmError::NotFound)?;
    let resource = resource(&head, &snapshot)?;
    copy(context, &resource).await;
    Ok(resource)
}

fn unavailable(error: BcmError) -> BcmError {
    if !error.is_passing() {
        return error;
    }
    tracing::warn!(error = chain(&error), "the database does not answer");
    BcmError::Unavailable("neither the cache nor the database answers")
}
