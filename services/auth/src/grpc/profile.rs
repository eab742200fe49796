use contracts::auth::v1::{
    DeactivateMeRequest, EnsureProfileRequest, EnsureProfileResponse, GetMeRequest, GetMeResponse,
    ReactivateMeRequest, ReactivateMeResponse, UpdateMeRequest, UpdateMeResponse, VerifyProfileRequest,
    VerifyProfileResponse,
};
use tonic::{Request, Status};

use super::wire;
use crate::{
    context::Context,
    domain::{
        password::Attempt,
        profile::{ProfileEdit, SentProfile},
        readiness::{Access, Progress, Readiness},
    },
    error::AuthError,
    usecases::{self, DeactivateMe, VerifyProfile},
};

pub async fn ensure_profile(
    context: &Context,
    request: Request<EnsureProfileRequest>,
) -> Result<EnsureProfileResponse, Status> {
    let user = principal::user(&request)?;
    let ensured = usecases::ensure_profile(context, &user).await?;
    Ok(EnsureProfileResponse {
        user_id: user.id.to_string(),
        workspace_id: ensured.workspace.to_string(),
        identification_number: ensured.profile.identification_number,
        subscription_plan: ensured.access.plan,
        subscription_status: ensured.access.status,
    })
}

pub async fn verify_profile(
    context: &Context,
    request: Request<VerifyProfileRequest>,
) -> Result<VerifyProfileResponse, Status> {
    let user = principal::user_in_any_state(&request)?;
    let VerifyProfileRequest { workspace_id, afresh } = request.into_inner();
    let named = workspace_id.as_deref().map(wire::workspace_id).transpose()?;
    let readiness = usecases::verify_profile(context, &user, VerifyProfile { named, afresh }).await?;
    Ok(told(readiness))
}

/// Where nobody was asked about payment and onboarding, something else comes first and the words are those of a beginner.
fn told(readiness: Readiness) -> VerifyProfileResponse {
    let next_action = wire::next_action(readiness.next_action()).into();
    let (access, progress) = readiness.standing.unwrap_or_else(|| {
        let access = Access {
            plan: None,
            status: "none".to_owned(),
            needs_payment: true,
            has_completed_payment: false,
        };
        (access, Progress { status: "pending".to_owned(), completed: false, step: 0 })
    });
    VerifyProfileResponse {
        profile_exists: readiness.profile_exists,
        workspace_exists: readiness.workspace.is_some(),
        workspace_id: readiness.workspace.map(|id| id.to_string()).unwrap_or_default(),
        subscription_plan: access.plan,
        subscription_status: access.status,
        needs_payment: access.needs_payment,
        onboarding_status: progress.status,
        onboarding_step: progress.step,
        account_state: wire::account_state(readiness.account).into(),
        next_action,
        is_trial: !access.has_completed_payment,
    }
}

pub async fn get_me(context: &Context, request: Request<GetMeRequest>) -> Result<GetMeResponse, Status> {
    let user = principal::user(&request)?;
    let profile = usecases::get_me(context, user.id).await?;
    Ok(GetMeResponse { profile: Some(wire::profile(profile)) })
}

pub async fn update_me(
    context: &Context,
    request: Request<UpdateMeRequest>,
) -> Result<UpdateMeResponse, Status> {
    let user = principal::user(&request)?;
    let sent = request.into_inner();
    let sent = SentProfile {
        full_name: sent.full_name,
        avatar_url: sent.avatar_url,
        bio: sent.bio,
        time_zone: sent.time_zone,
        preferences: sent.preferences,
    };
    let edit = ProfileEdit::try_from(sent).map_err(AuthError::Invalid)?;
    let profile = usecases::update_me(context, user.id, &edit).await?;
    Ok(UpdateMeResponse { profile: Some(wire::profile(profile)) })
}

pub async fn deactivate_me(context: &Context, request: Request<DeactivateMeRequest>) -> Result<(), Status> {
    let user = principal::user(&request)?;
    let sent = request.into_inner();
    let password = sent.password.as_deref().filter(|typed| !typed.is_empty()).map(Attempt::new);
    let command = DeactivateMe { confirmation: sent.confirmation, password };
    Ok(usecases::deactivate_me(context, &user, command).await?)
}

pub async fn reactivate_me(
    context: &Context,
    request: Request<ReactivateMeRequest>,
) -> Result<ReactivateMeResponse, Status> {
    let user = principal::user_in_any_state(&request)?;
    let profile = usecases::reactivate_me(context, &user).await?;
    Ok(ReactivateMeResponse { profile: Some(wire::profile(profile)) })
}
