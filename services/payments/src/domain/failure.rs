/// Why a payment failed, in words for the customer. The provider knows some 190 codes and adds to them, so they are read
/// in groups, and what is unknown gets a sentence that is always true.
pub fn reason(code: &str) -> &'static str {
    match code {
        "ORDER_EXPIRED" | "REQUEST_TIME_OUT" | "TIMED_OUT" | "TXN_NOT_COMPLETED" | "TXN_AUTO_FAILED"
        | "U69" => "The payment was not finished in time.",
        "ORDER_CANCELLED_BY_USER"
        | "TXN_CANCELLED"
        | "ZA"
        | "REQUEST_DECLINE_BY_REQUESTEE"
        | "REQUEST_CANCEL_BY_REQUESTER" => "The payment was cancelled.",
        "INSUFFICIENT_BALANCE" | "INSUFFICIENT_FUNDS" | "Z9" | "IE" => {
            "The account did not have enough balance."
        }
        "INVALID_MPIN" | "ZM" | "WRONG_PIN" => "The PIN was not right.",
        "MPIN_LIMIT_BREACHED" | "Z6" => "The PIN was wrong too many times.",
        "TXN_LIMIT_BREACHED" | "TXN_FREQ_LIMIT_BREACHED" | "Z7" | "Z8" | "U03" | "ZU" => {
            "The payment goes over a limit of the bank or of the account."
        }
        "BANK_TECHNICAL_ISSUE"
        | "BANK_NOT_ABLE_TO_PROCESS"
        | "U90"
        | "UT"
        | "U28"
        | "XB"
        | "XY"
        | "S96"
        | "XT"
        | "IR" => "The bank could not process the payment.",
        "CARD_EXPIRED" | "CARD_BLOCKED" | "INVALID_CVV_EXPIRY" => "The bank did not accept the card.",
        "OTP_EXPIRED" => "The one-time password had run out.",
        _ => "The bank or the payment app did not complete the payment.",
    }
}
