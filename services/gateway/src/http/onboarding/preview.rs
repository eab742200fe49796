use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use contracts::onboarding::v1::{
    ManifestPreview as SentPreview, MissingStep as SentStep, PreviewManifestRequest, PreviewManifestResponse,
};
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    context::Gateway,
    error::GatewayError,
    http::{Answer, documents::ManifestContent, door, path, refusals::InSession, wire},
    limits::Row,
};

pub fn routes(config: &mut ServiceConfig) {
    config.service(preview_manifest);
}

/// The manifest as finalize would make it now, and what finalize would still ask for.
#[derive(Serialize, ToSchema)]
struct ManifestPreview {
    /// Null, and so are the numbers, until company name, value proposition and a customer profile are submitted.
    #[schema(value_type = Option<ManifestContent>)]
    manifest: Option<Box<RawValue>>,
    token_count: Option<u32>,
    token_budget: Option<u32>,
    /// none, light, medium, heavy, aggressive or emergency.
    compression_level: Option<String>,
    /// Paths removed or shortened to fit the budget.
    dropped: Vec<String>,
    missing: Vec<MissingStep>,
}

/// A required step that is not complete.
#[derive(Serialize, ToSchema)]
struct MissingStep {
    n: u32,
    step_id: String,
    title: String,
    /// JSON pointers into the step's data.
    fields: Vec<String>,
}

impl From<SentStep> for MissingStep {
    fn from(sent: SentStep) -> Self {
        Self { n: sent.n, step_id: sent.step_id, title: sent.title, fields: sent.fields }
    }
}

impl TryFrom<PreviewManifestResponse> for ManifestPreview {
    type Error = GatewayError;

    fn try_from(sent: PreviewManifestResponse) -> Result<Self, GatewayError> {
        let preview = sent.preview.as_ref();
        let raw = |preview: &SentPreview| wire::raw(&preview.manifest, "a manifest");
        Ok(Self {
            manifest: preview.map(raw).transpose()?,
            token_count: preview.map(|preview| preview.token_count),
            token_budget: preview.map(|preview| preview.token_budget),
            compression_level: preview.map(|preview| preview.compression_level.clone()),
            dropped: sent.preview.map(|preview| preview.dropped).unwrap_or_default(),
            missing: sent.missing.into_iter().map(MissingStep::from).collect(),
        })
    }
}

/// The manifest before it is made
///
/// Of the submitted answers, drafts left out. Nothing is stored.
#[utoipa::path(
    tag = "Onboarding",
    params(("sid" = uuid::Uuid, Path)),
    responses(
        (status = 200, description = "The manifest, or null while too little is answered", body = ManifestPreview),
        InSession,
        (status = 503, description = "BCM_UNAVAILABLE", body = crate::http::ProblemDocument),
    ),
    security(("session" = ["member"]), ("bearer" = ["member"])),
)]
#[get("/api/v1/onboarding/{sid}/preview")]
async fn preview_manifest(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let member = door::member(&gateway, &request, Row::Onboarding).await?;
    let message = PreviewManifestRequest { session_id: path::id(&request, "sid").to_string() };
    let onboarding = &gateway.services.onboarding;
    let ask = onboarding
        .read(&member, message, async |mut onboarding, request| onboarding.preview_manifest(request).await);
    Ok(HttpResponse::Ok().json(ManifestPreview::try_from(ask.await?)?))
}
