use database::Conn;
use primitives::WorkspaceId;
use serde_json::Map;

use super::{
    publish::{NewContent, Publication, publish},
    shared::{belongs_to, build_off_thread, rendered, resource, warm},
    watch::Watch,
};
use crate::{
    context::Context,
    domain::{
        access::{AccessType, Actor},
        canonical::document_checksum,
        context::BusinessContext,
        head::{Handover, Head},
        resource::Resource,
        snapshot::{Snapshot, Source},
    },
    error::BcmError,
    store::{contexts, heads, manifests},
};

/// The end of onboarding: a context to be kept and built at once.
pub struct Build {
    pub actor: Actor,
    pub context: BusinessContext,
    /// A repeat with the same key is answered with the same version.
    pub key: String,
    pub reason: String,
}

#[derive(Debug)]
pub struct Built {
    /// The served resource.
    pub document: Vec<u8>,
    pub version: String,
    pub checksum: String,
    pub cached: bool,
    pub unchanged: bool,
}

/// Keeps a context and makes the manifest of it current: context, version, history and head in one transaction.
#[tracing::instrument(name = "bcm.build", skip_all, fields(workspace = %command.actor.workspace))]
pub async fn build(context: &Context, command: Build) -> Result<Built, BcmError> {
    let watch = Watch::service(AccessType::Create, &command.actor);
    let built = build_once(context, command).await;
    watch.end(context, None, &built);
    built
}

async fn build_once(context: &Context, command: Build) -> Result<Built, BcmError> {
    let Build { actor, context: business, key, reason } = command;
    let workspace = actor.workspace;
    belongs_to(&business, workspace)?;
    let key = format!("build:{key}");
    let mut tx = context.database.begin(Context::scope(workspace)).await?;
    let earlier = ended_in(&mut tx, workspace, &key).await?;
    tx.commit().await?;
    if let Some(earlier) = earlier {
        return repeated(context, earlier).await;
    }
    let (business, built) = build_off_thread(context, business).await?;
    let content_hash =
        document_checksum(business.document()).map_err(|error| BcmError::RebuildFailed(error.into()))?;
    let mut tx = context.database.begin(Context::scope(workspace).acting_for(actor.user)).await?;
    heads::lock(&mut tx, workspace).await?;
    if let Some(earlier) = ended_in(&mut tx, workspace, &key).await? {
        tx.commit().await?;
        return repeated(context, earlier).await;
    }
    let context_id = context.clock.uuid();
    let handed_over = contexts::HandedOver {
        id: context_id,
        workspace,
        user: actor.user,
        document: business.document(),
        content_hash: &content_hash,
        key: &key,
        reason: &reason,
        at: context.clock.now(),
    };
    contexts::insert(&mut tx, handed_over).await?;
    let publication = Publication {
        workspace,
        user: actor.user,
        source: Source::Onboarding,
        reason: &reason,
        content: NewContent::Built { context_id, context: &business, built: &built, handover: Handover::Now },
    };
    let published = publish(context, &mut tx, publication).await?;
    contexts::conclude(&mut tx, context_id, published.snapshot.id).await?;
    heads::put(&mut tx, &published.head).await?;
    tx.commit().await?;
    tracing::info!(version = %published.snapshot.version, unchanged = published.unchanged, "manifest built");
    let resource = resource(&published.head, &published.snapshot)?;
    let cached = warm(context, &resource).await;
    Ok(answer(context, &resource, cached, published.unchanged))
}

/// Where the workspace stands and the version that a key ended in, if it was used before.
async fn ended_in(
    conn: &mut Conn,
    workspace: WorkspaceId,
    key: &str,
) -> Result<Option<(Head, Snapshot)>, BcmError> {
    let known = contexts::find_by_key(conn, workspace, key).await?;
    let Some(manifest_id) = known.and_then(|known| known.manifest_id) else { return Ok(None) };
    let head = heads::find(conn, workspace).await?.ok_or(BcmError::NotFound)?;
    let snapshot = manifests::find(conn, manifest_id).await?.ok_or(BcmError::VersionNotFound)?;
    Ok(Some((head, snapshot)))
}

async fn repeated(context: &Context, (head, snapshot): (Head, Snapshot)) -> Result<Built, BcmError> {
    let resource = resource(&head, &snapshot)?;
    let cached = head.manifest_id == snapshot.id && warm(context, &resource).await;
    Ok(answer(context, &resource, cached, false))
}

fn answer(context: &Context, resource: &Resource, cached: bool, unchanged: bool) -> Built {
    Built {
        document: rendered(context, resource, &Map::new()).document,
        version: resource.label.version.clone(),
        checksum: resource.label.checksum.clone(),
        cached,
        unchanged,
    }
}
