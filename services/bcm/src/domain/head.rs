//! Where a workspace stands: its current version, what is pending, who is rebuilding. Each change raises the revision.

use primitives::WorkspaceId;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub workspace: WorkspaceId,
    pub manifest_id: Uuid,
    pub revision: i64,
    pub refreshed_at: OffsetDateTime,
    pub status: Status,
    pub pending_changes: bool,
    /// Answers changed that no context handed over holds yet.
    pub unsubmitted_changes: bool,
    pub last_error: Option<String>,
    /// When the automatic rebuild is due.
    pub rebuild_due_at: Option<OffsetDateTime>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Ok,
    /// Somebody builds; believed until the time given, after which the work counts as interrupted.
    Building {
        by: Uuid,
        until: OffsetDateTime,
    },
    /// The last rebuild failed; the version before it is served.
    Error,
}

impl Status {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Building { .. } => "building",
            Self::Error => "error",
        }
    }
}

/// When the context of a build was handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handover {
    /// With the build, holding every answer.
    Now,
    /// Earlier; by now a newer one may be waiting.
    Before { newer_waits: bool },
}

/// Why a rebuild may not start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotNow {
    InProgress,
    /// The newest version is too young.
    Cooldown {
        left: Duration,
    },
}

impl Head {
    /// The head of a workspace's first version.
    pub fn first(workspace: WorkspaceId, manifest_id: Uuid, now: OffsetDateTime) -> Self {
        Self {
            workspace,
            manifest_id,
            revision: 1,
            refreshed_at: now,
            status: Status::Ok,
            pending_changes: false,
            unsubmitted_changes: false,
            last_error: None,
            rebuild_due_at: None,
        }
    }

    /// Whether a rebuild on request may start while the newest version has this age.
    pub fn admit_rebuild(&self, age: Duration, force: bool, cooldown: Duration) -> Result<(), NotNow> {
        if force || self.pending_changes || age >= cooldown {
            Ok(())
        } else {
            Err(NotNow::Cooldown { left: cooldown - age })
        }
    }

    /// Reserves the head for one builder.
    pub fn begin(&mut self, by: Uuid, now: OffsetDateTime, lease: Duration) -> Result<(), NotNow> {
        if let Status::Building { until, .. } = self.status
            && until > now
        {
            return Err(NotNow::InProgress);
        }
        self.status = Status::Building { by, until: now + lease };
        self.revision += 1;
        Ok(())
    }

    /// Whether this builder still holds the head.
    pub fn is_held_by(&self, builder: Uuid) -> bool {
        match self.status {
            Status::Building { by, .. } => by == builder,
            Status::Ok | Status::Error => false,
        }
    }

    /// A build has ended well, in this version. Answers that changed after its context was handed over stay pending; a
    /// rebuild stays due if a newer context is waiting for it.
    pub fn built(&mut self, manifest_id: Uuid, handover: Handover, now: OffsetDateTime) {
        self.manifest_id = manifest_id;
        let newer_waits = match handover {
            Handover::Now => {
                self.unsubmitted_changes = false;
                false
            }
            Handover::Before { newer_waits } => newer_waits,
        };
        self.pending_changes = newer_waits || self.unsubmitted_changes;
        self.keep_due_if(newer_waits);
        self.settle(Status::Ok, None);
        self.refreshed_at = now;
    }

    /// An old version is current again. Pending answers stay pending, but do not overwrite it by themselves.
    pub fn restored(&mut self, manifest_id: Uuid, now: OffsetDateTime) {
        self.manifest_id = manifest_id;
        self.rebuild_due_at = None;
        self.settle(Status::Ok, None);
        self.refreshed_at = now;
    }

    /// A build has failed. Trying the same context again is left to people; a newer one stays due.
    pub fn failed(&mut self, error: String, newer_waits: bool) {
        self.keep_due_if(newer_waits);
        self.settle(Status::Error, Some(error));
    }

    /// A build could not be ended for reasons that pass. Its context is as good as before, and so is what is due.
    pub fn put_off(&mut self) {
        let before = if self.last_error.is_some() { Status::Error } else { Status::Ok };
        let error = self.last_error.take();
        self.settle(before, error);
    }

    /// A context with changed answers was handed over; it shall be built without being asked at the time given.
    pub fn submitted(&mut self, due: OffsetDateTime) {
        self.pending_changes = true;
        self.unsubmitted_changes = false;
        self.rebuild_due_at = Some(due);
        self.revision += 1;
    }

    /// Answers changed that are not handed over yet.
    pub fn answers_changed(&mut self) {
        self.pending_changes = true;
        self.unsubmitted_changes = true;
        self.revision += 1;
    }

