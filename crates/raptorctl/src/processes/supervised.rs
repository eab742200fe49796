//! A process that is kept running until it is asked to end.

use std::path::PathBuf;
use std::process::ExitStatus;
use std::time::{Duration, Instant};

use anyhow::Result;
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use tokio::process::Child;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

use super::{Identity, Record, Records, Spec};

const FIRST_WAIT: Duration = Duration::from_millis(500);
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// A process that ran this long has recovered: the next failure waits as little as a first one.
const RECOVERED: Duration = Duration::from_secs(60);

/// Something the operator should hear about.
#[derive(Debug)]
pub enum Event {
    Exited { name: String, status: String, again_in: Duration },
    Restarted { name: String },
    CannotStart { name: String, error: String, again_in: Duration },
    Killed { name: String },
}

/// How strongly a process is asked to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ask {
    Run,
    End,
    Die,
}

/// Handle of a kept process.
#[derive(Debug)]
pub struct Supervised {
    pub spec: Spec,
    pid: watch::Receiver<i32>,
    ask: watch::Sender<Ask>,
    keeper: JoinHandle<()>,
}

/// What the keeper of one process needs.
struct Keeper {
    spec: Spec,
    log: PathBuf,
    records: Records,
    pid: watch::Sender<i32>,
    ask: watch::Receiver<Ask>,
    events: mpsc::UnboundedSender<Event>,
}

impl Supervised {
    /// Starts the process and keeps it.
    pub fn start(
        spec: Spec,
        log: PathBuf,
        records: Records,
        events: mpsc::UnboundedSender<Event>,
    ) -> Result<Self> {
        let (pid, pid_seen) = watch::channel(0);
        let (ask, asked) = watch::channel(Ask::Run);
        let keeper = Keeper { spec: spec.clone(), log, records, pid, ask: asked, events };
        let child = keeper.spawn()?;
        Ok(Self { spec, pid: pid_seen, ask, keeper: tokio::spawn(keeper.keep(child)) })
    }

    pub async fn ready(&self) -> bool {
        let pid = *self.pid.borrow();
        self.spec.ready(pid).await
    }

    /// Asks the process to end; it is killed when it takes too long.
    pub fn ask_to_end(&self) {
        self.ask.send_if_modified(|ask| {
            let running = *ask == Ask::Run;
            if running {
                *ask = Ask::End;
            }
            running
        });
    }

    /// Ends the process without asking.
    pub fn kill(&self) {
        self.ask.send_replace(Ask::Die);
    }

    /// Returns when nothing of the process is left.
    pub async fn ended(&mut self) {
        if !self.keeper.is_finished() {
            let _ = (&mut self.keeper).await;
        }
    }
}

impl Keeper {
    fn spawn(&self) -> Result<Child> {
        let child = self.spec.spawn(&self.log)?;
        let pid = child.id().and_then(|pid| i32::try_from(pid).ok()).unwrap_or_default();
        self.pid.send_replace(pid);
        if let Some(identity) = Identity::of(pid) {
            let Spec { tier, stop_by, .. } = self.spec;
            self.records.write(&Record { name: self.name(), identity, tier, stop_by })?;
        }
        Ok(child)
    }

    async fn keep(mut self, child: Child) {
        let mut running = Some(child);
        let mut wait = FIRST_WAIT;
        loop {
            if let Some(child) = running.take() {
                let since = Instant::now();
                let Some(status) = self.until_exit(child).await else { break };
                if since.elapsed() >= RECOVERED {
                    wait = FIRST_WAIT;
                }
                self.tell(Event::Exited { name: self.name(), status: describe(status), again_in: wait });
            }
            if self.asked_within(wait).await {
                break;
            }
            wait = (wait * 2).min(LONGEST_WAIT);
            match self.spawn() {
                Ok(child) => {
                    running = Some(child);
                    self.tell(Event::Restarted { name: self.name() });
                }
                Err(error) => {
                    let error = format!("{error:#}");
                    self.tell(Event::CannotStart { name: self.name(), error, again_in: wait });
                }
            }
        }
        self.records.forget(&self.spec.name);
    }

