//! A stored version: immutable but for its bodies, which may be purged.

use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    build::Built,
    canonical::{TAIL, rewrite},
    manifest::SCHEMA_VERSION,
    reduced::Reduced,
    version::Version,
};

/// Why a version was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    Onboarding,
    Rebuild,
    Restore,
}

impl Source {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Onboarding => "onboarding",
            Self::Rebuild => "rebuild",
            Self::Restore => "restore",
        }
    }
}

/// A version as it is stored.
#[derive(Debug, Clone)]
pub struct Snapshot {
    pub id: Uuid,
    pub version: Version,
    pub checksum: String,
    pub token_count: i32,
    pub completion: f64,
    pub generated_at: OffsetDateTime,
    /// None once purged.
    pub content: Option<Content>,
}

impl Snapshot {
    /// Whether the stored body is there and has the checksum that it is known by.
    pub fn is_sound(&self) -> bool {
        self.content.as_ref().is_some_and(|content| content.body.checksum() == self.checksum)
    }
}

/// The bodies of a version.
#[derive(Debug, Clone)]
pub struct Content {
    pub reduced: Reduced,
    pub body: Body,
}

/// The served manifest in two pieces: the counted and hashed groups, and what stands outside them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// Canonical bytes up to [`TAIL`].
    pub groups: String,
    /// A JSON object.
    pub meta: String,
}

impl Body {
    /// The body of a fresh build.
    pub fn of(built: &Built, source: Source, token_budget: usize) -> Self {
        let bytes = &built.compressed.bytes;
        let groups = bytes.strip_suffix(TAIL).unwrap_or(bytes).to_owned();
        let meta = serde_json::json!({
            "source": source.as_str(),
            "token_budget": token_budget,
            "token_estimate": built.compressed.token_count,
            "facts_count": built.counts.facts,
            "icps_count": built.counts.icps,
            "competitors_count": built.counts.competitors,
            "compression_level": built.compressed.level.as_str(),
            "completed_steps": built.counts.completed_steps,
        });
        Self { groups, meta: meta.to_string() }
    }

    /// The body as the database keeps it: one document, its members in any order.
    pub fn from_document(mut document: Value) -> Result<Self, serde_json::Error> {
        let members = document.as_object_mut();
        let meta = members.and_then(|members| {
            members.insert("schema_version".to_owned(), SCHEMA_VERSION.into());
            members.remove("meta")
        });
        let bytes = rewrite(document)?;
        let groups = bytes.strip_suffix(TAIL).unwrap_or(&bytes).to_owned();
        Ok(Self { groups, meta: meta.unwrap_or_else(|| Value::Object(serde_json::Map::new())).to_string() })
    }

    /// The served `manifest` member.
    pub fn document(&self) -> String {
        let mut json = String::new();
        self.write(&mut json);
        json
    }

    /// The same at the end of another text.
    pub fn write(&self, json: &mut String) {
        const BETWEEN: &str = ",\"meta\":";
        let Self { groups, meta } = self;
        json.reserve(groups.len() + BETWEEN.len() + meta.len() + 2);
        for part in [groups, BETWEEN, meta, "}"] {
            json.push_str(part);
        }
    }

    /// Number of steps in the meta, for a reader.
    pub fn completed_steps(&self) -> u8 {
        let meta: Value = serde_json::from_str(&self.meta).unwrap_or_default();
        meta["completed_steps"].as_u64().and_then(|steps| u8::try_from(steps).ok()).unwrap_or(0)
    }

    /// SHA-256 of the canonical bytes.
    pub fn checksum(&self) -> String {
        use sha2::{Digest as _, Sha256};
        let mut digest = Sha256::new();
        digest.update(self.groups.as_bytes());
        digest.update(TAIL.as_bytes());
        hex::encode(digest.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::build::{Options, build, fixture};

    #[test]
    fn a_body_survives_a_database_that_reorders_it() {
        let built = build(&fixture::context(fixture::typical()), Options { token_budget: 1200 }).unwrap();
        let body = Body::of(&built, Source::Onboarding, 1200);
        assert_eq!(body.checksum(), built.checksum);
        let stored: Value = serde_json::from_str(&body.document()).unwrap();
        assert_eq!(stored["meta"]["source"], "onboarding");
        let read = Body::from_document(stored).unwrap();
        assert_eq!(read.checksum(), built.checksum);
        assert_eq!(read.completed_steps(), 23);
    }
}
