//! The door: what `proto/raptorflow/bcm/v1/bcm.proto` promises.

mod parse;

use std::sync::Arc;

use contracts::bcm::v1::{self as wire, bcm_service_server::BcmService};
use principal::{ServiceName, member, service};
use problem::to_status;
use tonic::{Request, Response, Status};

use crate::{
    context::Context,
    domain::freshness::Freshness,
    error::BcmError,
    usecases::{self, Build, Export, Query, Rebuild, Restore, SubmitContext},
};

/// Answers calls with use cases.
pub struct Door {
    context: Arc<Context>,
}

impl Door {
    pub fn new(context: Arc<Context>) -> Self {
        Self { context }
    }
}

/// Who may hand over contexts.
const WRITERS: &[ServiceName] = &[ServiceName::Onboarding];

fn status(error: impl Into<BcmError>) -> Status {
    to_status(&error.into())
}

#[tonic::async_trait]
impl BcmService for Door {
    async fn build(
        &self,
        request: Request<wire::BuildRequest>,
    ) -> Result<Response<wire::BuildResponse>, Status> {
        let origin = service(&request, WRITERS)?;
        let wire::BuildRequest { workspace_id, user_id, context, key, reason } = request.into_inner();
        let actor = parse::service_actor(&workspace_id, &user_id, origin).map_err(status)?;
        let (key, reason) = parse::key_and_reason(&key, &reason, "onboarding completed").map_err(status)?;
        let context = usecases::parse_context(context).await.map_err(status)?;
        let command = Build { actor, context, key, reason };
        let built = usecases::build(&self.context, command).await.map_err(status)?;
        Ok(Response::new(wire::BuildResponse {
            manifest: built.document,
            version: built.version,
            checksum: built.checksum,
            cached: built.cached,
            unchanged: built.unchanged,
        }))
    }

    async fn submit_context(
        &self,
        request: Request<wire::SubmitContextRequest>,
    ) -> Result<Response<wire::SubmitContextResponse>, Status> {
        let origin = service(&request, WRITERS)?;
        let wire::SubmitContextRequest { workspace_id, user_id, context, key, reason } = request.into_inner();
        let actor = parse::service_actor(&workspace_id, &user_id, origin).map_err(status)?;
        let (key, reason) = parse::key_and_reason(&key, &reason, "answers changed").map_err(status)?;
        let context = usecases::parse_context(context).await.map_err(status)?;
        let command = SubmitContext { actor, context, key, reason };
        usecases::submit_context(&self.context, command).await.map_err(status)?;
        Ok(Response::new(wire::SubmitContextResponse {}))
    }

    async fn mark_stale(&self, request: Request<wire::MarkStaleRequest>) -> Result<Response<()>, Status> {
        let origin = service(&request, WRITERS)?;
        let wire::MarkStaleRequest { workspace_id, reason } = request.into_inner();
        let workspace = parse::workspace(&workspace_id).map_err(status)?;
        let client = parse::client(origin);
        usecases::mark_stale(&self.context, workspace, client, &reason).await.map_err(status)?;
        Ok(Response::new(()))
    }

    async fn preview(
        &self,
        request: Request<wire::PreviewRequest>,
    ) -> Result<Response<wire::PreviewResponse>, Status> {
        service(&request, WRITERS)?;
        let wire::PreviewRequest { workspace_id, context } = request.into_inner();
        let workspace = parse::workspace(&workspace_id).map_err(status)?;
        let context = usecases::parse_context(context).await.map_err(status)?;
        let preview = usecases::preview(&self.context, workspace, context).await.map_err(status)?;
        Ok(Response::new(wire::PreviewResponse { preview }))
    }

    async fn erase_workspace(
        &self,
        request: Request<wire::EraseWorkspaceRequest>,
    ) -> Result<Response<()>, Status> {
        service(&request, WRITERS)?;
        let workspace = parse::workspace(&request.into_inner().workspace_id).map_err(status)?;
        usecases::erase_workspace(&self.context, workspace).await.map_err(status)?;
        Ok(Response::new(()))
    }

