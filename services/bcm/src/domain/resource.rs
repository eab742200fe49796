//! The served manifest: what is kept in the cache and what an answer is made of. The manifest itself is never decoded.

use primitives::{WorkspaceId, format_timestamp, rfc3339_millis};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use time::OffsetDateTime;

use super::{
    freshness::{Ages, Freshness, StaleReason, Standing},
    head::{Head, Status},
    manifest::SCHEMA_VERSION,
    place::Place,
    snapshot::{Body, Snapshot},
    version::Version,
};

#[derive(Debug, Clone, PartialEq)]
pub struct Resource {
    pub label: Label,
    pub body: Body,
}

/// Everything about a served manifest but the manifest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Label {
    pub workspace_id: WorkspaceId,
    pub revision: i64,
    pub version: String,
    pub checksum: String,
    #[serde(with = "rfc3339_millis")]
    pub created_at: OffsetDateTime,
    #[serde(with = "rfc3339_millis")]
    pub refreshed_at: OffsetDateTime,
    pub status: String,
    pub pending_changes: bool,
    pub token_count: i32,
    pub completion: f64,
}

/// How fresh an answer is, and where it came from.
#[derive(Debug, Clone, Copy)]
pub struct Answer {
    pub freshness: Freshness,
    pub stale_reason: Option<StaleReason>,
    pub place: Place,
}

impl Resource {
    /// A version of a workspace; None when its body is gone. One that is not current stands where it stood when it was
    /// made, whatever became of the workspace since.
    pub fn of(head: &Head, snapshot: &Snapshot) -> Option<Self> {
        let current = head.manifest_id == snapshot.id;
        let (refreshed_at, status) =
            if current { (head.refreshed_at, head.status) } else { (snapshot.generated_at, Status::Ok) };
        let label = Label {
            workspace_id: head.workspace,
            revision: head.revision,
            version: snapshot.version.to_string(),
            checksum: snapshot.checksum.clone(),
            created_at: snapshot.generated_at,
            refreshed_at,
            status: status.as_str().to_owned(),
            pending_changes: current && head.pending_changes,
            token_count: snapshot.token_count,
            completion: snapshot.completion,
        };
        Some(Self { label, body: snapshot.content.as_ref()?.body.clone() })
    }

    /// Whether the bytes have the checksum that they are known by.
    pub fn is_sound(&self) -> bool {
        self.body.checksum() == self.label.checksum
    }

    /// The copy for the cache. The revision comes first so that a script can compare it.
    pub fn encode(&self) -> Result<Vec<u8>, serde_json::Error> {
        let label = serde_json::to_string(&self.label)?;
        let Body { groups, meta } = &self.body;
        Ok(format!("{}\n{label}\n{groups}\n{meta}", self.label.revision).into_bytes())
    }

    /// Reads a copy. None unless it is whole and sound: its bytes have the checksum that it names.
    pub fn decode(copy: &[u8]) -> Option<Self> {
        // JSON texts hold no line feed, so that the lines are the parts.
        let mut lines = std::str::from_utf8(copy).ok()?.splitn(4, '\n');
        let revision: i64 = lines.next()?.parse().ok()?;
        let label: Label = serde_json::from_str(lines.next()?).ok()?;
        let body = Body { groups: lines.next()?.to_owned(), meta: lines.next()?.to_owned() };
        let resource = Self { label, body };
        (resource.label.revision == revision && resource.is_sound()).then_some(resource)
    }

    pub fn answer(&self, place: Place, now: OffsetDateTime, ages: Ages) -> Answer {
        let standing = Standing {
            refreshed_at: self.label.refreshed_at,
            pending_changes: self.label.pending_changes,
            last_rebuild_failed: self.label.status == "error",
        };
        let (freshness, stale_reason) = standing.freshness(now, ages);
        Answer { freshness, stale_reason, place }
    }

    /// Ageing changes the tag, so that "not modified" never hides it.
    pub fn etag(&self, freshness: Freshness) -> String {
        format!("W/\"{}-{}-{}\"", self.label.checksum, self.label.revision, freshness.as_str())
    }

    /// The JSON resource of the current version: identity, the members of this answer, further ones, the manifest.
    pub fn render(&self, answer: Answer, further: &Map<String, Value>) -> Vec<u8> {
        let mut members = self.identity();
        let answered = [
            ("freshness", answer.freshness.as_str().into()),
            ("stale_reason", answer.stale_reason.map(StaleReason::as_str).into()),
            ("pending_changes", self.label.pending_changes.into()),
            ("served_from", answer.place.as_str().into()),
            ("status", self.label.status.as_str().into()),
        ];
        members.extend(answered.map(|(name, value)| (name.to_owned(), value)));
        members.extend(further.clone());
        self.with_manifest(members)
    }

