use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{CACHE_CONTROL, ETAG},
    web::Data,
};
use contracts::onboarding::v1::DescribeStepsRequest;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    context::Gateway,
    http::{Answer, documents::StepsDescription, door, preconditions, wire},
    limits::Row,
};

pub fn routes(config: &mut ServiceConfig) {
    config.service(describe_steps);
}

/// The 23 steps
///
/// Everything that a client needs to render and check them: titles, purpose, fields with type, limits, choices, help.
#[utoipa::path(
    tag = "Onboarding",
    params(("If-None-Match" = Option<String>, Header, description = "Entity tag of the description at hand")),
    responses(
        (status = 200, description = "The description", body = StepsDescription, headers(("ETag" = String))),
        (status = 304, description = "As at hand"),
    ),
)]
#[get("/api/v1/onboarding/steps")]
async fn describe_steps(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let visitor = door::visitor(&gateway, &request, Row::PublicRead).await?;
    let onboarding = &gateway.services.onboarding;
    let ask = onboarding.read(&visitor, DescribeStepsRequest {}, async |mut onboarding, request| {
        onboarding.describe_steps(request).await
    });
    let described = ask.await?;
    let etag = format!("\"{}\"", described.version);
    let known = preconditions::has(&request, &etag);
    let mut answer = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer.insert_header((ETAG, etag)).insert_header((CACHE_CONTROL, "public, max-age=60"));
    Ok(if known { answer.finish() } else { wire::document(answer, described.description) })
}
