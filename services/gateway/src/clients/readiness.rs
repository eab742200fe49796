use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use contracts::auth::v1::{VerifyProfileRequest, VerifyProfileResponse};
use primitives::WorkspaceId;
use problem::{Kind, Problem};

use super::{Member, Services, SignedIn};
use crate::error::GatewayError;

/// Workspaces that were paid for and onboarded a moment ago.
#[derive(Default)]
pub struct Readiness {
    seen: Mutex<HashMap<WorkspaceId, Instant>>,
}

const REMEMBERED: Duration = Duration::from_secs(3);
/// More workspaces than this at once make us forget the old ones first.
const CROWD: usize = 10_000;
/// Product 2.3, gate G4.
const PATIENCE: Duration = Duration::from_secs(5);

impl Readiness {
    /// The gates of features (product 15.21): 402 before payment, then 403 until onboarding is completed. What cannot be
    /// told is no.
    pub async fn check(&self, services: &Services, member: &Member) -> Result<(), Problem> {
        let workspace = member.membership.workspace;
        if self.seen_lately(workspace) {
            return Ok(());
        }
        let profile = verify_profile(services, &member.signed_in, Some(workspace)).await?;
        if !profile.profile_exists || !profile.workspace_exists {
            return Err(GatewayError::ProfileIncomplete.into());
        }
        if profile.needs_payment {
            return Err(GatewayError::SubscriptionRequired.into());
        }
        if profile.onboarding_status != "completed" {
            return Err(GatewayError::OnboardingRequired.into());
        }
        self.remember(workspace);
        Ok(())
    }

    /// Shuts the gates of a workspace whose onboarding starts again, for all its members. What other copies of this process
    /// remember ends with its moment.
    pub async fn shut(&self, services: &Services, member: &Member) {
        let workspace = member.membership.workspace;
        self.forget(workspace);
        let message = VerifyProfileRequest { workspace_id: Some(workspace.to_string()), afresh: true };
        let auth = &services.auth;
        let asked = auth
            .read(&member.signed_in, message, async |mut auth, request| auth.verify_profile(request).await);
        if let Err(error) = asked.await {
            tracing::warn!(%error, "features may stay open for half a minute");
        }
    }

    /// Forgets a workspace.
    pub fn forget(&self, workspace: WorkspaceId) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).remove(&workspace);
    }

    fn seen_lately(&self, workspace: WorkspaceId) -> bool {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.get(&workspace).is_some_and(|at| at.elapsed() < REMEMBERED)
    }

    fn remember(&self, workspace: WorkspaceId) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= CROWD {
            seen.retain(|_, at| at.elapsed() < REMEMBERED);
        }
        seen.insert(workspace, Instant::now());
    }
}

/// Where somebody stands with account, payment and onboarding.
pub async fn verify_profile(
    services: &Services,
    who: &SignedIn,
    workspace: Option<WorkspaceId>,
) -> Result<VerifyProfileResponse, Problem> {
    let message = VerifyProfileRequest {
        workspace_id: workspace.map(|workspace| workspace.to_string()),
        afresh: false,
    };
    let auth = services.auth.within(PATIENCE);
    let asked = auth.read(who, message, async |mut auth, request| auth.verify_profile(request).await);
    asked.await.map_err(unclear)
}

/// Trouble on our side means that the gate stays shut; a refusal of the caller is passed on.
fn unclear(problem: Problem) -> Problem {
    let ours = problem.kind().is_ours() || problem.kind() == Kind::RateLimited;
    if ours { GatewayError::ProfileCheck(problem.to_string()).into() } else { problem }
}
