use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use primitives::WorkspaceId;
use time::{Duration, OffsetDateTime};

/// Workspaces that were usable a moment ago, so that autosave does not ask payments every time. Refusals are not kept: a
/// payment counts at once.
#[derive(Default)]
pub struct AccessCache {
    until: Mutex<HashMap<WorkspaceId, OffsetDateTime>>,
}

const LIFE: Duration = Duration::seconds(5);
/// Above this many, those that have lapsed are thrown out.
const MANY: usize = 10_000;

impl AccessCache {
    pub fn admits(&self, workspace: WorkspaceId, now: OffsetDateTime) -> bool {
        let until = self.until.lock().unwrap_or_else(PoisonError::into_inner);
        until.get(&workspace).is_some_and(|until| now < *until)
    }

    /// Remembers a usable workspace, not beyond the end of what it paid for.
    pub fn remember(&self, workspace: WorkspaceId, valid_until: Option<OffsetDateTime>, now: OffsetDateTime) {
        let mut until = self.until.lock().unwrap_or_else(PoisonError::into_inner);
        if until.len() >= MANY {
            until.retain(|_, until| now < *until);
        }
        let end = valid_until.map_or(now + LIFE, |end| end.min(now + LIFE));
        until.insert(workspace, end);
    }

    pub fn forget(&self, workspace: WorkspaceId) {
        self.until.lock().unwrap_or_else(PoisonError::into_inner).remove(&workspace);
    }
}

#[cfg(test)]
mod tests {
    use primitives::Clock;

    use super::*;

    #[test]
    fn an_answer_is_kept_for_seconds_and_never_beyond_its_own_end() {
        let clock = Clock::fixed(OffsetDateTime::UNIX_EPOCH);
        let (cache, workspace) = (AccessCache::default(), WorkspaceId::new(&clock));
        assert!(!cache.admits(workspace, clock.now()));
        cache.remember(workspace, None, clock.now());
        assert!(cache.admits(workspace, clock.now() + Duration::milliseconds(4999)));
        assert!(!cache.admits(workspace, clock.now() + LIFE));
        cache.remember(workspace, Some(clock.now() + Duration::SECOND), clock.now());
        assert!(!cache.admits(workspace, clock.now() + Duration::SECOND));
    }
}
