use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use bootstrap::{Redis, RedisError};
use futures::future::join_all;
use primitives::{SessionId, UserId};
use principal::{SessionKeys, SessionRecord};

/// Where the other services read which sessions live: Redis, written after the database and before the answer.
///
/// A word that could not be written is said again by the job that calls [`SessionBoard::take_missed`], from the database.
#[derive(Clone)]
pub struct SessionBoard {
    redis: Redis,
    missed: Arc<AtomicBool>,
}

/// Renewed by every refresh, so a session in use is always known.
const LIVING: Duration = Duration::from_secs(30 * 60);
/// Longer than an access token lives.
pub const ENDED: Duration = Duration::from_secs(10 * 60);

impl SessionBoard {
    /// Begins with a word to repeat: the process before this one may have died between database and Redis.
    pub fn new(redis: Redis) -> Self {
        Self { redis, missed: Arc::new(AtomicBool::new(true)) }
    }

    /// A session lives, and this is known of its account.
    pub async fn living(&self, session: SessionId, record: &SessionRecord) {
        let Ok(bytes) = serde_json::to_vec(record) else { return };
        // What is not known is asked for, so this word needs no repetition unless it replaces an older one.
        let written = self.redis.set(&SessionKeys::session(session), &bytes, LIVING).await;
        self.note(written);
    }

    /// The same where nothing is known; never over a newer word than the reader's.
    pub async fn found(&self, session: SessionId, record: &SessionRecord) {
        let Ok(bytes) = serde_json::to_vec(record) else { return };
        if let Err(error) = self.redis.set_if_absent(&SessionKeys::session(session), &bytes, LIVING).await {
            tracing::warn!(%error, "a session could not be told to the others");
        }
    }

    /// Sessions have ended.
    pub async fn ended(&self, sessions: &[SessionId]) {
        let words = sessions.iter().map(|session| async {
            let written = self.redis.set(&SessionKeys::revoked(*session), b"1", ENDED).await;
            self.note(written);
        });
        join_all(words).await;
        let records: Vec<String> = sessions.iter().map(|session| SessionKeys::session(*session)).collect();
        let deleted = self.redis.delete(&records).await;
        self.note(deleted);
    }

    /// Tokens of older epochs are void.
    pub async fn epoch(&self, user: UserId, epoch: u64) {
        let written = self.redis.set(&SessionKeys::epoch(user), epoch.to_string().as_bytes(), LIVING).await;
        self.note(written);
    }

    /// Whether something could not be said since this was asked last.
    pub fn take_missed(&self) -> bool {
        self.missed.swap(false, Ordering::AcqRel)
    }

    /// Something has to be said again.
    pub fn missed(&self) {
        self.missed.store(true, Ordering::Release);
    }

    fn note(&self, written: Result<(), RedisError>) {
        if let Err(error) = written {
            tracing::warn!(%error, "a session could not be told to the others");
            self.missed();
        }
    }
}
