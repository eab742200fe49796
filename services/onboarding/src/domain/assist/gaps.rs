//! Step 13: a scan of the chosen map in five by five points for places where nobody stands.

use serde_json::{Value, json};

use super::assist_run::{AssistRun, Basis};
use super::words::{bare, clip, lower_first, upper_first};
use crate::domain::StepNumber;
use crate::domain::derive::gaps::{around, rivals};
use crate::domain::read::{Read, by_id};

const GRID: [i64; 5] = [10, 30, 50, 70, 90];
const HIGH: i64 = 60;
const PROPOSED: usize = 5;
/// A point this near to ours is the place we hold, not another one.
const OWN_GROUND: i64 = 15;

pub fn scan(run: &mut AssistRun<'_, '_>) {
    let map = run.on(StepNumber::MAP);
    let Some(option) = by_id(map.list("options"), map.text("selected_position")) else { return };
    let Some(rivals) = rivals(map) else { return };
    let ours = (option.number("x_value").unwrap_or(50), option.number("y_value").unwrap_or(50));
    let mut points: Vec<(i64, i64)> = GRID.iter().flat_map(|x| GRID.iter().map(|y| (*x, *y))).collect();
    let distance = |at: &(i64, i64)| (at.0 - ours.0).pow(2) + (at.1 - ours.1).pow(2);
    // nobody wants to stand where there is little of everything
    points.retain(|at| at.0.max(at.1) >= HIGH);
    points.retain(|at| around(*at, &rivals).density == 0 && distance(at) > OWN_GROUND.pow(2));
    points.sort_by_key(distance);
    for (x, y) in points.into_iter().take(PROPOSED) {
        let area = clip(&name(option, x, y), 255);
        let taken =
            run.items("gaps").iter().any(|gap| gap.number("x") == Some(x) && gap.number("y") == Some(y));
        if !taken && !run.knows("gaps", "area", &area) {
            run.propose_item("gaps", json!({ "area": area, "x": x, "y": y }), &Basis::rule(65));
        }
    }
}

fn name(option: &Value, x: i64, y: i64) -> String {
    let x_axis = lower_first(bare(option.text("x_axis_label")));
    let y_axis = lower_first(bare(option.text("y_axis_label")));
    format!("{} on \"{x_axis}\", {} on \"{y_axis}\"", upper_first(level(x)), level(y))
}

fn level(value: i64) -> &'static str {
    match value {
        ..20 => "very low",
        20..40 => "low",
        40..60 => "in the middle",
        60..80 => "high",
        _ => "very high",
    }
}
