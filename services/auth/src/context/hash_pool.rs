use std::{sync::Arc, time::Duration};

use tokio::{sync::Semaphore, task::spawn_blocking, time::timeout};

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
    hashing: Arc<Hashing>,
    workers: Arc<Semaphore>,
    /// Those at work and those who wait.
    places: Arc<Semaphore>,
}

const WAITING_PER_WORKER: usize = 16;
const PATIENCE: Duration = Duration::from_secs(3);

impl HashPool {
    pub fn new(hashing: Hashing, workers: usize) -> Self {
        Self {
            hashing: Arc::new(hashing),
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
        let hashing = self.hashing.clone();
        // The permits go with the work: it goes on when the caller has gone.
        let work = spawn_blocking(move || {
            let answer = work(&hashing);
            drop((turn, place));
            answer
        });
        Ok(work.await.map_err(|error| AuthError::Lost(error.to_string()))??)
    }
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
