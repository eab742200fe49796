//! How a build or a restored copy becomes the current version.

use std::time::Instant;

use database::Conn;
use primitives::{UserId, WorkspaceId};
use serde_json::{Map, Value};
use time::OffsetDateTime;
use uuid::Uuid;

use super::shared::current;
use crate::{
    context::Context,
    domain::{
        build::Built,
        context::BusinessContext,
        diff::fields_changed,
        head::{Handover, Head},
        reduced::Reduced,
        snapshot::{Body, Content, Snapshot, Source},
        version::{Change, Version},
    },
    error::BcmError,
    store::{history, manifests},
};

/// A version about to become current. The workspace's head is locked.
pub struct Publication<'a> {
    pub workspace: WorkspaceId,
    pub user: UserId,
    pub source: Source,
    pub reason: &'a str,
    pub content: NewContent<'a>,
}

pub enum NewContent<'a> {
    Built { context_id: Uuid, context: &'a BusinessContext, built: &'a Built, handover: Handover },
    Copy { of: &'a Snapshot, reduced: &'a Reduced },
}

impl NewContent<'_> {
    fn checksum(&self) -> &str {
        match self {
            Self::Built { built, .. } => &built.checksum,
            Self::Copy { of, .. } => &of.checksum,
        }
    }

    fn reduced(&self) -> &Reduced {
        match self {
            Self::Built { built, .. } => &built.reduced,
            Self::Copy { reduced, .. } => reduced,
        }
    }

    fn settle(&self, head: &mut Head, manifest_id: Uuid, now: OffsetDateTime) {
        match self {
            Self::Built { handover, .. } => head.built(manifest_id, *handover, now),
            Self::Copy { .. } => head.restored(manifest_id, now),
        }
    }
}

/// What became of it; the head is not written yet.
pub struct Published {
    pub head: Head,
    pub snapshot: Snapshot,
    /// The current version had the same checksum and stays.
    pub unchanged: bool,
    pub change_type: Option<&'static str>,
}

impl Published {
    /// What a rebuild or a restore tells besides the resource.
    pub fn outcome(&self, started: Instant) -> Map<String, Value> {
        let millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        Map::from_iter([
            ("unchanged".to_owned(), self.unchanged.into()),
            ("change_type".to_owned(), self.change_type.into()),
            ("processing_time_ms".to_owned(), millis.into()),
        ])
    }
}

/// Stores a new version and its history entry, unless the current version has the same content and is not spoiled.
pub async fn publish(
    context: &Context,
    conn: &mut Conn,
    new: Publication<'_>,
) -> Result<Published, BcmError> {
    let now = context.clock.now();
    let Some((mut head, snapshot)) = current(conn, new.workspace).await? else {
        let step = Step { change_type: "initial", version: Version::FIRST, fields_changed: Vec::new() };
        let snapshot = store(context, conn, &new, None, step).await?;
        let head = Head::first(new.workspace, snapshot.id, now);
        return Ok(Published { head, snapshot, unchanged: false, change_type: Some("initial") });
    };
    if snapshot.checksum == new.content.checksum() && snapshot.is_sound() {
        new.content.settle(&mut head, snapshot.id, now);
        return Ok(Published { head, snapshot, unchanged: true, change_type: None });
    }
    let before = snapshot.content.as_ref().map(|content| &content.reduced);
    let before = before.ok_or(BcmError::BodyPurged)?;
    let change = Change::between(before, new.content.reduced());
    let step = Step {
        change_type: change.as_str(),
        version: snapshot.version.after(change),
        fields_changed: fields_changed(before, new.content.reduced()),
    };
    let stored = store(context, conn, &new, Some(&snapshot), step).await?;
    new.content.settle(&mut head, stored.id, now);
    Ok(Published { head, snapshot: stored, unchanged: false, change_type: Some(change.as_str()) })
}

struct Step {
    change_type: &'static str,
    version: Version,
    fields_changed: Vec<String>,
}

async fn store(
    context: &Context,
    conn: &mut Conn,
    new: &Publication<'_>,
    before: Option<&Snapshot>,
    step: Step,
) -> Result<Snapshot, BcmError> {
    let row = manifests::New {
        id: context.clock.uuid(),
        workspace: new.workspace,
        user: new.user,
        version: step.version,
        source: new.source,
        at: context.clock.now(),
    };
    let stored = store_content(context, conn, new, row).await?;
    let entry = history::New {
        id: context.clock.uuid(),
        workspace: new.workspace,
        manifest_id: row.id,
        before: before.map(|snapshot| (snapshot.version, snapshot.checksum.as_str())),
        after: (step.version, &stored.checksum),
        change_type: step.change_type,
        description: describe(new, step.version),
        reason: new.reason,
        fields_changed: step.fields_changed,
        by: new.user,
        at: row.at,
    };
    history::insert(conn, entry).await?;
    Ok(stored)
}

async fn store_content(
    context: &Context,
    conn: &mut Conn,
    new: &Publication<'_>,
    row: manifests::New,
) -> Result<Snapshot, BcmError> {
    let stored = |checksum: &str, token_count: i32, completion: f64, content: Content| Snapshot {
        id: row.id,
        version: row.version,
        checksum: checksum.to_owned(),
        token_count,
        completion,
        generated_at: row.at,
        content: Some(content),
    };
    match new.content {
        NewContent::Built { context_id, context: business, built, .. } => {
            let body = Body::of(built, new.source, context.rules.token_budget);
            manifests::insert(conn, row, built, (context_id, business), &body).await?;
            let tokens = i32::try_from(built.compressed.token_count).unwrap_or(i32::MAX);
            let content = Content { reduced: built.reduced.clone(), body };
            Ok(stored(&built.checksum, tokens, business.meta.completion_percentage, content))
        }
        NewContent::Copy { of, .. } => {
            manifests::insert_copy(conn, row, of.id).await?;
            manifests::find(conn, row.id).await?.ok_or(BcmError::Unavailable("the copy was not stored"))
        }
    }
}

fn describe(new: &Publication<'_>, version: Version) -> String {
    match &new.content {
        NewContent::Built { .. } => match new.source {
            Source::Onboarding => format!("version {version} from onboarding"),
            Source::Rebuild | Source::Restore => format!("version {version} from the newest answers"),
        },
        NewContent::Copy { of, .. } => format!("version {version} restored from {}", of.version),
    }
}
