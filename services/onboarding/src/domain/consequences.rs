//! What completing one step changes in others.

use serde_json::Value;

use super::derive::{forced, gaps};
use super::fresh_values::FreshValues;
use super::read::Read;
use super::{Answers, Catalogue, StepNumber};

/// New data of another step, to be stored as a new version of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Consequence {
    pub step: StepNumber,
    /// What replaces the submitted data; `None` leaves it.
    pub submitted: Option<Value>,
    /// What replaces the draft; `None` leaves it.
    pub draft: Option<Value>,
    /// The step has to be completed again: its status becomes in_progress.
    pub reopen: bool,
}

impl Catalogue {
    /// To be asked after `changed` was completed; `answers` already hold its new data.
    pub fn consequences(
        &self,
        changed: StepNumber,
        answers: &Answers,
        fresh: &mut FreshValues<'_>,
    ) -> Vec<Consequence> {
        let is_done = |step| answers.state(step).is_done();
        let consequence = match changed {
            StepNumber::ALTERNATIVES => {
                let alternatives = answers.settled(changed).list("alternatives");
                edit(StepNumber::ANGLE, answers, &mut |data| forget_rivals(data, alternatives)).map(|edit| {
                    let submitted = answers.submitted(StepNumber::ANGLE);
                    let missing = |data: &Value| alternatives.iter().any(|rival| !is_answered(data, rival));
                    let reopen = is_done(StepNumber::ANGLE) && missing(submitted);
                    Consequence { reopen, ..edit }
                })
            }
            StepNumber::CATEGORY => {
                let rules = forced::by_path(answers.settled(changed).text("selected_path"));
                edit(StepNumber::FOCUS, answers, &mut |data| forced::apply(data, &rules, fresh)).map(|edit| {
                    Consequence { reopen: edit.submitted.is_some() && is_done(StepNumber::FOCUS), ..edit }
                })
            }
            StepNumber::MAP => {
                let map = answers.settled(changed);
                edit(StepNumber::GAPS, answers, &mut |data| gaps::score(data, map))
            }
            _ => None,
        };
        consequence.into_iter().filter(Consequence::changes_something).collect()
    }
}

impl Consequence {
    fn changes_something(&self) -> bool {
        self.submitted.is_some() || self.draft.is_some() || self.reopen
    }
}

/// Edits both forms of a step that was answered; forms that stay equal are left out.
fn edit(step: StepNumber, answers: &Answers, change: &mut dyn FnMut(&mut Value)) -> Option<Consequence> {
    let state = answers.state(step);
    let mut changed = |form: &Option<Value>| {
        let mut data = form.clone()?;
        change(&mut data);
        (form.as_ref() != Some(&data)).then_some(data)
    };
    state.latest()?;
    Some(Consequence {
        step,
        submitted: changed(&state.submitted),
        draft: changed(&state.draft),
        reopen: false,
    })
}

fn forget_rivals(data: &mut Value, alternatives: &[Value]) {
    if let Some(entries) = data.get_mut("leverage").and_then(Value::as_array_mut) {
        entries.retain(|entry| alternatives.iter().any(|rival| rival.id() == entry.text("alternative_id")));
    }
}

fn is_answered(angle: &Value, rival: &Value) -> bool {
    angle.list("leverage").iter().any(|entry| entry.text("alternative_id") == rival.id())
}
