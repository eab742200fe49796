use std::{
    panic::{self, AssertUnwindSafe},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        mpsc::{self, Receiver, RecvTimeoutError},
    },
    thread,
    time::Duration,
};

use tokio::{
    sync::{Semaphore, oneshot},
    time::timeout,
};

use crate::{
    domain::{
        password::Attempt,
        password_hash::{Checked, HashError, Hashing, Memory},
    },
    error::AuthError,
};

/// Password hashes, a few at a time: each takes a core and megabytes, and a flood of sign-ins must not take all.
#[derive(Clone)]
pub struct HashPool {
    jobs: mpsc::Sender<Job>,
    workers: Arc<Semaphore>,
    /// Those at work and those who wait.
    places: Arc<Semaphore>,
}

type Job = Box<dyn FnOnce(&Hashing, &mut Memory) + Send>;

const WAITING_PER_WORKER: usize = 16;
const PATIENCE: Duration = Duration::from_secs(3);
/// After so long without work the memory of the hashes is given back.
const IDLE: Duration = Duration::from_secs(1);

impl HashPool {
    pub fn new(hashing: Hashing, workers: usize) -> Self {
        Self {
            jobs: hire(hashing, workers),
            workers: Arc::new(Semaphore::new(workers)),
            places: Arc::new(Semaphore::new(workers * (1 + WAITING_PER_WORKER))),
        }
    }

    pub async fn hash(&self, password: &Attempt) -> Result<String, AuthError> {
        let password = password.clone();
        self.run(move |hashing, memory| hashing.hash(&password, memory)).await
    }

    pub async fn check(&self, password: &Attempt, stored: Option<String>) -> Result<Checked, AuthError> {
        let password = password.clone();
        self.run(move |hashing, memory| hashing.check(&password, stored.as_deref(), memory)).await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Hashing, &mut Memory) -> Result<T, HashError> + Send + 'static,
    ) -> Result<T, AuthError> {
        let place = self.places.clone().try_acquire_owned().map_err(|_| AuthError::HashPoolFull)?;
        let turn = timeout(PATIENCE, self.workers.clone().acquire_owned()).await;
        let turn = turn.ok().and_then(Result::ok).ok_or(AuthError::HashPoolFull)?;
        let (teller, answer) = oneshot::channel();
        // The permits go with the work: it goes on when the caller has gone.
        let job = Box::new(move |hashing: &Hashing, memory: &mut Memory| {
            let _ = teller.send(work(hashing, memory));
            drop((turn, place));
        });
        let lost = || AuthError::Lost("a hash".to_owned());
        self.jobs.send(job).map_err(|_| lost())?;
        Ok(answer.await.map_err(|_| lost())??)
    }
}

/// Where the threads find their work and the memory for it.
struct Desk {
    jobs: Mutex<Receiver<Job>>,
    spare: Mutex<Vec<Memory>>,
    idle: Duration,
}

impl Desk {
    /// The next job; None when there will be no more. Whoever waits here gives back what nobody uses.
    fn next(&self) -> Option<Job> {
        let jobs = locked(&self.jobs);
        loop {
            match jobs.recv_timeout(self.idle) {
                Ok(job) => return Some(job),
                Err(RecvTimeoutError::Timeout) => locked(&self.spare).clear(),
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
    }
}

/// Threads of its own, which end with the pool: on threads that come and go, the megabytes of each hash would stay behind
/// in as many places.
fn hire(hashing: Hashing, workers: usize) -> mpsc::Sender<Job> {
    let (jobs, waiting) = mpsc::channel::<Job>();
    let desk = Arc::new(Desk { jobs: Mutex::new(waiting), spare: Mutex::default(), idle: IDLE });
    let hashing = Arc::new(hashing);
    for _ in 0..workers {
        let (hashing, desk) = (hashing.clone(), desk.clone());
        thread::spawn(move || {
            while let Some(job) = desk.next() {
                let mut memory = locked(&desk.spare).pop().unwrap_or_default();
                // A job that panics has lost its own answer, which is told to whoever waits, and not the thread.
                let _ = panic::catch_unwind(AssertUnwindSafe(|| job(&hashing, &mut memory)));
                locked(&desk.spare).push(memory);
            }
        });
    }
    jobs
}

fn locked<T>(value: &Mutex<T>) -> MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use futures::future::join_all;

    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_flood_is_turned_away_and_the_rest_is_served() {
        let pool = HashPool::new(Hashing::new(4096, 2, 1).unwrap(), 1);
        let password = Attempt::new("correct horse battery");
        let answers = join_all((0..60).map(|_| pool.hash(&password))).await;
        let full = answers.iter().filter(|answer| matches!(answer, Err(AuthError::HashPoolFull))).count();
        assert!((1..=60 - 17).contains(&full), "{full}");
        assert!(pool.hash(&password).await.is_ok());
    }
    #[test]
    fn memory_stays_while_there_is_work_and_goes_when_there_is_none() {
        let (jobs, waiting) = mpsc::channel::<Job>();
        let spare = Mutex::new(vec![Memory::default()]);
        let desk = Desk { jobs: Mutex::new(waiting), spare, idle: Duration::from_millis(1) };
        jobs.send(Box::new(|_, _| {})).unwrap();
        assert!(desk.next().is_some());
        assert_eq!(locked(&desk.spare).len(), 1);
        thread::scope(|scope| {
            let idling = scope.spawn(|| desk.next().is_none());
            while !locked(&desk.spare).is_empty() {
                thread::yield_now();
            }
            drop(jobs);
            assert!(idling.join().unwrap(), "the thread ends with the pool");
        });
    }
}
