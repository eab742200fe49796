use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use contracts::bcm::v1::{GetStatsRequest, GetVersionRequest, ListHistoryRequest};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    context::Gateway,
    http::{
        Answer,
        documents::{History, Manifest, Stats},
        door, path,
        query::Query,
        refusals::Feature,
        wire,
    },
    limits::Row,
};

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_history).service(get_version).service(get_stats);
}

/// Versions of the manifest
#[utoipa::path(
    tag = "Context",
    params(("limit" = Option<u32>, Query, description = "10 when absent", minimum = 1, maximum = 100)),
    responses((status = 200, description = "Newest first", body = History), Feature),
    security(("session" = ["ready"]), ("bearer" = ["ready"])),
)]
#[get("/api/v1/context/history")]
async fn list_history(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let member = door::ready_member(&gateway, &request, Row::Api).await?;
    let message = ListHistoryRequest { limit: Query::of(&request).number("limit", 1..=100)?.unwrap_or(0) };
    let bcm = &gateway.services.bcm;
    let ask = bcm.read(&member, message, async |mut bcm, request| bcm.list_history(request).await);
    Ok(wire::document(HttpResponse::Ok(), ask.await?.history))
}

/// One version of the manifest
#[utoipa::path(
    tag = "Context",
    params(("version" = String, Path, description = "Such as 1.2.0")),
    responses(
        (status = 200, description = "The manifest of that version", body = Manifest),
        Feature,
        (status = 404, description = "NOT_FOUND", body = crate::http::ProblemDocument),
        (status = 410, description = "BODY_PURGED", body = crate::http::ProblemDocument),
    ),
    security(("session" = ["ready"]), ("bearer" = ["ready"])),
)]
#[get("/api/v1/context/versions/{version}")]
async fn get_version(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let member = door::ready_member(&gateway, &request, Row::Api).await?;
    let message = GetVersionRequest { version: path::version(&request) };
    let bcm = &gateway.services.bcm;
    let ask = bcm.read(&member, message, async |mut bcm, request| bcm.get_version(request).await);
    Ok(wire::document(HttpResponse::Ok(), ask.await?.manifest))
}

/// How the manifest is read and built
#[utoipa::path(
    tag = "Context",
    responses((status = 200, description = "Tier hits, sizes and builds", body = Stats), Feature),
    security(("session" = ["ready", "manager"]), ("bearer" = ["ready", "manager"])),
)]
#[get("/api/v1/context/stats")]
async fn get_stats(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let member = door::ready_member(&gateway, &request, Row::Api).await?;
    let bcm = &gateway.services.bcm;
    let ask = bcm.read(&member, GetStatsRequest {}, async |mut bcm, request| bcm.get_stats(request).await);
    Ok(wire::document(HttpResponse::Ok(), ask.await?.stats))
}
