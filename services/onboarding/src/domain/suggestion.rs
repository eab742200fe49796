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

impl Proposal {
    /// What the founder makes of it. An item stays the item that was proposed, whatever they sent as its id.
    pub fn edited(&self, value: &Value) -> Value {
        let mut value = value.clone();
        if let (Some(members), Some(id)) = (value.as_object_mut(), self.value.get("id")) {
            members.insert("id".to_owned(), id.clone());
        }
        value
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::provenance::accept;
    use serde_json::json;

    #[test]
    fn an_edited_proposal_speaks_of_the_same_item() {
        let proposal = Proposal {
            pointer: "/capabilities/0".to_owned(),
            value: json!({"id": "b", "challenge_note": "Prove it"}),
            provenance: json!({}),
        };
        let data = json!({"capabilities": [{"id": "a"}, {"id": "b", "name": "Reads bills"}]});
        let by_hand = proposal.edited(&json!({"challenge_note": "Ask Meera"}));
        let accepted = accept(&data, &proposal.pointer, &by_hand).unwrap();
        assert_eq!(accepted.pointer, "/capabilities/1");
        assert_eq!(
            accepted.data["capabilities"][1],
            json!({"id": "b", "name": "Reads bills", "challenge_note": "Ask Meera"})
        );
        assert_eq!(proposal.edited(&json!({"id": "a"}))["id"], "b", "another item is not theirs to change");
    }

    #[test]
    fn an_edited_text_is_taken_as_it_is() {
        let proposal = Proposal { pointer: "/mission".to_owned(), value: json!("A"), provenance: json!({}) };
        assert_eq!(proposal.edited(&json!("B")), json!("B"));
    }
}
