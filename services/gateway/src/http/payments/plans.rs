use actix_web::{HttpRequest, HttpResponse, get, http::header::CACHE_CONTROL, web::Data};
use contracts::payments::v1::{Limits, ListPlansRequest, Plan};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    context::Gateway,
    error::GatewayError,
    http::{Answer, door, wire, words},
    limits::Row,
};

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_plans);
}

/// What a plan allows; -1 means unlimited.
#[derive(Serialize, ToSchema)]
pub struct LimitsView {
    moves_per_week: i64,
    campaigns: i64,
    icps: i64,
    team_seats: i64,
    storage_gb: i64,
    max_file_mb: i64,
    api_calls_per_hour: i64,
    ai_generations_per_day: i64,
}

impl From<Limits> for LimitsView {
    fn from(sent: Limits) -> Self {
        Self {
            moves_per_week: sent.moves_per_week,
            campaigns: sent.campaigns,
            icps: sent.icps,
            team_seats: sent.team_seats,
            storage_gb: sent.storage_gb,
            max_file_mb: sent.max_file_mb,
            api_calls_per_hour: sent.api_calls_per_hour,
            ai_generations_per_day: sent.ai_generations_per_day,
        }
    }
}

#[derive(Serialize, ToSchema)]
struct PlanView {
    #[schema(value_type = words::PlanCode)]
    code: String,
    /// 1 is the smallest.
    rank: u32,
    name: String,
    monthly_paise: i64,
    yearly_paise: i64,
    currency: &'static str,
    popular: bool,
    limits: LimitsView,
    /// Sentences for a plan card.
    features: Vec<String>,
}

impl TryFrom<Plan> for PlanView {
    type Error = GatewayError;

    fn try_from(sent: Plan) -> Result<Self, GatewayError> {
        Ok(Self {
            code: sent.code,
            rank: sent.rank,
            name: sent.name,
            monthly_paise: sent.monthly_paise,
            yearly_paise: sent.yearly_paise,
            currency: primitives::Money::CURRENCY,
            popular: sent.popular,
            limits: wire::given(sent.limits, "limits")?.into(),
            features: sent.features,
        })
    }
}

#[derive(Serialize, ToSchema)]
struct Plans {
    plans: Vec<PlanView>,
}

/// The plans
#[utoipa::path(
    tag = "Payments",
    responses((status = 200, description = "In order of rank; prices in paise of INR", body = Plans)),
)]
#[get("/api/payments/v2/plans")]
async fn list_plans(gateway: Data<Gateway>, request: HttpRequest) -> Answer {
    let visitor = door::visitor(&gateway, &request, Row::PublicRead).await?;
    let payments = &gateway.services.payments;
    let ask = payments.read(&visitor, ListPlansRequest {}, async |mut payments, request| {
        payments.list_plans(request).await
    });
    let plans = ask.await?.plans.into_iter().map(PlanView::try_from).collect::<Result<_, _>>()?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "public, max-age=60")).json(Plans { plans }))
}
