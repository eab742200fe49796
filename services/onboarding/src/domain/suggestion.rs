//! Suggestions as they are stored next to the answers.

use std::str::FromStr;

use serde_json::Value;
use uuid::Uuid;

use super::assist::Suggestion;

/// A proposed answer with what it rests on, in its stored form.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    pub pointer: String,
    pub value: Value,
    pub provenance: Value,
}

impl From<Suggestion> for Proposal {
    fn from(suggestion: Suggestion) -> Self {
        let provenance = suggestion.provenance.to_json();
        Self { pointer: suggestion.pointer, value: suggestion.value, provenance }
    }
}

/// What became of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SuggestionStatus {
    Proposed,
    Accepted,
    Edited,
    Rejected,
    /// A later run of the same assist, or a reset, took its place.
    Superseded,
}

impl SuggestionStatus {
    const ALL: [Self; 5] = [Self::Proposed, Self::Accepted, Self::Edited, Self::Rejected, Self::Superseded];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Accepted => "accepted",
            Self::Edited => "edited",
            Self::Rejected => "rejected",
            Self::Superseded => "superseded",
        }
    }
}

/// A stored status has a name that is not one of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown suggestion status")]
pub struct UnknownSuggestionStatus;

impl FromStr for SuggestionStatus {
    type Err = UnknownSuggestionStatus;

    fn from_str(word: &str) -> Result<Self, UnknownSuggestionStatus> {
        Self::ALL.into_iter().find(|status| status.as_str() == word).ok_or(UnknownSuggestionStatus)
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoredSuggestion {
    pub id: Uuid,
    pub proposal: Proposal,
    pub status: SuggestionStatus,
}