    async fn get_manifest(
        &self,
        request: Request<wire::GetManifestRequest>,
    ) -> Result<Response<wire::GetManifestResponse>, Status> {
        let actor = parse::member_actor(member(&request)?);
        let request = request.into_inner();
        let from = parse::tier(request.tier()).map_err(status)?;
        let wire::GetManifestRequest { use_fallback, if_none_match, .. } = request;
        let query = Query { actor, from, use_fallback, if_none_match };
        let found = usecases::get_manifest(&self.context, query).await.map_err(status)?;
        Ok(Response::new(wire::GetManifestResponse {
            not_modified: found.document.is_none(),
            manifest: found.document.unwrap_or_default(),
            etag: found.etag,
            freshness: wire_freshness(found.freshness).into(),
            served_from: parse::wire_tier(found.place).into(),
        }))
    }

    async fn rebuild(
        &self,
        request: Request<wire::RebuildRequest>,
    ) -> Result<Response<wire::RebuildResponse>, Status> {
        let member = member(&request)?;
        member.must_manage()?;
        let wire::RebuildRequest { force, reason, idempotency_key } = request.into_inner();
        let reason = parse::reason(&reason, "rebuild on request").map_err(status)?;
        let command = Rebuild { actor: parse::member_actor(member), force, reason, idempotency_key };
        let rebuilt = usecases::rebuild(&self.context, command).await.map_err(status)?;
        Ok(Response::new(wire::RebuildResponse { manifest: rebuilt.document, etag: rebuilt.etag }))
    }

    async fn list_history(
        &self,
        request: Request<wire::ListHistoryRequest>,
    ) -> Result<Response<wire::ListHistoryResponse>, Status> {
        let actor = parse::member_actor(member(&request)?);
        let limit = parse::limit(request.into_inner().limit).map_err(status)?;
        let history = usecases::list_history(&self.context, &actor, limit).await.map_err(status)?;
        Ok(Response::new(wire::ListHistoryResponse { history }))
    }

    async fn get_version(
        &self,
        request: Request<wire::GetVersionRequest>,
    ) -> Result<Response<wire::GetVersionResponse>, Status> {
        let actor = parse::member_actor(member(&request)?);
        let version = parse::version(&request.into_inner().version).map_err(status)?;
        let manifest = usecases::get_version(&self.context, &actor, version).await.map_err(status)?;
        Ok(Response::new(wire::GetVersionResponse { manifest }))
    }

    async fn restore(
        &self,
        request: Request<wire::RestoreRequest>,
    ) -> Result<Response<wire::RestoreResponse>, Status> {
        let member = member(&request)?;
        member.must_manage()?;
        let version = parse::version(&request.into_inner().version).map_err(status)?;
        let command = Restore { actor: parse::member_actor(member), version };
        let restored = usecases::restore(&self.context, command).await.map_err(status)?;
        Ok(Response::new(wire::RestoreResponse { manifest: restored.document, etag: restored.etag }))
    }

    async fn export(
        &self,
        request: Request<wire::ExportRequest>,
    ) -> Result<Response<wire::ExportResponse>, Status> {
        let actor = parse::member_actor(member(&request)?);
        let request = request.into_inner();
        let format = parse::format(request.format());
        let command = Export { actor, format, workspace_slug: request.workspace_slug };
        let exported = usecases::export(&self.context, command).await.map_err(status)?;
        Ok(Response::new(wire::ExportResponse {
            file_name: exported.file_name,
            content_type: exported.content_type.to_owned(),
            content: exported.content,
        }))
    }

    async fn get_stats(
        &self,
        request: Request<wire::GetStatsRequest>,
    ) -> Result<Response<wire::GetStatsResponse>, Status> {
        let member = member(&request)?;
        member.must_manage()?;
        let actor = parse::member_actor(member);
        let stats = usecases::get_stats(&self.context, &actor).await.map_err(status)?;
        Ok(Response::new(wire::GetStatsResponse { stats }))
    }
}

fn wire_freshness(freshness: Freshness) -> wire::Freshness {
    match freshness {
        Freshness::Fresh => wire::Freshness::Fresh,
        Freshness::Stale => wire::Freshness::Stale,
        Freshness::Expired => wire::Freshness::Expired,
    }
}
