use super::watch::Watch;
use crate::{
    context::Context,
    domain::{
        access::{AccessType, Actor},
        head::Head,
        place::Place,
        resource::Resource,
        snapshot::Snapshot,
        version::Version,
    },
    error::BcmError,
    store::{heads, manifests},
};

/// The resource of one version, current or not.
#[tracing::instrument(name = "bcm.get_version", skip_all, fields(workspace = %actor.workspace, %version))]
pub async fn get_version(context: &Context, actor: &Actor, version: Version) -> Result<Vec<u8>, BcmError> {
    let watch = Watch::api(AccessType::Read, actor);
    let found = find(context, actor, version).await;
    watch.end(context, Some(Place::Database), &found);
    found
}

async fn find(context: &Context, actor: &Actor, version: Version) -> Result<Vec<u8>, BcmError> {
    let mut tx = context.database.begin(Context::scope(actor.workspace)).await?;
    let snapshot = manifests::find_version(&mut tx, actor.workspace, version).await?;
    let head = heads::find(&mut tx, actor.workspace).await?;
    tx.commit().await?;
    let (snapshot, head) = snapshot.zip(head).ok_or(BcmError::VersionNotFound)?;
    let resource = Resource::of(&as_of(head, &snapshot), &snapshot).ok_or(BcmError::BodyPurged)?;
    if resource.is_sound() {
        Ok(resource.render_version())
    } else {
        Err(BcmError::Unavailable("the stored manifest does not have its checksum"))
    }
}

/// A version that is not current was last refreshed when it was made.
fn as_of(mut head: Head, snapshot: &Snapshot) -> Head {
    if head.manifest_id != snapshot.id {
        head.refreshed_at = snapshot.generated_at;
    }
    head
}
