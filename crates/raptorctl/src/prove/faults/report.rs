//! What a run comes to, for people and for programs.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::breaker::Recovery;
use super::settle::Settled;
use super::verdict::{Check, Counted, Total, Verdict};
use crate::prove::{Part, Proof};

/// A run as it was.
pub struct Run {
    pub seed: u64,
    pub journeys: usize,
    pub planned: usize,
    pub recoveries: Vec<Recovery>,
    pub settled: Settled,
    pub took: Duration,
    pub since: Instant,
}

/// Seconds to the first success after faults of one kind.
#[derive(Debug, Default)]
struct Kind {
    seconds: Vec<f64>,
    times: usize,
}

impl Kind {
    fn median(&self) -> f64 {
        self.seconds.get(self.seconds.len().saturating_sub(1) / 2).copied().unwrap_or(f64::NAN)
    }

    fn longest(&self) -> f64 {
        self.seconds.last().copied().unwrap_or(f64::NAN)
    }
}

impl Run {
    pub fn proof(self, verdict: Verdict) -> Proof {
        let kinds = kinds(&self.recoveries);
        let mut parts = vec![self.recovered()];
        let Verdict { parts: judged, mails, seen } = verdict;
        parts.extend(judged);
        let lines = self.lines(&kinds, &mails, &seen);
        let measured = json!({
            "seed": self.seed,
            "journeys": self.journeys,
            "seconds": self.took.as_secs_f64(),
            "virtual_seconds": self.settled.virtual_seconds,
            "calls": seen.calls,
            "calls_without_an_answer": seen.broken_off,
            "answers_of_5xx": seen.failures,
            "longest_lockout_seconds": seen.longest_lockout.as_secs_f64(),
            "mails": mails,
            "kinds": kinds.iter().map(|(name, kind)| described(name, kind)).collect::<Vec<_>>(),
            "faults": self.recoveries,
        });
        Proof { parts, measured, lines }
    }

    fn recovered(&self) -> Part {
        let mut breaches: Vec<String> = self
            .recoveries
            .iter()
            .filter(|recovery| recovery.seconds.is_none())
            .map(|recovery| format!("{} did not recover", recovery.strike.fault.name()))
            .collect();
        let missed = self.planned - self.recoveries.len();
        breaches.extend((0..missed).map(|_| "a planned fault did not come to pass".to_owned()));
        Check::of(self.planned, breaches).part("the product recovered without a hand", self.since)
    }
}

impl Run {
    fn lines(&self, kinds: &BTreeMap<String, Kind>, mails: &Counted, seen: &Total) -> Vec<String> {
        let mut lines = vec![format!("{:<36} {:>5}  seconds to success: p50    max", "fault", "times")];
        lines.extend(kinds.iter().map(|(name, kind)| {
            format!("{name:<36} {:>5} {:>26.2} {:>6.2}", kind.times, kind.median(), kind.longest())
        }));
        let Self { seed, journeys, settled, took, .. } = self;
        lines.extend([
            String::new(),
            format!(
                "{journeys} journeys in {:.0} s, {} calls, {} of them without an answer, {} answers of 5xx",
                took.as_secs_f64(),
                seen.calls,
                seen.broken_off,
                seen.failures
            ),
            format!(
                "{} mails for {} events, {} of them once more because a receipt was lost",
                mails.mails, mails.events, mails.copies
            ),
            format!(
                "longest wait of somebody who had paid: {:.1} s; all was done {} virtual seconds after the last fault",
                seen.longest_lockout.as_secs_f64(),
                settled.virtual_seconds
            ),
            format!("seed {seed}: --seed {seed} repeats it"),
            String::new(),
        ]);
        lines
    }
}

fn kinds(recoveries: &[Recovery]) -> BTreeMap<String, Kind> {
    let mut kinds: BTreeMap<String, Kind> = BTreeMap::new();
    for recovery in recoveries {
        let kind = kinds.entry(recovery.strike.fault.name()).or_default();
        kind.times += 1;
        kind.seconds.extend(recovery.seconds);
    }
    for kind in kinds.values_mut() {
        kind.seconds.sort_by(f64::total_cmp);
    }
    kinds
}

fn described(name: &str, kind: &Kind) -> Value {
    json!({ "fault": name, "times": kind.times, "p50_seconds": kind.median(), "max_seconds": kind.longest() })
}
