//! The calls of the contract: parse, ask the use case, shape.

pub mod document;
mod parse;
mod views;

use std::sync::Arc;

use bootstrap::grpc::MESSAGE_BYTES;
use contracts::onboarding::v1::{
    self as wire,
    onboarding_service_server::{OnboardingService, OnboardingServiceServer},
};
use principal::ServiceName;
use tonic::{Request, Response, Status, service::Routes};

use crate::{context::Context, usecases};

/// The service's calls; the guard lies around them.
pub fn routes(context: Arc<Context>) -> Routes {
    let server = OnboardingServiceServer::new(Calls { context })
        .max_decoding_message_size(MESSAGE_BYTES)
        .max_encoding_message_size(MESSAGE_BYTES);
    Routes::new(server)
}

struct Calls {
    context: Arc<Context>,
}

type Answer<T> = Result<Response<T>, Status>;

#[tonic::async_trait]
impl OnboardingService for Calls {
    async fn describe_steps(
        &self,
        _: Request<wire::DescribeStepsRequest>,
    ) -> Answer<wire::DescribeStepsResponse> {
        let published = usecases::describe_steps(&self.context);
        let (description, version) = (published.bytes.clone(), published.version.clone());
        Ok(Response::new(wire::DescribeStepsResponse { description, version }))
    }

    async fn create_session(
        &self,
        request: Request<wire::CreateSessionRequest>,
    ) -> Answer<wire::CreateSessionResponse> {
        let member = principal::member(&request)?;
        let wire::CreateSessionRequest { client_name, restart } = request.into_inner();
        let made = usecases::create_session(&self.context, &member, &client_name, restart).await?;
        let session = Some(views::session(&self.context, &made.journey));
        Ok(Response::new(wire::CreateSessionResponse { session, created: made.created }))
    }

    async fn get_current(
        &self,
        request: Request<wire::GetCurrentRequest>,
    ) -> Answer<wire::GetCurrentResponse> {
        let member = principal::member(&request)?;
        let journey = usecases::current_session(&self.context, &member).await?;
        let session = Some(views::session(&self.context, &journey));
        Ok(Response::new(wire::GetCurrentResponse { session }))
    }

    async fn get_session(
        &self,
        request: Request<wire::GetSessionRequest>,
    ) -> Answer<wire::GetSessionResponse> {
        let member = principal::member(&request)?;
        let id = parse::session(&request.get_ref().session_id)?;
        let journey = usecases::read_session(&self.context, &member, id).await?;
        let session = Some(views::session(&self.context, &journey));
        Ok(Response::new(wire::GetSessionResponse { session }))
    }

    async fn get_summary(
        &self,
        request: Request<wire::GetSummaryRequest>,
    ) -> Answer<wire::GetSummaryResponse> {
        let member = principal::member(&request)?;
        let id = parse::session(&request.get_ref().session_id)?;
        let (journey, issues) = usecases::summarize(&self.context, &member, id).await?;
        let session = Some(views::session(&self.context, &journey));
        let issues = issues.iter().map(views::step_issues).collect();
        Ok(Response::new(wire::GetSummaryResponse { session, issues }))
    }

    async fn preview_manifest(
        &self,
        request: Request<wire::PreviewManifestRequest>,
    ) -> Answer<wire::PreviewManifestResponse> {
        let member = principal::member(&request)?;
        let id = parse::session(&request.get_ref().session_id)?;
        let previewed = usecases::preview_manifest(&self.context, &member, id).await?;
        Ok(Response::new(views::previewed(&previewed)))
    }

    async fn get_progress(
        &self,
        request: Request<wire::GetProgressRequest>,
    ) -> Answer<wire::GetProgressResponse> {
        let member = principal::member(&request)?;
        let id = parse::session(&request.get_ref().session_id)?;
        let journey = usecases::read_progress(&self.context, &member, id).await?;
        let progress = Some(views::progress(&journey));
        Ok(Response::new(wire::GetProgressResponse { progress }))
    }

    async fn get_step(&self, request: Request<wire::GetStepRequest>) -> Answer<wire::GetStepResponse> {
        let member = principal::member(&request)?;
        let wire::GetStepRequest { session_id, n } = request.into_inner();
        let (id, n) = (parse::session(&session_id)?, parse::step(n)?);
        let read = usecases::read_step(&self.context, &member, id, n).await?;
        let step = Some(views::step(&self.context, &read.journey, n));
        let suggestions = read.suggestions.iter().map(|found| views::suggestion(n, found)).collect();
        Ok(Response::new(wire::GetStepResponse { step, suggestions }))
    }

    async fn save_step(&self, request: Request<wire::SaveStepRequest>) -> Answer<wire::SaveStepResponse> {
        let member = principal::member(&request)?;
        let message = request.into_inner();
        let target = parse::target(&message.session_id, message.n, message.expected_version)?;
        let data = document::read("/data", &message.data)?;
        let command = usecases::SaveStep { target, data, draft: message.draft };
        let saved = usecases::save_step(&self.context, &member, command).await?;
        Ok(Response::new(wire::SaveStepResponse { saved: Some(views::saved(&saved)) }))
    }

