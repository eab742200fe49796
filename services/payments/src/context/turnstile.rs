use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::Mutex;

/// Work that many ask for and one does at a time. Whoever asks while it is done makes it be done once more.
#[derive(Debug, Default)]
pub struct Turnstile {
    busy: Mutex<()>,
    wanted: AtomicBool,
}

impl Turnstile {
    /// Does the work, unless somebody is at it, who will then see to it.
    pub async fn pass<F: Future<Output = ()>>(&self, work: impl Fn() -> F) {
        self.wanted.store(true, Ordering::SeqCst);
        // Looked at again after the turn has ended: somebody may have asked just then.
        while self.wanted.load(Ordering::SeqCst) {
            let Ok(_turn) = self.busy.try_lock() else { return };
            while self.wanted.swap(false, Ordering::SeqCst) {
                work().await;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, atomic::AtomicUsize};

    use futures::future::join_all;

    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn one_works_at_a_time_and_nobody_asks_in_vain() {
        let (turnstile, asked) = (Arc::new(Turnstile::default()), Arc::new(AtomicUsize::new(0)));
        let (done, at_work) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let askers = (0..200).map(|_| {
            let (turnstile, asked) = (turnstile.clone(), asked.clone());
            let (done, at_work) = (done.clone(), at_work.clone());
            tokio::spawn(async move {
                asked.fetch_add(1, Ordering::SeqCst);
                let (asked, done, at_work) = (&asked, &done, &at_work);
                let work = || async move {
                    assert_eq!(at_work.fetch_add(1, Ordering::SeqCst), 0);
                    let seen = asked.load(Ordering::SeqCst);
                    tokio::task::yield_now().await;
                    done.store(seen, Ordering::SeqCst);
                    at_work.fetch_sub(1, Ordering::SeqCst);
                };
                turnstile.pass(work).await;
            })
        });
        for asker in join_all(askers).await {
            asker.unwrap();
        }
        assert_eq!(done.load(Ordering::SeqCst), 200, "the last work saw everybody");
    }
}
