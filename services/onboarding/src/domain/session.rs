//! A founder's journey as it is stored: the session, its 23 steps, and where its workspace stands.

use std::fmt;
use std::str::FromStr;

use primitives::{Role, UserId, WorkspaceId};
use serde_json::{Map, Value};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Answers, Progress, StepNumber, StepState};

/// An onboarding session; not the session of a signed-in device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct JourneyId(pub Uuid);

impl fmt::Display for JourneyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A stored word that is none of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown word")]
pub struct UnknownWord;

/// Where a workspace stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum OnboardingStatus {
    #[default]
    Pending,
    PaymentConfirmed,
    InProgress,
    Completed,
    Abandoned,
}

impl FromStr for OnboardingStatus {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        match word {
            "pending" => Ok(Self::Pending),
            "payment_confirmed" => Ok(Self::PaymentConfirmed),
            "in_progress" => Ok(Self::InProgress),
            "completed" => Ok(Self::Completed),
            "abandoned" => Ok(Self::Abandoned),
            _ => Err(UnknownWord),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionStatus {
    Active,
    Completed,
    Abandoned,
}

impl FromStr for SessionStatus {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        match word {
            "active" => Ok(Self::Active),
            "completed" => Ok(Self::Completed),
            "abandoned" => Ok(Self::Abandoned),
            _ => Err(UnknownWord),
        }
    }
}

/// How far finalize has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FinalizeState {
    /// Not asked for, or the answers changed since it failed.
    None,
    /// Somebody is at it; the answers stand still meanwhile.
    Running,
    Done,
    /// It did not come through; to be asked for again.
    Failed,
}

impl FromStr for FinalizeState {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        match word {
            "none" => Ok(Self::None),
            "running" => Ok(Self::Running),
            "done" => Ok(Self::Done),
            "failed" => Ok(Self::Failed),
            _ => Err(UnknownWord),
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    pub id: JourneyId,
    pub workspace: WorkspaceId,
    pub user: UserId,
    pub client_name: String,
    pub status: SessionStatus,
    pub finalize: FinalizeState,
    pub started_at: OffsetDateTime,
    pub completed_at: Option<OffsetDateTime>,
    /// Of the session's row; [`Journey::last_activity`] knows it exactly.
    pub last_activity_at: OffsetDateTime,
}

/// Why a session takes no answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    Abandoned,
    Finalizing,
    /// Onboarding is completed: only owner and admin may still change answers.
    ManagersOnly,
}

impl Session {
    /// Whether somebody with this role may change answers now.
    pub fn open_to(&self, role: Role) -> Result<(), Closed> {
        match (self.status, self.finalize) {
            (SessionStatus::Abandoned, _) => Err(Closed::Abandoned),
            (SessionStatus::Active | SessionStatus::Completed, FinalizeState::Running) => {
                Err(Closed::Finalizing)
            }
            (SessionStatus::Completed, _) if !role.manages() => Err(Closed::ManagersOnly),
            (SessionStatus::Active | SessionStatus::Completed, _) => Ok(()),
        }
    }
}

/// A step as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredStep {
    pub number: StepNumber,
    pub state: StepState,
    /// Rises by one with every acknowledged save.
    pub version: u64,
    /// Pointer into the latest document to where its value came from.
    pub provenance: Map<String, Value>,
    pub submitted_at: Option<OffsetDateTime>,
    pub updated_at: OffsetDateTime,
}

/// A session with all of its steps.
#[derive(Debug, Clone, PartialEq)]
pub struct Journey {
    pub session: Session,
    pub onboarding: OnboardingStatus,
    /// All 23, in order; documents that were not asked for are absent.
    pub steps: Vec<StoredStep>,
}

impl Journey {
    pub fn answers(&self) -> Answers {
        Answers::new(self.steps.iter().map(|step| (step.number, step.state.clone())))
    }

    pub fn step(&self, number: StepNumber) -> &StoredStep {
        &self.steps[number.index()]
    }

    pub fn step_mut(&mut self, number: StepNumber) -> &mut StoredStep {
        &mut self.steps[number.index()]
    }

    /// Where each step stands, without the documents.
    pub fn outline(&self) -> Answers {
        let bare = |step: &StoredStep| {
            let StepState { status, skipped, .. } = step.state;
            (step.number, StepState { status, skipped, submitted: None, draft: None })
        };
        Answers::new(self.steps.iter().map(bare))
    }

    pub fn progress(&self) -> Progress {
        Progress::of(&self.outline())
    }

    pub fn last_activity(&self) -> OffsetDateTime {
        let saved = self.steps.iter().filter(|step| step.version > 0).map(|step| step.updated_at);
        saved.fold(self.session.last_activity_at, OffsetDateTime::max)
    }
}
