use std::str::FromStr;

use contracts::auth::v1 as proto;
use primitives::{PlatformRole, Role, WorkspaceId};
use principal::{AccountState, Origin};
use problem::Violation;
use prost_types::Timestamp;
use time::OffsetDateTime;

use crate::{
    domain::{
        profile::Profile,
        readiness::NextAction,
        session::{Device, Session},
        workspace::Workspace,
    },
    error::AuthError,
    usecases::Tokens,
};

pub fn timestamp(at: OffsetDateTime) -> Timestamp {
    // Always below a thousand million.
    Timestamp { seconds: at.unix_timestamp(), nanos: i32::try_from(at.nanosecond()).unwrap_or_default() }
}

pub fn pair(tokens: &Tokens) -> proto::TokenPair {
    proto::TokenPair {
        access_token: tokens.access.clone(),
        access_expires_at: Some(timestamp(tokens.access_expires_at)),
        refresh_token: tokens.refresh.expose(),
        refresh_expires_at: Some(timestamp(tokens.refresh_expires_at)),
        session_id: tokens.session.to_string(),
    }
}

/// What the gateway said of the client, else what it wrote into the call itself.
pub fn device(client: Option<proto::Client>, origin: &Origin) -> Device {
    let client = client.unwrap_or_default();
    let or = |said: String, known: &Option<String>| {
        if said.is_empty() { known.clone().unwrap_or_default() } else { said }
    };
    Device::new(&or(client.ip, &origin.ip), &or(client.user_agent, &origin.user_agent))
}

pub fn session(session: Session, current: primitives::SessionId) -> proto::Session {
    proto::Session {
        current: session.id == current,
        session_id: session.id.to_string(),
        ip: session.device.ip.unwrap_or_default(),
        user_agent: session.device.user_agent.unwrap_or_default(),
        created_at: Some(timestamp(session.created_at)),
        last_used_at: Some(timestamp(session.last_used_at)),
        expires_at: Some(timestamp(session.expires_at)),
    }
}

pub fn profile(profile: Profile) -> proto::Profile {
    proto::Profile {
        user_id: profile.user.to_string(),
        email: profile.email.to_string(),
        email_verified: profile.email_verified,
        identification_number: profile.identification_number,
        full_name: profile.full_name,
        avatar_url: profile.avatar_url,
        bio: profile.bio,
        time_zone: profile.time_zone,
        preferences: profile.preferences.to_string().into_bytes(),
        platform_role: platform_role(profile.platform_role).into(),
        account_state: account_state(profile.state).into(),
        created_at: Some(timestamp(profile.created_at)),
    }
}

pub fn workspace(workspace: Workspace) -> proto::Workspace {
    proto::Workspace {
        workspace_id: workspace.id.to_string(),
        name: workspace.name,
        slug: workspace.slug,
        description: workspace.description,
        industry: workspace.industry,
        time_zone: workspace.time_zone,
        role: role(workspace.role).into(),
        max_icp_profiles: workspace.limits.icp_profiles,
        max_campaigns: workspace.limits.campaigns,
        max_team_members: workspace.limits.team_members,
        settings: workspace.settings.to_string().into_bytes(),
        current: workspace.chosen,
        created_at: Some(timestamp(workspace.created_at)),
    }
}

pub fn account_state(state: AccountState) -> proto::AccountState {
    match state {
        AccountState::Active => proto::AccountState::Active,
        AccountState::Suspended => proto::AccountState::Suspended,
        AccountState::Banned => proto::AccountState::Banned,
        AccountState::Deactivated => proto::AccountState::Deactivated,
    }
}

pub fn platform_role(role: PlatformRole) -> proto::PlatformRole {
    match role {
        PlatformRole::User => proto::PlatformRole::User,
        PlatformRole::Support => proto::PlatformRole::Support,
        PlatformRole::BillingAdmin => proto::PlatformRole::BillingAdmin,
        PlatformRole::Admin => proto::PlatformRole::Admin,
        PlatformRole::SuperAdmin => proto::PlatformRole::SuperAdmin,
    }
}

pub fn role(role: Role) -> proto::Role {
    match role {
        Role::Owner => proto::Role::Owner,
        Role::Admin => proto::Role::Admin,
        Role::Member => proto::Role::Member,
    }
}

pub fn next_action(action: NextAction) -> proto::NextAction {
    match action {
        NextAction::None => proto::NextAction::None,
        NextAction::EnsureProfile => proto::NextAction::EnsureProfile,
        NextAction::Pay => proto::NextAction::Pay,
        NextAction::Onboard => proto::NextAction::Onboard,
        NextAction::Account => proto::NextAction::Account,
    }
}

/// An id of something that either is there or is not.
pub fn id<T: FromStr>(text: &str) -> Result<T, AuthError> {
    text.parse().map_err(|_| AuthError::NotFound)
}

pub fn workspace_id(text: &str) -> Result<WorkspaceId, AuthError> {
    text.parse().map_err(|_| AuthError::WorkspaceInvalid)
}

/// Refuses empty members.
pub fn required(members: &[(&str, &str)]) -> Result<(), AuthError> {
    let broken: Vec<_> = members
        .iter()
        .filter(|(_, text)| text.is_empty())
        .map(|(pointer, _)| Violation::new(*pointer, "REQUIRED", "must be given"))
        .collect();
    if broken.is_empty() { Ok(()) } else { Err(AuthError::Invalid(broken)) }
}
