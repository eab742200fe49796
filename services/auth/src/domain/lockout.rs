use time::{Duration, OffsetDateTime};

/// Wrong passwords before an address is locked.
pub const TRIES: i32 = 10;
/// In which they count, and for which it is locked.
pub const WINDOW: Duration = Duration::minutes(15);

/// How long an address that was locked at `since` has to wait; at least a second, so that nobody is told to come at once.
pub fn wait(since: OffsetDateTime, now: OffsetDateTime) -> std::time::Duration {
    let left = (since + WINDOW - now).max(Duration::SECOND);
    left.try_into().unwrap_or(std::time::Duration::from_secs(1))
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn the_wait_ends_fifteen_minutes_after_the_lock() {
        let since = datetime!(2026-01-01 00:00 UTC);
        assert_eq!(wait(since, since).as_secs(), 900);
        assert_eq!(wait(since, since + Duration::minutes(14)).as_secs(), 60);
        assert_eq!(wait(since, since + Duration::minutes(20)).as_secs(), 1);
    }
}
