use std::sync::Arc;

use database::Conn;
use principal::Member;
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::{
    admit::admit,
    draft::{Target, check, conflict, must_take},
    hand_over::hand_over_saved,
};
use crate::{
    context::Context,
    domain::{
        Consequence, Finding, FreshValues, Journey, JourneyId, SessionStatus, StepNumber, StepState,
        StepStatus, StoredStep, provenance,
    },
    error::{OnboardingError, Result},
    store::{
        handovers::{self, Edit},
        journeys::{self, Documents},
        sessions, statuses,
        steps::{self, Author, Kind, Version},
    },
};

/// Data for a step that is to be complete with it; without, the draft.
pub struct CompleteStep {
    pub target: Target,
    pub data: Option<Value>,
}

/// The journey after a completion.
pub struct Completed {
    pub journey: Journey,
    pub warnings: Vec<Finding>,
}

/// Completes a step, with what that changes in other steps, or says what it still lacks.
#[tracing::instrument(name = "onboarding.complete_step", skip_all,
    fields(session = %command.target.session, step = %command.target.step))]
pub async fn complete_step(
    context: &Arc<Context>,
    member: &Member,
    command: CompleteStep,
) -> Result<Completed> {
    let CompleteStep { target, data } = command;
    admit(context, member).await?;
    let mut tx = context.begin_for(member).await?;
    let mut journey = locked(&mut tx, context, member, target.session, target.step).await?;
    let (submitted, warnings) = submission(context, &journey, target, data)?;
    if already(journey.step(target.step), &submitted) {
        return Ok(Completed { journey, warnings });
    }
    let at = context.clock.now();
    let author = Author { user: member.user, request_id: &member.origin.request_id, at };
    let mut changed = vec![target.step];
    let step = complete(journey.step(target.step), submitted, at);
    put(&mut tx, &mut journey, step, Kind::Submit, author).await?;
    changed.extend(follow(context, &mut tx, &mut journey, target.step, author).await?);
    settle(context, &mut tx, &journey, target.step, author).await?;
    tx.commit().await?;
    announce(context, member, &journey, &changed, at).await;
    Ok(Completed { journey, warnings })
}

/// The journey with all of its documents, nobody else completing anything in it meanwhile.
pub async fn locked(
    tx: &mut Conn,
    context: &Context,
    member: &Member,
    session: JourneyId,
    step: StepNumber,
) -> Result<Journey> {
    if !sessions::lock(tx, session).await? {
        return Err(OnboardingError::SessionNotFound);
    }
    let journey = journeys::find(tx, session, Documents::all()).await?;
    let journey = journey.ok_or(OnboardingError::SessionNotFound)?;
    must_take(context, member, &journey, step)?;
    Ok(journey)
}

/// The data to submit, which lacks nothing.
fn submission(
    context: &Context,
    journey: &Journey,
    target: Target,
    data: Option<Value>,
) -> Result<(Value, Vec<Finding>)> {
    let step = context.catalogue.step(target.step);
    let (answers, before) = (journey.answers(), journey.step(target.step));
    let data = data.or_else(|| before.state.latest().cloned()).unwrap_or_else(|| json!({}));
    let checked = check(context, step, &answers, (data, answers.latest(step.number)));
    let repeats = checked.as_ref().is_ok_and(|(data, _)| already(before, data));
    if target.expected_version > before.version || (target.expected_version < before.version && !repeats) {
        return Err(conflict(before));
    }
    let (data, warnings) = checked?;
    let lacking = step.completion(&data, &answers);
    if lacking.is_empty() { Ok((data, warnings)) } else { Err(OnboardingError::Invalid(lacking)) }
}

fn already(step: &StoredStep, data: &Value) -> bool {
    let state = &step.state;
    state.is_done() && !state.skipped && state.draft.is_none() && state.submitted.as_ref() == Some(data)
}

