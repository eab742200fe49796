//! What callers see.

use contracts::onboarding::v1 as wire;
use prost_types::Timestamp;
use serde_json::Value;
use time::OffsetDateTime;

use crate::{
    context::Context,
    domain::{
        Finding, Journey, MissingStep, OnboardingStatus, SessionStatus, StepNumber, StepStatus, StoredStep,
        StoredSuggestion, may_open,
    },
    usecases::{Completed, Engine, Previewed, Ran, Saved, Standing},
};

pub fn session(context: &Context, journey: &Journey) -> wire::Session {
    let session = &journey.session;
    wire::Session {
        session_id: session.id.to_string(),
        client_name: session.client_name.clone(),
        status: match session.status {
            SessionStatus::Active => wire::SessionStatus::Active,
            SessionStatus::Completed => wire::SessionStatus::Completed,
            SessionStatus::Abandoned => wire::SessionStatus::Abandoned,
        }
        .into(),
        progress: Some(progress(journey)),
        steps: StepNumber::all().map(|number| step(context, journey, number)).collect(),
        started_at: Some(timestamp(session.started_at)),
        last_activity_at: Some(timestamp(journey.last_activity())),
        completed_at: session.completed_at.map(timestamp),
    }
}

pub fn progress(journey: &Journey) -> wire::Progress {
    wire::Progress {
        started_at: Some(timestamp(journey.session.started_at)),
        last_updated: Some(timestamp(journey.last_activity())),
        ..counted(journey.progress())
    }
}

fn counted(progress: crate::domain::Progress) -> wire::Progress {
    wire::Progress {
        completed: progress.completed.into(),
        skipped: progress.skipped.into(),
        total: progress.total.into(),
        percentage_hundredths: progress.percentage_hundredths,
        current_step: progress.current_step.get().into(),
        started_at: None,
        last_updated: None,
    }
}

pub fn step(context: &Context, journey: &Journey, number: StepNumber) -> wire::StepState {
    let (described, stored) = (context.catalogue.step(number), journey.step(number));
    let provenance = &stored.provenance;
    wire::StepState {
        n: number.get().into(),
        step_id: described.id.clone(),
        step_name: described.title.clone(),
        status: status(stored).into(),
        skipped: stored.state.skipped,
        version: stored.version,
        updated_at: Some(timestamp(stored.updated_at)),
        submitted: stored.state.submitted.as_ref().map(bytes),
        draft: stored.state.draft.as_ref().map(bytes),
        provenance: (!provenance.is_empty()).then(|| bytes(&Value::Object(provenance.clone()))),
        open: may_open(&context.catalogue, number, &journey.outline()),
    }
}

fn status(step: &StoredStep) -> wire::StepStatus {
    match step.state.status {
        StepStatus::Pending => wire::StepStatus::Pending,
        StepStatus::InProgress => wire::StepStatus::InProgress,
        StepStatus::Complete => wire::StepStatus::Complete,
        StepStatus::Blocked => wire::StepStatus::Blocked,
        StepStatus::Error => wire::StepStatus::Error,
    }
}

pub fn saved(saved: &Saved) -> wire::StepSaved {
    let step = &saved.step;
    wire::StepSaved {
        step_id: saved.step_id.clone(),
        version: step.version,
        status: status(step).into(),
        updated_at: Some(timestamp(step.updated_at)),
        issues: saved.issues.iter().map(issue).collect(),
        warnings: saved.warnings.iter().map(issue).collect(),
        progress: Some(wire::Progress {
            started_at: Some(timestamp(saved.started_at)),
            last_updated: Some(timestamp(step.updated_at)),
            ..counted(saved.progress)
        }),
        data: step.state.latest().map(bytes).unwrap_or_default(),
    }
}

pub fn completed(context: &Context, completed: &Completed, number: StepNumber) -> wire::CompleteStepResponse {
    wire::CompleteStepResponse {
        step: Some(step(context, &completed.journey, number)),
        progress: Some(progress(&completed.journey)),
        warnings: completed.warnings.iter().map(issue).collect(),
    }
}

pub fn step_issues((number, issues): (&StepNumber, &Vec<Finding>)) -> wire::StepIssues {
    wire::StepIssues { n: number.get().into(), issues: issues.iter().map(issue).collect() }
}

pub fn previewed(previewed: &Previewed) -> wire::PreviewManifestResponse {
    wire::PreviewManifestResponse {
        preview: previewed.manifest.as_ref().map(|preview| wire::ManifestPreview {
            manifest: bytes(&preview.manifest),
            token_count: preview.token_count,
            token_budget: preview.token_budget(),
            compression_level: preview.compression_level.clone(),
            dropped: preview.dropped.clone(),
        }),
        missing: previewed.missing.iter().map(missing).collect(),
    }
}

fn missing(step: &MissingStep) -> wire::MissingStep {
    wire::MissingStep {
        n: step.number.get().into(),
        step_id: step.id.clone(),
        title: step.title.clone(),
        fields: step.fields().map(str::to_owned).collect(),
    }
}

fn issue(finding: &Finding) -> wire::Issue {
    wire::Issue {
        pointer: finding.pointer.clone(),
        code: finding.code.as_str().to_owned(),
        message: finding.message.clone(),
    }
}

pub fn suggestion(step: StepNumber, stored: &StoredSuggestion) -> wire::Suggestion {
    wire::Suggestion {
        suggestion_id: stored.id.to_string(),
        step: step.get().into(),
        pointer: stored.proposal.pointer.clone(),
        value: bytes(&stored.proposal.value),
        status: stored.status.as_str().to_owned(),
        provenance: bytes(&stored.proposal.provenance),
    }
}

pub fn ran(step: StepNumber, ran: &Ran) -> wire::RunAssistResponse {
    wire::RunAssistResponse {
        suggestions: ran.suggestions.iter().map(|stored| suggestion(step, stored)).collect(),
        engine: match ran.engine {
            Engine::Model => wire::Engine::Model,
            Engine::Deterministic => wire::Engine::Deterministic,
        }
        .into(),
        duration_ms: ran.duration_ms,
    }
}

pub fn standing(standing: &Standing) -> wire::GetStatusResponse {
    let journey = standing.journey.as_ref();
    wire::GetStatusResponse {
        status: match standing.status {
            OnboardingStatus::Pending => wire::OnboardingStatus::Pending,
            OnboardingStatus::PaymentConfirmed => wire::OnboardingStatus::PaymentConfirmed,
            OnboardingStatus::InProgress => wire::OnboardingStatus::InProgress,
            OnboardingStatus::Completed => wire::OnboardingStatus::Completed,
            OnboardingStatus::Abandoned => wire::OnboardingStatus::Abandoned,
        }
        .into(),
        session_id: journey.map(|journey| journey.session.id.to_string()).unwrap_or_default(),
        current_step: journey.map_or(0, |journey| journey.progress().current_step.get().into()),
        completed_at: standing.completed_at.map(timestamp),
        progress: journey.map(progress),
    }
}

fn bytes(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}

fn timestamp(at: OffsetDateTime) -> Timestamp {
    Timestamp { seconds: at.unix_timestamp(), nanos: i32::try_from(at.nanosecond()).unwrap_or_default() }
}
