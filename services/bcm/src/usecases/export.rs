use database::audit;
use serde_json::{Map, json};
use time::{OffsetDateTime, format_description::BorrowedFormatItem, macros::format_description};

use super::{
    shared::{current, rendered, resource},
    watch::Watch,
};
use crate::{
    context::Context,
    domain::{
        access::{AccessType, Actor},
        brief::{Imprint, brief},
        head::Head,
        place::Place,
        snapshot::Snapshot,
    },
    error::BcmError,
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
        Format::Markdown => markdown(&head, &snapshot)?.into_bytes(),
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

fn markdown(head: &Head, snapshot: &Snapshot) -> Result<String, BcmError> {
    // Proves the checksum that the brief names.
    let resource = resource(head, snapshot)?;
    let content = snapshot.content.as_ref().ok_or(BcmError::BodyPurged)?;
    let imprint = Imprint {
        version: &resource.label.version,
        checksum: &resource.label.checksum,
        date: &snapshot.generated_at.format(FOR_READERS).unwrap_or_default(),
        completed_steps: content.body.completed_steps(),
    };
    Ok(brief(&content.reduced, imprint))
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
