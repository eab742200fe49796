use serde::{Deserialize, Serialize};

/// How the gateway behaves where the provider's documents leave it open or contradict each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// How long an access token is good for.
    pub token_life_seconds: u32,
    /// What a wrong client id or secret is told.
    pub refused_client: RefusedClient,
    /// What a second create with the same merchant order id is told.
    pub duplicate_order: DuplicateOrder,
    /// What a question about an order that is not there is told.
    pub unknown_order: UnknownOrder,
    /// Smallest refund, in paise.
    pub refund_minimum: u64,
    /// How fast refunds go on by themselves; without it they wait for the control API.
    pub refund_pace: Option<RefundPace>,
}

/// How long after its creation a refund takes its steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefundPace {
    /// To confirmed.
    pub confirm_after_seconds: u32,
    /// To completed; not before it is confirmed.
    pub complete_after_seconds: u32,
}

/// What a wrong client id or secret is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RefusedClient {
    /// 400 with `INVALID_CLIENT` and `OIM000`.
    InvalidClient,
    /// 401 with code `401`.
    Unauthorized,
}

/// What a second create with the same merchant order id is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DuplicateOrder {
    /// 400.
    BadRequest,
    /// 417.
    InvalidTransactionId,
    /// 417.
    InvalidMerchantOrderId,
    /// 400.
    OrderAlreadyExists,
}

/// What a question about an order that is not there is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum UnknownOrder {
    /// 400.
    InvalidMerchantOrderId,
    /// 400.
    MerchantOrderMappingNotFound,
    /// 404.
    OrderNotFound,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            token_life_seconds: 3600,
            refused_client: RefusedClient::InvalidClient,
            duplicate_order: DuplicateOrder::BadRequest,
            unknown_order: UnknownOrder::InvalidMerchantOrderId,
            refund_minimum: 100,
            refund_pace: Some(RefundPace { confirm_after_seconds: 1, complete_after_seconds: 3 }),
        }
    }
}
