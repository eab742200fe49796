//! business_context.json, schema "2.0": everything answered in onboarding in one document.

use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Answers, Catalogue, StepNumber};

/// What the session knows beside the answers.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionFacts {
    pub session_id: Uuid,
    pub workspace_id: Uuid,
    pub generated_at: OffsetDateTime,
    pub started_at: OffsetDateTime,
    pub finalized_at: Option<OffsetDateTime>,
    pub active_minutes: u32,
    pub saves: u32,
    pub suggestions_shown: u32,
    pub suggestions_accepted: u32,
    pub provider_runs: u32,
    pub steps: Vec<StepActivity>,
    /// Finalized although required steps were missing.
    pub forced: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct StepActivity {
    pub step: StepNumber,
    pub first_opened_at: Option<OffsetDateTime>,
    pub completed_at: Option<OffsetDateTime>,
    pub saves: u32,
}

/// Builds the document from the submitted data of all steps.
pub fn aggregate(catalogue: &Catalogue, answers: &Answers, facts: &SessionFacts) -> Value {
    let _ = (catalogue, answers, facts);
    Value::Null
}
