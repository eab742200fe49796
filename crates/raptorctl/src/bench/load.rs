//! A closed loop: each worker asks again when it has its answer.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use futures::future::BoxFuture;
use hdrhistogram::Histogram;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use super::usage::Crew;

/// What one worker does again and again.
pub trait Work: Send + 'static {
    /// Does it once more.
    fn turn(&mut self) -> BoxFuture<'_, Result<Turn>>;
}

/// How it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It took so long, what was prepared for it apart.
    Done(Duration),
    /// It was turned away in good order, and told to come back after so long.
    Shed(Duration),
    /// It was not done: it took too long, or something behind it did.
    Failed,
    /// Everything that was prepared is used up.
    Over,
}

#[derive(Debug, Clone, Copy)]
pub struct Window {
    pub warm_up: Duration,
    pub measured: Duration,
}

impl Window {
    pub fn of(measured: Duration) -> Self {
        Self { warm_up: (measured / 4).max(Duration::from_secs(1)), measured }
    }
}

/// What came of it.
pub struct Sample {
    pub workers: usize,
    pub seconds: f64,
    pub shed: u64,
    pub failed: u64,
    /// Microseconds.
    pub times: Histogram<u64>,
    /// Processor seconds by process.
    pub cpu: BTreeMap<String, f64>,
}

impl Sample {
    pub fn per_second(&self) -> f64 {
        count(self.times.len()) / self.seconds
    }

    /// Milliseconds that `part` of the requests stayed below.
    pub fn quantile(&self, part: f64) -> f64 {
        count(self.times.value_at_quantile(part)) / 1000.0
    }

    /// Processor seconds of all processes for a thousand requests, the refused ones included.
    pub fn cpu_per_thousand(&self) -> f64 {
        self.cpu.values().sum::<f64>() * 1000.0 / count((self.times.len() + self.shed + self.failed).max(1))
    }
}

pub fn count(number: u64) -> f64 {
    number as f64
}

/// Lets the workers work, and measures after the warm-up. Ends early when one of them has nothing left.
pub async fn run(workers: Vec<Box<dyn Work>>, window: Window, crew: &Crew) -> Result<Sample> {
    let number = workers.len();
    let begin = Instant::now() + window.warm_up;
    let end = begin + window.measured;
    let mut tasks = JoinSet::new();
    for worker in workers {
        tasks.spawn(work(worker, begin, end));
    }
    sleep_until(begin).await;
    let before = crew.cpu()?;
    let first = tokio::select! {
        () = sleep_until(end) => None,
        first = tasks.join_next() => first,
    };
    let seconds = begin.elapsed().as_secs_f64();
    let cpu = crew.cpu()?.into_iter().map(|(name, after)| {
        let used = after - before.get(&name).copied().unwrap_or_default();
        (name, used)
    });
    let mut sample =
        Sample { workers: number, seconds, shed: 0, failed: 0, times: histogram()?, cpu: cpu.collect() };
    let mut next = first;
    loop {
        let Some(tally) = next.or(tasks.join_next().await) else { break };
        next = None;
        let tally = tally.context("a worker is lost")??;
        sample.times.add(&tally.times).context("times do not fit")?;
        sample.shed += tally.shed;
        sample.failed += tally.failed;
    }
    ensure!(!sample.times.is_empty(), "nothing was answered while it was measured");
    Ok(sample)
}

struct Tally {
    times: Histogram<u64>,
    shed: u64,
    failed: u64,
}

async fn work(mut worker: Box<dyn Work>, begin: Instant, end: Instant) -> Result<Tally> {
    let mut tally = Tally { times: histogram()?, shed: 0, failed: 0 };
    loop {
        let turn = worker.turn().await?;
        let now = Instant::now();
        if now >= end {
            return Ok(tally);
        }
        match turn {
            Turn::Over => return Ok(tally),
            Turn::Done(took) if now >= begin => {
                tally.times.saturating_record(u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
            }
            Turn::Failed => tally.failed += u64::from(now >= begin),
            Turn::Done(_) => {}
            Turn::Shed(wait) => {
                tally.shed += u64::from(now >= begin);
                sleep_until(end.min(now + wait)).await;
            }
        }
    }
}

/// From a microsecond to a minute, to three digits.
fn histogram() -> Result<Histogram<u64>> {
    Histogram::new_with_bounds(1, 60_000_000, 3).context("no histogram")
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Sleeper {
        left: usize,
    }

    impl Work for Sleeper {
        fn turn(&mut self) -> BoxFuture<'_, Result<Turn>> {
            Box::pin(async {
                let Some(left) = self.left.checked_sub(1) else { return Ok(Turn::Over) };
                self.left = left;
                tokio::time::sleep(Duration::from_millis(10)).await;
                Ok(if left.is_multiple_of(2) {
                    Turn::Done(Duration::from_millis(10))
                } else {
                    Turn::Shed(Duration::ZERO)
                })
            })
        }
    }

    async fn sleepers(left: usize) -> Result<Sample> {
        let window = Window { warm_up: Duration::from_millis(100), measured: Duration::from_millis(200) };
        let workers = (0..4).map(|_| Box::new(Sleeper { left }) as Box<dyn Work>).collect();
        run(workers, window, &Crew::default()).await
    }

    #[tokio::test]
    async fn what_ends_within_the_measured_time_is_counted_and_the_warm_up_is_not() {
        let sample = sleepers(1000).await.unwrap();
        // no sleeper can end more than twenty naps in that time, however fast the machine is
        assert!((1..=44).contains(&sample.times.len()), "{}", sample.times.len());
        assert!((1..=44).contains(&sample.shed), "{}", sample.shed);
        assert_eq!(sample.workers, 4);
        assert!((9.9..10.1).contains(&sample.quantile(0.99)));
        assert!(sample.per_second() <= 220.0, "{}", sample.per_second());
    }

    #[tokio::test]
    async fn the_measurement_is_as_long_as_there_is_work() {
        assert!(sleepers(0).await.is_err(), "nothing was measured");
        let sample = sleepers(14).await.unwrap();
        assert!(sample.seconds < 0.19, "{}", sample.seconds);
    }
}
