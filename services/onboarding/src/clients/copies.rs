//! Redis copies of a session's answers (product section 8). Postgres is the truth: reads go there, a copy carries the
//! version it was made of, and no copy takes the place of a newer one. Only sessions that are under way have copies, and all
//! copies of a session share a hash tag, so that one script writes them.

use std::{sync::LazyLock, time::Duration};

use bootstrap::{Redis, RedisError, Runtime};
use deadpool_redis::redis::Script;
use primitives::{format_timestamp, rfc3339_millis};
use serde::Serialize;
use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::domain::{Journey, JourneyId, Progress, Session, SessionStatus, StepNumber, StoredStep};

/// Writes and renews copies beside the work they belong to; that work never fails because of them.
pub struct Copies {
    redis: Redis,
    runtime: Runtime,
    life: Duration,
    draft_life: Duration,
}

/// How long a save waits for its copy before it goes on without.
const PATIENCE: Duration = Duration::from_millis(50);

/// The version stands first in every copy, so that scripts read it without reading the document.
#[derive(Serialize)]
struct StepCopy<'a> {
    version: u64,
    status: &'static str,
    skipped: bool,
    submitted: Option<&'a Value>,
    #[serde(with = "rfc3339_millis")]
    updated_at: OffsetDateTime,
}

#[derive(Serialize)]
struct DraftCopy<'a> {
    version: u64,
    data: &'a Value,
}

/// A key with what it is to hold; nothing means that it goes. What has no version of its own is always replaced.
struct Copy {
    key: String,
    version: u64,
    value: Vec<u8>,
    life: Duration,
}

static PUT: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "for i, key in ipairs(KEYS) do
             local version, life, value = tonumber(ARGV[3 * i - 2]), ARGV[3 * i - 1], ARGV[3 * i]
             local held = tonumber(string.match(redis.call('GETRANGE', key, 0, 40), '^{\"version\":(%d+)'))
             if held == nil or held <= version then
                 if value == '' then redis.call('DEL', key) else redis.call('SET', key, value, 'PX', life) end
             end
         end
         return 1",
    )
});

static RENEW: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "local missing = {}
         for i, key in ipairs(KEYS) do
             local version, life = tonumber(ARGV[2 * i - 1]), ARGV[2 * i]
             local held = tonumber(string.match(redis.call('GETRANGE', key, 0, 40), '^{\"version\":(%d+)'))
             if held == version then redis.call('PEXPIRE', key, life) else missing[#missing + 1] = i end
         end
         return missing",
    )
});

impl Copies {
    pub fn new(redis: Redis, runtime: Runtime, life: Duration, draft_life: Duration) -> Self {
        Self { redis, runtime, life, draft_life }
    }

    /// Copies what was just saved.
    pub async fn saved(
        &self,
        session: &Session,
        steps: &[&StoredStep],
        progress: &Progress,
        at: OffsetDateTime,
    ) {
        if session.status != SessionStatus::Active {
            return;
        }
        let mut copies: Vec<Copy> = steps.iter().flat_map(|step| self.of_step(session.id, step)).collect();
        copies.extend(self.notes(session, steps, progress, at));
        let redis = self.redis.clone();
        let (done, waiting) = tokio::sync::oneshot::channel::<()>();
        self.runtime.spawn(async move {
            report(put(&redis, copies).await);
            drop(done);
        });
        // Late or lost, the save stands.
        let _ = tokio::time::timeout(PATIENCE, waiting).await;
    }

    /// Renews the copies of what was just read, and makes those that are missing or of another version. Steps whose
    /// documents were not read are left alone.
    pub fn read(&self, journey: &Journey, steps: impl IntoIterator<Item = StepNumber>) {
        if journey.session.status != SessionStatus::Active {
            return;
        }
        let steps: Vec<&StoredStep> = steps.into_iter().map(|number| journey.step(number)).collect();
        let answered = steps.iter().filter(|step| step.version > 0);
        let copies: Vec<Copy> = answered.flat_map(|step| self.of_step(journey.session.id, step)).collect();
        let notes = self.notes(&journey.session, &steps, &journey.progress(), journey.last_activity());
        let redis = self.redis.clone();
        self.runtime.spawn(async move {
            report(renew(&redis, copies, notes).await);
        });
    }

    /// Forgets a session.
    pub async fn purge(&self, session: JourneyId) -> Result<(), RedisError> {
        let steps = StepNumber::all().flat_map(|step| [step_key(session, step), draft_key(session, step)]);
        let keys: Vec<String> = steps.chain([progress_key(session), metadata_key(session)]).collect();
        self.redis.delete(&keys).await
    }

