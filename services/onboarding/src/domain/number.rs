//! Step numbers, phases and step states.

use std::fmt;
use std::str::FromStr;

/// The number of a step, 1 to 23.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepNumber(u8);

/// There is no step with this number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no such step; they are 1 to 23")]
pub struct UnknownStep;

impl StepNumber {
    pub const COUNT: u8 = 23;
    pub const EVIDENCE: Self = Self(1);
    pub const FACTS: Self = Self(2);
    pub const INTEGRITY: Self = Self(3);
    pub const TRUTH: Self = Self(4);
    pub const OFFER: Self = Self(5);
    pub const MARKET: Self = Self(6);
    pub const ALTERNATIVES: Self = Self(7);
    pub const ANGLE: Self = Self(8);
    pub const CATEGORY: Self = Self(9);
    pub const CAPABILITIES: Self = Self(10);
    pub const MAP: Self = Self(11);
    pub const GRID: Self = Self(12);
    pub const GAPS: Self = Self(13);
    pub const STATEMENTS: Self = Self(14);
    pub const FOCUS: Self = Self(15);
    pub const PROFILES: Self = Self(16);
    pub const EDUCATION: Self = Self(17);
    pub const RULES: Self = Self(18);
    pub const SOUNDBITES: Self = Self(19);
    pub const CHANNELS: Self = Self(20);
    pub const MARKET_SIZE: Self = Self(21);
    pub const VALIDATION: Self = Self(22);
    pub const REVIEW: Self = Self(23);

    pub fn get(self) -> u8 {
        self.0
    }

    pub fn all() -> impl DoubleEndedIterator<Item = Self> {
        (1..=Self::COUNT).map(Self)
    }

    pub(super) fn index(self) -> usize {
        usize::from(self.0 - 1)
    }
}

impl TryFrom<u32> for StepNumber {
    type Error = UnknownStep;

    fn try_from(number: u32) -> Result<Self, UnknownStep> {
        match u8::try_from(number) {
            Ok(small @ 1..=Self::COUNT) => Ok(Self(small)),
            Ok(_) | Err(_) => Err(UnknownStep),
        }
    }
}

impl fmt::Display for StepNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    Calibration,
    Commerce,
    Intelligence,
    Strategy,
    Messaging,
    Tactics,
}

impl Phase {
    pub const ALL: [Self; 6] = [
        Self::Calibration,
        Self::Commerce,
        Self::Intelligence,
        Self::Strategy,
        Self::Messaging,
        Self::Tactics,
    ];

    pub fn number(self) -> u8 {
        match self {
            Self::Calibration => 1,
            Self::Commerce => 2,
            Self::Intelligence => 3,
            Self::Strategy => 4,
            Self::Messaging => 5,
            Self::Tactics => 6,
        }
    }

    pub fn numeral(self) -> &'static str {
        match self {
            Self::Calibration => "I",
            Self::Commerce => "II",
            Self::Intelligence => "III",
            Self::Strategy => "IV",
            Self::Messaging => "V",
            Self::Tactics => "VI",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Self::Calibration => "Calibration",
            Self::Commerce => "Commerce",
            Self::Intelligence => "Intelligence",
            Self::Strategy => "Strategy",
            Self::Messaging => "Messaging",
            Self::Tactics => "Tactics",
        }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum StepStatus {
    #[default]
    Pending,
    InProgress,
    Complete,
    /// A rule stops the step, for example an open critical issue.
    Blocked,
    /// The last assistance or evidence job failed.
    Error,
}

impl StepStatus {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::InProgress => "in_progress",
            Self::Complete => "complete",
            Self::Blocked => "blocked",
            Self::Error => "error",
        }
    }
}

impl FromStr for StepStatus {
    type Err = UnknownStatus;

    fn from_str(text: &str) -> Result<Self, UnknownStatus> {
        match text {
            "pending" => Ok(Self::Pending),
            "in_progress" => Ok(Self::InProgress),
            "complete" => Ok(Self::Complete),
            "blocked" => Ok(Self::Blocked),
            "error" => Ok(Self::Error),
            _ => Err(UnknownStatus),
        }
    }
}

/// A stored status has a name that is not one of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown step status")]
pub struct UnknownStatus;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_1_to_23_are_steps() {
        assert_eq!(StepNumber::try_from(1).unwrap().get(), 1);
        assert_eq!(StepNumber::try_from(23).unwrap(), StepNumber::REVIEW);
        for wrong in [0, 24, 256, 257, u32::MAX] {
            assert_eq!(StepNumber::try_from(wrong), Err(UnknownStep));
        }
        assert_eq!(StepNumber::all().count(), 23);
    }

    #[test]
    fn a_status_reads_back_as_it_was_written() {
        use StepStatus::{Blocked, Complete, Error, InProgress, Pending};
        for status in [Pending, InProgress, Complete, Blocked, Error] {
            assert_eq!(status.as_str().parse(), Ok(status));
        }
        assert_eq!("done".parse::<StepStatus>(), Err(UnknownStatus));
    }
}
