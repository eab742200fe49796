//! Proposals computed from the founder's own answers: rules and templates, no model, no invented figures.

use serde_json::Value;

use super::provenance::Provenance;
use super::{Answers, Stamp, Step};

/// A proposed answer. Its value is acceptable to the step as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// Into the step data; ends in `/-` for a new item of a list.
    pub pointer: String,
    pub value: Value,
    pub provenance: Provenance,
}

/// The step has no assist of this name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this step has no such assist")]
pub struct UnknownAssist;

/// Runs an assist of a step; without a name its first one.
pub fn run(
    step: &Step,
    assist: Option<&str>,
    answers: &Answers,
    stamp: &mut Stamp<'_>,
) -> Result<Vec<Suggestion>, UnknownAssist> {
    let _ = (step, assist, answers, stamp);
    Ok(Vec::new())
}