    /// The JSON resource of any version, which says nothing about where the workspace stands.
    pub fn render_version(&self) -> Vec<u8> {
        self.with_manifest(self.identity())
    }

    fn identity(&self) -> Map<String, Value> {
        let label = &self.label;
        let version: Version = label.version.parse().unwrap_or(Version::FIRST);
        let members: [(&str, Value); 11] = [
            ("schema_version", SCHEMA_VERSION.into()),
            ("workspace_id", label.workspace_id.to_string().into()),
            ("version", label.version.as_str().into()),
            ("version_major", version.major.into()),
            ("version_minor", version.minor.into()),
            ("version_patch", version.patch.into()),
            ("checksum", label.checksum.as_str().into()),
            ("created_at", format_timestamp(label.created_at).into()),
            ("refreshed_at", format_timestamp(label.refreshed_at).into()),
            ("token_count", label.token_count.into()),
            ("completion", label.completion.into()),
        ];
        members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// The manifest is put in as it is, undecoded.
    fn with_manifest(&self, members: Map<String, Value>) -> Vec<u8> {
        let mut json = Value::Object(members).to_string();
        json.pop();
        json.push_str(",\"manifest\":");
        self.body.write(&mut json);
        json.push('}');
        json.into_bytes()
    }
}

/// Whether an `If-None-Match` header names the tag; tags are compared weakly.
pub fn none_match(header: &str, etag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    header.split(',').any(|tag| tag.trim() == "*" || opaque(tag) == opaque(etag))
}

#[cfg(test)]
mod tests {
    use time::{Duration, macros::datetime};
    use uuid::Uuid;

    use super::*;
    use crate::domain::{
        build::{Options, build, fixture},
        snapshot::Source,
    };

    const NOW: OffsetDateTime = datetime!(2026-11-20 10:00 UTC);
    const AGES: Ages = Ages { stale: Duration::days(7), expired: Duration::days(14) };

    fn resource() -> Resource {
        let built = build(&fixture::context(fixture::typical()), Options { token_budget: 1200 }).unwrap();
        let label = Label {
            workspace_id: WorkspaceId(Uuid::nil()),
            revision: 42,
            version: "1.2.3".to_owned(),
            checksum: built.checksum.clone(),
            created_at: NOW,
            refreshed_at: NOW,
            status: "ok".to_owned(),
            pending_changes: false,
            token_count: 929,
            completion: 100.0,
        };
        Resource { label, body: Body::of(&built, Source::Onboarding, 1200) }
    }

    #[test]
    fn a_copy_is_read_back_and_a_spoiled_one_is_not() {
        let copy = resource().encode().unwrap();
        assert!(copy.starts_with(b"42\n"));
        assert_eq!(Resource::decode(&copy), Some(resource()));
        let spoiled = String::from_utf8(copy.clone()).unwrap().replace("Khata", "Kahta");
        assert_eq!(Resource::decode(spoiled.as_bytes()), None);
        let lifted = [b"43", &copy[2..]].concat();
        assert_eq!(Resource::decode(&lifted), None);
        for broken in [&b""[..], b"42", &copy[..copy.len() / 2], b"\xff\xfe"] {
            assert_eq!(Resource::decode(broken), None);
        }
    }

    #[test]
    fn an_answer_is_json_whose_manifest_hashes_to_the_checksum() {
        let resource = resource();
        let answer = resource.answer(Place::Database, NOW + Duration::days(8), AGES);
        let further = Map::from_iter([("unchanged".to_owned(), Value::Bool(true))]);
        let mut json: Value = serde_json::from_slice(&resource.render(answer, &further)).unwrap();
        assert_eq!(
            (&json["version_minor"], &json["freshness"], &json["stale_reason"]),
            (&2.into(), &"stale".into(), &"age".into())
        );
        assert_eq!((&json["served_from"], &json["unchanged"]), (&"database".into(), &true.into()));
        assert_eq!(json["manifest"]["meta"]["completed_steps"], 23);
        let body = Body::from_document(json["manifest"].take()).unwrap();
        assert_eq!(body.checksum(), resource.label.checksum);
    }

    #[test]
    fn tags_are_compared_weakly_and_change_with_age() {
        let resource = resource();
        let (fresh, stale) = (resource.etag(Freshness::Fresh), resource.etag(Freshness::Stale));
        assert_ne!(fresh, stale);
        assert!(none_match(&format!("\"x\", {fresh}"), &fresh));
        assert!(none_match(fresh.trim_start_matches("W/"), &fresh));
        assert!(none_match("*", &fresh));
        assert!(!none_match(&stale, &fresh) && !none_match("", &fresh));
    }
}
