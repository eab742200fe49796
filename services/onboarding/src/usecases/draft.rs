//! The one way in which drafts are stored: by a save, by a patch and by an accepted suggestion.

use database::{Conn, Tx};
use futures::FutureExt as _;
use principal::Member;
use serde_json::Value;
use time::{Duration, OffsetDateTime};

use crate::{
    context::Context,
    domain::{
        Answers, Finding, FreshValues, Journey, JourneyId, MAX_DOCUMENT_BYTES, OnboardingStatus, Progress,
        Step, StepNumber, StepState, StoredStep, document_size, may_open, provenance, status_after_save,
    },
    error::{OnboardingError, Result},
    store::{
        journeys::{self, Documents},
        sessions, statuses,
        steps::{self, Author, Kind, Version},
        suggestions::{self, Verdict},
    },
};

/// Which step of which session, as the caller knows it.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    pub session: JourneyId,
    pub step: StepNumber,
    pub expected_version: u64,
}

/// What a save led to.
#[derive(Debug)]
pub struct Saved {
    pub step: StoredStep,
    pub step_id: String,
    /// What still stands between the step and its completion.
    pub issues: Vec<Finding>,
    pub warnings: Vec<Finding>,
    pub progress: Progress,
    /// When the session was begun.
    pub started_at: OffsetDateTime,
}

/// A document on its way into a step.
pub struct Edit {
    pub data: Value,
    /// The suggestion that a value in it comes from.
    pub taken: Option<Taken>,
}

/// A suggestion that goes into a document, and is decided in the same transaction.
pub struct Taken {
    pub verdict: Verdict,
    /// Where the value stands in the document.
    pub pointer: String,
    pub provenance: Value,
}

impl From<Value> for Edit {
    fn from(data: Value) -> Self {
        Self { data, taken: None }
    }
}

/// Saves as a draft what `change` makes of the step's latest document. The draft is in the journal when this returns.
pub async fn save(
    context: &Context,
    member: &Member,
    target: Target,
    change: impl FnOnce(&Value) -> Result<Edit>,
) -> Result<Saved> {
    let step = context.catalogue.step(target.step);
    let (mut tx, journey) = context
        .begin_for_with(member, |conn| {
            journeys::find(conn, target.session, Documents::of(step.reads())).boxed()
        })
        .await?;
    let journey = journey.ok_or(OnboardingError::SessionNotFound)?;
    must_take(context, member, &journey, target.step)?;
    let Edit { data, taken } = change(journey.step(target.step).state.latest().unwrap_or(&Value::Null))?;
    let draft = (data, taken.is_some());
    let mut prepared = prepare(context, &journey, step, draft, target.expected_version)?;
    if let Some(taken) = taken {
        if !suggestions::decide(&mut tx, &taken.verdict, member.user, context.clock.now()).await? {
            return Err(OnboardingError::SuggestionDecided);
        }
        prepared.credit(taken);
    }
    if !prepared.changed {
        return Ok(prepared.saved);
    }
    let Some(saved) = store(context, tx, member, &journey, prepared).await? else {
        return Err(refused(context, member, target).await);
    };
    context.copies.saved(&journey.session, &[&saved.step], &saved.progress, saved.step.updated_at).await;
    Ok(saved)
}

/// Refuses what may not be answered now: the session is closed to the caller, or the step is not open yet.
pub fn must_take(context: &Context, member: &Member, journey: &Journey, step: StepNumber) -> Result<()> {
    journey.session.open_to(member.role)?;
    if may_open(&context.catalogue, step, &journey.outline()) {
        Ok(())
    } else {
        Err(OnboardingError::StepLocked)
    }
}

/// The step as it would be, and whether that is anything new.
struct Prepared {
    saved: Saved,
    changed: bool,
    /// A suggestion is decided with it.
    decides: bool,
}

impl Prepared {
    /// Says where a value came from.
    fn credit(&mut self, taken: Taken) {
        let step = &mut self.saved.step;
        if step.state.latest().is_some_and(|data| data.pointer(&taken.pointer).is_some()) {
            step.provenance.insert(taken.pointer, taken.provenance);
        }
        self.changed = true;
    }
}

fn prepare(
    context: &Context,
    journey: &Journey,
    step: &Step,
    (data, takes): (Value, bool),
    expected: u64,
) -> Result<Prepared> {
    let (answers, before) = (journey.answers(), journey.step(step.number));
    let latest = answers.latest(step.number);
    let held = takes.then(|| step.with_server_set(latest, &data));
    let held = held.as_ref().unwrap_or(latest);
    let (data, warnings) = match check(context, step, &answers, (data, held)) {
        Ok(checked) => checked,
        // Whoever is behind has to catch up first, whatever they sent.
        Err(_) if expected != before.version => return Err(conflict(before)),
        Err(error) => return Err(error),
    };
    let issues = step.completion(&data, &answers);
    let unchanged = before.state.latest() == Some(&data);
    // A repeat of what is stored already is no conflict, however late it comes.
    if expected > before.version || (expected < before.version && !unchanged) {
        return Err(conflict(before));
    }
    let after = if unchanged { before.clone() } else { drafted(context, before, data, &issues) };
    let (progress, started_at) = (journey.progress(), journey.session.started_at);
    let saved = Saved { step: after, step_id: step.id.clone(), issues, warnings, progress, started_at };
    Ok(Prepared { saved, changed: !unchanged, decides: takes })
}

