//! Kept processes that belong together: started in order, ended backwards.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use tokio::sync::mpsc;

use super::{Event, Records, Signals, Spec, Supervised, Tier};
use crate::data_dir::DataDir;
use crate::logs;
use crate::terminal::Terminal;

const PROBE_EVERY: Duration = Duration::from_millis(100);
const LAST_LINES: usize = 20;

#[derive(Debug)]
pub struct ProcessSet {
    data: DataDir,
    records: Records,
    terminal: Terminal,
    running: Vec<Supervised>,
    events: mpsc::UnboundedReceiver<Event>,
    teller: mpsc::UnboundedSender<Event>,
}

impl ProcessSet {
    pub fn new(data: DataDir, terminal: Terminal) -> Self {
        let (teller, events) = mpsc::unbounded_channel();
        let records = Records::new(data.records());
        Self { data, records, terminal, running: Vec::new(), events, teller }
    }

    pub fn records(&self) -> &Records {
        &self.records
    }

    pub fn start(&mut self, spec: Spec) -> Result<()> {
        let log = self.data.log_of(&spec.name);
        logs::rotate(&log);
        self.running.push(Supervised::start(spec, log, self.records.clone(), self.teller.clone())?);
        Ok(())
    }

    /// Waits until all of them do their work, and shows each as it gets there. A process that ends before is an error.
    pub async fn until_ready(
        &mut self,
        names: impl IntoIterator<Item = impl Into<String>>,
        limit: Duration,
    ) -> Result<()> {
        let mut waiting: Vec<String> = names.into_iter().map(Into::into).collect();
        let since = Instant::now();
        let step = |name: &str| self.terminal.silent_step(format!("{name} is ready"));
        let mut steps: Vec<_> = waiting.iter().map(|name| step(name)).collect();
        while !waiting.is_empty() {
            if let Some(place) = self.any_ready(&waiting).await {
                waiting.remove(place);
                steps.remove(place).done();
                continue;
            }
            self.refuse_exits()?;
            if since.elapsed() > limit {
                bail!("{}", self.not_ready(&waiting));
            }
            tokio::time::sleep(PROBE_EVERY).await;
        }
        Ok(())
    }

    /// The next thing that happened to a process.
    pub async fn event(&mut self) -> Option<Event> {
        self.events.recv().await
    }

    /// Ends everything, what was started last first. Another signal meanwhile ends it at once.
    pub async fn stop(&mut self, signals: &mut Signals) {
        let mut tiers: Vec<Tier> = self.running.iter().map(|process| process.spec.tier).collect();
        tiers.sort_unstable();
        tiers.dedup();
        if !tiers.is_empty() {
            self.terminal.line("\nStopping");
        }
        for tier in tiers.into_iter().rev() {
            let (mut ending, rest): (Vec<_>, Vec<_>) =
                std::mem::take(&mut self.running).into_iter().partition(|process| process.spec.tier == tier);
            self.running = rest;
            let names: Vec<&str> = ending.iter().map(|process| process.spec.name.as_str()).collect();
            let step = self.terminal.step(format!("{} stopped", names.join(", ")));
            ending.iter().for_each(Supervised::ask_to_end);
            tokio::select! {
                () = all_ended(&mut ending) => {}
                () = signals.next() => {
                    self.terminal.note("ending the rest at once");
                    ending.iter().chain(&self.running).for_each(Supervised::kill);
                    all_ended(&mut ending).await;
                }
            }
            step.done();
        }
        while let Ok(event) = self.events.try_recv() {
            if let Event::Killed { name } = event {
                self.terminal.note(&format!("{name} did not end in time and was killed"));
            }
        }
    }

    async fn any_ready(&self, names: &[String]) -> Option<usize> {
        for (place, name) in names.iter().enumerate() {
            let process = self.running.iter().find(|process| process.spec.name == *name)?;
            if process.ready().await {
                return Some(place);
            }
        }
        None
    }

    fn refuse_exits(&mut self) -> Result<()> {
        while let Ok(event) = self.events.try_recv() {
            match event {
                Event::Exited { name, status, .. } => {
                    bail!("{name} {status} while starting{}", self.last_words(&name))
                }
                Event::CannotStart { name, error, .. } => bail!("{name} cannot be started: {error}"),
                Event::Restarted { .. } | Event::Killed { .. } => {}
            }
        }
        Ok(())
    }

    fn not_ready(&self, waiting: &[String]) -> String {
        let words: Vec<String> = waiting.iter().map(|name| self.last_words(name)).collect();
        format!("not ready in time: {}{}", waiting.join(", "), words.concat())
    }

    fn last_words(&self, name: &str) -> String {
        let log = self.data.log_of(name);
        let lines = logs::last_lines(&log, LAST_LINES);
        if lines.is_empty() {
            return String::new();
        }
        format!("\n--- end of {} ---\n{}\n---", log.display(), lines.join("\n"))
    }
}

async fn all_ended(processes: &mut [Supervised]) {
    for process in processes {
        process.ended().await;
    }
}
