use std::time::Duration;

use bootstrap::Redis;
use contracts::auth::v1::{ResolveMembershipRequest, ResolveMembershipResponse, Role as SentRole};
use primitives::{Role, UserId, WorkspaceId};
use problem::Problem;

use super::{Membership, Services, SignedIn};
use crate::error::GatewayError;

/// Who belongs where, asked of auth and remembered in Redis for a moment.
pub struct Memberships {
    redis: Redis,
}

const REMEMBERED: Duration = Duration::from_secs(30);

impl Memberships {
    pub fn new(redis: Redis) -> Self {
        Self { redis }
    }

    /// The membership in a workspace, or in the only or chosen one when none is named.
    pub async fn find(
        &self,
        services: &Services,
        who: &SignedIn,
        workspace: Option<WorkspaceId>,
    ) -> Result<Membership, Problem> {
        match self.remembered(who.user, workspace).await {
            Some(membership) => Ok(membership),
            None => self.ask(services, who, workspace).await,
        }
    }

    /// The same as far as it is remembered.
    pub async fn remembered(&self, user: UserId, workspace: Option<WorkspaceId>) -> Option<Membership> {
        match self.redis.get(&key(user, workspace)).await {
            Ok(bytes) => serde_json::from_slice(&bytes?).ok(),
            Err(error) => {
                tracing::debug!(%error, "memberships are asked for every time");
                None
            }
        }
    }

    /// The same as auth knows it.
    pub async fn ask(
        &self,
        services: &Services,
        who: &SignedIn,
        workspace: Option<WorkspaceId>,
    ) -> Result<Membership, Problem> {
        let message = ResolveMembershipRequest {
            user_id: who.user.to_string(),
            workspace_id: workspace.map(|workspace| workspace.to_string()),
        };
        let visitor = who.visitor();
        let asked = services
            .auth
            .read(&visitor, message, async |mut auth, request| auth.resolve_membership(request).await);
        let membership = read(asked.await?)?;
        let bytes = serde_json::to_vec(&membership).unwrap_or_default();
        if let Err(error) = self.redis.set(&key(who.user, workspace), &bytes, REMEMBERED).await {
            tracing::debug!(%error, "a membership is not remembered");
        }
        Ok(membership)
    }

    /// Forgets what is known of a user after a change.
    pub async fn forget(&self, user: UserId, workspace: Option<WorkspaceId>) {
        let keys = [Some(key(user, None)), workspace.map(|workspace| key(user, Some(workspace)))];
        let keys: Vec<String> = keys.into_iter().flatten().collect();
        if let Err(error) = self.redis.delete(&keys).await {
            tracing::warn!(%error, "a changed membership is remembered for up to half a minute");
        }
    }
}

fn key(user: UserId, workspace: Option<WorkspaceId>) -> String {
    let workspace = workspace.map_or_else(|| "current".to_owned(), |workspace| workspace.to_string());
    format!("gw:member:{{{user}}}:{workspace}")
}

fn read(answer: ResolveMembershipResponse) -> Result<Membership, GatewayError> {
    let role = match answer.role() {
        SentRole::Owner => Role::Owner,
        SentRole::Admin => Role::Admin,
        SentRole::Member => Role::Member,
        SentRole::Unspecified => return Err(GatewayError::Contract("a role")),
    };
    let workspace = answer.workspace_id.parse().map_err(|_| GatewayError::Contract("a workspace id"))?;
    Ok(Membership { workspace, role, slug: answer.workspace_slug })
}
