//! Everything answered in one session, and where each step stands.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{StepNumber, StepStatus};

static NOTHING: Value = Value::Null;

/// One step as it is stored.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StepState {
    pub status: StepStatus,
    /// Only for optional steps; a skipped step has status complete.
    pub skipped: bool,
    /// The data of the last completion.
    pub submitted: Option<Value>,
    /// Saved but not completed since.
    pub draft: Option<Value>,
}

impl StepState {
    pub fn is_done(&self) -> bool {
        self.status == StepStatus::Complete
    }

    /// What the founder sees in the step: the draft, else the submitted data.
    pub fn latest(&self) -> Option<&Value> {
        self.draft.as_ref().or(self.submitted.as_ref())
    }
}

/// The states of all 23 steps, and the texts extracted from evidence by item id.
///
/// Reading a step that was never answered gives JSON null, so that rules can look into it without asking first.
#[derive(Debug, Clone, PartialEq)]
pub struct Answers {
    steps: Vec<StepState>,
    evidence_texts: BTreeMap<String, String>,
}

impl Answers {
    pub fn new(states: impl IntoIterator<Item = (StepNumber, StepState)>) -> Self {
        let mut steps = vec![StepState::default(); usize::from(StepNumber::COUNT)];
        for (number, state) in states {
            steps[number.index()] = state;
        }
        Self { steps, evidence_texts: BTreeMap::new() }
    }

    /// Adds what was read from a file or page; it is treated as data only. Nothing reads files or pages yet.
    #[cfg(test)]
    #[must_use]
    pub fn with_evidence_text(mut self, item_id: impl Into<String>, text: impl Into<String>) -> Self {
        self.evidence_texts.insert(item_id.into(), text.into());
        self
    }

    pub fn state(&self, step: StepNumber) -> &StepState {
        &self.steps[step.index()]
    }

    #[cfg(any(test, fuzzing))]
    pub fn set(&mut self, step: StepNumber, state: StepState) {
        self.steps[step.index()] = state;
    }

    /// The completed data of a step.
    pub fn submitted(&self, step: StepNumber) -> &Value {
        self.state(step).submitted.as_ref().unwrap_or(&NOTHING)
    }

    /// What other steps may build on: the submitted data, else the draft.
    pub fn settled(&self, step: StepNumber) -> &Value {
        let state = self.state(step);
        state.submitted.as_ref().or(state.draft.as_ref()).unwrap_or(&NOTHING)
    }

    /// What the step itself shows: the draft, else the submitted data.
    pub fn latest(&self, step: StepNumber) -> &Value {
        self.state(step).latest().unwrap_or(&NOTHING)
    }

    pub(super) fn evidence_text(&self, item_id: &str) -> Option<&str> {
        self.evidence_texts.get(item_id).map(String::as_str)
    }
}

impl Default for Answers {
    fn default() -> Self {
        Self::new([])
    }
}