    fn keep_due_if(&mut self, newer_waits: bool) {
        self.rebuild_due_at = self.rebuild_due_at.filter(|_| newer_waits);
    }

    fn settle(&mut self, status: Status, error: Option<String>) {
        self.status = status;
        self.last_error = error;
        self.revision += 1;
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const NOON: OffsetDateTime = datetime!(2026-11-20 12:00 UTC);
    const HOUR: Duration = Duration::HOUR;

    fn head() -> Head {
        Head::first(WorkspaceId(Uuid::nil()), Uuid::nil(), NOON)
    }

    #[test]
    fn a_young_version_is_not_rebuilt_unless_something_changed_or_it_is_forced() {
        let mut head = head();
        let left = Duration::minutes(20);
        assert_eq!(head.admit_rebuild(HOUR - left, false, HOUR), Err(NotNow::Cooldown { left }));
        assert_eq!(head.admit_rebuild(HOUR - left, true, HOUR), Ok(()));
        assert_eq!(head.admit_rebuild(HOUR, false, HOUR), Ok(()));
        head.answers_changed();
        assert_eq!(head.admit_rebuild(Duration::ZERO, false, HOUR), Ok(()));
    }

    #[test]
    fn one_builder_at_a_time_until_its_lease_ends() {
        let mut head = head();
        let (first, second) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert_eq!(head.begin(first, NOON, HOUR), Ok(()));
        assert_eq!(head.begin(second, NOON + HOUR - Duration::SECOND, HOUR), Err(NotNow::InProgress));
        assert_eq!(head.begin(second, NOON + HOUR, HOUR), Ok(()));
        assert!(head.is_held_by(second) && !head.is_held_by(first));
    }

    #[test]
    fn answers_handed_over_while_building_stay_pending() {
        let mut head = head();
        head.submitted(NOON + HOUR);
        head.submitted(NOON + HOUR * 2);
        head.built(Uuid::nil(), Handover::Before { newer_waits: true }, NOON + HOUR);
        assert!(head.pending_changes && head.rebuild_due_at == Some(NOON + HOUR * 2));
        head.built(Uuid::nil(), Handover::Before { newer_waits: false }, NOON + HOUR * 2);
        assert!(!head.pending_changes && head.rebuild_due_at.is_none());
    }

    #[test]
    fn answers_not_handed_over_stay_pending_but_nothing_is_due() {
        let mut head = head();
        head.submitted(NOON + HOUR);
        head.answers_changed();
        head.built(Uuid::nil(), Handover::Before { newer_waits: false }, NOON + HOUR);
        assert!(head.pending_changes && head.rebuild_due_at.is_none());
        head.built(Uuid::nil(), Handover::Now, NOON + HOUR);
        assert!(!head.pending_changes && !head.unsubmitted_changes);
    }

    #[test]
    fn a_failure_leaves_due_what_was_handed_over_meanwhile() {
        let mut head = head();
        head.begin(Uuid::from_u128(1), NOON, HOUR).unwrap();
        head.submitted(NOON + HOUR);
        head.failed("no room".to_owned(), true);
        assert_eq!((head.status, head.rebuild_due_at), (Status::Error, Some(NOON + HOUR)));
        head.begin(Uuid::from_u128(1), NOON, HOUR).unwrap();
        head.failed("no room".to_owned(), false);
        assert_eq!(head.rebuild_due_at, None);
    }

    #[test]
    fn a_build_that_is_put_off_leaves_everything_as_it_was() {
        let mut head = head();
        head.submitted(NOON + HOUR);
        let before = head.clone();
        head.begin(Uuid::from_u128(1), NOON, HOUR).unwrap();
        head.put_off();
        assert_eq!(head, Head { revision: before.revision + 2, ..before });
        head.failed("no room".to_owned(), true);
        head.begin(Uuid::from_u128(1), NOON, HOUR).unwrap();
        head.put_off();
        assert_eq!((head.status, head.last_error.as_deref()), (Status::Error, Some("no room")));
    }

    #[test]
    fn a_failure_keeps_the_version_and_every_change_raises_the_revision() {
        let mut head = head();
        let version = head.manifest_id;
        head.begin(Uuid::from_u128(1), NOON, HOUR).unwrap();
        head.failed("no room".to_owned(), false);
        assert_eq!((head.manifest_id, head.status, head.revision), (version, Status::Error, 3));
        head.begin(Uuid::from_u128(1), NOON, HOUR).unwrap();
        head.restored(Uuid::from_u128(7), NOON + HOUR);
        assert_eq!(
            (head.status, head.revision, head.refreshed_at, head.last_error),
            (Status::Ok, 5, NOON + HOUR, None)
        );
    }
}
