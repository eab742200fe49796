//! The calls of `raptorflow.auth.v1`: parse, ask the use case, shape.

mod accounts;
mod passwords;
mod profile;
mod services;
mod sessions;
mod wire;
mod workspaces;

use std::sync::Arc;

use contracts::auth::v1::{
    ChangePasswordRequest, DeactivateMeRequest, DeleteWorkspaceRequest, EndSessionRequest,
    EndSessionsRequest, EndSessionsResponse, EnsureProfileRequest, EnsureProfileResponse,
    ForgotPasswordRequest, GetContactRequest, GetContactResponse, GetJwksRequest, GetJwksResponse,
    GetMeRequest, GetMeResponse, ListSessionsRequest, ListSessionsResponse, ListWorkspacesRequest,
    ListWorkspacesResponse, LogInRequest, LogInResponse, LogOutRequest, ReactivateMeRequest,
    ReactivateMeResponse, RefreshSessionRequest, RefreshSessionResponse, ResendVerificationRequest,
    ResetPasswordRequest, ResolveMembershipRequest, ResolveMembershipResponse, SignUpRequest, SignUpResponse,
    SwitchWorkspaceRequest, SwitchWorkspaceResponse, UpdateMeRequest, UpdateMeResponse,
    UpdateWorkspaceRequest, UpdateWorkspaceResponse, VerifyAccessTokenRequest, VerifyAccessTokenResponse,
    VerifyEmailRequest, VerifyProfileRequest, VerifyProfileResponse, auth_service_server::AuthService,
};
use tonic::{Request, Response, Status};

use crate::context::Context;

/// All calls, behind the guard.
pub struct Door {
    context: Arc<Context>,
}

impl Door {
    pub fn new(context: Arc<Context>) -> Self {
        Self { context }
    }
}

type Answer<T> = Result<Response<T>, Status>;

#[tonic::async_trait]
impl AuthService for Door {
    async fn sign_up(&self, request: Request<SignUpRequest>) -> Answer<SignUpResponse> {
        accounts::sign_up(&self.context, request).await.map(Response::new)
    }

    async fn log_in(&self, request: Request<LogInRequest>) -> Answer<LogInResponse> {
        accounts::log_in(&self.context, request).await.map(Response::new)
    }

    async fn refresh_session(
        &self,
        request: Request<RefreshSessionRequest>,
    ) -> Answer<RefreshSessionResponse> {
        accounts::refresh_session(&self.context, request).await.map(Response::new)
    }

    async fn log_out(&self, request: Request<LogOutRequest>) -> Answer<()> {
        accounts::log_out(&self.context, request).await.map(Response::new)
    }

    async fn list_sessions(&self, request: Request<ListSessionsRequest>) -> Answer<ListSessionsResponse> {
        sessions::list_sessions(&self.context, request).await.map(Response::new)
    }

    async fn end_session(&self, request: Request<EndSessionRequest>) -> Answer<()> {
        sessions::end_session(&self.context, request).await.map(Response::new)
    }

    async fn ensure_profile(&self, request: Request<EnsureProfileRequest>) -> Answer<EnsureProfileResponse> {
        profile::ensure_profile(&self.context, request).await.map(Response::new)
    }

    async fn verify_profile(&self, request: Request<VerifyProfileRequest>) -> Answer<VerifyProfileResponse> {
        profile::verify_profile(&self.context, request).await.map(Response::new)
    }

    async fn get_me(&self, request: Request<GetMeRequest>) -> Answer<GetMeResponse> {
        profile::get_me(&self.context, request).await.map(Response::new)
    }

    async fn update_me(&self, request: Request<UpdateMeRequest>) -> Answer<UpdateMeResponse> {
        profile::update_me(&self.context, request).await.map(Response::new)
    }

    async fn deactivate_me(&self, request: Request<DeactivateMeRequest>) -> Answer<()> {
        profile::deactivate_me(&self.context, request).await.map(Response::new)
    }

    async fn reactivate_me(&self, request: Request<ReactivateMeRequest>) -> Answer<ReactivateMeResponse> {
        profile::reactivate_me(&self.context, request).await.map(Response::new)
    }

    async fn list_workspaces(
        &self,
        request: Request<ListWorkspacesRequest>,
    ) -> Answer<ListWorkspacesResponse> {
        workspaces::list_workspaces(&self.context, request).await.map(Response::new)
    }

    async fn update_workspace(
        &self,
        request: Request<UpdateWorkspaceRequest>,
    ) -> Answer<UpdateWorkspaceResponse> {
        workspaces::update_workspace(&self.context, request).await.map(Response::new)
    }

    async fn delete_workspace(&self, request: Request<DeleteWorkspaceRequest>) -> Answer<()> {
        workspaces::delete_workspace(&self.context, request).await.map(Response::new)
    }

    async fn switch_workspace(
        &self,
        request: Request<SwitchWorkspaceRequest>,
    ) -> Answer<SwitchWorkspaceResponse> {
        workspaces::switch_workspace(&self.context, request).await.map(Response::new)
    }

    async fn forgot_password(&self, request: Request<ForgotPasswordRequest>) -> Answer<()> {
        passwords::forgot_password(&self.context, request).await.map(Response::new)
    }

    async fn reset_password(&self, request: Request<ResetPasswordRequest>) -> Answer<()> {
        passwords::reset_password(&self.context, request).await.map(Response::new)
    }

    async fn change_password(&self, request: Request<ChangePasswordRequest>) -> Answer<()> {
        passwords::change_password(&self.context, request).await.map(Response::new)
    }

    async fn verify_email(&self, request: Request<VerifyEmailRequest>) -> Answer<()> {
        passwords::verify_email(&self.context, request).await.map(Response::new)
    }

    async fn resend_verification(&self, request: Request<ResendVerificationRequest>) -> Answer<()> {
        passwords::resend_verification(&self.context, request).await.map(Response::new)
    }

    async fn get_jwks(&self, request: Request<GetJwksRequest>) -> Answer<GetJwksResponse> {
        services::get_jwks(&self.context, request).await.map(Response::new)
    }

    async fn verify_access_token(
        &self,
        request: Request<VerifyAccessTokenRequest>,
    ) -> Answer<VerifyAccessTokenResponse> {
        services::verify_access_token(&self.context, request).await.map(Response::new)
    }

    async fn resolve_membership(
        &self,
        request: Request<ResolveMembershipRequest>,
    ) -> Answer<ResolveMembershipResponse> {
        services::resolve_membership(&self.context, request).await.map(Response::new)
    }

    async fn get_contact(&self, request: Request<GetContactRequest>) -> Answer<GetContactResponse> {
        services::get_contact(&self.context, request).await.map(Response::new)
    }

    async fn end_sessions(&self, request: Request<EndSessionsRequest>) -> Answer<EndSessionsResponse> {
        services::end_sessions(&self.context, request).await.map(Response::new)
    }
}
