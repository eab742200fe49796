//! The rules of onboarding, without any I/O: what the 23 steps are, when an answer is acceptable, when a step
//! is complete, what can be suggested from the founder's own answers, and how all answers become one business
//! context.
//!
//! The steps are data (`steps/NN_step_id.json`, JSON Schema 2020-12 with the `x-` annotations of [`schema`]).
//! [`Catalogue::load`] reads them once at start; everything else is a function of a [`Step`] and [`Answers`]:
//!
//! | question | answer |
//! |---|---|
//! | what are the steps? | [`Catalogue::step`], [`Catalogue::description`] |
//! | may this be saved, and as what? | [`Step::prepare`] |
//! | may the step be completed with it? | [`Step::completion`] |
//! | where does the journey stand? | [`Progress::of`], [`may_open`], [`status_after_save`] |
//! | what else changes when this step was completed? | [`Catalogue::consequences`] |
//! | what could be proposed? | [`assist::run`], [`provenance::accept`] |
//! | may it be finalized, and what comes out? | [`Catalogue::readiness`], [`context::aggregate`] |

mod answers;
pub mod assist;
mod catalogue;
mod completion;
mod consequences;
pub mod context;
mod derive;
mod finding;
mod formats;
mod fresh_values;
mod hype;
mod identity;
mod limits;
mod number;
mod prepare;
mod progress;
pub mod provenance;
mod published;
mod read;
mod readiness;
mod reads;
mod rule;
pub mod schema;
mod session;
mod suggestion;
mod tidy;

pub use answers::{Answers, StepState};
pub use catalogue::{Catalogue, Step};
pub use consequences::Consequence;
pub use finding::{Code, Finding};
pub use fresh_values::FreshValues;
pub use number::{Phase, StepNumber, StepStatus, UnknownStep};
pub use prepare::{MAX_DOCUMENT_BYTES, document_size};
pub use progress::{Progress, may_open, status_after_save};
pub use published::Published;
pub use readiness::MissingStep;
pub use session::{
    Closed, FinalizeState, Journey, JourneyId, OnboardingStatus, Session, SessionStatus, StoredStep,
};
pub use suggestion::{Proposal, StoredSuggestion, SuggestionStatus};

#[cfg(test)]
mod context_tests;
#[cfg(test)]
mod edge_tests;
// Named twice: only behind a plain `cfg(test)` does clippy let tests unwrap.
#[cfg(fuzzing)]
mod fixtures;
#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod following_tests;
#[cfg(test)]
mod limit_tests;
#[cfg(test)]
mod patch_tests;
#[cfg(test)]
mod prepared_tests;
#[cfg(any(test, fuzzing))]
pub mod properties;
#[cfg(test)]
mod rule_tests;
