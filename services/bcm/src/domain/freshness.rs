//! How far a manifest may be relied on: its age since it was last refreshed, and what is known to have changed.

use time::{Duration, OffsetDateTime};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    Fresh,
    Stale,
    Expired,
}

impl Freshness {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::Stale => "stale",
            Self::Expired => "expired",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaleReason {
    Age,
    Expired,
    AnswersChanged,
    Error,
}

impl StaleReason {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Age => "age",
            Self::Expired => "expired",
            Self::AnswersChanged => "answers_changed",
            Self::Error => "error",
        }
    }
}

/// From which age on a manifest is stale, then expired.
#[derive(Debug, Clone, Copy)]
pub struct Ages {
    pub stale: Duration,
    pub expired: Duration,
}

/// What freshness is judged by.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    pub refreshed_at: OffsetDateTime,
    pub pending_changes: bool,
    pub last_rebuild_failed: bool,
}

impl Standing {
    pub fn freshness(&self, now: OffsetDateTime, ages: Ages) -> (Freshness, Option<StaleReason>) {
        let age = now - self.refreshed_at;
        if age >= ages.expired {
            (Freshness::Expired, Some(StaleReason::Expired))
        } else if age >= ages.stale {
            (Freshness::Stale, Some(StaleReason::Age))
        } else if self.last_rebuild_failed {
            (Freshness::Stale, Some(StaleReason::Error))
        } else if self.pending_changes {
            (Freshness::Stale, Some(StaleReason::AnswersChanged))
        } else {
            (Freshness::Fresh, None)
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const AGES: Ages = Ages { stale: Duration::days(7), expired: Duration::days(14) };
    const REFRESHED: OffsetDateTime = datetime!(2026-11-01 10:00 UTC);

    fn at(
        now: OffsetDateTime,
        pending_changes: bool,
        last_rebuild_failed: bool,
    ) -> (&'static str, Option<&'static str>) {
        let standing = Standing { refreshed_at: REFRESHED, pending_changes, last_rebuild_failed };
        let (freshness, reason) = standing.freshness(now, AGES);
        (freshness.as_str(), reason.map(StaleReason::as_str))
    }

    #[test]
    fn age_decides_at_exactly_seven_and_fourteen_days() {
        assert_eq!(at(datetime!(2026-11-08 09:59:59.999 UTC), false, false), ("fresh", None));
        assert_eq!(at(datetime!(2026-11-08 10:00 UTC), false, false), ("stale", Some("age")));
        assert_eq!(at(datetime!(2026-11-15 09:59 UTC), false, false), ("stale", Some("age")));
        assert_eq!(at(datetime!(2026-11-15 10:00 UTC), true, true), ("expired", Some("expired")));
    }

    #[test]
    fn changed_answers_and_failed_rebuilds_make_a_fresh_manifest_stale() {
        assert_eq!(at(REFRESHED, true, false), ("stale", Some("answers_changed")));
        assert_eq!(at(REFRESHED, true, true), ("stale", Some("error")));
    }
}
