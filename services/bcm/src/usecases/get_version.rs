use super::{shared::resource, watch::Watch};
use crate::{
    context::Context,
    domain::{
        access::{AccessType, Actor},
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
    watch.end(context, None, &found);
    found
}

async fn find(context: &Context, actor: &Actor, version: Version) -> Result<Vec<u8>, BcmError> {
    let mut tx = context.database.begin(Context::scope(actor.workspace)).await?;
    let snapshot = manifests::find_version(&mut tx, actor.workspace, version).await?;
    let head = heads::find(&mut tx, actor.workspace).await?;
    tx.commit().await?;
    let (snapshot, head) = snapshot.zip(head).ok_or(BcmError::VersionNotFound)?;
    Ok(resource(&head, &snapshot)?.render_version())
}
