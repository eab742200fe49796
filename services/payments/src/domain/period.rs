use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, UtcOffset};

use crate::domain::Cycle;

/// India has one time zone without daylight saving.
const IST: UtcOffset = match UtcOffset::from_hms(5, 30, 0) {
    Ok(offset) => offset,
    Err(_) => panic!("a constant offset"),
};

/// What has been paid for: from the start, up to but without the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    pub start: OffsetDateTime,
    pub end: OffsetDateTime,
    /// Day of the month on which periods end, kept through short months.
    pub anchor_day: u8,
}

impl Period {
    /// The first period of somebody who starts at `start`: its day becomes the anchor.
    pub fn starting(start: OffsetDateTime, cycle: Cycle) -> Self {
        Self::anchored(start, start.to_offset(IST).day(), cycle)
    }

    /// The period that follows, at the same wall time in India.
    #[must_use]
    pub fn next(self, cycle: Cycle) -> Self {
        Self::anchored(self.end, self.anchor_day, cycle)
    }

    fn anchored(start: OffsetDateTime, anchor_day: u8, cycle: Cycle) -> Self {
        let local = start.to_offset(IST);
        let (year, month) = match (cycle, local.month()) {
            (Cycle::Yearly, month) => (local.year() + 1, month),
            (Cycle::Monthly, Month::December) => (local.year() + 1, Month::January),
            (Cycle::Monthly, month) => (local.year(), month.next()),
        };
        let day = anchor_day.clamp(1, month.length(year));
        // Years beyond 9999 are the only dates that do not exist here.
        let date = Date::from_calendar_date(year, month, day).unwrap_or(Date::MAX);
        let end = PrimitiveDateTime::new(date, local.time()).assume_offset(IST).to_offset(UtcOffset::UTC);
        Self { start: start.to_offset(UtcOffset::UTC), end, anchor_day }
    }
}

/// A time as a clock on a wall in India shows it.
pub fn in_india(at: OffsetDateTime) -> OffsetDateTime {
    at.to_offset(IST)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::{Duration, macros::datetime};

    use super::*;

    #[test]
    fn the_anchor_day_survives_a_short_month() {
        let january = Period::starting(datetime!(2026-01-31 10:00 +05:30), Cycle::Monthly);
        assert_eq!(january.end, datetime!(2026-02-28 10:00 +05:30));
        let february = january.next(Cycle::Monthly);
        assert_eq!(february.end, datetime!(2026-03-31 10:00 +05:30));
        assert_eq!(february.next(Cycle::Monthly).end, datetime!(2026-04-30 10:00 +05:30));
    }

    #[test]
    fn the_day_is_that_of_india_and_not_that_of_greenwich() {
        // 31 January, 01:00 in India is still 30 January in Greenwich.
        let period = Period::starting(datetime!(2026-01-30 19:30 UTC), Cycle::Monthly);
        assert_eq!(period.anchor_day, 31);
        assert_eq!(period.end, datetime!(2026-02-28 01:00 +05:30));
    }

    #[test]
    fn a_leap_day_comes_back_in_leap_years() {
        let first = Period::starting(datetime!(2028-02-29 12:00 +05:30), Cycle::Yearly);
        assert_eq!(first.end, datetime!(2029-02-28 12:00 +05:30));
        let fourth = first.next(Cycle::Yearly).next(Cycle::Yearly).next(Cycle::Yearly);
        assert_eq!(fourth.end, datetime!(2032-02-29 12:00 +05:30));
    }

    #[test]
    fn december_is_followed_by_january() {
        let period = Period::starting(datetime!(2026-12-31 23:59 +05:30), Cycle::Monthly);
        assert_eq!(period.end, datetime!(2027-01-31 23:59 +05:30));
    }

    proptest! {
        #[test]
        fn periods_join_without_gap_and_keep_wall_time_and_anchor(
            seconds in 1_700_000_000i64..2_500_000_000,
            cycles in proptest::collection::vec(prop_oneof![Just(Cycle::Monthly), Just(Cycle::Yearly)], 1..40),
        ) {
            let start = OffsetDateTime::from_unix_timestamp(seconds).unwrap();
            let mut period = Period::starting(start, cycles[0]);
            for cycle in cycles {
                let next = period.next(cycle);
                prop_assert_eq!(next.start, period.end);
                prop_assert_eq!(in_india(next.end).time(), in_india(start).time());
                prop_assert_eq!(next.anchor_day, in_india(start).day());
                let (days, month) = ((next.end - next.start).whole_days(), in_india(next.end).month());
                let expected = match cycle { Cycle::Monthly => 28..=34, Cycle::Yearly => 362..=369 };
                prop_assert!(expected.contains(&days), "{} days", days);
                let last = month.length(in_india(next.end).year());
                prop_assert_eq!(in_india(next.end).day(), next.anchor_day.min(last));
                prop_assert!(next.end - next.start > Duration::ZERO);
                period = next;
            }
        }
    }
}