/// The document as it would be stored over what the step holds, with its warnings, or all that is wrong with it.
pub fn check(
    context: &Context,
    step: &Step,
    answers: &Answers,
    (data, held): (Value, &Value),
) -> Result<(Value, Vec<Finding>)> {
    if document_size(&data) > MAX_DOCUMENT_BYTES {
        return Err(OnboardingError::TooLarge);
    }
    let mut ids = context.fresh_ids();
    let mut fresh = FreshValues::new(context.clock.now(), &mut ids);
    let prepared = step.prepare(data, Some(held), answers, &mut fresh).map_err(OnboardingError::Invalid)?;
    if document_size(&prepared.data) > MAX_DOCUMENT_BYTES {
        return Err(OnboardingError::TooLarge);
    }
    Ok((prepared.data, prepared.warnings))
}

pub fn conflict(step: &StoredStep) -> OnboardingError {
    let data = step.state.latest().cloned().unwrap_or_default();
    OnboardingError::VersionConflict { version: step.version, data }
}

fn drafted(context: &Context, before: &StoredStep, data: Value, issues: &[Finding]) -> StoredStep {
    let state = &before.state;
    let latest = state.latest().unwrap_or(&Value::Null);
    let provenance = provenance::carry(latest, &before.provenance, &data, context.clock.now());
    // A draft that says again what is submitted is none.
    let draft = (state.submitted.as_ref() != Some(&data)).then_some(data);
    StoredStep {
        number: before.number,
        state: StepState {
            status: status_after_save(state.status, issues),
            skipped: state.skipped,
            submitted: state.submitted.clone(),
            draft,
        },
        version: before.version,
        provenance,
        submitted_at: before.submitted_at,
        updated_at: before.updated_at,
    }
}

/// Nothing is stored when the version is not.
async fn store(
    context: &Context,
    mut tx: Tx,
    member: &Member,
    journey: &Journey,
    prepared: Prepared,
) -> Result<Option<Saved>> {
    let Prepared { mut saved, decides, .. } = prepared;
    let at = context.clock.now();
    let author = Author { user: member.user, request_id: &member.origin.request_id, at };
    let version = Version::new(journey, &saved.step, Kind::Draft, author);
    let written = if !decides && is_noted(journey, at) {
        steps::write_last(tx, version).await?
    } else {
        let written = steps::write(&mut tx, version).await?;
        if written.is_some() {
            note(&mut tx, journey, saved.progress.current_step, at).await?;
            tx.commit().await?;
        }
        written
    };
    Ok(written.map(|version| {
        saved.step.version = version;
        saved.step.updated_at = at;
        saved
    }))
}

/// How far behind a session's row may be with when somebody was last at it.
const BEHIND: Duration = Duration::MINUTE;

/// Whether it is written down already that this session is being worked on.
fn is_noted(journey: &Journey, at: OffsetDateTime) -> bool {
    is_under_way(journey) && journey.session.last_activity_at >= at - BEHIND
}

fn is_under_way(journey: &Journey) -> bool {
    match journey.onboarding {
        OnboardingStatus::InProgress | OnboardingStatus::Completed => true,
        OnboardingStatus::Pending | OnboardingStatus::PaymentConfirmed | OnboardingStatus::Abandoned => false,
    }
}

async fn note(tx: &mut Conn, journey: &Journey, current_step: StepNumber, at: OffsetDateTime) -> Result<()> {
    let session = &journey.session;
    if !is_under_way(journey) {
        statuses::start(tx, session.workspace, current_step, at).await?;
    }
    if session.last_activity_at < at - BEHIND {
        sessions::touch(tx, session.id, at).await?;
    }
    Ok(())
}

/// Why a version could not be stored: somebody was faster.
async fn refused(context: &Context, member: &Member, target: Target) -> OnboardingError {
    let read = async {
        let tx = context.begin_as(member).await?;
        let journey = journeys::find(&tx, target.session, Documents::of([target.step])).await?;
        tx.commit().await?;
        let journey = journey.ok_or(OnboardingError::SessionNotFound)?;
        journey.session.open_to(member.role)?;
        Ok::<_, OnboardingError>(conflict(journey.step(target.step)))
    };
    read.await.unwrap_or_else(|error| error)
}
