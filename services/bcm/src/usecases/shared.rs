//! Steps that several use cases take.

use database::Conn;
use primitives::WorkspaceId;
use serde_json::{Map, Value};

use crate::{
    context::Context,
    domain::{
        build::{self, Built},
        context::BusinessContext,
        head::Head,
        place::{Place, Tier},
        resource::Resource,
        snapshot::Snapshot,
    },
    error::BcmError,
    store::{heads, manifests},
};

/// A JSON resource and its entity tag.
#[derive(Debug)]
pub struct Rendered {
    pub document: Vec<u8>,
    pub etag: String,
}

impl Rendered {
    /// As an idempotency key keeps it; a tag holds no line feed.
    pub fn pack(&self) -> Vec<u8> {
        [self.etag.as_bytes(), b"\n", &self.document].concat()
    }

    pub fn unpack(packed: &[u8]) -> Self {
        let end = packed.iter().position(|byte| *byte == b'\n').unwrap_or(packed.len());
        let document = packed.get(end + 1..).unwrap_or_default().to_vec();
        Self { etag: String::from_utf8_lossy(&packed[..end]).into_owned(), document }
    }
}

/// Reads a context on a thread of its own: a large one takes some milliseconds.
pub async fn parse_context(json: Vec<u8>) -> Result<BusinessContext, BcmError> {
    off_thread(move || BusinessContext::parse(&json)).await?.map_err(BcmError::from)
}

/// Builds a context on a thread of its own.
pub async fn build_off_thread(
    context: &Context,
    business: BusinessContext,
) -> Result<(BusinessContext, Built), BcmError> {
    let options = context.rules.options();
    off_thread(move || build::build(&business, options).map(|built| (business, built)))
        .await?
        .map_err(BcmError::from)
}

pub async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, BcmError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| BcmError::RebuildFailed(error.into()))
}

/// An error with everything behind it, for operators.
pub fn chain(error: &dyn std::error::Error) -> String {
    let chain = std::iter::successors(Some(error), |error| error.source());
    chain.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

/// Refuses a context that names another workspace than the one it was handed over for.
pub fn belongs_to(business: &BusinessContext, workspace: WorkspaceId) -> Result<(), BcmError> {
    let named = business.workspace_id().and_then(|id| id.to_lowercase().parse().ok());
    if named == Some(workspace) { Ok(()) } else { Err(BcmError::ForeignContext) }
}

/// A workspace's head with its current version.
pub async fn current(conn: &mut Conn, workspace: WorkspaceId) -> Result<Option<(Head, Snapshot)>, BcmError> {
    let Some(head) = heads::find(conn, workspace).await? else { return Ok(None) };
    let Some(snapshot) = manifests::find(conn, head.manifest_id).await? else { return Ok(None) };
    Ok(Some((head, snapshot)))
}

/// The same in a transaction of its own.
pub async fn read_current(
    context: &Context,
    workspace: WorkspaceId,
) -> Result<Option<(Head, Snapshot)>, BcmError> {
    let mut tx = context.database.begin(Context::scope(workspace)).await?;
    let found = current(&mut tx, workspace).await?;
    tx.commit().await?;
    Ok(found)
}

/// A version as it is served; its checksum is proved here too.
pub fn resource(head: &Head, snapshot: &Snapshot) -> Result<Resource, BcmError> {
    let resource = Resource::of(head, snapshot).ok_or(BcmError::BodyPurged)?;
    if resource.is_sound() {
        Ok(resource)
    } else {
        Err(BcmError::Unavailable("the stored manifest does not have its checksum"))
    }
}

/// Shows a resource that was just read from, or written to, the database.
pub fn rendered(context: &Context, resource: &Resource, further: &Map<String, Value>) -> Rendered {
    let answer = resource.answer(Place::Database, context.clock.now(), context.rules.ages());
    Rendered { document: resource.render(answer, further), etag: resource.etag(answer.freshness) }
}

/// Copies a resource that was read from the database to every tier and tells whether that worked.
pub async fn copy(context: &Context, resource: &Resource) -> bool {
    let workspace = resource.label.workspace_id;
    context.tiers.note(workspace, resource.label.revision);
    let copied = context.tiers.write(resource, &Tier::ALL).await;
    if let Err(error) = &copied {
        tracing::warn!(%workspace, error = %error, "a manifest was not cached");
    }
    copied.is_ok()
}

/// Copies where a workspace stands after a committed change. A stored version that is spoiled is no reason to call the change
/// undone: whoever reads it is told, and a rebuild replaces it.
pub async fn warm_current(context: &Context, head: &Head, snapshot: &Snapshot) {
    match resource(head, snapshot) {
        Ok(resource) => drop(warm(context, &resource).await),
        Err(error) => tracing::error!(workspace = %head.workspace, error = chain(&error), "nothing to cache"),
    }
}

/// Copies a committed change to every tier and notes that it is there; if that fails, a job does it later.
pub async fn warm(context: &Context, resource: &Resource) -> bool {
    if !copy(context, resource).await {
        return false;
    }
    let (workspace, revision) = (resource.label.workspace_id, resource.label.revision);
    let noted = async {
        let mut tx = context.database.begin(Context::scope(workspace)).await?;
        heads::cached(&mut tx, workspace, revision).await?;
        tx.commit().await
    };
    if let Err(error) = noted.await {
        tracing::warn!(%workspace, error = %error, "a cached manifest was not noted");
    }
    true
}
