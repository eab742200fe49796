//! What the product promises of its speed.

use std::time::Duration;

use serde::Serialize;

use super::line::Line;
use super::load::count;
use super::round::{BUSY, Round};
use crate::stack::Service;

/// MB that a service may hold after the measurements; bcm holds two vocabularies.
const RESIDENT: f64 = 64.0;
const RESIDENT_BCM: f64 = 160.0;
/// With more in the database nothing may be slower than this part of what it was.
const GROWN: f64 = 0.8;

#[derive(Debug, Serialize)]
pub struct Goal {
    pub what: String,
    pub limit: f64,
    pub found: f64,
    pub met: bool,
}

impl Goal {
    fn at_least(what: String, limit: f64, found: f64) -> Self {
        Self { what, limit, found, met: found >= limit }
    }

    fn below(what: String, limit: f64, found: f64) -> Self {
        Self { what, limit, found, met: found < limit }
    }
}

/// The goals of everything that was measured.
pub fn of(rounds: &[Round]) -> Vec<Goal> {
    let each = rounds.iter().flat_map(in_round);
    let grown = match rounds {
        [small, large] => grown(small, large),
        _ => Vec::new(),
    };
    each.chain(grown).collect()
}

fn in_round(round: &Round) -> Vec<Goal> {
    let of_lines = Line::ALL.into_iter().flat_map(|line| [share(round, line), patience(round, line)]);
    of_lines.flatten().chain([failures(round)]).chain(flood(round)).chain(memory(round)).collect()
}

fn failures(round: &Round) -> Goal {
    let failed = round.rows.iter().map(|row| row.failed).sum();
    Goal::below(format!("{}: requests that failed", round.name), 1.0, count(failed))
}

fn share(round: &Round, line: Line) -> Option<Goal> {
    let (limit, reference) = line.share().zip(line.reference())?;
    let found = round.row(line, BUSY)?.per_second / round.row(reference, BUSY)?.per_second;
    let what = format!("{}: {} in relation to {}", round.name, line.title(), reference.title());
    Some(Goal::at_least(what, limit, found))
}

fn patience(round: &Round, line: Line) -> Option<Goal> {
    let limit = millis(line.patience()?);
    let what = format!("{}: {}, one connection, p99 ms", round.name, line.title());
    Some(Goal::below(what, limit, round.row(line, 1)?.p99_ms))
}

fn flood(round: &Round) -> Vec<Goal> {
    let Some((flood, limit)) = round.flood.as_ref().zip(Line::VerifyProfile.share()) else {
        return Vec::new();
    };
    vec![
        Goal::at_least(format!("{}: sign-ins told to come back later", round.name), 1.0, count(flood.shed)),
        Goal::at_least(
            format!("{}: verify-profile during a flood of sign-ins", round.name),
            limit,
            flood.share(),
        ),
    ]
}

fn memory(round: &Round) -> Vec<Goal> {
    let goal = |service: Service| {
        let found = *round.resident.get(service.name())?;
        let limit = if service == Service::Bcm { RESIDENT_BCM } else { RESIDENT };
        Some(Goal::below(format!("{}: {} resident MB", round.name, service.name()), limit, found))
    };
    Service::ALL.into_iter().filter_map(goal).collect()
}

/// Both rounds are seen against their own references: the machine may have become slower, too.
fn grown(small: &Round, large: &Round) -> Vec<Goal> {
    let relative = |round: &Round, line: Line, connections: usize| {
        let reference = round.row(line.reference()?, connections)?;
        Some(round.row(line, connections)?.per_second / reference.per_second)
    };
    let goal = |line: Line, connections: usize| {
        let found = relative(large, line, connections)? / relative(small, line, connections)?;
        let what = format!("{} of {connections} in the {} database", line.title(), large.name);
        Some(Goal::at_least(what, GROWN, found))
    };
    Line::ALL.into_iter().flat_map(|line| [goal(line, 1), goal(line, BUSY)]).flatten().collect()
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::bench::round::Row;

    fn row(line: Line, connections: usize, per_second: f64) -> Row {
        Row {
            line,
            connections,
            seconds: 1.0,
            requests: 1,
            shed: 0,
            failed: 0,
            per_second,
            p50_ms: 1.0,
            p95_ms: 1.0,
            p99_ms: 1.9,
            max_ms: 3.0,
            cpu_seconds_per_1000: 0.1,
            cpu_seconds: BTreeMap::new(),
        }
    }

    fn round(name: &'static str, hops: f64, hot: f64) -> Round {
        let rows =
            vec![row(Line::Hop, 32, hops), row(Line::ManifestHot, 32, hot), row(Line::ManifestHot, 1, 10.0)];
        let resident = [("auth".to_owned(), 64.5), ("bcm".to_owned(), 159.0)].into();
        Round { name, rows, flood: None, resident }
    }

    fn met(goals: &[Goal]) -> Vec<bool> {
        goals.iter().map(|goal| goal.met).collect()
    }

    #[test]
    fn ratio_time_and_memory_are_each_a_goal_and_what_was_not_measured_is_none() {
        // the ratio, the time with one connection, failures, auth's memory, bcm's memory
        assert_eq!(met(&of(&[round("few", 100.0, 80.0)])), [true, true, true, false, true]);
        assert_eq!(met(&of(&[round("few", 100.0, 79.0)])), [false, true, true, false, true]);
    }

    #[test]
    fn growth_is_seen_against_the_machine_of_the_same_round() {
        let of_growth =
            |hops, hot| *met(&of(&[round("few", 100.0, 80.0), round("many", hops, hot)])).last().unwrap();
        assert!(of_growth(50.0, 35.0), "the machine is half as fast and the product nearly keeps up");
        assert!(!of_growth(100.0, 60.0), "the product alone became slower");
    }
}
