use std::{
    panic::{self, AssertUnwindSafe},
    sync::{Arc, Mutex, PoisonError, mpsc},
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
        password_hash::{Checked, HashError, Hashing},
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

type Job = Box<dyn FnOnce(&Hashing) + Send>;

const WAITING_PER_WORKER: usize = 16;
const PATIENCE: Duration = Duration::from_secs(3);

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
        self.run(move |hashing| hashing.hash(&password)).await
    }

    pub async fn check(&self, password: &Attempt, stored: Option<String>) -> Result<Checked, AuthError> {
        let password = password.clone();
        self.run(move |hashing| hashing.check(&password, stored.as_deref())).await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Hashing) -> Result<T, HashError> + Send + 'static,
    ) -> Result<T, AuthError> {
        let place = self.places.clone().try_acquire_owned().map_err(|_| AuthError::HashPoolFull)?;
        let turn = timeout(PATIENCE, self.workers.clone().acquire_owned()).await;
        let turn = turn.ok().and_then(Result::ok).ok_or(AuthError::HashPoolFull)?;
        let (teller, answer) = oneshot::channel();
        // The permits go with the work: it goes on when the caller has gone.
        let job = Box::new(move |hashing: &Hashing| {
            let _ = teller.send(work(hashing));
            drop((turn, place));
        });
        let lost = || AuthError::Lost("a hash".to_owned());
        self.jobs.send(job).map_err(|_| lost())?;
        Ok(answer.await.map_err(|_| lost())??)
    }
}

/// Threads of its own, which end with the pool: on threads that come and go, the megabytes of each hash would stay behind
/// in as many places.
fn hire(hashing: Hashing, workers: usize) -> mpsc::Sender<Job> {
    let (jobs, waiting) = mpsc::channel::<Job>();
    let (hashing, waiting) = (Arc::new(hashing), Arc::new(Mutex::new(waiting)));
    for _ in 0..workers {
        let (hashing, waiting) = (hashing.clone(), waiting.clone());
        thread::spawn(move || {
            loop {
                let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
                let Ok(job) = next else { return };
                // A job that panics has lost its own answer, which is told to whoever waits, and not the thread.
                let _ = panic::catch_unwind(AssertUnwindSafe(|| job(&hashing)));
            }
        });
    }
    jobs
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
}
