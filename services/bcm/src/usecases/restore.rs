use database::audit;
use serde_json::json;

use super::{
    publish::{NewContent, Publication, publish},
    shared::{Rendered, rendered, resource, warm},
    watch::Watch,
};
use crate::{
    context::Context,
    domain::{
        access::{AccessType, Actor},
        snapshot::Source,
        version::Version,
    },
    error::BcmError,
    store::{heads, manifests},
};

pub struct Restore {
    pub actor: Actor,
    pub version: Version,
}

/// Makes a new version whose content is that of an old one.
#[tracing::instrument(name = "bcm.restore", skip_all, fields(workspace = %command.actor.workspace, version = %command.version))]
pub async fn restore(context: &Context, command: Restore) -> Result<Rendered, BcmError> {
    let watch = Watch::api(AccessType::Create, &command.actor);
    let restored = restore_once(context, &command).await;
    watch.end(context, None, &restored);
    restored
}

async fn restore_once(context: &Context, command: &Restore) -> Result<Rendered, BcmError> {
    let started = std::time::Instant::now();
    let actor = &command.actor;
    let workspace = actor.workspace;
    let mut tx = context.database.begin(Context::scope(workspace).acting_for(actor.user)).await?;
    heads::lock(&mut tx, workspace).await?;
    let old = manifests::find_version(&mut tx, workspace, command.version)
        .await?
        .ok_or(BcmError::VersionNotFound)?;
    let content = old.content.as_ref().ok_or(BcmError::BodyPurged)?;
    if !old.is_sound() {
        return Err(BcmError::Unavailable("the stored manifest does not have its checksum"));
    }
    let reason = format!("restored from {}", old.version);
    let publication = Publication {
        workspace,
        user: actor.user,
        source: Source::Restore,
        reason: &reason,
        content: NewContent::Copy { of: &old, reduced: &content.reduced },
    };
    let published = publish(context, &mut tx, publication).await?;
    heads::put(&mut tx, &published.head).await?;
    let target = command.version.to_string();
    let entry = audit::Entry {
        id: context.clock.uuid(),
        workspace: Some(workspace),
        actor_kind: audit::ActorKind::User,
        actor: Some(actor.user.0),
        action: "bcm.restored",
        target: ("manifest", &target),
        details: json!({ "version": published.snapshot.version.to_string(), "unchanged": published.unchanged }),
        client: (actor.client.ip.as_deref(), actor.client.user_agent.as_deref()),
        error: None,
        at: context.clock.now(),
    };
    audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    let resource = resource(&published.head, &published.snapshot)?;
    warm(context, &resource).await;
    Ok(rendered(context, &resource, &published.outcome(started)))
}
