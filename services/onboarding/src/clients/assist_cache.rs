use std::time::Duration;

use bootstrap::Redis;
use primitives::WorkspaceId;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::Proposal;

/// Results of the assistance by what went into them.
pub struct AssistCache {
    redis: Redis,
}

const LIFE: Duration = Duration::from_secs(24 * 3600);

#[derive(Serialize, Deserialize)]
struct Entry {
    pointer: String,
    value: Value,
    provenance: Value,
}

impl AssistCache {
    pub fn new(redis: Redis) -> Self {
        Self { redis }
    }

    pub async fn find(&self, workspace: WorkspaceId, input_hash: &str) -> Option<Vec<Proposal>> {
        let bytes = match self.redis.get(&key(workspace, input_hash)).await {
            Ok(bytes) => bytes?,
            Err(error) => {
                tracing::warn!(%error, "assistance runs without its cache");
                return None;
            }
        };
        let entries: Vec<Entry> = serde_json::from_slice(&bytes).ok()?;
        let proposal = |entry: Entry| Proposal {
            pointer: entry.pointer,
            value: entry.value,
            provenance: entry.provenance,
        };
        Some(entries.into_iter().map(proposal).collect())
    }

    pub async fn keep(&self, workspace: WorkspaceId, input_hash: &str, proposals: &[Proposal]) {
        let entry = |proposal: &Proposal| Entry {
            pointer: proposal.pointer.clone(),
            value: proposal.value.clone(),
            provenance: proposal.provenance.clone(),
        };
        let Ok(bytes) = serde_json::to_vec(&proposals.iter().map(entry).collect::<Vec<_>>()) else { return };
        if let Err(error) = self.redis.set(&key(workspace, input_hash), &bytes, LIFE).await {
            tracing::warn!(%error, "an assistance result was not cached");
        }
    }
}

fn key(workspace: WorkspaceId, input_hash: &str) -> String {
    format!("onb:assist:{workspace}:{input_hash}")
}
