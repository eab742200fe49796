//! What the operator sees: steps with their times, notes, and prefixed log lines.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use crate::logs::readable;

const RESET: &str = "\x1b[0m";
const BOLD: &str = "\x1b[1m";
const DIM: &str = "\x1b[2m";
const RED: &str = "\x1b[31m";
const GREEN: &str = "\x1b[32m";
const YELLOW: &str = "\x1b[33m";
/// One colour per log source, so that a reader can follow a process by eye.
const SOURCES: [&str; 8] =
    ["\x1b[36m", "\x1b[35m", "\x1b[34m", "\x1b[32m", "\x1b[33m", "\x1b[96m", "\x1b[95m", "\x1b[94m"];

/// Standard output, coloured when a person reads it.
#[derive(Debug, Clone, Copy)]
pub struct Terminal {
    colour: bool,
    live: bool,
}

impl Terminal {
    /// Colours only on a terminal whose user did not refuse them.
    pub fn stdout() -> Self {
        let live = io::stdout().is_terminal();
        Self { colour: live && std::env::var_os("NO_COLOR").is_none(), live }
    }

    /// A whole line. A reader that went away is no reason to fail.
    pub fn line(self, text: &str) {
        let mut out = io::stdout().lock();
        let _ = writeln!(out, "{text}");
        let _ = out.flush();
    }

    pub fn heading(self, text: &str) {
        self.line(&self.paint(BOLD, text));
    }

    pub fn note(self, text: &str) {
        self.line(&format!("{} {text}", self.paint(YELLOW, "!")));
    }

    pub fn failure(self, text: &str) {
        self.line(&format!("{} {text}", self.paint(RED, "✗")));
    }

    pub fn success(self, text: &str) {
        self.line(&format!("{} {text}", self.paint(GREEN, "✓")));
    }

    pub fn dim(self, text: &str) {
        self.line(&self.paint(DIM, text));
    }

    /// Begins a step; on a terminal its label shows at once.
    pub fn step(self, label: impl Into<String>) -> Step {
        let label = label.into();
        if self.live {
            let mut out = io::stdout().lock();
            let _ = write!(out, "{} {label} …", self.paint(DIM, "·"));
            let _ = out.flush();
        }
        Step { terminal: self, label, since: Instant::now() }
    }

    /// A step that shows only when it is over, for several at a time.
    pub fn silent_step(self, label: impl Into<String>) -> Step {
        Step { terminal: Self { live: false, ..self }, label: label.into(), since: Instant::now() }
    }

    /// One log line of one process; unchanged when it goes to a program.
    pub fn log(self, place: usize, source: &str, text: &str) {
        let text = if self.live { readable(text) } else { text.to_owned() };
        let prefix = format!("{source:<12}");
        self.line(&format!("{} {text}", self.paint(SOURCES[place % SOURCES.len()], &prefix)));
    }

    fn paint(self, style: &str, text: &str) -> String {
        if self.colour { format!("{style}{text}{RESET}") } else { text.to_owned() }
    }
}

/// Something that is being done.
#[derive(Debug)]
pub struct Step {
    terminal: Terminal,
    label: String,
    since: Instant,
}

impl Step {
    pub fn done(self) {
        let label = self.label.clone();
        self.done_as(&label);
    }

    /// Ends the step with what came of it in place of its label.
    pub fn done_as(self, outcome: &str) {
        self.wipe();
        let time = self.terminal.paint(DIM, &seconds(self.since.elapsed()));
        self.terminal.success(&format!("{outcome}  {time}"));
    }

    /// There was nothing to do.
    pub fn dismiss(self) {
        self.wipe();
    }

    fn wipe(&self) {
        if self.terminal.live {
            let mut out = io::stdout().lock();
            let _ = write!(out, "\r\x1b[2K");
        }
    }
}

/// A duration as people say it.
pub fn seconds(elapsed: Duration) -> String {
    let total = elapsed.as_secs_f64();
    if total < 60.0 {
        format!("{total:.1} s")
    } else {
        format!("{:.0} min {:02.0} s", (total / 60.0).floor(), total % 60.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_in_seconds_and_then_in_minutes() {
        assert_eq!(seconds(Duration::from_millis(940)), "0.9 s");
        assert_eq!(seconds(Duration::from_secs(125)), "2 min 05 s");
    }
}