    async fn patch_step(&self, request: Request<wire::PatchStepRequest>) -> Answer<wire::PatchStepResponse> {
        let member = principal::member(&request)?;
        let message = request.into_inner();
        let target = parse::target(&message.session_id, message.n, message.expected_version)?;
        let patch = document::read("", &message.patch)?;
        let saved =
            usecases::patch_step(&self.context, &member, usecases::PatchStep { target, patch }).await?;
        Ok(Response::new(wire::PatchStepResponse { saved: Some(views::saved(&saved)) }))
    }

    async fn complete_step(
        &self,
        request: Request<wire::CompleteStepRequest>,
    ) -> Answer<wire::CompleteStepResponse> {
        let member = principal::member(&request)?;
        let message = request.into_inner();
        let target = parse::target(&message.session_id, message.n, message.expected_version)?;
        let data = message.data.map(|data| document::read("/data", &data)).transpose()?;
        let command = usecases::CompleteStep { target, data };
        let completed = usecases::complete_step(&self.context, &member, command).await?;
        Ok(Response::new(views::completed(&self.context, &completed, target.step)))
    }

    async fn skip_step(&self, request: Request<wire::SkipStepRequest>) -> Answer<wire::SkipStepResponse> {
        let member = principal::member(&request)?;
        let wire::SkipStepRequest { session_id, n } = request.into_inner();
        let (id, n) = (parse::session(&session_id)?, parse::step(n)?);
        let journey = usecases::skip_step(&self.context, &member, id, n).await?;
        let step = Some(views::step(&self.context, &journey, n));
        Ok(Response::new(wire::SkipStepResponse { step, progress: Some(views::progress(&journey)) }))
    }

    async fn run_assist(&self, request: Request<wire::RunAssistRequest>) -> Answer<wire::RunAssistResponse> {
        let member = principal::member(&request)?;
        let command = parse::run_assist(request.into_inner())?;
        let step = command.step;
        let ran = usecases::run_assist(&self.context, &member, command).await?;
        Ok(Response::new(views::ran(step, &ran)))
    }

    async fn decide_suggestion(
        &self,
        request: Request<wire::DecideSuggestionRequest>,
    ) -> Answer<wire::DecideSuggestionResponse> {
        let member = principal::member(&request)?;
        let command = parse::decide_suggestion(request.get_ref())?;
        let n = command.step;
        let (decided, journey) = usecases::decide_suggestion(&self.context, &member, command).await?;
        let suggestion = Some(views::suggestion(n, &decided));
        let step = Some(views::step(&self.context, &journey, n));
        Ok(Response::new(wire::DecideSuggestionResponse { suggestion, step }))
    }

    async fn finalize(&self, request: Request<wire::FinalizeRequest>) -> Answer<wire::FinalizeResponse> {
        let member = principal::member(&request)?;
        let wire::FinalizeRequest { session_id, force, idempotency_key } = request.into_inner();
        let command = usecases::Finalize { session: parse::session(&session_id)?, force, idempotency_key };
        let result = usecases::finalize(&self.context, &member, command).await?;
        Ok(Response::new(wire::FinalizeResponse { result }))
    }

    async fn resume_session(
        &self,
        request: Request<wire::ResumeSessionRequest>,
    ) -> Answer<wire::ResumeSessionResponse> {
        let member = principal::member(&request)?;
        let id = parse::session(&request.get_ref().session_id)?;
        let journey = usecases::resume_session(&self.context, &member, id).await?;
        let session = Some(views::session(&self.context, &journey));
        Ok(Response::new(wire::ResumeSessionResponse { session }))
    }

    async fn reset_session(
        &self,
        request: Request<wire::ResetSessionRequest>,
    ) -> Answer<wire::ResetSessionResponse> {
        let member = principal::member(&request)?;
        let id = parse::session(&request.get_ref().session_id)?;
        let journey = usecases::reset_session(&self.context, &member, id).await?;
        let session = Some(views::session(&self.context, &journey));
        Ok(Response::new(wire::ResetSessionResponse { session }))
    }

    async fn delete_session(&self, request: Request<wire::DeleteSessionRequest>) -> Answer<()> {
        let member = principal::member(&request)?;
        let id = parse::session(&request.get_ref().session_id)?;
        usecases::delete_session(&self.context, &member, id).await?;
        Ok(Response::new(()))
    }

    async fn get_status(&self, request: Request<wire::GetStatusRequest>) -> Answer<wire::GetStatusResponse> {
        let origin = principal::service(&request, &[ServiceName::Auth, ServiceName::Gateway])?;
        let workspace = parse::workspace(&request.get_ref().workspace_id)?;
        let standing = usecases::get_status(&self.context, workspace, &origin).await?;
        Ok(Response::new(views::standing(&standing)))
    }

    async fn erase_workspace(&self, request: Request<wire::EraseWorkspaceRequest>) -> Answer<()> {
        let origin = principal::service(&request, &[ServiceName::Auth])?;
        let workspace = parse::workspace(&request.get_ref().workspace_id)?;
        usecases::erase_workspace(&self.context, workspace, &origin).await?;
        Ok(Response::new(()))
    }
}
