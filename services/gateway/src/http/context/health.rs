use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use principal::ServiceName;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    context::Gateway,
    error::GatewayError,
    http::{Answer, door},
    limits::Row,
};

pub fn routes(config: &mut ServiceConfig) {
    config.service(get_context_health);
}

#[derive(Serialize, ToSchema)]
struct ContextHealth {
    status: Health,
    service: &'static str,
    components: Components,
    #[serde(with = "primitives::rfc3339_millis")]
    timestamp: OffsetDateTime,
}

#[derive(Serialize, ToSchema)]
struct Components {
    bcm: Health,
    /// Manifests are served without it, more slowly.
    redis: Health,
}

#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Health {
    Ok,
    Down,
}

/// Whether manifests are served
#[utoipa::path(
    tag = "Health",
    responses(
        (status = 200, description = "They are", body = ContextHealth),
        (status = 503, description = "SERVICE_UNAVAILABLE", body = crate::http::ProblemDocument),
    ),
)]
#[get("/api/v1/context/health")]
async fn get_context_health(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    door::visitor(&gateway, &request, Row::PublicRead).await?;
    let (bcm, redis) = futures::join!(gateway.services.ping(ServiceName::Bcm), gateway.runtime.redis.ping());
    if let Err(trouble) = bcm {
        return Err(GatewayError::Away(trouble).into());
    }
    let components =
        Components { bcm: Health::Ok, redis: if redis.is_ok() { Health::Ok } else { Health::Down } };
    let timestamp = gateway.clock.now();
    Ok(HttpResponse::Ok().json(ContextHealth { status: Health::Ok, service: "bcm", components, timestamp }))
}
