use principal::Member;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use time::Duration;
use uuid::Uuid;

use super::{admit::admit, draft::must_take};
use crate::{
    context::Context,
    domain::{
        Code, Finding, FreshValues, Journey, JourneyId, Proposal, StepNumber, StoredSuggestion, assist,
    },
    error::{OnboardingError, Result},
    store::{
        assist_runs::{self, Run},
        journeys::{self, Documents},
        suggestions::{self, Place},
    },
};

/// Who proposes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// The configured provider; there is none yet.
    Model,
    /// Rules and templates.
    Deterministic,
}

/// The wish for proposals.
pub struct RunAssist {
    pub session: JourneyId,
    pub step: StepNumber,
    /// None means the first assist of the step.
    pub assist: Option<String>,
    /// None means the model when one is configured.
    pub engine: Option<Engine>,
}

/// What a run proposed.
pub struct Ran {
    pub suggestions: Vec<StoredSuggestion>,
    pub engine: Engine,
    pub duration_ms: u32,
}

const RUNS_PER_MINUTE: i64 = 50;
const RUNS_PER_SESSION: i64 = 200;

/// Proposes answers, in the place of earlier undecided proposals. Answers stay as they are.
#[tracing::instrument(name = "onboarding.run_assist", skip_all, fields(session = %command.session, step = %command.step))]
pub async fn run_assist(context: &Context, member: &Member, command: RunAssist) -> Result<Ran> {
    admit(context, member).await?;
    let tx = context.begin_as(member).await?;
    let journey = journeys::find(&tx, command.session, Documents::all()).await?;
    tx.commit().await?;
    let journey = journey.ok_or(OnboardingError::SessionNotFound)?;
    must_take(context, member, &journey, command.step)?;
    let assist = name(context, &command)?;
    match command.engine {
        Some(Engine::Model) => return Err(OnboardingError::ModelUnavailable),
        Some(Engine::Deterministic) | None => {}
    }
    let id = context.clock.uuid();
    begin(context, member, &command, (id, assist)).await?;
    let begun = context.clock.now();
    let input_hash = input_hash(RULES, &journey, command.step, assist);
    let proposals = match context.assists.find(member.workspace, &input_hash).await {
        Some(proposals) => proposals,
        None => {
            let proposals = propose(context, &journey, command.step, assist)?;
            context.assists.keep(member.workspace, &input_hash, &proposals).await;
            proposals
        }
    };
    let took = (context.clock.now() - begun).whole_milliseconds();
    let duration_ms = u32::try_from(took).unwrap_or_default();
    let proposals = proposals.into_iter().map(|proposal| (context.clock.uuid(), proposal)).collect();
    let place =
        Place { workspace: member.workspace, session: command.session, step: command.step, run: id, assist };
    let mut tx = context.begin_for(member).await?;
    let suggestions = suggestions::replace(&mut tx, &place, proposals, context.clock.now()).await?;
    assist_runs::finish(&mut tx, id, &input_hash, duration_ms).await?;
    tx.commit().await?;
    Ok(Ran { suggestions, engine: Engine::Deterministic, duration_ms })
}

fn name<'a>(context: &'a Context, command: &RunAssist) -> Result<&'a str> {
    let assists = &context.catalogue.step(command.step).assists;
    let known = match &command.assist {
        Some(name) => assists.iter().find(|known| *known == name),
        None => assists.first(),
    };
    known.map(String::as_str).ok_or_else(|| {
        let message = format!("must be one of {}", assists.join(", "));
        OnboardingError::Invalid(vec![Finding::new("/assist", Code::NotInEnum, message)])
    })
}

/// Counts the run against the limits before it is made.
async fn begin(context: &Context, member: &Member, command: &RunAssist, run: (Uuid, &str)) -> Result<()> {
    let (id, assist) = run;
    let now = context.clock.now();
    // A user's runs in other workspaces count too.
    let mut tx = context.begin_everywhere().await?;
    let spent = assist_runs::spent(&mut tx, member.user, command.session, now - Duration::MINUTE).await?;
    if spent.in_session >= RUNS_PER_SESSION {
        return Err(OnboardingError::TooManyRuns(std::time::Duration::from_secs(24 * 3600)));
    }
    if spent.by_user >= RUNS_PER_MINUTE {
        return Err(OnboardingError::TooManyRuns(std::time::Duration::from_secs(60)));
    }
    let (session, step) = (command.session, command.step);
    let run = Run { id, workspace: member.workspace, session, user: member.user, step, assist, at: now };
    assist_runs::begin(&mut tx, &run).await?;
    Ok(tx.commit().await?)
}

fn propose(context: &Context, journey: &Journey, step: StepNumber, assist: &str) -> Result<Vec<Proposal>> {
    let mut ids = context.fresh_ids();
    let mut fresh = FreshValues::new(context.clock.now(), &mut ids);
    let suggestions = assist::run(context.catalogue.step(step), Some(assist), &journey.answers(), &mut fresh);
    let suggestions = suggestions.map_err(|unknown| {
        OnboardingError::Invalid(vec![Finding::new("/assist", Code::NotInEnum, unknown.to_string())])
    })?;
    Ok(suggestions.into_iter().map(Proposal::from).collect())
}

/// A digest of what the rules are written in, made when they are compiled.
const RULES: &str = env!("ONBOARDING_RULES");

/// Equal for equal answers and rules, so that better rules do not answer with what earlier ones wrote.
fn input_hash(rules: &str, journey: &Journey, step: StepNumber, assist: &str) -> String {
    let answers: Vec<_> = journey
        .steps
        .iter()
        .map(|step| json!([step.state.skipped, step.state.submitted, step.state.draft]))
        .collect();
    let input = json!([rules, step.get(), assist, answers]);
    hex::encode(Sha256::digest(input.to_string()))
}

#[cfg(test)]
mod tests {
    use primitives::{UserId, WorkspaceId};
    use time::OffsetDateTime;

    use super::*;
    use crate::domain::{FinalizeState, OnboardingStatus, Session, SessionStatus};

    #[test]
    fn what_earlier_rules_wrote_is_not_found_by_later_ones() {
        let session = Session {
            id: JourneyId(Uuid::nil()),
            workspace: WorkspaceId(Uuid::nil()),
            user: UserId(Uuid::nil()),
            client_name: "Katori".to_owned(),
            status: SessionStatus::Active,
            finalize: FinalizeState::None,
            started_at: OffsetDateTime::UNIX_EPOCH,
            completed_at: None,
            last_activity_at: OffsetDateTime::UNIX_EPOCH,
        };
        let journey = Journey { session, onboarding: OnboardingStatus::InProgress, steps: Vec::new() };
        let under = |rules| input_hash(rules, &journey, StepNumber::FACTS, "extract-facts");
        assert_eq!(under(RULES), under(RULES));
        assert_ne!(under("earlier"), under(RULES));
    }
}
