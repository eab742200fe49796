//! A process that cannot be mistaken for another one that got its number later.

use std::fs;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, SysconfVar, sysconf};
use serde::{Deserialize, Serialize};

const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// Process number, start time in clock ticks, and the boot it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    pub pid: i32,
    started: u64,
    boot: String,
}

impl Identity {
    /// `None` when no such process lives.
    pub fn of(pid: i32) -> Option<Self> {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        Some(Self { pid, started: start_time(&stat)?, boot: boot() })
    }

    pub fn own() -> Option<Self> {
        Self::of(i32::try_from(std::process::id()).ok()?)
    }

    pub fn alive(&self) -> bool {
        Self::of(self.pid).as_ref() == Some(self)
    }

    /// How long it has been running.
    pub fn age(&self) -> Option<Duration> {
        let uptime = fs::read_to_string("/proc/uptime").ok()?;
        let up: f64 = uptime.split_whitespace().next()?.parse().ok()?;
        let ticks = sysconf(SysconfVar::CLK_TCK).ok()??;
        let since_boot = Duration::from_millis(self.started * 1000 / u64::try_from(ticks).ok()?);
        Duration::try_from_secs_f64(up).ok()?.checked_sub(since_boot)
    }

    /// Nothing happens when the process is gone already.
    pub fn signal(&self, signal: Signal) {
        if self.alive() {
            let _ = kill(Pid::from_raw(self.pid), signal);
        }
    }

    /// Waits until the process is gone; `false` when it outlives the limit.
    pub async fn gone_within(&self, limit: Duration) -> bool {
        let deadline = Instant::now() + limit;
        while self.alive() {
            if Instant::now() >= deadline {
                return false;
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        true
    }
}

fn boot() -> String {
    fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default().trim().to_owned()
}

/// Field 22 of `/proc/<pid>/stat`. The name in field 2 may contain spaces and brackets. A zombie counts as gone.
fn start_time(stat: &str) -> Option<u64> {
    let (_, after_name) = stat.rsplit_once(')')?;
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    match fields.first() {
        Some(&"Z" | &"X") | None => None,
        Some(_) => fields.get(19)?.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_living_process_is_recognised_and_a_later_one_with_its_number_is_not() {
        let own = Identity::own().unwrap();
        assert!(own.alive());
        assert!(own.age().unwrap() < Duration::from_secs(3600));
        assert!(!Identity { started: own.started + 1, ..own.clone() }.alive());
        assert!(!Identity { boot: "another boot".to_owned(), ..own }.alive());
    }

    #[test]
    fn the_start_time_is_found_behind_any_process_name() {
        let tail = "S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 4711 20 21";
        assert_eq!(start_time(&format!("12 (a) b) c) {tail}")), Some(4711));
        assert_eq!(start_time(&format!("12 (dead) {}", tail.replacen('S', "Z", 1))), None);
        assert_eq!(start_time("nonsense"), None);
    }

    #[tokio::test]
    async fn an_ended_process_is_gone() {
        let mut child = tokio::process::Command::new("sleep").arg("60").spawn().unwrap();
        let identity = Identity::of(i32::try_from(child.id().unwrap()).unwrap()).unwrap();
        assert!(!identity.gone_within(Duration::from_millis(50)).await);
        identity.signal(Signal::SIGKILL);
        assert!(identity.gone_within(Duration::from_secs(5)).await);
        child.wait().await.unwrap();
    }
}
