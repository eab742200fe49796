//! The control API: everything that the customer, the bank, the network and time do is decided here.

use actix_web::{
    HttpResponse, ResponseError, error::InternalError, http::StatusCode, web, web::Data, web::Json,
    web::JsonConfig,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    deliveries::Treatment,
    failure::Failure,
    order::Disguise,
    payment_mode::PaymentMode,
    simulator::Simulator,
    world::{Refused, RefusedStep, World},
};

mod catalogue;
mod clock;
mod deliveries;
mod orders;
mod switches;

/// What becomes of an order.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "fate", rename_all = "snake_case", deny_unknown_fields)]
pub enum Fate {
    /// The customer pays. Also taken for a failed order, as a late success.
    Pay {
        /// The first that is offered if left out.
        #[serde(default)]
        mode: Option<PaymentMode>,
        /// From two sources.
        #[serde(default)]
        split: bool,
    },
    /// An attempt fails and the order with it.
    Fail(Reason),
    /// An attempt fails; the order stays open unless retry is disabled.
    FailAttempt(Reason),
    /// An attempt starts and the bank does not answer.
    Pending {
        /// The first that is offered if left out.
        #[serde(default)]
        mode: Option<PaymentMode>,
    },
    /// The customer cancels on the page.
    Cancel,
    /// Time runs out now.
    Expire,
}

/// Why something fails; a wrong UPI PIN if nothing is said.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Reason {
    /// The coarse code; the one that belongs to the fine code if left out.
    pub error_code: Option<String>,
    /// The fine code.
    pub detailed_error_code: Option<String>,
}

/// Members left out stay as they are.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OrderChange {
    /// A stuck order never expires.
    pub stuck: Option<bool>,
    /// What status calls say instead of the truth.
    pub disguise: Option<Disguise>,
}

/// A webhook about an order that need not be true.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Announcement {
    /// Claimed instead of the true root state; `COMPLETED` and `FAILED` choose the event too.
    pub state: Option<String>,
    /// What happens to it on its way.
    pub treatment: Treatment,
}

/// Any webhook at all.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawWebhook {
    /// Sent as it is.
    pub body: String,
    /// What happens to it on its way.
    #[serde(default)]
    pub treatment: Treatment,
}

/// Held webhooks in the order in which they are to arrive; all of them, oldest first, if none is named.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Release {
    /// Delivery ids.
    pub ids: Vec<u64>,
}

/// Where the customer pays.
#[derive(Serialize, Deserialize)]
pub struct Page {
    pub url: String,
}

/// How the control API says no.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct ControlRefusal {
    status: StatusCode,
    message: String,
}

impl Fate {
    /// Paid in the way that is offered first.
    pub fn pay() -> Self {
        Self::Pay { mode: None, split: false }
    }

    /// Failed for this fine code.
    pub fn fail(detailed_error_code: &str) -> Self {
        Self::Fail(Reason { error_code: None, detailed_error_code: Some(detailed_error_code.to_owned()) })
    }

    /// Under way, without an answer from the bank.
    pub fn pending() -> Self {
        Self::Pending { mode: None }
    }
}

impl From<Reason> for Failure {
    fn from(reason: Reason) -> Self {
        Self::of(reason.error_code, reason.detailed_error_code.as_deref())
    }
}

impl ControlRefusal {
    pub fn not_found(message: &str) -> Self {
        Self { status: StatusCode::NOT_FOUND, message: message.to_owned() }
    }

    pub fn conflict(message: &impl ToString) -> Self {
        Self { status: StatusCode::CONFLICT, message: message.to_string() }
    }
}

impl ResponseError for ControlRefusal {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::build(self.status).json(json!({"error": self.message}))
    }
}

impl From<Refused> for ControlRefusal {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Unknown => Self::not_found("there is no such order"),
            Refused::NotAllowed(reason) => Self::conflict(&reason),
        }
    }
}

impl From<RefusedStep> for ControlRefusal {
    fn from(refused: RefusedStep) -> Self {
        match refused {
            RefusedStep::Unknown => Self::not_found("there is no such refund"),
            RefusedStep::NotAllowed(reason) => Self::conflict(&reason),
        }
    }
}

pub fn routes(config: &mut web::ServiceConfig) {
    let json = JsonConfig::default().error_handler(|error, _| {
        let body = json!({"error": error.to_string()});
        InternalError::from_response(error, HttpResponse::BadRequest().json(body)).into()
    });
    config.service(
        web::scope("/control")
            .app_data(json)
            .route("", web::get().to(catalogue::list))
            .route("/reset", web::post().to(reset))
            .configure(orders::routes)
            .configure(deliveries::routes)
            .configure(switches::routes)
            .configure(clock::routes),
    );
}

async fn reset(sim: Data<Simulator>) -> HttpResponse {
    sim.change(World::reset);
    HttpResponse::NoContent().finish()
}

type Answer<T> = Result<Json<T>, ControlRefusal>;
