//! How orders and refunds look on the wire: in status answers and in webhooks.

use serde_json::{Value, json};

use crate::phonepe::{
    clock::epoch_ms,
    failure::Failure,
    order::{Attempt, AttemptState, Order},
    payment_mode::PaymentMode,
    refund::Refund,
};

/// What a status call asks for.
#[derive(Clone, Copy)]
pub struct Detail {
    pub all_attempts: bool,
    pub error_context: bool,
}

/// The answer of a status call, in the order's disguise. The merchant's own ids are left out, as live answers do.
pub fn order_status(order: &Order, attempts: &[Attempt], detail: Detail) -> Value {
    let shown = if detail.all_attempts { attempts } else { &attempts[attempts.len().saturating_sub(1)..] };
    let mut view = order_view(order, shown);
    if detail.error_context
        && let Some(failure) = order.state.failure()
    {
        view["errorContext"] = error_context(failure);
    }
    let disguise = &order.disguise;
    if let Some(state) = &disguise.state {
        view["state"] = json!(state);
    }
    if let Some(id) = &disguise.order_id {
        view["orderId"] = json!(id);
    }
    if let Some(amount) = disguise.amount {
        view["amount"] = json!(amount);
        view["payableAmount"] = json!(amount);
    }
    if disguise.amount_as_text {
        view["amount"] = json!(view["amount"].to_string());
    }
    view
}

/// The payload of a webhook about an order: the truth, with every attempt.
pub fn order_webhook(order: &Order, merchant_id: &str) -> Value {
    let mut view = order_view(order, &order.attempts);
    view["merchantId"] = json!(merchant_id);
    view["merchantOrderId"] = json!(order.merchant_order_id);
    view
}

pub fn refund_status(refund: &Refund, order: Option<&Order>, merchant_id: &str) -> Value {
    let mut view = refund_view(refund, order, merchant_id);
    view["refundId"] = json!(refund.refund_id);
    view["timestamp"] = json!(epoch_ms(refund.changed_at));
    // Present and empty on success, as newer answers have it.
    view["errorCode"] = json!(refund.state.failure().map_or("", |failure| &failure.error_code));
    view["detailedErrorCode"] =
        json!(refund.state.failure().map_or("", |failure| &failure.detailed_error_code));
    view["splitInstruments"] = instruments(refund, order);
    view
}

/// The payload of a webhook about a refund; that of an accepted one has no provider id and no time.
pub fn refund_webhook(refund: &Refund, order: Option<&Order>, merchant_id: &str) -> Value {
    let mut view = refund_view(refund, order, merchant_id);
    if refund.is_open() {
        return view;
    }
    view["refundId"] = json!(refund.refund_id);
    view["timestamp"] = json!(epoch_ms(refund.changed_at));
    view["splitInstruments"] = instruments(refund, order);
    add_failure(&mut view, refund.state.failure());
    view
}

fn order_view(order: &Order, attempts: &[Attempt]) -> Value {
    let details: Vec<Value> = attempts.iter().map(|attempt| attempt_view(order, attempt)).collect();
    let mut view = json!({
        "orderId": order.order_id,
        "state": order.state.name(),
        "amount": order.amount,
        "payableAmount": order.amount,
        "feeAmount": 0,
        "currency": "INR",
        "expireAt": epoch_ms(order.expire_at),
        "metaInfo": order.meta_info,
        "paymentDetails": details,
    });
    add_failure(&mut view, order.state.failure());
    view
}

fn attempt_view(order: &Order, attempt: &Attempt) -> Value {
    let mut view = json!({
        "transactionId": attempt.transaction_id,
        "paymentMode": attempt.mode,
        "timestamp": epoch_ms(attempt.at),
        "amount": order.amount,
        "payableAmount": order.amount,
        "feeAmount": 0,
        "currency": "INR",
        "state": attempt.state.name(),
    });
    add_failure(&mut view, attempt.state.failure());
    if attempt.state == AttemptState::Completed {
        view["splitInstruments"] = splits(attempt, order.amount);
        // A payment from two sources has them only one level down.
        if !attempt.split {
            view["rail"] = rail(attempt, attempt.mode);
            view["instrument"] = instrument(attempt, attempt.mode);
        }
    }
    view
}

