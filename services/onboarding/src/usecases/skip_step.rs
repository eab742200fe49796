use std::sync::Arc;

use principal::Member;

use super::{
    admit::admit,
    complete_step::{announce, locked, put, settle},
};
use crate::{
    context::Context,
    domain::{Journey, JourneyId, StepNumber, StepState, StepStatus, StoredStep},
    error::{OnboardingError, Result},
    store::steps::{Author, Kind},
};

/// Passes an optional step over. What was answered there before stays as a draft.
#[tracing::instrument(name = "onboarding.skip_step", skip_all, fields(session = %id, step = %number))]
pub async fn skip_step(
    context: &Arc<Context>,
    member: &Member,
    id: JourneyId,
    number: StepNumber,
) -> Result<Journey> {
    admit(context, member).await?;
    if context.catalogue.step(number).required {
        return Err(OnboardingError::StepNotSkippable);
    }
    let mut tx = context.begin_for(member).await?;
    let mut journey = locked(&mut tx, context, member, id, number).await?;
    let before = journey.step(number);
    if before.state.skipped {
        return Ok(journey);
    }
    let step = skipped(before);
    let at = context.clock.now();
    let author = Author { user: member.user, request_id: &member.origin.request_id, at };
    put(&mut tx, &mut journey, step, Kind::Skip, author).await?;
    settle(context, &mut tx, &journey, number, author).await?;
    tx.commit().await?;
    announce(context, member, &journey, &[number], at).await;
    Ok(journey)
}

fn skipped(before: &StoredStep) -> StoredStep {
    let draft = before.state.latest().cloned();
    StoredStep {
        state: StepState { status: StepStatus::Complete, skipped: true, submitted: None, draft },
        submitted_at: None,
        ..before.clone()
    }
}
