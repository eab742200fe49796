//! What the network and the gateway do wrong on demand, in front of every operation on the wire.

use std::time::Duration;

use actix_web::{
    Error, HttpRequest, HttpResponse, ResponseError as _,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::StatusCode,
    middleware::Next,
    web::Data,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{connection, simulator::Simulator, wire::WireError};

/// One operation of the gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    /// `POST /v1/oauth/token`
    Token,
    /// `POST /checkout/v2/pay`
    Pay,
    /// `GET /checkout/v2/order/{merchantOrderId}/status`
    OrderStatus,
    /// `GET /checkout/v2/transaction/{transactionId}/status`
    TransactionStatus,
    /// `POST /payments/v2/refund`
    Refund,
    /// `GET /payments/v2/refund/{merchantRefundId}/status`
    RefundStatus,
    /// `GET /v3/health`
    Health,
}

/// Something that goes wrong, once, a few times or until it is cleared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Where; everywhere when left out.
    #[serde(default)]
    pub operation: Option<Operation>,
    /// What; the right answer when left out, which is of use with a delay.
    #[serde(default)]
    pub kind: Option<FaultKind>,
    /// How late it is answered, in real time.
    #[serde(default)]
    pub delay_ms: u64,
    /// The operation takes effect first, so that only the answer is wrong or late.
    #[serde(default)]
    pub after_commit: bool,
    /// How often; until cleared when left out.
    #[serde(default)]
    pub times: Option<u32>,
}

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum FaultKind {
    /// 401 `AUTHORIZATION_FAILED`, as if the token were unknown.
    Unauthorized,
    /// 500 `INTERNAL_SERVER_ERROR`.
    ServerError,
    /// 503 with an empty body.
    Unavailable,
    /// 502 with the page of a proxy.
    Html,
    /// 429, with `Retry-After` if given.
    TooManyRequests {
        /// Seconds.
        retry_after: Option<u64>,
    },
    /// The connection ends without an answer.
    Drop,
    /// Any answer.
    Respond {
        /// HTTP status.
        status: u16,
        /// Content type of the body.
        content_type: String,
        /// Sent as it is.
        body: String,
    },
}

impl Fault {
    /// Goes wrong at this operation until it is cleared.
    pub fn at(operation: Operation, kind: FaultKind) -> Self {
        Self { operation: Some(operation), kind: Some(kind), delay_ms: 0, after_commit: false, times: None }
    }

    /// Answers rightly but late until it is cleared.
    pub fn slow(operation: Operation, by: Duration) -> Self {
        let delay_ms = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
        Self { operation: Some(operation), kind: None, delay_ms, after_commit: false, times: None }
    }

    /// Only the next time.
    #[must_use]
    pub fn once(self) -> Self {
        Self { times: Some(1), ..self }
    }

    /// The operation takes effect, the answer goes wrong.
    #[must_use]
    pub fn after_commit(self) -> Self {
        Self { after_commit: true, ..self }
    }

    pub(super) fn concerns(&self, operation: Operation) -> bool {
        self.operation.is_none_or(|only| only == operation)
    }
}

/// Counts the call and lets the next fault planned for it happen.
pub async fn gate(
    operation: Operation,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let fault = request.app_data::<Data<Simulator>>().and_then(|sim| sim.arrived(operation));
    let Some(fault) = fault else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    let response = if fault.after_commit {
        let response = next.call(request).await?.map_into_boxed_body();
        tokio::time::sleep(Duration::from_millis(fault.delay_ms)).await;
        response
    } else {
        tokio::time::sleep(Duration::from_millis(fault.delay_ms)).await;
        match fault.kind {
            None => next.call(request).await?.map_into_boxed_body(),
            Some(_) => request.into_response(HttpResponse::Ok()),
        }
    };
    Ok(match &fault.kind {
        None => response,
        Some(kind) => {
            let answer = answer(kind, response.request());
            response.into_response(answer)
        }
    })
}

fn answer(kind: &FaultKind, request: &HttpRequest) -> HttpResponse {
    match kind {
        FaultKind::Unauthorized => WireError::unauthorized().error_response(),
        FaultKind::ServerError => WireError::internal().error_response(),
        FaultKind::Unavailable => HttpResponse::ServiceUnavailable().finish(),
        FaultKind::Html => HttpResponse::BadGateway()
            .content_type("text/html")
            .body("<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>"),
        FaultKind::TooManyRequests { retry_after } => {
            let mut response = HttpResponse::TooManyRequests();
            if let Some(seconds) = retry_after {
                response.insert_header(("Retry-After", seconds.to_string()));
            }
            response.json(json!({"code": "TOO_MANY_REQUESTS", "message": "Too many requests."}))
        }
        FaultKind::Drop => {
            connection::cut(request);
            HttpResponse::Ok().finish()
        }
        FaultKind::Respond { status, content_type, body } => {
            let status = StatusCode::from_u16(*status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            HttpResponse::build(status).content_type(content_type.as_str()).body(body.clone())
        }
    }
}
