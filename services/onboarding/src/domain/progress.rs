//! Where a journey stands, and which step may be opened.

use super::{Answers, Catalogue, Finding, StepNumber, StepState, StepStatus};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Steps completed by an answer; skipped ones are counted apart.
    pub completed: u8,
    pub skipped: u8,
    pub total: u8,
    /// Completed and skipped of the total, in hundredths of a percent.
    pub percentage_hundredths: u32,
    /// The lowest step neither complete nor skipped, 23 when none is left.
    pub current_step: StepNumber,
}

impl Progress {
    pub fn of(answers: &Answers) -> Self {
        let done: Vec<&StepState> =
            StepNumber::all().map(|step| answers.state(step)).filter(|state| state.is_done()).collect();
        let all = u8::try_from(done.len()).unwrap_or(StepNumber::COUNT);
        let skipped = u8::try_from(done.iter().filter(|state| state.skipped).count()).unwrap_or(0);
        let total = StepNumber::COUNT;
        Self {
            completed: all - skipped,
            skipped,
            total,
            percentage_hundredths: (u32::from(all) * 20_000 + u32::from(total)) / (2 * u32::from(total)),
            current_step: StepNumber::all()
                .find(|step| !answers.state(*step).is_done())
                .unwrap_or(StepNumber::REVIEW),
        }
    }
}

/// Whether a step may be opened: what was reached before stays open, the next one opens when every required
/// step before it is complete.
pub fn may_open(catalogue: &Catalogue, step: StepNumber, answers: &Answers) -> bool {
    let current = Progress::of(answers).current_step;
    let reached = step <= current || answers.state(step).is_done();
    let next = step.get() <= current.get() + 1;
    reached
        || next
            && StepNumber::all()
                .take_while(|earlier| *earlier < step)
                .all(|earlier| !catalogue.step(earlier).required || answers.state(earlier).is_done())
}

/// The status of a step after a draft save. A complete step never falls back.
pub fn status_after_save(before: StepStatus, issues: &[Finding]) -> StepStatus {
    let blocked = issues.iter().any(|issue| issue.code.blocks());
    match before {
        StepStatus::Complete => StepStatus::Complete,
        StepStatus::Pending | StepStatus::InProgress | StepStatus::Blocked | StepStatus::Error => {
            if blocked {
                StepStatus::Blocked
            } else {
                StepStatus::InProgress
            }
        }
    }
}
