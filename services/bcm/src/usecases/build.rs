use super::{
    publish::{NewContent, Publication, publish},
    shared::{belongs_to, build_off_thread, current, rendered, resource, warm},
    watch::Watch,
};
use crate::{
    context::Context,
    domain::{
        access::{AccessType, Actor},
        canonical::document_checksum,
        context::BusinessContext,
        head::Handover,
        resource::Resource,
        snapshot::Source,
    },
    error::BcmError,
    store::{contexts, heads, manifests},
};
use database::Conn;
use serde_json::Map;
use uuid::Uuid;

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
    let workspace = command.actor.workspace;
    belongs_to(&command.context, workspace)?;
    let key = format!("build:{}", command.key);
    let mut tx = context.database.begin(Context::scope(workspace).acting_for(command.actor.user)).await?;
    heads::lock(&mut tx, workspace).await?;
    if let Some(manifest_id) =
        contexts::find_by_key(&mut tx, workspace, &key).await?.and_then(|known| known.manifest_id)
    {
        return repeated(context, &mut tx, &command.actor, manifest_id).await;
    }
    let (business, built) = build_off_thread(context, command.context).await?;
    let (context_id, now) = (context.clock.uuid(), context.clock.now());
    let handed_over = contexts::HandedOver {
        id: context_id,
        workspace,
        user: command.actor.user,
        document: business.document(),
        content_hash: &document_checksum(business.document())
            .map_err(|error| BcmError::RebuildFailed(error.into()))?,
        key: &key,
        reason: &command.reason,
        at: now,
    };
    let position = contexts::insert(&mut tx, handed_over).await?;
    let handover = Handover { built: position, newest: position };
    let publication = Publication {
        workspace,
        user: command.actor.user,
        source: Source::Onboarding,
        reason: &command.reason,
        content: NewContent::Built { context_id, context: &business, built: &built, handover },
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

/// The answer to a key that was used before: the version that it ended in.
async fn repeated(
    context: &Context,
    conn: &mut Conn,
    actor: &Actor,
    manifest_id: Uuid,
) -> Result<Built, BcmError> {
    let (head, newest) = current(conn, actor.workspace).await?.ok_or(BcmError::NotFound)?;
    if newest.id == manifest_id {
        let resource = resource(&head, &newest)?;
        return Ok(answer(context, &resource, warm(context, &resource).await, false));
    }
    let older = manifests::find(conn, manifest_id).await?.ok_or(BcmError::VersionNotFound)?;
    let resource = Resource::of(&head, &older).ok_or(BcmError::BodyPurged)?;
    Ok(answer(context, &resource, false, false))
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