    fn of_step(&self, session: JourneyId, step: &StoredStep) -> [Copy; 2] {
        let state = &step.state;
        let copy = StepCopy {
            version: step.version,
            status: state.status.as_str(),
            skipped: state.skipped,
            submitted: state.submitted.as_ref(),
            updated_at: step.updated_at,
        };
        let draft = state.draft.as_ref().map(|data| bytes(&DraftCopy { version: step.version, data }));
        let (version, key) = (step.version, step_key(session, step.number));
        [
            Copy { key, version, value: bytes(&copy), life: self.life },
            Copy {
                key: draft_key(session, step.number),
                version,
                value: draft.unwrap_or_default(),
                life: self.draft_life,
            },
        ]
    }

    fn notes(
        &self,
        session: &Session,
        steps: &[&StoredStep],
        progress: &Progress,
        at: OffsetDateTime,
    ) -> [Copy; 2] {
        let draft = steps.iter().find(|step| step.state.draft.is_some()).map(|step| step.number.get());
        let progress = json!({
            "completed": progress.completed,
            "skipped": progress.skipped,
            "total": progress.total,
            "percentage": f64::from(progress.percentage_hundredths) / 100.0,
            "current_step": progress.current_step.get(),
            "started_at": format_timestamp(session.started_at),
            "last_updated": format_timestamp(at),
        });
        let metadata = json!({
            "session_id": session.id.0,
            "user_id": session.user,
            "workspace_id": session.workspace,
            "started_at": format_timestamp(session.started_at),
            "is_draft": draft.is_some(),
            "draft_step": draft,
            "additional": { "client_name": session.client_name },
        });
        [
            Copy { key: progress_key(session.id), version: 0, value: bytes(&progress), life: self.life },
            Copy { key: metadata_key(session.id), version: 0, value: bytes(&metadata), life: self.life },
        ]
    }
}

async fn put(redis: &Redis, copies: Vec<Copy>) -> Result<(), RedisError> {
    let mut keys = Vec::with_capacity(copies.len());
    let mut texts = Vec::with_capacity(copies.len() * 3);
    for copy in copies {
        keys.push(copy.key);
        texts.extend([copy.version.to_string().into_bytes(), millis(copy.life), copy.value]);
    }
    let arguments: Vec<&[u8]> = texts.iter().map(Vec::as_slice).collect();
    redis.script::<i64>(&PUT, &keys, &arguments).await?;
    Ok(())
}

/// Renews the copies that are as they should be, and makes the others together with the notes.
async fn renew(redis: &Redis, mut copies: Vec<Copy>, notes: [Copy; 2]) -> Result<(), RedisError> {
    copies.retain(|copy| !copy.value.is_empty());
    let keys: Vec<String> = copies.iter().map(|copy| copy.key.clone()).collect();
    let texts: Vec<Vec<u8>> =
        copies.iter().flat_map(|copy| [copy.version.to_string().into_bytes(), millis(copy.life)]).collect();
    let arguments: Vec<&[u8]> = texts.iter().map(Vec::as_slice).collect();
    let missing: Vec<usize> = redis.script(&RENEW, &keys, &arguments).await?;
    let missing = copies.into_iter().enumerate().filter(|(index, _)| missing.contains(&(index + 1)));
    put(redis, missing.map(|(_, copy)| copy).chain(notes).collect()).await
}

fn report(outcome: Result<(), RedisError>) {
    if let Err(error) = outcome {
        tracing::warn!(%error, "answers were not copied to redis");
    }
}

fn bytes(value: &impl Serialize) -> Vec<u8> {
    // Values in memory serialise; an empty copy would only be one that is missing.
    serde_json::to_vec(value).unwrap_or_default()
}

fn millis(life: Duration) -> Vec<u8> {
    life.as_millis().to_string().into_bytes()
}

fn step_key(session: JourneyId, step: StepNumber) -> String {
    format!("onb:{{{session}}}:step:{step}")
}

fn draft_key(session: JourneyId, step: StepNumber) -> String {
    format!("onb:{{{session}}}:draft:{step}")
}

fn progress_key(session: JourneyId) -> String {
    format!("onb:{{{session}}}:progress")
}

fn metadata_key(session: JourneyId) -> String {
    format!("onb:{{{session}}}:metadata")
}
