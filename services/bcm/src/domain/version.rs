//! Semantic versions of a manifest.

use std::{collections::BTreeSet, fmt, str::FromStr};

use super::reduced::Reduced;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    pub major: i32,
    pub minor: i32,
    pub patch: i32,
}

impl Version {
    pub const FIRST: Self = Self { major: 1, minor: 0, patch: 0 };

    /// The version after a change. A higher part resets the lower ones.
    #[must_use]
    pub fn after(self, change: Change) -> Self {
        match change {
            Change::Major => Self { major: self.major + 1, minor: 0, patch: 0 },
            Change::Minor => Self { minor: self.minor + 1, patch: 0, ..self },
            Change::Patch => Self { patch: self.patch + 1, ..self },
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a version")]
pub struct NotAVersion;

impl FromStr for Version {
    type Err = NotAVersion;

    /// Exactly the form that is shown, so that one version has one address.
    fn from_str(text: &str) -> Result<Self, NotAVersion> {
        let parts: Vec<i32> = text.split('.').filter_map(|part| part.parse().ok()).collect();
        let &[major, minor, patch] = parts.as_slice() else { return Err(NotAVersion) };
        let version = Self { major, minor, patch };
        if version.to_string() == text { Ok(version) } else { Err(NotAVersion) }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    Patch,
    Minor,
    Major,
}

impl Change {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }

    /// How far apart two reduced models are.
    pub fn between(before: &Reduced, after: &Reduced) -> Self {
        if is_another_business(before, after) {
            Self::Major
        } else if says_something_else(before, after) {
            Self::Minor
        } else {
            Self::Patch
        }
    }
}

fn is_another_business(before: &Reduced, after: &Reduced) -> bool {
    before.company_info.name != after.company_info.name
        || before.icps.len() != after.icps.len()
        || before.company_info.value_prop != after.company_info.value_prop
        || set(&before.market_data.verticals) != set(&after.market_data.verticals)
        || set(&before.market_data.geography) != set(&after.market_data.geography)
}

fn says_something_else(before: &Reduced, after: &Reduced) -> bool {
    let (old, new) = (&before.messaging_data, &after.messaging_data);
    before.icps != after.icps
        || old.one_liner != new.one_liner
        || old.value_prop != new.value_prop
        || old.key_messages != new.key_messages
        || old.soundbites != new.soundbites
        || old.hierarchy != new.hierarchy
        || old.taglines != new.taglines
        || before.goals_data != after.goals_data
        || before.channels_data != after.channels_data
}

fn set(texts: &[String]) -> BTreeSet<&str> {
    texts.iter().map(String::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{build::fixture, extract::reduce, reduced::Tagline};

    fn changed(change: impl FnOnce(&mut Reduced)) -> Change {
        let (before, _) = reduce(&fixture::context(fixture::typical())).unwrap();
        let mut after = before.clone();
        change(&mut after);
        Change::between(&before, &after)
    }

    #[test]
    fn another_business_is_a_major_change() {
        assert_eq!(changed(|it| it.company_info.name = "Bahi".to_owned()), Change::Major);
        assert_eq!(changed(|it| it.company_info.value_prop = "Close in one day.".to_owned()), Change::Major);
        assert_eq!(changed(|it| it.icps.truncate(1)), Change::Major);
        assert_eq!(changed(|it| it.market_data.verticals.push("Textiles".to_owned())), Change::Major);
        assert_eq!(changed(|it| it.market_data.geography.clear()), Change::Major);
    }

    #[test]
    fn an_icp_that_moves_within_the_same_markets_is_a_minor_change() {
        assert_eq!(changed(|it| it.icps[1].vertical = Some("Auto components".to_owned())), Change::Minor);
        assert_eq!(changed(|it| it.market_data.geography.reverse()), Change::Patch);
    }

    #[test]
    fn what_is_said_is_minor_and_everything_else_a_patch() {
        assert_eq!(changed(|it| it.messaging_data.taglines.push(Tagline::default())), Change::Minor);
        assert_eq!(changed(|it| it.goals_data.kpis.clear()), Change::Minor);
        assert_eq!(changed(|it| it.channels_data.primary.clear()), Change::Minor);
        assert_eq!(changed(|it| it.messaging_data.guardrails.banned.clear()), Change::Patch);
        assert_eq!(changed(|it| it.competitors.direct.clear()), Change::Patch);
        assert_eq!(changed(|it| it.company_info.mission = None), Change::Patch);
    }

    #[test]
    fn a_higher_part_resets_the_lower_ones() {
        let version: Version = "3.4.5".parse().unwrap();
        assert_eq!(version.after(Change::Major).to_string(), "4.0.0");
        assert_eq!(version.after(Change::Minor).to_string(), "3.5.0");
        assert_eq!(version.after(Change::Patch).to_string(), "3.4.6");
        for text in ["", "1", "1.0", "1.0.0.0", "01.0.0", "1.0.-1.2", "+1.0.0", "1.0.x", "99999999999.0.0"] {
            assert_eq!(text.parse::<Version>(), Err(NotAVersion), "{text}");
        }
    }
}
