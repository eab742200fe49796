//! The cache: three copies of a manifest in Redis, hot to cold. It may vanish at any time; what it holds is believed
//! only when its checksum is right, and an older revision never takes the place of a newer one.

use std::{sync::LazyLock, time::Duration};

use bootstrap::{Redis, RedisError};
use deadpool_redis::redis::Script;
use primitives::WorkspaceId;

use super::known::Known;
pub use super::known::Verdict;
use crate::domain::{place::Tier, resource::Resource};

const WORKSPACES: &str = "bcm:tiers";

/// Writes a copy to each tier that holds none, or no newer one. Keys: the tiers, which share a hash tag. Arguments: the
/// revision, the copy, a life in milliseconds for each tier.
static WRITE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "for i, key in ipairs(KEYS) do
             local held = redis.call('GET', key)
             local revision = held and tonumber(string.match(held, '^(%d+)\\n'))
             if not revision or revision <= tonumber(ARGV[1]) then
                 redis.call('SET', key, ARGV[2], 'PX', ARGV[2 + i])
             end
         end
         return 1",
    )
});

/// Adds a workspace to the set of those that have copies. Arguments: the workspace, the life of the set in milliseconds.
static ENLIST: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "redis.call('SADD', KEYS[1], ARGV[1])
         return redis.call('PEXPIRE', KEYS[1], ARGV[2])",
    )
});

/// Takes a workspace out of that set.
static STRIKE: LazyLock<Script> =
    LazyLock::new(|| Script::new("return redis.call('SREM', KEYS[1], ARGV[1])"));

/// The cache is of no use now; the database answers.
#[derive(Debug, thiserror::Error)]
pub enum Away {
    #[error("the cache failed")]
    Redis(#[from] RedisError),
    #[error("a copy could not be written")]
    Unwritable(#[from] serde_json::Error),
}

pub struct Tiers {
    redis: Redis,
    lives: [Duration; 3],
    known: Known,
}

impl Tiers {
    pub fn new(redis: Redis, lives: [Duration; 3]) -> Self {
        Self { redis, lives, known: Known::default() }
    }

    /// The copy in a tier, if it is sound; one that is not is dropped.
    pub async fn read(&self, workspace: WorkspaceId, tier: Tier) -> Result<Option<Resource>, Away> {
        let Some(copy) = self.redis.get(&key(workspace, tier)).await? else { return Ok(None) };
        match Resource::decode(&copy).filter(|resource| resource.label.workspace_id == workspace) {
            Some(resource) => Ok(Some(resource)),
            None => {
                tracing::warn!(%workspace, tier = tier.as_str(), "a copy was spoiled and is dropped");
                self.drop_copy(workspace, tier).await?;
                Ok(None)
            }
        }
    }

    /// Writes copies, unless newer ones are there.
    pub async fn write(&self, resource: &Resource, tiers: &[Tier]) -> Result<(), Away> {
        let workspace = resource.label.workspace_id;
        let copy = resource.encode()?;
        let keys: Vec<String> = tiers.iter().map(|tier| key(workspace, *tier)).collect();
        let lives: Vec<String> = tiers.iter().map(|tier| millis(self.life(*tier))).collect();
        let revision = resource.label.revision.to_string();
        let mut arguments: Vec<&[u8]> = vec![revision.as_bytes(), &copy];
        arguments.extend(lives.iter().map(String::as_bytes));
        let (workspace, life) = (workspace.to_string(), millis(self.life(Tier::Two)));
        let (set, entry) = ([WORKSPACES.to_owned()], [workspace.as_bytes(), life.as_bytes()]);
        tokio::try_join!(
            self.redis.script::<i64>(&WRITE, &keys, &arguments),
            self.redis.script::<i64>(&ENLIST, &set, &entry),
        )?;
        Ok(())
    }

    /// Takes a copy out of a tier.
    pub async fn drop_copy(&self, workspace: WorkspaceId, tier: Tier) -> Result<(), Away> {
        Ok(self.redis.delete(&[key(workspace, tier)]).await?)
    }

    /// Takes all copies of a workspace out.
    pub async fn forget(&self, workspace: WorkspaceId) -> Result<(), Away> {
        self.known.forget(workspace);
        let keys = Tier::ALL.map(|tier| key(workspace, tier));
        let (set, workspace) = ([WORKSPACES.to_owned()], workspace.to_string());
        let entry = [workspace.as_bytes()];
        tokio::try_join!(self.redis.delete(&keys), self.redis.script::<i64>(&STRIKE, &set, &entry),)?;
        Ok(())
    }

    /// How large the copies of a workspace are.
    pub async fn sizes(&self, workspace: WorkspaceId) -> Result<[Option<usize>; 3], Away> {
        let copies = self.redis.get_many(&Tier::ALL.map(|tier| key(workspace, tier))).await?;
        Ok(Tier::ALL.map(|tier| copies.get(tier.index())?.as_ref().map(Vec::len)))
    }

    /// Whether a copy of this revision is the newest, as far as this process knows.
    pub fn verdict(&self, workspace: WorkspaceId, revision: i64) -> Verdict {
        self.known.verdict(workspace, revision)
    }

    /// Notes a revision that the database holds.
    pub fn note(&self, workspace: WorkspaceId, revision: i64) {
        self.known.note(workspace, revision);
    }

    fn life(&self, tier: Tier) -> Duration {
        self.lives[tier.index()]
    }
}

fn key(workspace: WorkspaceId, tier: Tier) -> String {
    format!("bcm:{}:{{{workspace}}}", tier.as_str())
}

fn millis(life: Duration) -> String {
    life.as_millis().to_string()
}
