use std::{
    cmp::Ordering,
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use primitives::WorkspaceId;

/// For so long a revision is believed without asking the database.
const BELIEVED: Duration = Duration::from_secs(30);

/// So many workspaces are remembered; then all are forgotten, which costs one look into the database each.
const MOST: usize = 100_000;

/// The newest revision of each workspace that this process has seen. A copy in the cache with another one is not served.
#[derive(Debug)]
pub struct Known {
    revisions: Mutex<HashMap<WorkspaceId, Seen>>,
    believed: Duration,
}

#[derive(Debug, Clone, Copy)]
struct Seen {
    revision: i64,
    at: Instant,
}

/// What is to be thought of a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Current,
    Outdated,
    /// The database must be asked.
    Unknown,
}

impl Default for Known {
    fn default() -> Self {
        Self { revisions: Mutex::default(), believed: BELIEVED }
    }
}

impl Known {
    pub fn verdict(&self, workspace: WorkspaceId, revision: i64) -> Verdict {
        let seen = self.revisions.lock().unwrap_or_else(PoisonError::into_inner).get(&workspace).copied();
        match seen.filter(|seen| self.believes(*seen)).map(|seen| revision.cmp(&seen.revision)) {
            Some(Ordering::Equal) => Verdict::Current,
            Some(Ordering::Less) => Verdict::Outdated,
            Some(Ordering::Greater) | None => Verdict::Unknown,
        }
    }

    /// Notes a revision that the database holds. Reads and writes may overtake each other, so that a lower revision than
    /// the noted one is believed only when that one has lapsed: the database may have been restored to an older state.
    pub fn note(&self, workspace: WorkspaceId, revision: i64) {
        let mut revisions = self.revisions.lock().unwrap_or_else(PoisonError::into_inner);
        if revisions.len() >= MOST {
            revisions.clear();
        }
        let seen = Seen { revision, at: Instant::now() };
        let noted = revisions.entry(workspace).or_insert(seen);
        if noted.revision <= revision || !self.believes(*noted) {
            *noted = seen;
        }
    }

    pub fn forget(&self, workspace: WorkspaceId) {
        self.revisions.lock().unwrap_or_else(PoisonError::into_inner).remove(&workspace);
    }

    fn believes(&self, seen: Seen) -> bool {
        seen.at.elapsed() < self.believed
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn an_older_copy_is_outdated_and_a_newer_one_must_be_proved() {
        let (known, workspace) = (Known::default(), WorkspaceId(Uuid::nil()));
        assert_eq!(known.verdict(workspace, 3), Verdict::Unknown);
        known.note(workspace, 3);
        known.note(workspace, 2);
        assert_eq!(known.verdict(workspace, 2), Verdict::Outdated);
        assert_eq!(known.verdict(workspace, 3), Verdict::Current);
        assert_eq!(known.verdict(workspace, 4), Verdict::Unknown);
        known.forget(workspace);
        assert_eq!(known.verdict(workspace, 2), Verdict::Unknown);
    }
    #[test]
    fn after_a_while_the_database_is_believed_whatever_was_seen_before() {
        let (known, workspace) =
            (Known { believed: Duration::ZERO, ..Known::default() }, WorkspaceId(Uuid::nil()));
        known.note(workspace, 10);
        assert_eq!(known.verdict(workspace, 7), Verdict::Unknown);
        known.note(workspace, 7);
        let later = Known { believed: BELIEVED, ..known };
        assert_eq!(later.verdict(workspace, 7), Verdict::Current);
    }
}
