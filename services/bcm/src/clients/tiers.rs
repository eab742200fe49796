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

/// Writes a copy to each tier that holds none, or no newer one. Keys: the tiers, the set of workspaces. Arguments: the
/// revision, the copy, a life in milliseconds for each tier, the life of the set, the workspace.
static WRITE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "for i = 1, #KEYS - 1 do
             local held = redis.call('GET', KEYS[i])
             local revision = held and tonumber(string.match(held, '^(%d+)\\n'))
             if not revision or revision <= tonumber(ARGV[1]) then
                 redis.call('SET', KEYS[i], ARGV[2], 'PX', ARGV[2 + i])
             end
         end
         redis.call('SADD', KEYS[#KEYS], ARGV[#ARGV])
         redis.call('PEXPIRE', KEYS[#KEYS], ARGV[#ARGV - 1])
         return 1",
    )
});

/// Takes all copies of a workspace out. Keys and argument as above, as far as they are needed.
static FORGET: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "redis.call('SREM', KEYS[#KEYS], ARGV[1])
         return redis.call('DEL', unpack(KEYS, 1, #KEYS - 1))",
    )
});

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
        let mut keys: Vec<String> = tiers.iter().map(|tier| key(workspace, *tier)).collect();
        keys.push(WORKSPACES.to_owned());
        let lives = tiers.iter().map(|tier| self.life(*tier)).chain([self.life(Tier::Two)]);
        let lives: Vec<String> = lives.map(|life| life.as_millis().to_string()).collect();
        let (revision, workspace) = (resource.label.revision.to_string(), workspace.to_string());
        let mut arguments: Vec<&[u8]> = vec![revision.as_bytes(), &copy];
        arguments.extend(lives.iter().map(String::as_bytes));
        arguments.push(workspace.as_bytes());
        self.redis.script::<i64>(&WRITE, &keys, &arguments).await?;
        Ok(())
    }

    /// Takes a copy out of a tier.
    pub async fn drop_copy(&self, workspace: WorkspaceId, tier: Tier) -> Result<(), Away> {
        Ok(self.redis.delete(&[key(workspace, tier)]).await?)
    }

    /// Takes all copies of a workspace out.
    pub async fn forget(&self, workspace: WorkspaceId) -> Result<(), Away> {
        self.known.forget(workspace);
        let mut keys = Tier::ALL.map(|tier| key(workspace, tier)).to_vec();
        keys.push(WORKSPACES.to_owned());
        let workspace = workspace.to_string();
        self.redis.script::<i64>(&FORGET, &keys, &[workspace.as_bytes()]).await?;
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
    format!("bcm:{}:{workspace}", tier.as_str())
}
