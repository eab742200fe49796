//! From fixed answers to a completed session: fix the context, build, complete, purge. Every part may run twice.

use database::idempotency::{self, Call};
use principal::Origin;
use problem::{Failure as _, Kind, Problem};
use serde_json::{Value, json};

use super::{
    facts::{Occasion, business_context},
    finalize::{LEASE, bytes},
};
use crate::{
    clients::{Built, Handover},
    context::Context,
    error::{OnboardingError, Result},
    store::{
        finalizes::{self, Finalizing},
        handovers,
        journeys::{self, Documents},
        statuses,
    },
};

/// A finalize that fails for good, though bcm refused nothing, is tried this often before the session opens again.
const MOST_ATTEMPTS: i32 = 6;

/// Runs a begun finalize to its end and gives its result. One that fails is taken up again by the job, or opens the session.
#[tracing::instrument(name = "onboarding.finalize_run", skip_all, fields(session = %run.session, key = %run.key))]
pub async fn run(
    context: &Context,
    run: &Finalizing,
    call: Option<&Call>,
    origin: &Origin,
) -> Result<Vec<u8>> {
    let outcome = attempt(context, run, call, origin).await;
    if let Err(error) = &outcome
        && opens(error, run.attempts)
    {
        tracing::warn!(attempts = run.attempts, %error, "a finalize failed; its session opens again");
        let mut tx = context.begin_in(run.workspace).await?;
        finalizes::fail(&mut tx, run, !is_refusal(error), context.clock.now()).await?;
        tx.commit().await?;
    }
    outcome
}

async fn attempt(
    context: &Context,
    run: &Finalizing,
    call: Option<&Call>,
    origin: &Origin,
) -> Result<Vec<u8>> {
    let result = match fixed_context(context, run).await? {
        Some(document) => {
            let built = build(context, run, &document, origin).await?;
            Some(result(context, run, &document, &built))
        }
        None => None,
    };
    complete(context, run, call, result).await
}

/// Whether answers may change again after this error. As long as bcm may have made the version, only the same finalize comes
/// to exactly one; what passes is waited for.
fn opens(error: &OnboardingError, attempts: i32) -> bool {
    let kind =
        if let OnboardingError::BcmUnavailable(problem) = error { problem.kind() } else { error.kind() };
    let passes = matches!(kind, Kind::Unavailable | Kind::Timeout);
    is_refusal(error) || (!passes && attempts >= MOST_ATTEMPTS)
}

/// Bcm has made nothing of the context and never will.
fn is_refusal(error: &OnboardingError) -> bool {
    matches!(error, OnboardingError::ContextRefused(_))
}

/// Ends finalizes whose runner died; tells how many there were.
#[tracing::instrument(name = "onboarding.resume_interrupted", skip_all)]
pub async fn resume_interrupted(context: &Context) -> Result<usize> {
    let mut ended = 0;
    // One at a time: the lease begins when the work on it does.
    while let Some(begun) = take_over(context).await? {
        match run(context, &begun, None, &Origin::own()).await {
            Ok(_) => {
                ended += 1;
                tracing::info!(session = %begun.session, "an interrupted finalize was ended");
            }
            Err(error) => tracing::warn!(session = %begun.session, %error, "an interrupted finalize waits"),
        }
    }
    Ok(ended)
}

async fn take_over(context: &Context) -> Result<Option<Finalizing>> {
    let mut tx = context.begin_everywhere().await?;
    let taken = finalizes::take_over(&mut tx, None, context.clock.now(), LEASE).await?;
    tx.commit().await?;
    Ok(taken)
}

/// The answers in one document, which every attempt hands over and answers with. None when another runner was faster.
async fn fixed_context(context: &Context, run: &Finalizing) -> Result<Option<Value>> {
    let mut tx = context.begin_in(run.workspace).await?;
    let journey = journeys::find(&tx, run.session, Documents::all()).await?;
    let journey = journey.ok_or(OnboardingError::SessionNotFound)?;
    let occasion = Occasion { at: run.started_at, finalized_at: Some(run.started_at), forced: run.forced };
    let document = business_context(context, &mut tx, &journey, occasion).await?;
    let fixed = finalizes::fix_context(&mut tx, run, &document).await?;
    tx.commit().await?;
    Ok(fixed)
}

async fn build(context: &Context, run: &Finalizing, document: &Value, origin: &Origin) -> Result<Built> {
    let handover = Handover {
        workspace: run.workspace,
        user: run.by,
        context: document,
        key: run.key.to_string(),
        reason: "finalize",
    };
    context.bcm.build(&handover, origin).await.map_err(trouble)
}

/// What keeps bcm from answering passes; what it refuses is our own mistake.
pub fn trouble(problem: Problem) -> OnboardingError {
    if problem.kind().is_ours() {
        OnboardingError::BcmUnavailable(problem.into())
    } else {
        OnboardingError::ContextRefused(problem.into())
    }
}

/// The answer of product section 4.6.
fn result(context: &Context, run: &Finalizing, document: &Value, built: &Built) -> Value {
    let now = context.clock.now();
    let meta = &document["meta"];
    json!({
        "success": true,
        "session_id": run.session.0,
        "business_context": document,
        "bcm": built.manifest,
        "completed_steps": meta["completed_steps"],
        "total_steps": meta["total_steps"],
        "completion_percentage": meta["completion_percentage"],
        "finalized_at": primitives::format_timestamp(now),
        "validation_passed": meta["missing_fields"] == json!([]),
        "bcm_generated": true,
        "bcm_cached": built.cached,
        "bcm_persisted": true,
        "bcm_version": built.version,
        "bcm_checksum": built.checksum,
        "processing_time_ms": i64::try_from((now - run.started_at).whole_milliseconds()).unwrap_or(i64::MAX),
    })
}

/// Session, status, result and answer together; then the copies go.
async fn complete(
    context: &Context,
    run: &Finalizing,
    call: Option<&Call>,
    result: Option<Value>,
) -> Result<Vec<u8>> {
    let mut tx = context.begin_in(run.workspace).await?;
    let now = context.clock.now();
    let answer = if let Some(result) = &result
        && finalizes::complete(&mut tx, run, result, now).await?
    {
        statuses::complete(&mut tx, run.workspace, now).await?;
        handovers::append_purge(&mut tx, context.clock.uuid(), run.workspace, run.session, now).await?;
        bytes(result)
    } else {
        // Another runner was faster; its result is the one.
        let stored = finalizes::result(&mut tx, run.session).await?;
        bytes(&stored.ok_or(OnboardingError::SessionNotActive)?)
    };
    if let Some(call) = call {
        idempotency::finish(&mut tx, call, &answer, now).await?;
    }
    tx.commit().await?;
    // The outbox comes to it if this does not.
    if let Err(error) = context.copies.purge(run.session).await {
        tracing::warn!(%error, "copies of a finalized session were not purged at once");
    }
    Ok(answer)
}