fn refund_view(refund: &Refund, order: Option<&Order>, merchant_id: &str) -> Value {
    let mut detail = json!({
        "transactionId": refund.refund_id,
        "timestamp": epoch_ms(refund.changed_at),
        "amount": refund.amount,
        "state": refund.state.name(),
        "splitInstruments": instruments(refund, order),
    });
    if let Some(paid) = order.and_then(paid_by) {
        detail["paymentMode"] = json!(paid.mode);
    }
    add_failure(&mut detail, refund.state.failure());
    json!({
        "merchantId": merchant_id,
        "merchantRefundId": refund.merchant_refund_id,
        "originalMerchantOrderId": refund.merchant_order_id,
        "amount": refund.amount,
        "currency": "INR",
        "state": refund.state.name(),
        "paymentDetails": [detail],
    })
}

fn paid_by(order: &Order) -> Option<&Attempt> {
    order.attempts.iter().find(|attempt| attempt.state == AttemptState::Completed)
}

fn instruments(refund: &Refund, order: Option<&Order>) -> Value {
    order.and_then(paid_by).map_or_else(|| json!([]), |attempt| splits(attempt, refund.amount))
}

fn add_failure(view: &mut Value, failure: Option<&Failure>) {
    if let Some(failure) = failure {
        view["errorCode"] = json!(failure.error_code);
        view["detailedErrorCode"] = json!(failure.detailed_error_code);
    }
}

fn error_context(failure: &Failure) -> Value {
    json!({
        "errorCode": failure.error_code,
        "detailedErrorCode": failure.detailed_error_code,
        "source": failure.source,
        "stage": failure.stage,
        "description": failure.description,
    })
}

fn splits(attempt: &Attempt, amount: u64) -> Value {
    let part = |mode, amount| json!({"instrument": instrument(attempt, mode), "rail": rail(attempt, mode), "amount": amount});
    if attempt.split {
        let wallet = amount / 2;
        json!([part(attempt.mode, amount - wallet), part(PaymentMode::PpeIntent, wallet)])
    } else {
        json!([part(attempt.mode, amount)])
    }
}

fn rail(attempt: &Attempt, mode: PaymentMode) -> Value {
    let number = number(attempt);
    match mode {
        PaymentMode::UpiIntent | PaymentMode::UpiCollect | PaymentMode::UpiQr => json!({
            "type": "UPI",
            "utr": number,
            "upiTransactionId": format!("YBL{number}"),
            "vpa": "customer@ybl",
        }),
        PaymentMode::Card | PaymentMode::Token | PaymentMode::NetBanking => json!({
            "type": "PG",
            "transactionId": number,
            "authorizationCode": &number[..6.min(number.len())],
            "serviceTransactionId": format!("PG{number}"),
        }),
        PaymentMode::PpeIntent => json!({"type": "PPI_WALLET"}),
    }
}

fn instrument(attempt: &Attempt, mode: PaymentMode) -> Value {
    let number = number(attempt);
    match mode {
        PaymentMode::UpiIntent | PaymentMode::UpiCollect | PaymentMode::UpiQr => json!({
            "type": "ACCOUNT",
            "maskedAccountNumber": "XXXXXXXX2134",
            "ifsc": "AABF0009009",
            "accountHolderName": "A Customer",
            "accountType": "SAVINGS",
        }),
        PaymentMode::Card | PaymentMode::Token => json!({
            "type": "CREDIT_CARD",
            "bankTransactionId": number,
            "bankId": "AABF",
            "arn": number,
            "brn": number,
            "geoScope": "DOMESTIC",
            "cardNetwork": "VISA",
            "maskedCardNumber": "42XXXXXXXXXX6667",
        }),
        PaymentMode::NetBanking => json!({
            "type": "NET_BANKING",
            "bankTransactionId": number,
            "bankId": "AABF",
            "arn": number,
            "brn": number,
        }),
        PaymentMode::PpeIntent => json!({"type": "WALLET", "walletId": number}),
    }
}

/// The bank's own number of a payment: twelve digits.
fn number(attempt: &Attempt) -> &str {
    let id = attempt.transaction_id.as_str();
    id.get(id.len().saturating_sub(12)..).unwrap_or(id)
}
