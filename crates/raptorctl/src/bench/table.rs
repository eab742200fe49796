//! What people see of it.

use super::Findings;
use super::round::{Round, Row};
use crate::terminal::Terminal;

pub fn head(name: &str, terminal: Terminal) {
    terminal.line("");
    terminal.heading(name);
    terminal.dim(&format!(
        "{:<30}{:>6}{:>11}{:>10}{:>10}{:>10}{:>10}{:>11}{:>8}{:>8}",
        "", "conns", "req/s", "p50 ms", "p95 ms", "p99 ms", "max ms", "cpu s/1000", "shed", "failed"
    ));
}

pub fn show(row: &Row, terminal: Terminal) {
    terminal.line(&format!(
        "{:<30}{:>6}{:>11.1}{:>10.2}{:>10.2}{:>10.2}{:>10.2}{:>11.3}{:>8}{:>8}",
        row.line.title(),
        row.connections,
        row.per_second,
        row.p50_ms,
        row.p95_ms,
        row.p99_ms,
        row.max_ms,
        row.cpu_seconds_per_1000,
        row.shed,
        row.failed
    ));
}

/// What follows the rows: floods, memory, goals.
pub fn finish(findings: &Findings, terminal: Terminal) {
    for round in &findings.rounds {
        rest(round, terminal);
    }
    terminal.line("");
    for goal in &findings.goals {
        let line = format!("{:<64}{:>10.2}  of {:>7.2}", goal.what, goal.found, goal.limit);
        if goal.met { terminal.success(&line) } else { terminal.failure(&line) }
    }
}

fn rest(round: &Round, terminal: Terminal) {
    terminal.line("");
    terminal.heading(&format!("{}: afterwards", round.name));
    if let Some(flood) = &round.flood {
        terminal.line(&format!(
            "{} sign-ins at a time: {:.1} per second and core, {} told to come back later; meanwhile {:.0} \
             profiles and {:.0} bare hops per second",
            flood.connections,
            flood.logins_per_second_per_core,
            flood.shed,
            flood.verify_profile.per_second,
            flood.hop.per_second
        ));
    }
    let resident: Vec<String> =
        round.resident.iter().map(|(name, megabytes)| format!("{name} {megabytes:.1}")).collect();
    terminal.line(&format!("resident MB: {}", resident.join(", ")));
}
