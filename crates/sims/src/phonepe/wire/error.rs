use actix_web::{HttpResponse, ResponseError, http::StatusCode};
use serde_json::{Value, json};

use crate::phonepe::{
    rules::{DuplicateOrder, RefusedClient, UnknownOrder},
    world::RefusedRefund,
};

const CHECK_INPUTS: &str = "Please check the inputs you have provided.";
const TRY_AGAIN: &str =
    "There is an error trying to process your transaction at the moment. Please try again in a while.";

/// A refusal as the gateway words it.
#[derive(Debug, thiserror::Error)]
#[error("{status}: {body}")]
pub struct WireError {
    status: StatusCode,
    body: Value,
}

impl WireError {
    fn new(status: StatusCode, code: &str, message: &str) -> Self {
        Self { status, body: json!({"success": false, "code": code, "message": message, "data": {}}) }
    }

    pub fn bad_request() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BAD_REQUEST", CHECK_INPUTS)
    }

    pub fn bad_udf(name: &str) -> Self {
        let message = format!("{name} should only contain alphanumerics, _, -, space, @, . and +");
        Self::new(StatusCode::BAD_REQUEST, "BAD_REQUEST", &message)
    }

    pub fn unauthorized() -> Self {
        let message = "Authorization failed [message = Please check the authorization token and try again]";
        Self::new(StatusCode::UNAUTHORIZED, "AUTHORIZATION_FAILED", message)
    }

    pub fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, "FORBIDDEN", "This feature is not enabled for this merchant.")
    }

    pub fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL_SERVER_ERROR", TRY_AGAIN)
    }

    pub fn no_such_path() -> Self {
        Self::new(StatusCode::NOT_FOUND, "BAD_REQUEST", "Bad Request - Api Mapping Not Found")
    }

    pub fn client(rule: RefusedClient) -> Self {
        match rule {
            RefusedClient::InvalidClient => Self {
                status: StatusCode::BAD_REQUEST,
                body: json!({
                    "code": "INVALID_CLIENT",
                    "errorCode": "OIM000",
                    "message": "Bad Request: Invalid Client, trackingId: 0",
                    "context": {"error_description": "Client Authentication Failure"},
                }),
            },
            RefusedClient::Unauthorized => {
                Self { status: StatusCode::UNAUTHORIZED, body: json!({"success": false, "code": "401"}) }
            }
        }
    }

    pub fn duplicate(rule: DuplicateOrder) -> Self {
        let used = "Order ID has already been used";
        match rule {
            DuplicateOrder::BadRequest => Self::bad_request(),
            DuplicateOrder::InvalidTransactionId => {
                Self::new(StatusCode::EXPECTATION_FAILED, "INVALID_TRANSACTION_ID", used)
            }
            DuplicateOrder::InvalidMerchantOrderId => {
                Self::new(StatusCode::EXPECTATION_FAILED, "INVALID_MERCHANT_ORDER_ID", used)
            }
            DuplicateOrder::OrderAlreadyExists => {
                Self::new(StatusCode::BAD_REQUEST, "ORDER_ALREADY_EXISTS", used)
            }
        }
    }

    pub fn unknown_order(rule: UnknownOrder) -> Self {
        let message = "No entry found for given merchant order id";
        let (status, code) = match rule {
            UnknownOrder::InvalidMerchantOrderId => (StatusCode::BAD_REQUEST, "INVALID_MERCHANT_ORDER_ID"),
            UnknownOrder::MerchantOrderMappingNotFound => {
                (StatusCode::BAD_REQUEST, "MERCHANT_ORDER_MAPPING_NOT_FOUND")
            }
            UnknownOrder::OrderNotFound => (StatusCode::NOT_FOUND, "ORDER_NOT_FOUND"),
        };
        Self::new(status, code, message)
    }

    pub fn unknown_transaction() -> Self {
        let message = "No entry found for given transaction id";
        Self::new(StatusCode::BAD_REQUEST, "INVALID_TRANSACTION_ID", message)
    }

    pub fn unknown_refund() -> Self {
        let message = "No entry found for given merchant refund id";
        Self::new(StatusCode::BAD_REQUEST, "INVALID_MERCHANT_REFUND_ID", message)
    }
}

impl From<RefusedRefund> for WireError {
    fn from(refused: RefusedRefund) -> Self {
        let bad = |code, message| Self::new(StatusCode::BAD_REQUEST, code, message);
        match refused {
            RefusedRefund::IdUsed | RefusedRefund::BelowMinimum => Self::bad_request(),
            RefusedRefund::UnknownOrder => {
                bad("ORIGINAL_TXN_NOT_FOUND", "No transaction was found for the original order")
            }
            RefusedRefund::NotPaid => bad("REFUND_NOT_ALLOWED", "The original order is not completed"),
            RefusedRefund::AnotherUnderWay => bad("REFUND_NOT_ALLOWED", "Another refund is being processed"),
            RefusedRefund::TooOld => {
                bad("REFUND_FOR_TXN_OLDER_THAN_LIMIT", "The payment is too old to be refunded")
            }
            RefusedRefund::TooMuch => {
                bad("EXCESS_REFUND_AMOUNT", "The refunds exceed the amount of the order")
            }
        }
    }
}

impl ResponseError for WireError {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::build(self.status).json(&self.body)
    }
}
