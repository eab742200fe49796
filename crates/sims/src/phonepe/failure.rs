use serde::{Deserialize, Serialize};

/// Why an attempt, an order or a refund failed, in the provider's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The coarse code, such as `INSUFFICIENT_BALANCE`.
    pub error_code: String,
    /// The fine code, such as `Z9`.
    pub detailed_error_code: String,
    /// Who caused it.
    pub source: String,
    /// How far the payment had come.
    pub stage: String,
    /// A sentence for people.
    pub description: String,
}

/// A row of the provider's error table.
pub struct Known {
    pub detailed: &'static str,
    pub code: &'static str,
    pub stage: &'static str,
    pub source: &'static str,
    pub description: &'static str,
}

const fn known(
    detailed: &'static str,
    code: &'static str,
    (stage, source): (&'static str, &'static str),
    description: &'static str,
) -> Known {
    Known { detailed, code, stage, source, description }
}

const BEFORE: &str = "PRE_AUTHENTICATION";
const LOGIN: &str = "AUTHENTICATION";
const BANK: &str = "AUTHORIZATION";

const EXPIRED: Known =
    known("ORDER_EXPIRED", "TXN_NOT_COMPLETED", (BEFORE, "CUSTOMER"), "the payment was not made in time");
const CANCELLED: Known = known(
    "ORDER_CANCELLED_BY_USER",
    "TXN_CANCELLED",
    (BEFORE, "CUSTOMER"),
    "the customer cancelled the payment",
);
const WRONG_PIN: Known = known("ZM", "INVALID_MPIN", (LOGIN, "CUSTOMER"), "the UPI PIN was wrong");

/// What a person can choose on the checkout page.
pub const CHOICES: [Known; 12] = [
    WRONG_PIN,
    known("Z9", "INSUFFICIENT_BALANCE", (BANK, "CUSTOMER"), "the account has not enough money"),
    known("Z6", "MPIN_LIMIT_BREACHED", (LOGIN, "CUSTOMER"), "the UPI PIN was wrong too often"),
    known("Z8", "TXN_LIMIT_BREACHED", (BANK, "CUSTOMER"), "the amount is over the limit of the account"),
    known("U90", "BANK_TECHNICAL_ISSUE", (BANK, "ISSUING_BANK"), "the bank has a technical problem"),
    known("XT", "BANK_NOT_ABLE_TO_PROCESS", (BANK, "ISSUING_BANK"), "the bank cannot take the payment now"),
    known("K1", "TXN_BLOCKED", (BANK, "ISSUING_BANK"), "the bank blocked the payment"),
    known("YE", "ACCOUNT_BLOCKED", (BANK, "ISSUING_BANK"), "the account is blocked"),
    known("ZH", "INVALID_VPA", (BANK, "CUSTOMER"), "the UPI address does not exist"),
    known("ZA", "TXN_CANCELLED", (BEFORE, "CUSTOMER"), "the customer declined the request"),
    known("U69", "TXN_NOT_COMPLETED", (BEFORE, "CUSTOMER"), "the request ran out of time"),
    known("CARD_EXPIRED", "CARD_EXPIRED", (LOGIN, "CUSTOMER"), "the card has expired"),
];

const OTHERS: [Known; 3] = [
    EXPIRED,
    CANCELLED,
    known("BF_034", "REFUND_BREACHED", (BEFORE, "PAYMENT_GATEWAY"), "not enough balance to refund from"),
];

impl Failure {
    pub(super) fn expired() -> Self {
        Self::from(&EXPIRED)
    }

    pub(super) fn cancelled() -> Self {
        Self::from(&CANCELLED)
    }

    /// Codes that the table does not have are taken as they are, because the provider's list grows too.
    pub(super) fn of(error_code: Option<String>, detailed: Option<&str>) -> Self {
        let named = detailed.unwrap_or(WRONG_PIN.detailed);
        let row = CHOICES.iter().chain(&OTHERS).find(|row| row.detailed == named);
        let mut failure = row.map_or_else(|| Self::unlisted(named), Self::from);
        if let Some(code) = error_code {
            failure.error_code = code;
        }
        failure
    }

    fn unlisted(detailed: &str) -> Self {
        Self {
            error_code: detailed.to_owned(),
            detailed_error_code: detailed.to_owned(),
            source: "UNKNOWN".to_owned(),
            stage: "UNKNOWN".to_owned(),
            description: "the payment failed".to_owned(),
        }
    }
}

impl From<&Known> for Failure {
    fn from(row: &Known) -> Self {
        Self {
            error_code: row.code.to_owned(),
            detailed_error_code: row.detailed.to_owned(),
            source: row.source.to_owned(),
            stage: row.stage.to_owned(),
            description: row.description.to_owned(),
        }
    }
}
