use std::sync::Arc;

use database::{
    audit,
    idempotency::{self, Call, Claim},
};
use principal::{Member, Origin};
use serde_json::{Value, json};
use time::Duration;

use super::{admit::admit, saga};
use crate::{
    context::{Context, to_the_end},
    domain::{FinalizeState, Journey, JourneyId, SessionStatus},
    error::{OnboardingError, Result},
    store::{
        finalizes::{self, Beginning, Finalizing},
        journeys::{self, Documents},
        sessions,
    },
};

/// The wish to finish onboarding.
pub struct Finalize {
    pub session: JourneyId,
    /// Accept fewer than all required steps.
    pub force: bool,
    pub idempotency_key: String,
}

/// Whoever runs a finalize is believed dead after this.
pub const LEASE: Duration = Duration::seconds(15);

/// What to do about a finalize.
enum Next {
    Run(Finalizing),
    /// It was done before.
    Answer(Vec<u8>),
}

/// Makes the business context and its manifest, once. Stopped anywhere, [`saga::resume_interrupted`] ends it.
#[tracing::instrument(name = "onboarding.finalize", skip_all, fields(session = %command.session))]
pub async fn finalize(context: &Arc<Context>, member: &Member, command: Finalize) -> Result<Vec<u8>> {
    admit(context, member).await?;
    let request = format!("{}:{}", command.session, command.force);
    let call =
        Call::new(member.workspace, "onboarding.finalize", &command.idempotency_key, request.as_bytes())?;
    if let Some(answer) = claim(context, member, &call).await?.admit()? {
        return Ok(answer);
    }
    let outcome = match begin(context, member, &command, &call).await {
        Ok(Next::Answer(answer)) => return Ok(answer),
        Ok(Next::Run(run)) => {
            let origin = Origin { deadline: None, ..member.origin.clone() };
            let (inner, key) = (context.clone(), call.clone());
            let work = async move { saga::run(&inner, &run, Some(&key), &origin).await };
            to_the_end(context, work).await.unwrap_or(Err(OnboardingError::CutOff))
        }
        Err(error) => Err(error),
    };
    if outcome.is_err() {
        release(context, member, &call).await;
    }
    outcome
}

async fn claim(context: &Context, member: &Member, call: &Call) -> Result<Claim> {
    let mut tx = context.begin_for(member).await?;
    let claim = idempotency::claim(&mut tx, call, context.clock.now(), LEASE).await?;
    tx.commit().await?;
    Ok(claim)
}

/// Without an answer to repeat, the key is free for the next try.
async fn release(context: &Context, member: &Member, call: &Call) {
    let releasing = async {
        let mut tx = context.begin_for(member).await?;
        idempotency::release(&mut tx, call).await?;
        tx.commit().await
    };
    if let Err(error) = releasing.await {
        tracing::warn!(%error, "an idempotency key stays taken until its lease ends");
    }
}

/// Fixes the finalize id and closes the session to other saves, durably, before anything else happens.
async fn begin(context: &Context, member: &Member, command: &Finalize, call: &Call) -> Result<Next> {
    let mut tx = context.begin_for(member).await?;
    if !sessions::lock(&mut tx, command.session).await? {
        return Err(OnboardingError::SessionNotFound);
    }
    if command.force {
        member.must_manage()?;
    }
    let journey = journeys::find(&tx, command.session, Documents::all()).await?;
    let journey = journey.ok_or(OnboardingError::SessionNotFound)?;
    let (now, session) = (context.clock.now(), command.session);
    let next = match (journey.session.status, journey.session.finalize) {
        (SessionStatus::Abandoned, _) => return Err(OnboardingError::SessionNotActive),
        (SessionStatus::Completed, _) => {
            let result = finalizes::result(&mut tx, session).await?.unwrap_or_default();
            let answer = bytes(&result);
            idempotency::finish(&mut tx, call, &answer, now).await?;
            Next::Answer(answer)
        }
        (SessionStatus::Active, FinalizeState::Running) => {
            let taken = finalizes::take_over(&mut tx, Some(session), now, LEASE).await?;
            Next::Run(taken.ok_or(OnboardingError::FinalizeInProgress)?)
        }
        (SessionStatus::Active, FinalizeState::None | FinalizeState::Failed | FinalizeState::Done) => {
            must_be_ready(context, &journey, command.force)?;
            let (fresh, forced) = (context.clock.uuid(), command.force);
            let beginning = Beginning { session, fresh, by: member.user, forced, at: now, lease: LEASE };
            let run = finalizes::begin(&mut tx, &beginning).await?;
            let run = run.ok_or(OnboardingError::SessionNotFound)?;
            record(&mut tx, context, member, &run).await?;
            Next::Run(run)
        }
    };
    tx.commit().await?;
    Ok(next)
}

fn must_be_ready(context: &Context, journey: &Journey, force: bool) -> Result<()> {
    let readiness = context.catalogue.readiness(&journey.answers());
    match readiness.blocking(force) {
        [] => Ok(()),
        missing => Err(OnboardingError::Incomplete(missing.to_vec())),
    }
}

async fn record(tx: &mut database::Conn, context: &Context, member: &Member, run: &Finalizing) -> Result<()> {
    let entry = audit::Entry {
        id: context.clock.uuid(),
        workspace: Some(member.workspace),
        actor_kind: audit::ActorKind::User,
        actor: Some(member.user.0),
        action: if run.forced { "onboarding.finalize_forced" } else { "onboarding.finalize" },
        target: ("onboarding_session", &run.session.to_string()),
        details: json!({ "finalize_id": run.key }),
        client: (member.origin.ip.as_deref(), member.origin.user_agent.as_deref()),
        error: None,
        at: context.clock.now(),
    };
    Ok(audit::append(tx, entry).await?)
}

pub fn bytes(result: &Value) -> Vec<u8> {
    result.to_string().into_bytes()
}
