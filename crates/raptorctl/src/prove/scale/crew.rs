//! Who uses the product meanwhile: founders on their way through it, and others who read what they have.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use tokio::task::JoinSet;

use super::stage::Stage;
use super::upheaval::Upheaval;
use crate::journey::{Answers, Call, Report};
use crate::prove::faults::founder::{Founder, World};
use crate::prove::faults::marks::Marks;
use crate::prove::faults::plan::{self, Payer};
use crate::prove::faults::schedule::Schedule;
use crate::prove::{Part, Tally};
use crate::terminal::Terminal;
use crate::workspace::Workspace;

/// Founders under way at the same time.
const LANES: usize = 4;
const READERS: usize = 4;
const READ_EVERY: Duration = Duration::from_millis(60);
/// Connections to a gateway that was killed have broken by then.
const BREAKS_WITHIN: Duration = Duration::from_secs(3);

pub struct Crew {
    world: Arc<World>,
    seed: u64,
    next: Arc<AtomicUsize>,
    readers: Vec<Founder>,
}

/// What was seen while something happened.
pub struct Load {
    pub founders: Vec<Founder>,
    pub reads: Vec<Read>,
}

/// A read that was not repeated.
pub struct Read {
    at: Instant,
    end: End,
}

enum End {
    Answered,
    /// The connection broke before the answer had come.
    Lost(String),
    Failed(String),
}

impl Crew {
    /// Sends the readers through the product, so that they have something to read.
    pub async fn gather(stage: &Stage, seed: u64, terminal: Terminal) -> Result<Self> {
        let world = Arc::new(World {
            door: stage.balancer.url(),
            marks: Marks::new(seed),
            control: stage.control.clone(),
            answers: Answers::all_of(Workspace::find().await?.root())?,
            schedule: Schedule::new(&[]),
            report: Report::new(terminal, false),
            last: Mutex::default(),
        });
        let mut crew = Self { world, seed, next: Arc::default(), readers: Vec::new() };
        let mut travelling = JoinSet::new();
        for _ in 0..READERS {
            let founder = crew.newcomer()?;
            travelling.spawn(founder.travel());
        }
        while let Some(reader) = travelling.join_next().await {
            let reader = reader.context("a reader is lost")?;
            ensure!(reader.ledger.gave_up.is_none(), "{}", reader.ledger.gave_up.unwrap_or_default());
            crew.readers.push(reader);
        }
        Ok(crew)
    }

    fn newcomer(&self) -> Result<Founder> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        Founder::new(plan::Founder { number, payer: Payer::Prompt, seed: self.seed }, &self.world)
    }

    /// Everybody uses the product while something happens. Founders who are under way at its end go on to theirs.
    pub async fn during<T>(&mut self, happening: impl Future<Output = Result<T>>) -> Result<(T, Load)> {
        let over = Arc::new(AtomicBool::new(false));
        let mut reading = JoinSet::new();
        for reader in self.readers.drain(..) {
            reading.spawn(read(reader, over.clone()));
        }
        let mut travelling = JoinSet::new();
        for _ in 0..LANES {
            let (crew, over) = (self.without_readers(), over.clone());
            travelling.spawn(async move {
                let mut back = Vec::new();
                while !over.load(Ordering::Relaxed) {
                    back.push(crew.newcomer()?.travel().await);
                }
                anyhow::Ok(back)
            });
        }
        let happened = happening.await;
        over.store(true, Ordering::Relaxed);
        let mut load = Load { founders: Vec::new(), reads: Vec::new() };
        while let Some(back) = travelling.join_next().await {
            load.founders.extend(back.context("a founder is lost")??);
        }
        while let Some(read) = reading.join_next().await {
            let (reader, reads) = read.context("a reader is lost")?;
            self.readers.push(reader);
            load.reads.extend(reads);
        }
        Ok((happened?, load))
    }

    fn without_readers(&self) -> Self {
        Self { world: self.world.clone(), seed: self.seed, next: self.next.clone(), readers: Vec::new() }
    }
}

