//! Sessions, steps and suggestions as clients read them. Step documents are passed on as they come.

use contracts::onboarding::v1::{self as sent};
use serde::Serialize;
use serde_json::value::RawValue;
use time::OffsetDateTime;
use utoipa::ToSchema;

use crate::{
    error::GatewayError,
    http::{
        documents::{Provenance, ProvenanceByPointer},
        wire, words,
    },
};

#[derive(Serialize, ToSchema)]
pub struct ProgressView {
    /// Steps completed, skipped ones not counted.
    completed: u32,
    skipped: u32,
    total: u32,
    /// Two places.
    percentage: f64,
    /// The lowest step neither complete nor skipped; 23 when none is left.
    pub current_step: u32,
    #[serde(with = "primitives::rfc3339_millis::option")]
    started_at: Option<OffsetDateTime>,
    #[serde(with = "primitives::rfc3339_millis::option")]
    last_updated: Option<OffsetDateTime>,
}

impl TryFrom<Option<sent::Progress>> for ProgressView {
    type Error = GatewayError;

    fn try_from(sent: Option<sent::Progress>) -> Result<Self, GatewayError> {
        let sent = wire::given(sent, "progress")?;
        Ok(Self {
            completed: sent.completed,
            skipped: sent.skipped,
            total: sent.total,
            percentage: f64::from(sent.percentage_hundredths) / 100.0,
            current_step: sent.current_step,
            started_at: wire::maybe_time(sent.started_at)?,
            last_updated: wire::maybe_time(sent.last_updated)?,
        })
    }
}

/// Something that keeps a step from being complete, or that a reader should know.
#[derive(Serialize, ToSchema)]
pub struct IssueView {
    /// JSON pointer: of an issue into the step's data, of a warning into the request's body.
    pub pointer: String,
    pub code: String,
    pub message: String,
}

impl From<sent::Issue> for IssueView {
    fn from(sent: sent::Issue) -> Self {
        Self { pointer: sent.pointer, code: sent.code, message: sent.message }
    }
}

pub fn issues(sent: Vec<sent::Issue>) -> Vec<IssueView> {
    sent.into_iter().map(IssueView::from).collect()
}

/// Warnings about a body that holds the step's data at `document`, and one for each member that means nothing.
pub fn warnings(sent: Vec<sent::Issue>, document: &str, unknown: Vec<String>) -> Vec<IssueView> {
    let beneath = |mut warning: IssueView| {
        warning.pointer.insert_str(0, document);
        warning
    };
    let unknown = unknown.into_iter().map(|name| IssueView {
        pointer: format!("/{name}"),
        code: "UNKNOWN_FIELD".to_owned(),
        message: "is not known here and was ignored".to_owned(),
    });
    sent.into_iter().map(IssueView::from).map(beneath).chain(unknown).collect()
}

#[derive(Serialize, ToSchema)]
pub struct StepView {
    n: u32,
    step_id: String,
    step_name: String,
    status: words::StepStatus,
    skipped: bool,
    /// For `If-Match`; 0 before the first save.
    #[schema(minimum = 0)]
    pub version: u64,
    /// Whether the step may be opened now.
    open: bool,
    #[serde(with = "primitives::rfc3339_millis::option")]
    updated_at: Option<OffsetDateTime>,
    /// The data that the step was completed with.
    #[schema(value_type = Option<Object>)]
    submitted: Option<Box<RawValue>>,
    /// Data saved since.
    #[schema(value_type = Option<Object>)]
    draft: Option<Box<RawValue>>,
    #[schema(value_type = Option<ProvenanceByPointer>)]
    provenance: Option<Box<RawValue>>,
}

impl TryFrom<sent::StepState> for StepView {
    type Error = GatewayError;

    fn try_from(sent: sent::StepState) -> Result<Self, GatewayError> {
        Ok(Self {
            status: sent.status().try_into()?,
            updated_at: wire::maybe_time(sent.updated_at)?,
            submitted: wire::maybe_raw(sent.submitted.as_ref(), "submitted data")?,
            draft: wire::maybe_raw(sent.draft.as_ref(), "a draft")?,
            provenance: wire::maybe_raw(sent.provenance.as_ref(), "provenance")?,
            n: sent.n,
            step_id: sent.step_id,
            step_name: sent.step_name,
            skipped: sent.skipped,
            version: sent.version,
            open: sent.open,
        })
    }
}

impl TryFrom<Option<sent::StepState>> for StepView {
    type Error = GatewayError;

    fn try_from(sent: Option<sent::StepState>) -> Result<Self, GatewayError> {
        wire::given(sent, "a step")?.try_into()
    }
}

#[derive(Serialize, ToSchema)]
pub struct OnboardingSession {
    #[schema(format = "uuid")]
    session_id: String,
    client_name: String,
    status: words::SessionStatus,
    current_step: u32,
    progress: ProgressView,
    steps: Vec<StepView>,
    #[serde(with = "primitives::rfc3339_millis::option")]
    started_at: Option<OffsetDateTime>,
    #[serde(with = "primitives::rfc3339_millis::option")]
    last_activity_at: Option<OffsetDateTime>,
    #[serde(with = "primitives::rfc3339_millis::option")]
    completed_at: Option<OffsetDateTime>,
}

impl TryFrom<Option<sent::Session>> for OnboardingSession {
    type Error = GatewayError;

    fn try_from(sent: Option<sent::Session>) -> Result<Self, GatewayError> {
        let sent = wire::given(sent, "a session")?;
        let status = sent.status().try_into()?;
        let progress = ProgressView::try_from(sent.progress)?;
        Ok(Self {
            status,
            current_step: progress.current_step,
            progress,
            steps: sent.steps.into_iter().map(StepView::try_from).collect::<Result<_, _>>()?,
            started_at: wire::maybe_time(sent.started_at)?,
            last_activity_at: wire::maybe_time(sent.last_activity_at)?,
            completed_at: wire::maybe_time(sent.completed_at)?,
            session_id: sent.session_id,
            client_name: sent.client_name,
        })
    }
}

/// A proposed answer; it becomes an answer only when it is accepted.
#[derive(Serialize, ToSchema)]
pub struct SuggestionView {
    #[schema(format = "uuid")]
    id: String,
    step: u32,
    /// JSON pointer into the step's data.
    pointer: String,
    #[schema(value_type = serde_json::Value)]
    value: Box<RawValue>,
    #[schema(value_type = words::SuggestionStatus)]
    status: String,
    #[schema(value_type = Provenance)]
    provenance: Box<RawValue>,
}

impl TryFrom<sent::Suggestion> for SuggestionView {
    type Error = GatewayError;

    fn try_from(sent: sent::Suggestion) -> Result<Self, GatewayError> {
        Ok(Self {
            value: wire::raw(&sent.value, "a value")?,
            provenance: wire::raw(&sent.provenance, "provenance")?,
            id: sent.suggestion_id,
            step: sent.step,
            pointer: sent.pointer,
            status: sent.status,
        })
    }
}