fn complete(before: &StoredStep, data: Value, at: OffsetDateTime) -> StoredStep {
    let latest = before.state.latest().cloned().unwrap_or_default();
    StoredStep {
        provenance: provenance::carry(&latest, &before.provenance, &data, at),
        state: StepState { status: StepStatus::Complete, skipped: false, submitted: Some(data), draft: None },
        submitted_at: Some(at),
        ..before.clone()
    }
}

/// Stores a step at the version it was read with. Drafts do not wait for the lock, so one may have come between.
pub async fn put(
    tx: &mut Conn,
    journey: &mut Journey,
    mut step: StoredStep,
    kind: Kind,
    author: Author<'_>,
) -> Result<()> {
    match steps::write(tx, Version::new(journey, &step, kind, author)).await? {
        Some(version) => {
            step.version = version;
            step.updated_at = author.at;
            let number = step.number;
            *journey.step_mut(number) = step;
            Ok(())
        }
        None => {
            let session = journey.session.id;
            let fresh = journeys::find(tx, session, Documents::of([step.number])).await?;
            let fresh = fresh.ok_or(OnboardingError::SessionNotFound)?;
            Err(conflict(fresh.step(step.number)))
        }
    }
}

/// Changes the steps that depend on the one just completed.
async fn follow(
    context: &Context,
    tx: &mut Conn,
    journey: &mut Journey,
    step: StepNumber,
    author: Author<'_>,
) -> Result<Vec<StepNumber>> {
    let mut changed = Vec::new();
    for consequence in consequences(context, journey, step, author.at) {
        changed.push(consequence.step);
        let kind = if consequence.submitted.is_some() { Kind::Submit } else { Kind::Draft };
        let after = affected(journey.step(consequence.step), consequence, author.at);
        put(tx, journey, after, kind, author).await?;
    }
    Ok(changed)
}

fn consequences(
    context: &Context,
    journey: &Journey,
    step: StepNumber,
    at: OffsetDateTime,
) -> Vec<Consequence> {
    let mut ids = context.fresh_ids();
    let mut fresh = FreshValues::new(at, &mut ids);
    context.catalogue.consequences(step, &journey.answers(), &mut fresh)
}

fn affected(before: &StoredStep, consequence: Consequence, at: OffsetDateTime) -> StoredStep {
    let state = &before.state;
    let status = if consequence.reopen { StepStatus::InProgress } else { state.status };
    let after = StepState {
        status,
        skipped: state.skipped && !consequence.reopen,
        submitted: consequence.submitted.or_else(|| state.submitted.clone()),
        draft: consequence.draft.or_else(|| state.draft.clone()),
    };
    let (old, new) =
        (state.latest().cloned().unwrap_or_default(), after.latest().cloned().unwrap_or_default());
    StoredStep {
        provenance: provenance::carry(&old, &before.provenance, &new, at),
        state: after,
        ..before.clone()
    }
}

/// Notes how far the session has come; after onboarding, that the context changed.
pub async fn settle(
    context: &Context,
    tx: &mut Conn,
    journey: &Journey,
    step: StepNumber,
    author: Author<'_>,
) -> Result<()> {
    let (session, progress) = (&journey.session, journey.progress());
    sessions::advance(tx, session.id, &progress, author.at).await?;
    if session.status != SessionStatus::Completed {
        return Ok(statuses::start(tx, session.workspace, progress.current_step, author.at).await?);
    }
    let edit = Edit {
        id: context.clock.uuid(),
        workspace: session.workspace,
        session: session.id,
        user: author.user,
        step,
        version: journey.step(step).version,
        at: author.at,
    };
    Ok(handovers::append(tx, &edit).await?)
}

/// Copies what changed; after onboarding, hands the changed context over.
pub async fn announce(
    context: &Arc<Context>,
    member: &Member,
    journey: &Journey,
    changed: &[StepNumber],
    at: OffsetDateTime,
) {
    let steps: Vec<&StoredStep> = changed.iter().map(|number| journey.step(*number)).collect();
    context.copies.saved(&journey.session, &steps, &journey.progress(), at).await;
    if journey.session.status == SessionStatus::Completed {
        hand_over_saved(context, member).await;
    }
}
