use std::collections::BTreeMap;

use principal::Member;
use serde_json::json;

use super::admit::admit;
use crate::{
    context::Context,
    domain::{Finding, Journey, JourneyId, StepNumber, StoredSuggestion},
    error::{OnboardingError, Result},
    store::{
        journeys::{self, Documents},
        suggestions,
    },
};

/// The active or newest session of the workspace; open before payment.
#[tracing::instrument(name = "onboarding.current_session", skip_all, fields(workspace = %member.workspace))]
pub async fn current_session(context: &Context, member: &Member) -> Result<Journey> {
    let mut tx = context.begin_as(member).await?;
    let journey = journeys::current(&mut tx, member.workspace, Documents::all()).await?;
    tx.commit().await?;
    let journey = journey.ok_or(OnboardingError::SessionNotFound)?;
    context.copies.read(&journey, StepNumber::all());
    Ok(journey)
}

/// A session of the workspace with every step.
#[tracing::instrument(name = "onboarding.read_session", skip_all, fields(session = %id))]
pub async fn read_session(context: &Context, member: &Member, id: JourneyId) -> Result<Journey> {
    let journey = read(context, member, id, Documents::all()).await?;
    context.copies.read(&journey, StepNumber::all());
    Ok(journey)
}

/// What each step still lacks: required steps that are not complete, and drafts that are not completed yet.
#[tracing::instrument(name = "onboarding.summarize", skip_all, fields(session = %id))]
pub async fn summarize(
    context: &Context,
    member: &Member,
    id: JourneyId,
) -> Result<(Journey, BTreeMap<StepNumber, Vec<Finding>>)> {
    let journey = read_session(context, member, id).await?;
    let answers = journey.answers();
    let mut issues = BTreeMap::new();
    for step in context.catalogue.steps() {
        let state = answers.state(step.number);
        let awaited = state.draft.is_some() || (step.required && !state.is_done());
        if awaited {
            let data = state.latest().cloned().unwrap_or_else(|| json!({}));
            issues.insert(step.number, step.completion(&data, &answers));
        }
    }
    issues.retain(|_, found| !found.is_empty());
    Ok((journey, issues))
}

/// One step of a journey and what was proposed for it.
pub struct StepRead {
    pub journey: Journey,
    pub suggestions: Vec<StoredSuggestion>,
}

#[tracing::instrument(name = "onboarding.read_step", skip_all, fields(session = %id, step = %step))]
pub async fn read_step(
    context: &Context,
    member: &Member,
    id: JourneyId,
    step: StepNumber,
) -> Result<StepRead> {
    admit(context, member).await?;
    let mut tx = context.begin_as(member).await?;
    let journey = journeys::find(&tx, id, Documents::of([step])).await?;
    let journey = journey.ok_or(OnboardingError::SessionNotFound)?;
    let suggestions = suggestions::of_step(&mut tx, id, step).await?;
    tx.commit().await?;
    context.copies.read(&journey, [step]);
    Ok(StepRead { journey, suggestions })
}

/// The session without documents.
pub async fn read_progress(context: &Context, member: &Member, id: JourneyId) -> Result<Journey> {
    let journey = read(context, member, id, Documents::none()).await?;
    context.copies.read(&journey, []);
    Ok(journey)
}

async fn read(context: &Context, member: &Member, id: JourneyId, documents: Documents) -> Result<Journey> {
    admit(context, member).await?;
    let tx = context.begin_as(member).await?;
    let journey = journeys::find(&tx, id, documents).await?;
    tx.commit().await?;
    journey.ok_or(OnboardingError::SessionNotFound)
}
