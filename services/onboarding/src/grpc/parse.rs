//! From the wire to what use cases take.

use contracts::onboarding::v1 as wire;
use primitives::WorkspaceId;
use problem::{Kind, Refusal, Violation};
use uuid::Uuid;

use super::document;
use crate::{
    domain::{JourneyId, StepNumber},
    error::{OnboardingError, Result},
    usecases::{DecideSuggestion, Decision, Engine, RunAssist, Target},
};

/// What is no id names no session.
pub fn session(text: &str) -> Result<JourneyId> {
    uuid(text).map(JourneyId).ok_or(OnboardingError::SessionNotFound)
}

pub fn step(n: u32) -> Result<StepNumber> {
    Ok(StepNumber::try_from(n)?)
}

pub fn target(session_id: &str, n: u32, expected_version: u64) -> Result<Target> {
    Ok(Target { session: session(session_id)?, step: step(n)?, expected_version })
}

pub fn workspace(text: &str) -> Result<WorkspaceId> {
    let refusal = || Refusal::new(Kind::BadRequest, "workspace_id is not a uuid").into();
    text.parse().map_err(|_| refusal())
}

pub fn run_assist(message: wire::RunAssistRequest) -> Result<RunAssist> {
    let engine = match message.engine() {
        wire::Engine::Unspecified => None,
        wire::Engine::Model => Some(Engine::Model),
        wire::Engine::Deterministic => Some(Engine::Deterministic),
    };
    let assist = Some(message.assist).filter(|name| !name.is_empty());
    Ok(RunAssist { session: session(&message.session_id)?, step: step(message.n)?, assist, engine })
}

pub fn decide_suggestion(message: &wire::DecideSuggestionRequest) -> Result<DecideSuggestion> {
    let required = |pointer| {
        let violation = Violation::new(pointer, "REQUIRED", "is required");
        OnboardingError::from(Refusal::invalid(vec![violation]))
    };
    let decision = match message.decision() {
        wire::Decision::Accept => Decision::Accept,
        wire::Decision::Reject => Decision::Reject,
        wire::Decision::Edit => {
            let value = message.value.as_deref().ok_or_else(|| required("/value"))?;
            Decision::Edit(document::read("/value", value)?)
        }
        wire::Decision::Unspecified => return Err(required("/decision")),
    };
    let session = session(&message.session_id)?;
    let suggestion = uuid(&message.suggestion_id).ok_or(OnboardingError::SuggestionNotFound)?;
    Ok(DecideSuggestion { session, step: step(message.n)?, suggestion, decision })
}

/// Hyphenated only, so that one thing has one address.
fn uuid(text: &str) -> Option<Uuid> {
    if text.len() == 36 { Uuid::try_parse(text).ok() } else { None }
}
