use database::{Conn, audit};
use serde_json::{Map, json};
use time::{
    OffsetDateTime, UtcOffset,
    format_description::BorrowedFormatItem,
    macros::{format_description, offset},
};

use super::{
    shared::{current, off_thread, rendered, resource},
    watch::Watch,
};
use crate::{
    context::Context,
    domain::{
        access::{AccessType, Actor},
        brief::{Imprint, Prices, brief},
        context::BusinessContext,
        extract::reduce,
        head::Head,
        place::Place,
        reduced::Reduced,
        snapshot::Snapshot,
    },
    error::BcmError,
    store::contexts,
};

pub struct Export {
    pub actor: Actor,
    pub format: Format,
    /// For the file's name.
    pub workspace_slug: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Json,
    Markdown,
}

impl Format {
    fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Markdown => "md",
        }
    }

    fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Markdown => "text/markdown; charset=utf-8",
        }
    }
}

#[derive(Debug)]
pub struct Exported {
    pub file_name: String,
    pub content_type: &'static str,
    pub content: Vec<u8>,
}

const IN_NAMES: &[BorrowedFormatItem<'static>] =
    format_description!("[year][month][day]_[hour][minute][second]");
const FOR_READERS: &[BorrowedFormatItem<'static>] =
    format_description!("[day padding:none] [month repr:long] [year]");
/// Where the readers are; India has one time and never moves its clocks.
const INDIA: UtcOffset = offset!(+5:30);

/// Hands out the current manifest as a file. Each export is written to the audit log.
#[tracing::instrument(name = "bcm.export", skip_all, fields(workspace = %command.actor.workspace, format = ?command.format))]
pub async fn export(context: &Context, command: Export) -> Result<Exported, BcmError> {
    let watch = Watch::api(AccessType::Export, &command.actor);
    let exported = export_once(context, &command).await;
    watch.end(context, Some(Place::Database), &exported);
    exported
}

async fn export_once(context: &Context, command: &Export) -> Result<Exported, BcmError> {
    let (actor, now) = (&command.actor, context.clock.now());
    let mut tx = context.database.begin(Context::scope(actor.workspace).acting_for(actor.user)).await?;
    let (head, snapshot) = current(&mut tx, actor.workspace).await?.ok_or(BcmError::NotFound)?;
    let content = match command.format {
        Format::Json => rendered(context, &resource(&head, &snapshot)?, &Map::new()).document,
        Format::Markdown => markdown(&mut tx, &head, &snapshot).await?.into_bytes(),
    };
    let version = snapshot.version.to_string();
    let entry = audit::Entry {
        id: context.clock.uuid(),
        workspace: Some(actor.workspace),
        actor_kind: audit::ActorKind::User,
        actor: Some(actor.user.0),
        action: "bcm.exported",
        target: ("manifest", &version),
        details: json!({ "format": command.format.extension(), "bytes": content.len() }),
        client: (actor.client.ip.as_deref(), actor.client.user_agent.as_deref()),
        error: None,
        at: now,
    };
    audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    let content_type = command.format.content_type();
    Ok(Exported { file_name: file_name(command, now), content_type, content })
}

async fn markdown(conn: &mut Conn, head: &Head, snapshot: &Snapshot) -> Result<String, BcmError> {
    // Proves the checksum that the brief names.
    let resource = resource(head, snapshot)?;
    let content = snapshot.content.as_ref().ok_or(BcmError::BodyPurged)?;
    let newest = newest_built(conn, head).await?;
    let (reduced, prices) = newest.unwrap_or_else(|| (content.reduced.clone(), Prices::default()));
    let date = snapshot.generated_at.to_offset(INDIA).format(FOR_READERS).unwrap_or_default();
    let imprint = Imprint {
        version: &resource.label.version,
        checksum: &resource.label.checksum,
        date: &date,
        completed_steps: content.body.completed_steps(),
    };
    Ok(brief(&reduced, &prices, imprint))
}

/// What the current version was last built from. An edit that compression takes out leaves the version as it is, but a
/// reader of the brief has no token budget and shall see it. None where that context is not kept any more.
async fn newest_built(conn: &mut Conn, head: &Head) -> Result<Option<(Reduced, Prices)>, BcmError> {
    let Some(document) = contexts::newest_built(conn, head.workspace, head.manifest_id).await? else {
        return Ok(None);
    };
    let read = off_thread(move || {
        let business = BusinessContext::from_document(document).ok()?;
        let (reduced, _) = reduce(&business).ok()?;
        Some((reduced, Prices::of(&business.foundation)))
    });
    let read = read.await?;
    if read.is_none() {
        tracing::warn!(workspace = %head.workspace, "a context that was built cannot be read any more");
    }
    Ok(read)
}

fn file_name(command: &Export, now: OffsetDateTime) -> String {
    let slug: String = command
        .workspace_slug
        .chars()
        .filter(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '-')
        .collect();
    let slug = if slug.is_empty() { command.actor.workspace.to_string() } else { slug };
    let at = now.format(IN_NAMES).unwrap_or_default();
    format!("bcm_{slug}_{at}.{}", command.format.extension())
}
