use std::time::Duration;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::ETAG,
    post,
    web::{Data, Payload},
};
use contracts::onboarding::v1::{DecideSuggestionRequest, Engine, RunAssistRequest};
use problem::Violation;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{
    answers::{DATA, version_tag},
    views::{StepView, SuggestionView},
};
use crate::{
    context::Gateway,
    error::GatewayError,
    http::{
        Answer, body, door, path,
        refusals::{Deciding, InStep},
        words,
    },
    limits::Row,
};

pub fn routes(config: &mut ServiceConfig) {
    config.service(run_assist).service(decide_suggestion);
}

/// Product 4.3.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Deserialize, ToSchema)]
struct RunAssist {
    /// The first assist of the step when absent.
    assist: Option<String>,
    /// The model when absent and one is configured.
    engine: Option<words::Engine>,
}

#[derive(Serialize, ToSchema)]
struct AssistRun {
    suggestions: Vec<SuggestionView>,
    engine: words::Engine,
    duration_ms: u32,
}

/// Have answers suggested
///
/// Suggestions never replace an answer by themselves.
#[utoipa::path(
    tag = "Assistance",
    params(("sid" = uuid::Uuid, Path), ("n" = u32, Path, minimum = 1, maximum = 23)),
    request_body(content = Option<RunAssist>),
    responses(
        (status = 200, description = "Suggestions with provenance", body = AssistRun),
        InStep,
        (status = 409, description = "STEP_LOCKED, SESSION_NOT_ACTIVE, FINALIZE_IN_PROGRESS", body = crate::http::ProblemDocument),
        (status = 503, description = "AI_UNAVAILABLE with fallback", body = crate::http::ProblemDocument),
        (status = 504, description = "AI_TIMEOUT with fallback", body = crate::http::ProblemDocument),
    ),
    security(("session" = ["member"]), ("bearer" = ["member"])),
)]
#[post("/api/v1/onboarding/{sid}/steps/{n}/run")]
async fn run_assist(gateway: Data<Gateway>, request: HttpRequest, payload: Payload) -> Answer {
    let member = door::member(&gateway, &request, Row::Assistance).await?;
    let RunAssist { assist, engine } = body::json(&request, payload).await?.value;
    let message = RunAssistRequest {
        session_id: path::id(&request, "sid").to_string(),
        n: path::step(&request),
        assist: assist.unwrap_or_default(),
        engine: engine.map_or(Engine::Unspecified, Engine::from).into(),
    };
    let onboarding = gateway.services.onboarding.within(PATIENCE);
    let ask = onboarding
        .write(&member, message, async |mut onboarding, request| onboarding.run_assist(request).await);
    let run = ask.await?;
    let engine = run.engine().try_into()?;
    let suggestions = run.suggestions.into_iter().map(SuggestionView::try_from).collect::<Result<_, _>>()?;
    Ok(HttpResponse::Ok().json(AssistRun { suggestions, engine, duration_ms: run.duration_ms }))
}

#[derive(Deserialize, ToSchema)]
struct DecideSuggestion {
    decision: words::Decision,
    /// The value in place of the suggested one, for edit.
    #[schema(value_type = Option<serde_json::Value>)]
    value: Option<Box<RawValue>>,
}

impl DecideSuggestion {
    /// An edit comes with what stands in place of the suggested value.
    fn checked(self) -> Result<(words::Decision, Option<Vec<u8>>), GatewayError> {
        if self.decision == words::Decision::Edit && self.value.is_none() {
            let missing = Violation::new("/value", "REQUIRED", "must be given to edit");
            return Err(GatewayError::Invalid(vec![missing]));
        }
        Ok((self.decision, self.value.map(|value| value.get().as_bytes().to_vec())))
    }
}

#[derive(Serialize, ToSchema)]
struct Decided {
    suggestion: SuggestionView,
    step: StepView,
}

/// Accept, edit or reject a suggestion
///
/// An accepted or edited value goes into the step's draft, whose version rises. What is wrong with it is told by pointers
/// that begin with `/data` and lead into the step's data, as when the step is saved.
#[utoipa::path(
    tag = "Assistance",
    params(
        ("sid" = uuid::Uuid, Path), ("n" = u32, Path, minimum = 1, maximum = 23), ("id" = uuid::Uuid, Path),
    ),
    request_body = DecideSuggestion,
    responses(
        (status = 200, description = "The suggestion and the step it went into", body = Decided,
            headers(("ETag" = String, description = "The step's version in quotes"))),
        Deciding,
    ),
    security(("session" = ["member"]), ("bearer" = ["member"])),
)]
#[post("/api/v1/onboarding/{sid}/steps/{n}/suggestions/{id}")]
async fn decide_suggestion(gateway: Data<Gateway>, request: HttpRequest, payload: Payload) -> Answer {
    let member = door::member(&gateway, &request, Row::Onboarding).await?;
    let sent: DecideSuggestion = body::json(&request, payload).await?.value;
    let (decision, value) = sent.checked()?;
    let message = DecideSuggestionRequest {
        session_id: path::id(&request, "sid").to_string(),
        n: path::step(&request),
        suggestion_id: path::id(&request, "id").to_string(),
        decision: contracts::onboarding::v1::Decision::from(decision).into(),
        value,
    };
    let onboarding = &gateway.services.onboarding;
    let ask = onboarding
        .write(&member, message, async |mut onboarding, request| onboarding.decide_suggestion(request).await);
    let decided = ask.await.map_err(|problem| problem.beneath(DATA))?;
    let suggestion = crate::http::wire::given(decided.suggestion, "a suggestion")?.try_into()?;
    let step = StepView::try_from(decided.step)?;
    let tag = (ETAG, version_tag(step.version));
    Ok(HttpResponse::Ok().insert_header(tag).json(Decided { suggestion, step }))
}