    /// `None` when the process ended because it was asked to.
    async fn until_exit(&mut self, mut child: Child) -> Option<ExitStatus> {
        tokio::select! {
            status = child.wait() => return status.ok(),
            _ = self.ask.wait_for(|ask| *ask != Ask::Run) => {}
        }
        let pid = Pid::from_raw(*self.pid.borrow());
        let _ = killpg(pid, self.spec.stop_by.signal());
        let late = tokio::select! {
            _ = child.wait() => return None,
            () = tokio::time::sleep(self.spec.stop_by.grace()) => true,
            _ = self.ask.wait_for(|ask| *ask == Ask::Die) => false,
        };
        if late {
            self.tell(Event::Killed { name: self.name() });
        }
        let _ = killpg(pid, Signal::SIGKILL);
        let _ = child.wait().await;
        None
    }

    /// Waits before the next try; true when there shall be none.
    async fn asked_within(&mut self, wait: Duration) -> bool {
        tokio::time::timeout(wait, self.ask.wait_for(|ask| *ask != Ask::Run)).await.is_ok()
    }

    fn name(&self) -> String {
        self.spec.name.clone()
    }

    fn tell(&self, event: Event) {
        let _ = self.events.send(event);
    }
}

fn describe(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt;
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("ended with exit code {code}"),
        (None, Some(signal)) => {
            let name =
                Signal::try_from(signal).map_or_else(|_| signal.to_string(), |known| known.to_string());
            format!("was ended by {name}")
        }
        (None, None) => "ended".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::processes::{Readiness, StopBy, Tier};
    use crate::servers::Account;

    fn shell(script: &str) -> Spec {
        Spec {
            name: "script".to_owned(),
            program: "/bin/sh".into(),
            args: vec!["-c".into(), script.into()],
            env: Vec::new(),
            account: Account::Own,
            readiness: Readiness::Listening(1),
            stop_by: StopBy::Term,
            tier: Tier::Services,
        }
    }

    struct Trial {
        folder: tempfile::TempDir,
        records: Records,
        process: Supervised,
        events: mpsc::UnboundedReceiver<Event>,
    }

    fn start(script: &str) -> Trial {
        let folder = tempfile::tempdir().unwrap();
        let records = Records::new(folder.path().to_owned());
        let (sender, events) = mpsc::unbounded_channel();
        let log = folder.path().join("script.log");
        let process = Supervised::start(shell(script), log, records.clone(), sender).unwrap();
        Trial { folder, records, process, events }
    }

    #[tokio::test]
    async fn a_killed_process_is_reported_and_started_again() {
        let mut trial = start("exec sleep 60");
        let first = trial.records.living().remove(0);
        first.identity.signal(Signal::SIGKILL);
        match trial.events.recv().await.unwrap() {
            Event::Exited { status, .. } => assert_eq!(status, "was ended by SIGKILL"),
            other => panic!("unexpected {other:?}"),
        }
        assert!(matches!(trial.events.recv().await.unwrap(), Event::Restarted { name } if name == "script"));
        let second = trial.records.living().remove(0);
        assert_ne!(first.identity, second.identity);
        trial.process.ask_to_end();
        trial.process.ended().await;
        assert!(trial.records.living().is_empty());
        assert!(!second.identity.alive());
    }

    #[tokio::test]
    async fn stopping_lets_a_process_end_in_good_order_and_is_no_event() {
        let mut trial = start("trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.05; done");
        let log = trial.folder.path().join("script.log");
        while !std::fs::read_to_string(&log).unwrap().contains("up") {
            tokio::task::yield_now().await;
        }
        trial.process.ask_to_end();
        trial.process.ended().await;
        assert!(std::fs::read_to_string(&log).unwrap().contains("bye"));
        assert!(trial.events.try_recv().is_err());
    }

    #[tokio::test]
    async fn a_process_that_ignores_the_polite_signal_can_be_killed() {
        let mut trial = start("trap '' TERM; echo up; while :; do sleep 0.05; done");
        let log = trial.folder.path().join("script.log");
        while !std::fs::read_to_string(&log).unwrap().contains("up") {
            tokio::task::yield_now().await;
        }
        trial.process.ask_to_end();
        trial.process.kill();
        trial.process.ended().await;
        assert!(trial.records.living().is_empty());
    }

    #[tokio::test]
    async fn a_program_that_does_not_exist_is_said_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let records = Records::new(folder.path().to_owned());
        let (sender, _events) = mpsc::unbounded_channel();
        let spec = Spec { program: "/no/such/program".into(), ..shell("") };
        let refused = Supervised::start(spec, folder.path().join("x.log"), records, sender).unwrap_err();
        assert!(refused.to_string().contains("/no/such/program"));
    }
}
