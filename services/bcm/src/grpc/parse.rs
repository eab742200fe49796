//! From the wire to values that are sound.

use contracts::bcm::v1 as wire;
use primitives::{UserId, WorkspaceId, clean};
use principal::{Member, Origin};
use problem::{Refusal, Violation};

use crate::{
    domain::{
        access::{Actor, Client},
        place::{Place, Tier},
        version::Version,
    },
    error::BcmError,
    usecases::Format,
};

const LONGEST_REASON: usize = 500;
const LONGEST_KEY: usize = 200;

fn refused(pointer: &str, code: &str, message: impl Into<String>) -> BcmError {
    Refusal::invalid(vec![Violation::new(pointer, code, message)]).into()
}

pub fn client(origin: Origin) -> Client {
    Client { request_id: origin.request_id, ip: origin.ip, user_agent: origin.user_agent }
}

pub fn member_actor(member: Member) -> Actor {
    Actor { user: member.user, workspace: member.workspace, client: client(member.origin) }
}

pub fn service_actor(workspace_id: &str, user_id: &str, origin: Origin) -> Result<Actor, BcmError> {
    let user: Result<UserId, _> = user_id.parse();
    Ok(Actor {
        user: user.map_err(|_| refused("user_id", "WRONG_FORMAT", "must be a uuid"))?,
        workspace: workspace(workspace_id)?,
        client: client(origin),
    })
}

pub fn workspace(id: &str) -> Result<WorkspaceId, BcmError> {
    id.parse().map_err(|_| refused("workspace_id", "WRONG_FORMAT", "must be a uuid"))
}

/// A version that is none cannot exist.
pub fn version(text: &str) -> Result<Version, BcmError> {
    text.parse().map_err(|_| BcmError::VersionNotFound)
}

pub fn key_and_reason(key: &str, reason_text: &str, otherwise: &str) -> Result<(String, String), BcmError> {
    let key = clean(key, 1..=LONGEST_KEY).map_err(|error| refused("key", "INVALID", error.to_string()))?;
    Ok((key, reason(reason_text, otherwise)?))
}

pub fn reason(text: &str, otherwise: &str) -> Result<String, BcmError> {
    let text =
        clean(text, 0..=LONGEST_REASON).map_err(|error| refused("/reason", "INVALID", error.to_string()))?;
    Ok(if text.is_empty() { otherwise.to_owned() } else { text })
}

/// 1 to 100; 0 means that none was given.
pub fn limit(limit: u32) -> Result<i64, BcmError> {
    match limit {
        0 => Ok(10),
        1..=100 => Ok(limit.into()),
        101.. => Err(refused("limit", "OUT_OF_RANGE", "must be from 1 to 100")),
    }
}

pub fn tier(tier: wire::Tier) -> Result<Tier, BcmError> {
    match tier {
        wire::Tier::Unspecified | wire::Tier::Tier0 => Ok(Tier::Zero),
        wire::Tier::Tier1 => Ok(Tier::One),
        wire::Tier::Tier2 => Ok(Tier::Two),
        wire::Tier::Database => Err(refused("tier", "NOT_ALLOWED", "must be tier0, tier1 or tier2")),
    }
}

pub fn wire_tier(place: Place) -> wire::Tier {
    match place {
        Place::Cache(Tier::Zero) => wire::Tier::Tier0,
        Place::Cache(Tier::One) => wire::Tier::Tier1,
        Place::Cache(Tier::Two) => wire::Tier::Tier2,
        Place::Database => wire::Tier::Database,
    }
}

/// JSON unless something else was asked for.
pub fn format(format: wire::ExportFormat) -> Format {
    match format {
        wire::ExportFormat::Unspecified | wire::ExportFormat::Json => Format::Json,
        wire::ExportFormat::Markdown => Format::Markdown,
    }
}
