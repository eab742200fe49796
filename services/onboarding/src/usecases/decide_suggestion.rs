use primitives::format_timestamp;
use principal::Member;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    admit::admit,
    draft::{self, Edit, Taken, Target},
};
use crate::{
    context::Context,
    domain::{Code, Finding, Journey, JourneyId, StepNumber, StoredSuggestion, SuggestionStatus, provenance},
    error::{OnboardingError, Result},
    store::{
        journeys::{self, Documents},
        suggestions::{self, Verdict},
    },
};

/// What the user makes of a suggestion.
#[derive(Debug, Clone, PartialEq)]
pub enum Decision {
    Accept,
    /// Takes this in its place.
    Edit(Value),
    Reject,
}

impl Decision {
    fn outcome(&self) -> SuggestionStatus {
        match self {
            Self::Accept => SuggestionStatus::Accepted,
            Self::Edit(_) => SuggestionStatus::Edited,
            Self::Reject => SuggestionStatus::Rejected,
        }
    }
}

pub struct DecideSuggestion {
    pub session: JourneyId,
    pub step: StepNumber,
    pub suggestion: Uuid,
    pub decision: Decision,
}

/// Copies an accepted value with its provenance into the draft, through the same door as any save.
#[tracing::instrument(name = "onboarding.decide_suggestion", skip_all,
    fields(session = %command.session, step = %command.step, suggestion = %command.suggestion))]
pub async fn decide_suggestion(
    context: &Context,
    member: &Member,
    command: DecideSuggestion,
) -> Result<(StoredSuggestion, Journey)> {
    admit(context, member).await?;
    let (suggestion, journey) = find(context, member, &command).await?;
    draft::must_take(context, member, &journey, command.step)?;
    if is_repeat(&suggestion, &command.decision) {
        return Ok((suggestion, journey));
    }
    if suggestion.status != SuggestionStatus::Proposed {
        return Err(OnboardingError::SuggestionDecided);
    }
    match &command.decision {
        Decision::Accept => {
            let proposal = &suggestion.proposal;
            put(context, member, &command, &suggestion, (&proposal.value, &proposal.provenance)).await?;
        }
        Decision::Edit(_)
            if context.catalogue.step(command.step).is_read_only(&suggestion.proposal.pointer) =>
        {
            let message = "can be accepted or rejected, not edited";
            let at = &suggestion.proposal.pointer;
            return Err(OnboardingError::Invalid(vec![Finding::new(at, Code::ServerField, message)]));
        }
        Decision::Edit(value) => {
            let value = suggestion.proposal.edited(value);
            put(context, member, &command, &suggestion, (&value, &by_hand(context, &suggestion))).await?;
        }
        Decision::Reject => reject(context, member, &command).await?,
    }
    find(context, member, &command).await
}

/// Whether just this was decided before.
fn is_repeat(suggestion: &StoredSuggestion, decision: &Decision) -> bool {
    let proposal = &suggestion.proposal;
    suggestion.status == decision.outcome()
        && match decision {
            Decision::Accept | Decision::Reject => true,
            Decision::Edit(value) => proposal.edited(value) == proposal.value,
        }
}

async fn reject(context: &Context, member: &Member, command: &DecideSuggestion) -> Result<()> {
    let mut tx = context.begin_for(member).await?;
    let verdict = Verdict { suggestion: command.suggestion, status: SuggestionStatus::Rejected, value: None };
    if !suggestions::decide(&mut tx, &verdict, member.user, context.clock.now()).await? {
        return Err(OnboardingError::SuggestionDecided);
    }
    Ok(tx.commit().await?)
}

async fn find(
    context: &Context,
    member: &Member,
    command: &DecideSuggestion,
) -> Result<(StoredSuggestion, Journey)> {
    let mut tx = context.begin_as(member).await?;
    let journey = journeys::find(&tx, command.session, Documents::of([command.step])).await?;
    let journey = journey.ok_or(OnboardingError::SessionNotFound)?;
    let suggestion = suggestions::find(&mut tx, command.session, command.step, command.suggestion).await?;
    tx.commit().await?;
    Ok((suggestion.ok_or(OnboardingError::SuggestionNotFound)?, journey))
}

/// How often a decision gives way to other saves of the same step before it gives up.
const TRIES: u32 = 5;

async fn put(
    context: &Context,
    member: &Member,
    command: &DecideSuggestion,
    suggestion: &StoredSuggestion,
    (value, provenance): (&Value, &Value),
) -> Result<()> {
    let mut tries = 0;
    loop {
        tries += 1;
        let (_, journey) = find(context, member, command).await?;
        let expected_version = journey.step(command.step).version;
        let target = Target { session: command.session, step: command.step, expected_version };
        let saved = draft::save(context, member, target, |latest| {
            taken(latest, command, suggestion, (value, provenance))
        })
        .await;
        match saved {
            Err(OnboardingError::VersionConflict { .. }) if tries < TRIES => {}
            // What is proposed kept every rule when it was; the answers have changed since.
            Err(OnboardingError::Invalid(findings)) if command.decision == Decision::Accept => {
                return Err(OnboardingError::SuggestionOutdated(findings));
            }
            Err(error) => return Err(error),
            Ok(_) => return Ok(()),
        }
    }
}

/// The document with the value in it.
fn taken(
    latest: &Value,
    command: &DecideSuggestion,
    suggestion: &StoredSuggestion,
    (value, provenance): (&Value, &Value),
) -> Result<Edit> {
    let pointer = &suggestion.proposal.pointer;
    let put = provenance::accept(latest, pointer, value);
    let accepted = put.map_err(|no_place| {
        let gone = Finding::new(pointer, Code::UnknownReference, no_place.to_string());
        OnboardingError::SuggestionOutdated(vec![gone])
    })?;
    let edited = matches!(command.decision, Decision::Edit(_)).then(|| value.clone());
    let verdict = Verdict { suggestion: suggestion.id, status: command.decision.outcome(), value: edited };
    let taken = Taken { verdict, pointer: accepted.pointer, provenance: provenance.clone() };
    Ok(Edit { data: accepted.data, taken: Some(taken) })
}

/// An edited proposal is the user's own answer; what it grew from stays visible.
fn by_hand(context: &Context, suggestion: &StoredSuggestion) -> Value {
    let from = &suggestion.proposal.provenance;
    json!({
        "origin": "user",
        "engine": from["engine"],
        "evidence_ids": from["evidence_ids"],
        "created_at": format_timestamp(context.clock.now()),
    })
}
