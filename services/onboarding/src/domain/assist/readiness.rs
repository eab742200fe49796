//! Step 22: five tasks from what is still open, and the threats of step 12 as risks.

use serde_json::json;

use super::desk::{Basis, Desk};
use super::open_points::open_points;
use super::words::{bare, clip};
use crate::domain::StepNumber;
use crate::domain::read::Read;

const TASKS: usize = 5;

pub fn find_tasks(desk: &mut Desk<'_, '_>) {
    for point in open_points(desk) {
        let full = desk.items("tasks").len() >= TASKS;
        if !full && !desk.knows("tasks", "title", &point.title) {
            desk.propose_item("tasks", json!({ "title": point.title, "why": point.why }), &Basis::rule(60));
        }
    }
    for threat in desk.on(StepNumber::GRID).texts("threats") {
        let title = risk_title(threat);
        let full = desk.items("risks").len() >= 10;
        if !full && !desk.knows("risks", "title", &title) {
            desk.propose_item("risks", json!({ "title": title }), &Basis::rule(50));
        }
    }
}

/// A threat as the title of a risk, the same whenever it is taken over.
pub fn risk_title(threat: &str) -> String {
    clip(bare(threat), 200)
}
