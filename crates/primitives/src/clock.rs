use std::sync::{Arc, Mutex, PoisonError};

use time::{Duration, OffsetDateTime};
use uuid::{ContextV7, Timestamp, Uuid};

/// Where time and new ids come from. Clones share one clock.
#[derive(Debug, Clone)]
pub struct Clock {
    fixed: Option<Arc<Mutex<OffsetDateTime>>>,
    /// Counts within a millisecond, so that later ids are greater.
    ids: Arc<Mutex<ContextV7>>,
}

impl Clock {
    /// The machine's time, in UTC.
    #[must_use]
    pub fn system() -> Self {
        Self { fixed: None, ids: Arc::default() }
    }

    /// A clock that stands still until it is moved; for tests and drills.
    #[must_use]
    pub fn fixed(at: OffsetDateTime) -> Self {
        Self { fixed: Some(Arc::new(Mutex::new(at))), ids: Arc::default() }
    }

    /// Now, cut to microseconds, which is what Postgres keeps.
    #[must_use]
    pub fn now(&self) -> OffsetDateTime {
        let now = match &self.fixed {
            Some(fixed) => *fixed.lock().unwrap_or_else(PoisonError::into_inner),
            None => OffsetDateTime::now_utc(),
        };
        now.replace_nanosecond(now.nanosecond() / 1000 * 1000).unwrap_or(now)
    }

    /// Moves a fixed clock; a system clock cannot be moved and stays as it is.
    pub fn advance(&self, by: Duration) {
        if let Some(fixed) = &self.fixed {
            *fixed.lock().unwrap_or_else(PoisonError::into_inner) += by;
        }
    }

    /// A new UUIDv7 that carries this clock's time; greater than those before it while the clock does not go back.
    #[must_use]
    pub fn uuid(&self) -> Uuid {
        let now = self.now();
        let seconds = u64::try_from(now.unix_timestamp()).unwrap_or(0);
        let ids = self.ids.lock().unwrap_or_else(PoisonError::into_inner);
        Uuid::new_v7(Timestamp::from_unix(&*ids, seconds, now.nanosecond()))
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_fixed_clock_stands_still_until_it_is_moved() {
        let clock = Clock::fixed(datetime!(2026-01-31 10:00 UTC));
        let copy = clock.clone();
        copy.advance(Duration::hours(2));
        assert_eq!(clock.now(), datetime!(2026-01-31 12:00 UTC));
    }

    #[test]
    fn ids_carry_the_time_and_differ() {
        let clock = Clock::fixed(datetime!(2026-01-31 10:00 UTC));
        let (a, b) = (clock.uuid(), clock.uuid());
        assert!(a < b, "{a} {b}");
        assert_eq!(a.get_version_num(), 7);
        assert_eq!(a.get_timestamp().map(|t| t.to_unix().0), Some(1_769_853_600));
    }
}
