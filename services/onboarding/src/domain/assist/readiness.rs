//! Step 22: five tasks from what is still open, and the threats of step 12 as risks.

use serde_json::json;

use super::assist_run::{AssistRun, Basis};
use super::open_points::open_points;
use super::words::{bare, clip};
use crate::domain::StepNumber;
use crate::domain::read::Read;

const TASKS: usize = 5;

pub fn find_tasks(run: &mut AssistRun<'_, '_>) {
    for point in open_points(run) {
        let full = run.items("tasks").len() >= TASKS;
        if !full && !run.knows("tasks", "title", &point.title) {
            run.propose_item("tasks", json!({ "title": point.title, "why": point.why }), &Basis::rule(60));
        }
    }
    for threat in run.on(StepNumber::GRID).texts("threats") {
        let title = risk_title(threat);
        let full = run.items("risks").len() >= 10;
        if !full && !run.knows("risks", "title", &title) {
            run.propose_item("risks", json!({ "title": title }), &Basis::rule(50));
        }
    }
}

/// A threat as the title of a risk, the same whenever it is taken over.
pub fn risk_title(threat: &str) -> String {
    clip(bare(threat), 200)
}
