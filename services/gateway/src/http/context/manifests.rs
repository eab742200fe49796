use std::time::Duration;

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{ETAG, HeaderName},
    post,
    web::{Data, Payload},
};
use contracts::bcm::v1::{GetManifestRequest, RebuildRequest, RestoreRequest, Tier};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    context::Gateway,
    http::{
        Answer, body,
        documents::{Manifest, RebuiltManifest},
        door, preconditions,
        query::Query,
        refusals::Feature,
        wire, words,
    },
    limits::Row,
};

pub fn routes(config: &mut ServiceConfig) {
    config.service(get_manifest).service(rebuild).service(restore);
}

/// Product 6.7.
const PATIENCE: Duration = Duration::from_secs(5);

const FRESHNESS: HeaderName = HeaderName::from_static("x-bcm-freshness");
/// Revalidated every time: the tag says whether anything changed.
const REVALIDATE: &str = "private, no-cache";

/// Where reading starts.
#[derive(Clone, Copy, ToSchema)]
#[schema(rename_all = "snake_case")]
enum ReadFrom {
    Tier0,
    Tier1,
    Tier2,
}

impl From<ReadFrom> for Tier {
    fn from(place: ReadFrom) -> Self {
        match place {
            ReadFrom::Tier0 => Self::Tier0,
            ReadFrom::Tier1 => Self::Tier1,
            ReadFrom::Tier2 => Self::Tier2,
        }
    }
}

const TIERS: [(&str, ReadFrom); 3] =
    [("tier0", ReadFrom::Tier0), ("tier1", ReadFrom::Tier1), ("tier2", ReadFrom::Tier2)];

/// The manifest
///
/// The compact document that every feature reads.
#[utoipa::path(
    tag = "Context",
    params(
        ("tier" = inline(Option<ReadFrom>), Query, description = "Where reading starts; tier0 when absent"),
        ("use_fallback" = Option<bool>, Query, description = "Whether other tiers and the database may answer; true when absent"),
        ("If-None-Match" = Option<String>, Header, description = "Entity tag of the manifest at hand"),
    ),
    responses(
        (status = 200, description = "The manifest with its state", body = Manifest, headers(
            ("ETag" = String, description = "Changes with content, state and freshness"),
            ("X-BCM-Freshness" = String, description = "fresh, stale or expired"),
        )),
        (status = 304, description = "As at hand"),
        Feature,
        (status = 404, description = "BCM_NOT_FOUND", body = crate::http::ProblemDocument),
    ),
    security(("session" = ["ready"]), ("bearer" = ["ready"])),
)]
#[get("/api/v1/context/manifest")]
async fn get_manifest(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let member = door::ready_member(&gateway, &request, Row::Api).await?;
    let query = Query::of(&request);
    let message = GetManifestRequest {
        tier: query.word("tier", &TIERS)?.map_or(Tier::Tier0, Tier::from).into(),
        use_fallback: query.flag("use_fallback")?.unwrap_or(true),
        if_none_match: preconditions::if_none_match(&request),
    };
    let bcm = &gateway.services.bcm;
    let ask = bcm.read(&member, message, async |mut bcm, request| bcm.get_manifest(request).await);
    let sent = ask.await?;
    let freshness: &str = words::Freshness::try_from(sent.freshness())?.into();
    let mut answer = if sent.not_modified { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer.insert_header((ETAG, sent.etag)).insert_header((FRESHNESS, freshness));
    answer.insert_header((actix_web::http::header::CACHE_CONTROL, REVALIDATE));
    Ok(if sent.not_modified { answer.finish() } else { wire::document(answer, sent.manifest) })
}

#[derive(Deserialize, ToSchema)]
struct Rebuild {
    /// Also within an hour of the newest version.
    force: Option<bool>,
    #[schema(max_length = 500)]
    reason: Option<String>,
}

/// Make a new version of the manifest from the current answers
#[utoipa::path(
    tag = "Context",
    params(("Idempotency-Key" = String, Header, description = "8 to 64 letters, digits, hyphens or underscores")),
    request_body(content = Option<Rebuild>),
    responses(
        (status = 200, description = "The manifest and what changed", body = RebuiltManifest, headers(("ETag" = String))),
        (status = 400, description = "IDEMPOTENCY_KEY_REQUIRED", body = crate::http::ProblemDocument),
        Feature,
        (status = 404, description = "BCM_NOT_FOUND", body = crate::http::ProblemDocument),
        (status = 409, description = "REBUILD_IN_PROGRESS, IDEMPOTENCY_IN_PROGRESS", body = crate::http::ProblemDocument),
        (status = 422, description = "BCM_BUDGET_EXCEEDED, IDEMPOTENCY_KEY_REUSED", body = crate::http::ProblemDocument),
        (status = 429, description = "REBUILD_COOLDOWN, RATE_LIMITED", body = crate::http::ProblemDocument),
        (status = 500, description = "REBUILD_FAILED", body = crate::http::ProblemDocument),
    ),
    security(("session" = ["ready", "manager"]), ("bearer" = ["ready", "manager"])),
)]
#[post("/api/v1/context/rebuild")]
async fn rebuild(gateway: Data<Gateway>, request: HttpRequest, payload: Payload) -> Answer {
    let member = door::ready_member(&gateway, &request, Row::Api).await?;
    let idempotency_key = preconditions::idempotency_key(&request)?;
    let Rebuild { force, reason } = body::json(&request, payload).await?.value;
    let (force, reason) = (force.unwrap_or(false), reason.unwrap_or_default());
    let message = RebuildRequest { force, reason, idempotency_key };
    let bcm = gateway.services.bcm.within(PATIENCE);
    let ask = bcm.write(&member, message, async |mut bcm, request| bcm.rebuild(request).await);
    let sent = ask.await?;
    let mut answer = HttpResponse::Ok();
    answer.insert_header((ETAG, sent.etag));
    Ok(wire::document(answer, sent.manifest))
}

#[derive(Deserialize, ToSchema)]
struct Restore {
    /// Such as 1.2.0.
    version: String,
}

/// Make a new version with the content of an old one
#[utoipa::path(
    tag = "Context",
    request_body = Restore,
    responses(
        (status = 200, description = "The new version, or the current one when it has the same content", body = RebuiltManifest, headers(("ETag" = String))),
        Feature,
        (status = 404, description = "NOT_FOUND", body = crate::http::ProblemDocument),
        (status = 410, description = "BODY_PURGED", body = crate::http::ProblemDocument),
    ),
    security(("session" = ["ready", "manager"]), ("bearer" = ["ready", "manager"])),
)]
#[post("/api/v1/context/restore")]
async fn restore(gateway: Data<Gateway>, request: HttpRequest, payload: Payload) -> Answer {
    let member = door::ready_member(&gateway, &request, Row::Api).await?;
    let Restore { version } = body::json(&request, payload).await?.value;
    let bcm = gateway.services.bcm.within(PATIENCE);
    let ask =
        bcm.write(&member, RestoreRequest { version }, async |mut bcm, request| bcm.restore(request).await);
    let sent = ask.await?;
    let mut answer = HttpResponse::Ok();
    answer.insert_header((ETAG, sent.etag));
    Ok(wire::document(answer, sent.manifest))
}