/// Reads from every service in turn. Nothing is asked for twice.
async fn read(mut reader: Founder, over: Arc<AtomicBool>) -> (Founder, Vec<Read>) {
    let session = reader.ledger.session.clone().unwrap_or_default();
    let paths = [
        "/api/v1/auth/me".to_owned(),
        "/api/v1/context/manifest".to_owned(),
        format!("/api/v1/onboarding/{session}/steps/5"),
        "/api/payments/v2/transactions".to_owned(),
        "/api/v1/auth/verify-profile".to_owned(),
        "/api/v1/context/history".to_owned(),
    ];
    let mut reads = Vec::new();
    for path in paths.iter().cycle() {
        if over.load(Ordering::Relaxed) {
            break;
        }
        let at = Instant::now();
        let end = match reader.client.once(&Call::get("read", path.clone())).await {
            Some((said, _)) if said.status == 200 => End::Answered,
            Some((said, _)) => End::Failed(said.told),
            None => End::Lost(reader.client.seen.lost.last().cloned().unwrap_or_default()),
        };
        reads.push(Read { at, end });
        tokio::time::sleep(READ_EVERY).await;
    }
    (reader, reads)
}

impl Load {
    /// Reads fail for nobody but those whose connection to a killed gateway broke, and how many that were. Everything else is
    /// repeated until it is answered.
    pub fn through_kills(&self, killed: &[Upheaval], since: Instant) -> (Vec<Part>, usize) {
        let gateways = || killed.iter().filter(|upheaval| upheaval.is_gateway);
        let killed_then = |at: &Instant| gateways().any(|gateway| during(gateway, *at));
        let mut reads = Tally::default();
        let mut excused = 0;
        for read in &self.reads {
            let breach = read.breach();
            let broke = breach.is_some() && matches!(read.end, End::Lost(_)) && killed_then(&read.at);
            if broke && excused < READERS * gateways().count() {
                excused += 1;
            } else {
                reads.note(breach);
            }
        }
        let mut founders_reads = Tally::default();
        let mut repeated = Tally::default();
        for founder in &self.founders {
            let seen = &founder.client.seen;
            founders_reads.tried += seen.reads;
            founders_reads.breaches.extend(seen.failed_reads.iter().cloned());
            let surprise = founder.ledger.gave_up.clone().or_else(|| seen.surprises.first().cloned());
            repeated.note(surprise.or_else(|| seen.foreign.first().cloned()));
        }
        let parts = vec![
            reads.part("one of two killed: reads, never repeated", since),
            founders_reads.part("one of two killed: reads of founders under way", since),
            repeated.part("one of two killed: journeys came to their end", since),
        ];
        (parts, excused)
    }

    /// No request fails, whatever it asks for, and none is repeated.
    pub fn through_restarts(&self, since: Instant) -> Part {
        let mut requests = Tally::default();
        for read in &self.reads {
            requests.note(read.breach());
        }
        for founder in &self.founders {
            let seen = &founder.client.seen;
            requests.tried += seen.calls;
            let failed = seen.failed.iter().chain(&seen.lost).chain(&seen.surprises).chain(&seen.foreign);
            requests.breaches.extend(failed.cloned().chain(founder.ledger.gave_up.clone()));
        }
        requests.part("everything restarted in turn: requests", since)
    }
}

impl Read {
    fn breach(&self) -> Option<String> {
        match &self.end {
            End::Answered => None,
            End::Lost(told) | End::Failed(told) => Some(told.clone()),
        }
    }
}

/// A read that began before the end of a gateway was noticed may have been on a connection to it.
fn during(gateway: &Upheaval, at: Instant) -> bool {
    at + BREAKS_WITHIN > gateway.at && at < gateway.at + BREAKS_WITHIN
}
