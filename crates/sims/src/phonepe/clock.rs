use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

/// The gateway's clock: the machine's, that of the machine moved, or a standing one.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    Running {
        ahead_ms: i64,
    },
    Standing {
        #[serde(with = "time::serde::rfc3339")]
        at: OffsetDateTime,
    },
}

/// What the control API shows of the clock and takes to set it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockSetting {
    /// The time on it.
    #[serde(with = "time::serde::rfc3339")]
    pub now: OffsetDateTime,
    /// Whether it goes on from there by itself.
    #[serde(default = "yes")]
    pub running: bool,
}

fn yes() -> bool {
    true
}

impl Default for Clock {
    fn default() -> Self {
        Self::Running { ahead_ms: 0 }
    }
}

impl Clock {
    pub fn now(self) -> OffsetDateTime {
        match self {
            Self::Running { ahead_ms } => {
                to_millisecond(OffsetDateTime::now_utc() + Duration::milliseconds(ahead_ms))
            }
            Self::Standing { at } => at,
        }
    }

    pub fn set(setting: ClockSetting) -> Self {
        let at = to_millisecond(setting.now.to_offset(time::UtcOffset::UTC));
        if setting.running {
            Self::Running { ahead_ms: epoch_ms(at) - epoch_ms(OffsetDateTime::now_utc()) }
        } else {
            Self::Standing { at }
        }
    }

    pub fn shown(self) -> ClockSetting {
        ClockSetting { now: self.now(), running: matches!(self, Self::Running { .. }) }
    }

    pub fn advance(&mut self, by: Duration) {
        match self {
            Self::Running { ahead_ms } => {
                *ahead_ms += by.whole_seconds() * 1000 + i64::from(by.subsec_milliseconds());
            }
            Self::Standing { at } => *at += by,
        }
    }
}

/// Millisecond precision is all that the wire has, so nothing finer is kept.
fn to_millisecond(at: OffsetDateTime) -> OffsetDateTime {
    at.replace_millisecond(at.millisecond()).unwrap_or(at)
}

pub fn epoch_ms(at: OffsetDateTime) -> i64 {
    at.unix_timestamp() * 1000 + i64::from(at.millisecond())
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_standing_clock_moves_only_when_it_is_moved() {
        let mut clock =
            Clock::set(ClockSetting { now: datetime!(2026-01-01 00:00:00.1234 UTC), running: false });
        assert_eq!(clock.now(), datetime!(2026-01-01 00:00:00.123 UTC));
        clock.advance(Duration::seconds(90));
        assert_eq!(clock.now(), datetime!(2026-01-01 00:01:30.123 UTC));
    }

    #[test]
    fn a_running_clock_goes_on_from_the_time_it_was_set_to() {
        let clock = Clock::set(ClockSetting { now: datetime!(2030-06-01 12:00 UTC), running: true });
        let shown = clock.now() - datetime!(2030-06-01 12:00 UTC);
        assert!(shown < Duration::seconds(5) && shown >= Duration::ZERO, "off by {shown}");
    }
}
