use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use super::{Quota, Rule, Standing};

/// Counts of this process alone, for the time without Redis.
#[derive(Default)]
pub struct Memory {
    windows: Mutex<Windows>,
}

#[derive(Default)]
struct Windows {
    running: HashMap<(&'static str, String), Window>,
    swept: Option<Instant>,
}

#[derive(Clone, Copy)]
struct Window {
    count: u64,
    ends: Instant,
}

/// More windows than this at once make us look for ended ones, not more often than once in a while: a crowd of living ones
/// is not looked through for every request.
const CROWD: usize = 50_000;
const SWEEP: Duration = Duration::from_secs(1);

impl Windows {
    fn sweep(&mut self, now: Instant) {
        let lately = self.swept.is_some_and(|at| now - at < SWEEP);
        if self.running.len() >= CROWD && !lately {
            self.running.retain(|_, window| window.ends > now);
            self.swept = Some(now);
        }
    }
}

impl Memory {
    /// Counts against a quarter of each quota.
    pub fn take(&self, rules: &[Rule]) -> Vec<Standing> {
        let now = Instant::now();
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        windows.sweep(now);
        rules
            .iter()
            .map(|rule| {
                let fresh = Window { count: 0, ends: now + rule.quota.window };
                let window = windows.running.entry((rule.quota.name, rule.id.clone())).or_insert(fresh);
                if window.ends <= now {
                    *window = fresh;
                }
                window.count += 1;
                standing(rule.quota, *window, now)
            })
            .collect()
    }
}

fn standing(quota: Quota, window: Window, now: Instant) -> Standing {
    let quarter = Quota { requests: (quota.requests / 4).max(1), ..quota };
    let reset = window.ends.checked_duration_since(now).unwrap_or(Duration::ZERO);
    Standing { quota: quarter, count: window.count, reset }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Row;

    fn rules(row: Row, id: &str) -> Vec<Rule> {
        row.quotas().iter().map(|quota| Rule { quota: *quota, id: id.to_owned() }).collect()
    }

    #[test]
    fn a_quarter_is_allowed_and_everybody_has_a_quarter_of_their_own() {
        let memory = Memory::default();
        let exceeded: Vec<bool> =
            (0..4).map(|_| memory.take(&rules(Row::PublicAuth, "a"))[0].exceeded()).collect();
        assert_eq!(exceeded, [false, false, true, true]);
        assert!(!memory.take(&rules(Row::PublicAuth, "b"))[0].exceeded());
    }
}
