//! What processes take: processor time and memory, from `/proc`.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::time::Duration;

use anyhow::{Context, Result};
use nix::unistd::{SysconfVar, sysconf};
use tokio::time::{Instant, sleep};

use super::load::count;
use crate::processes::Records;

/// Processes with everything they started.
#[derive(Debug, Clone, Default)]
pub struct Crew {
    roots: Vec<(String, i32)>,
}

/// One line of `/proc/<pid>/stat`.
struct Stat {
    parent: i32,
    /// In ticks, with what ended children took.
    time: u64,
}

impl Crew {
    /// Every process that is written down and lives.
    pub fn living(records: &Records) -> Self {
        let roots = records.living().into_iter().map(|record| (record.name, record.identity.pid));
        Self { roots: roots.collect() }
    }

    /// Processor seconds so far, by process.
    pub fn cpu(&self) -> Result<BTreeMap<String, f64>> {
        let ticks = sysconf(SysconfVar::CLK_TCK)?.context("the clock has no ticks")?;
        let ticks = count(u64::try_from(ticks)?);
        let stats = stats()?;
        let time = |(name, root): &(String, i32)| {
            let own = family(&stats, *root).filter_map(|pid| Some(stats.get(&pid)?.time)).sum();
            (name.clone(), count(own) / ticks)
        };
        Ok(self.roots.iter().map(time).collect())
    }

    /// Resident memory in MB, by process. Pages that several processes of one family share count once.
    pub fn resident(&self) -> Result<BTreeMap<String, f64>> {
        let stats = stats()?;
        let memory = |(name, root): &(String, i32)| {
            let family: Vec<i32> = family(&stats, *root).collect();
            let field = if family.len() > 1 { ("smaps_rollup", "Pss:") } else { ("status", "VmRSS:") };
            let kilobytes: u64 = family.iter().filter_map(|pid| memory(*pid, field)).sum();
            (name.clone(), count(kilobytes) * 1024.0 / 1e6)
        };
        Ok(self.roots.iter().map(memory).collect())
    }

    /// Waits until the processes have nothing left to do, or until it was long enough; tells which.
    pub async fn at_rest(&self, limit: Duration) -> Result<bool> {
        const LOOK_EVERY: Duration = Duration::from_millis(250);
        /// Of the time of one core.
        const IDLE: f64 = 0.1;
        let until = Instant::now() + limit;
        let mut before = self.cpu()?.into_values().sum::<f64>();
        let mut quiet = 0;
        while Instant::now() < until {
            sleep(LOOK_EVERY).await;
            let now = self.cpu()?.into_values().sum::<f64>();
            quiet = if now - before < IDLE * LOOK_EVERY.as_secs_f64() { quiet + 1 } else { 0 };
            if quiet == 3 {
                return Ok(true);
            }
            before = now;
        }
        Ok(false)
    }
}

fn stats() -> Result<HashMap<i32, Stat>> {
    let entries = fs::read_dir("/proc").context("there is no /proc")?;
    let pids = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
    Ok(pids
        .filter_map(|pid| Some((pid, parse(&fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)?)))
        .collect())
}

/// Fields 4 and 14 to 17. The name in field 2 may contain spaces and brackets.
fn parse(stat: &str) -> Option<Stat> {
    let (_, after_name) = stat.rsplit_once(')')?;
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    let times = fields.get(11..15)?.iter().map(|field| field.parse::<u64>());
    Some(Stat { parent: fields.get(1)?.parse().ok()?, time: times.sum::<Result<_, _>>().ok()? })
}

/// A process and its descendants.
fn family(stats: &HashMap<i32, Stat>, root: i32) -> impl Iterator<Item = i32> + '_ {
    let mut found = vec![root];
    let mut next = 0;
    while let Some(parent) = found.get(next).copied() {
        found.extend(stats.iter().filter(|(_, stat)| stat.parent == parent).map(|(pid, _)| *pid));
        next += 1;
    }
    found.into_iter()
}

fn memory(pid: i32, (file, field): (&str, &str)) -> Option<u64> {
    let text = fs::read_to_string(format!("/proc/{pid}/{file}")).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(field))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_the_process_and_of_its_ended_children() {
        let stat = parse("12 (a) b) c) S 7 2 3 4 5 6 7 8 9 10 100 20 3 4 15 16").unwrap();
        assert_eq!((stat.parent, stat.time), (7, 127));
        assert!(parse("nonsense").is_none());
    }

    #[test]
    fn children_are_counted_with_whoever_started_them() {
        let mut child = std::process::Command::new("sleep").arg("60").spawn().unwrap();
        let own = i32::try_from(std::process::id()).unwrap();
        let stats = stats().unwrap();
        let found: Vec<i32> = family(&stats, own).collect();
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(found.contains(&i32::try_from(child.id()).unwrap()));
        let crew = Crew { roots: vec![("own".to_owned(), own)] };
        assert!(crew.resident().unwrap()["own"] > 1.0);
    }
}
