//! Members the server computes after every save. A step file names the ones that apply to it.

pub(super) mod channels;
pub(super) mod evidence;
pub(super) mod forced;
pub(super) mod gaps;
pub(super) mod market;
pub(super) mod profiles;
mod soundbites;
mod truth_sheet;

use serde::Deserialize;
use serde_json::Value;

use super::finding::Finding;
use super::fresh_values::FreshValues;
use super::{Answers, StepNumber};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Derive {
    /// When evidence was added; two spellings of one link, or one file twice, are refused.
    Evidence,
    /// A version for every content that was locked.
    TruthSheetVersions,
    /// Density, score and status of every gap on the map chosen in step 11.
    GapScores,
    /// Decisions that follow from the path of step 9: added when missing, refused when changed.
    ForcedDecisions,
    /// Confidence of every profile from how much is known about it.
    ProfileConfidence,
    SoundbiteLength,
    /// Owned channels by default, and a warning when an avoided one is lifted.
    ChannelDefaults,
    /// Figures as they are written, and shares of the total.
    MarketFigures,
}

/// What a computation may look at, and where it says what it found.
pub struct Derivation<'a, 's> {
    pub previous: &'a Value,
    pub answers: &'a Answers,
    pub fresh: &'a mut FreshValues<'s>,
    pub violations: Vec<Finding>,
    pub warnings: Vec<Finding>,
}

impl Derive {
    pub fn apply(self, data: &mut Value, derivation: &mut Derivation<'_, '_>) {
        match self {
            Self::Evidence => evidence::complete(data, derivation),
            Self::TruthSheetVersions => truth_sheet::number_versions(data, derivation),
            Self::GapScores => gaps::score(data, derivation.answers.settled(StepNumber::MAP)),
            Self::ForcedDecisions => forced::check(data, derivation),
            Self::ProfileConfidence => profiles::score(data),
            Self::SoundbiteLength => soundbites::measure(data),
            Self::ChannelDefaults => channels::complete(data, derivation),
            Self::MarketFigures => market::write_out(data),
        }
    }
}

/// The items of a list to change, none when there is no list.
fn items_mut<'a>(
    data: &'a mut Value,
    list: &str,
) -> impl Iterator<Item = &'a mut serde_json::Map<String, Value>> {
    data.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten().filter_map(Value::as_object_mut)
}
