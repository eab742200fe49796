//! Step 11: three standard pairs of axes, with points from the ratings of steps 7 and 10.

use serde_json::{Value, json};

use super::assist_run::{AssistRun, Basis};
use super::words::{clip, name_inside};
use crate::domain::StepNumber;
use crate::domain::read::Read;

struct Pair {
    name: &'static str,
    x: Axis,
    y: Axis,
}

/// An axis, what is more along it, and how it is measured for us and for a rival.
struct Axis {
    label: &'static str,
    more: &'static str,
    ours: fn(&Ours) -> i64,
    rival: fn(&Value) -> i64,
}

/// What our own ratings come to.
struct Ours {
    average: i64,
    rare: i64,
    verified: i64,
    count: i64,
    known: i64,
}

const PAIRS: [Pair; 3] = [
    Pair {
        name: "Known and different",
        x: Axis { label: "How well known", more: "better known", ours: |ours| ours.known, rival: known },
        y: Axis { label: "How different", more: "more different", ours: |ours| ours.rare, rival: different },
    },
    Pair {
        name: "Breadth and quality",
        x: Axis {
            label: "Breadth of the offer",
            more: "broader",
            ours: |ours| 20 + 8 * ours.count,
            rival: breadth,
        },
        y: Axis {
            label: "Quality where it counts",
            more: "better where it counts",
            ours: |ours| ours.average,
            rival: quality,
        },
    },
    Pair {
        name: "Specialised and proven",
        x: Axis {
            label: "Specialised",
            more: "more specialised",
            ours: |ours| 40 + ours.rare / 2,
            rival: specialised,
        },
        y: Axis {
            label: "Proven",
            more: "better proven",
            ours: |ours| 20 + 7 * ours.verified / 10,
            rival: known,
        },
    },
];

pub fn draw(run: &mut AssistRun<'_, '_>) {
    let capabilities = run.on(StepNumber::CAPABILITIES).list("capabilities");
    let rivals = run.on(StepNumber::ALTERNATIVES).list("alternatives");
    if capabilities.is_empty() || rivals.is_empty() {
        return;
    }
    let ours = rate(capabilities, run.brief().stage);
    for Pair { name, x, y } in &PAIRS {
        if run.knows("options", "name", name) {
            continue;
        }
        let us = (pct((x.ours)(&ours)), pct((y.ours)(&ours)));
        let place = |rival: &Value| (pct((x.rival)(rival)), pct((y.rival)(rival)));
        let placed =
            |rival: &Value| json!({ "name": rival.text("name"), "x": place(rival).0, "y": place(rival).1 });
        let closest = rivals.iter().min_by_key(|rival| distance(us, place(rival)));
        let option = json!({
            "name": name,
            "x_axis_label": x.label,
            "y_axis_label": y.label,
            "x_value": us.0,
            "y_value": us.1,
            "narrative": clip(&narrative(x, y, closest.map_or("", |rival| rival.text("name"))), 1000),
            "competitors": rivals.iter().take(12).map(placed).collect::<Vec<_>>(),
        });
        run.propose_item("options", option, &Basis::rule(45));
    }
}

fn narrative(x: &Axis, y: &Axis, closest: &str) -> String {
    format!(
        "Further right is {}, further up is {}. Closest to us: {}. All points are estimates from ratings, \
         strengths and weaknesses.",
        x.more,
        y.more,
        name_inside(closest),
    )
}

/// Squared, which is enough to compare.
fn distance(one: (i64, i64), other: (i64, i64)) -> i64 {
    (one.0 - other.0).pow(2) + (one.1 - other.1).pow(2)
}

fn rate(capabilities: &[Value], stage: &str) -> Ours {
    let count = i64::try_from(capabilities.len()).unwrap_or(20).max(1);
    let points = |capability: &Value| match capability.text("rating") {
        "only_you" => 95,
        "unique" => 85,
        "better_than" => 70,
        _ => 50,
    };
    let share = |like: &dyn Fn(&Value) -> bool| {
        i64::try_from(capabilities.iter().filter(|capability| like(capability)).count()).unwrap_or(0) * 100
            / count
    };
    Ours {
        average: capabilities.iter().map(points).sum::<i64>() / count,
        rare: 40 + share(&|capability| matches!(capability.text("rating"), "only_you" | "unique")) / 2,
        verified: share(&|capability| capability.is("verified")),
        count,
        known: match stage {
            "pre_seed" => 15,
            "seed" => 25,
            "series_a" => 40,
            "series_b" => 50,
            "series_c" => 60,
            "growth" => 65,
            "mature" => 75,
            "enterprise" => 85,
            _ => 30,
        },
    }
}

fn known(rival: &Value) -> i64 {
    match (rival.text("position"), rival.text("type")) {
        ("leader", _) => 88,
        ("challenger", _) => 70,
        (_, "status_quo") => 80,
        ("follower", _) => 52,
        ("niche", _) => 42,
        ("new_entrant", _) => 25,
        _ => 50,
    }
}

fn different(rival: &Value) -> i64 {
    let leaning = match rival.text("position") {
        "niche" | "new_entrant" => 12,
        "follower" => -12,
        _ => 0,
    };
    45 + leaning + balance(rival)
}

fn breadth(rival: &Value) -> i64 {
    30 + 10 * length(rival, "strengths") + 8 * length(rival, "target_segments")
}

fn quality(rival: &Value) -> i64 {
    50 + balance(rival)
}

fn specialised(rival: &Value) -> i64 {
    match rival.text("position") {
        "niche" => 85,
        "new_entrant" => 60,
        "challenger" => 45,
        "leader" => 30,
        _ => 40,
    }
}

/// Strengths for it, weaknesses against it.
fn balance(rival: &Value) -> i64 {
    7 * (length(rival, "strengths") - length(rival, "weaknesses"))
}

fn length(rival: &Value, list: &str) -> i64 {
    i64::try_from(rival.list(list).len()).unwrap_or(0)
}

fn pct(value: i64) -> i64 {
    value.clamp(5, 95)
}
