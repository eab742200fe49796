use actix_web::web::Json;
use serde::Serialize;
use serde_json::{Value, json};

use crate::phonepe::{deliveries::Treatment, order::Disguise, rules::Rules, webhooks::WebhookRules};

#[derive(Serialize)]
pub struct Entry {
    call: &'static str,
    what: &'static str,
    #[serde(skip_serializing_if = "Value::is_null")]
    body: Value,
}

fn entry(call: &'static str, what: &'static str) -> Entry {
    entry_with(call, what, Value::Null)
}

fn entry_with(call: &'static str, what: &'static str, body: Value) -> Entry {
    Entry { call, what, body }
}

/// The control API described by itself, with an example of every body.
pub async fn list() -> Json<Vec<Entry>> {
    let mut entries = orders();
    entries.extend(webhooks());
    entries.extend(switches());
    Json(entries)
}

fn orders() -> Vec<Entry> {
    vec![
        entry("GET /control/orders", "every order, oldest first"),
        entry("GET /control/orders/{merchantOrderId}", "one order with its attempts and the request as sent"),
        entry("GET /control/orders/{merchantOrderId}/page", "the address of its checkout page"),
        entry_with(
            "POST /control/orders/{merchantOrderId}/fate",
            "decide it: pay (also late, after a failure), fail, fail_attempt, pending, cancel, expire",
            json!([
                {"fate": "pay", "mode": "UPI_QR", "split": false},
                {"fate": "fail", "error_code": "INSUFFICIENT_BALANCE", "detailed_error_code": "Z9"},
                {"fate": "fail_attempt", "detailed_error_code": "ZM"},
                {"fate": "pending"}, {"fate": "cancel"}, {"fate": "expire"},
            ]),
        ),
        entry_with(
            "PATCH /control/orders/{merchantOrderId}",
            "stuck: never expires; disguise: what status calls say instead of the truth",
            json!({"stuck": true, "disguise": Disguise::default()}),
        ),
        entry_with(
            "POST /control/orders/{merchantOrderId}/announce",
            "send a webhook about it that need not be true",
            json!({"state": "COMPLETED", "treatment": Treatment::default()}),
        ),
        entry("GET /control/refunds", "every refund, oldest first"),
        entry("GET /control/refunds/{merchantRefundId}", "one refund"),
        entry_with(
            "POST /control/refunds/{merchantRefundId}/advance",
            "take a step by hand: CONFIRMED, COMPLETED or FAILED",
            json!({"to": "FAILED", "error_code": "REFUND_BREACHED", "detailed_error_code": "BF_034"}),
        ),
    ]
}

fn webhooks() -> Vec<Entry> {
    vec![
        entry("GET /control/webhooks", "the webhook rules"),
        entry_with(
            "PUT /control/webhooks",
            "replace them; members left out take their defaults; next plans the treatment of the next webhooks",
            json!(WebhookRules { next: vec![Treatment::duplicate(2)], ..WebhookRules::default() }),
        ),
        entry("GET /control/deliveries", "every webhook, what happened to it, and how the merchant answered"),
        entry("GET /control/deliveries/{id}", "one of them"),
        entry_with(
            "POST /control/deliveries",
            "send any body",
            json!({"body": "{}", "treatment": {"authorization": "wrong"}}),
        ),
        entry_with(
            "POST /control/deliveries/release",
            "let held ones go in this order, or all of them; answers when they have arrived",
            json!({"ids": [2, 1]}),
        ),
        entry_with(
            "POST /control/deliveries/{id}/again",
            "send the same body once more; answers when it has arrived",
            json!(Treatment::default()),
        ),
    ]
}

fn switches() -> Vec<Entry> {
    vec![
        entry("GET /control/rules", "how the gateway behaves where the documents leave it open"),
        entry_with(
            "PUT /control/rules",
            "replace them; members left out take their defaults; \
             refused_client INVALID_CLIENT, UNAUTHORIZED; \
             duplicate_order BAD_REQUEST, INVALID_TRANSACTION_ID, INVALID_MERCHANT_ORDER_ID, ORDER_ALREADY_EXISTS; \
             unknown_order INVALID_MERCHANT_ORDER_ID, MERCHANT_ORDER_MAPPING_NOT_FOUND, ORDER_NOT_FOUND; \
             refund_pace null: refunds wait for /advance",
            json!(Rules::default()),
        ),
        entry("GET /control/faults", "the faults planned"),
        entry_with(
            "POST /control/faults",
            "plan one more: at token, pay, order_status, transaction_status, refund, refund_status, health or everywhere; \
             before the operation takes effect or after; late, wrong or both; a number of times or until cleared",
            json!([
                {"operation": "pay", "kind": "drop", "after_commit": true, "times": 1},
                {"operation": "order_status", "delay_ms": 5000},
                {"kind": "unauthorized", "times": 1},
                {"kind": "server_error"}, {"kind": "unavailable"}, {"kind": "html"},
                {"kind": {"too_many_requests": {"retry_after": 2}}},
                {"kind": {"respond": {"status": 200, "content_type": "application/json", "body": "{"}}},
            ]),
        ),
        entry_with("PUT /control/faults", "replace all of them", json!([])),
        entry("DELETE /control/faults", "clear them"),
        entry("GET /control/counters", "calls of each operation on the wire"),
        entry("DELETE /control/counters", "start counting anew"),
        entry("POST /control/tokens/revoke", "no token issued so far is good any more"),
        entry(
            "GET /control/clock",
            "the gateway's time; expiry of orders and tokens and the pace of refunds follow it",
        ),
        entry_with(
            "PUT /control/clock",
            "set it, running or standing",
            json!({"now": "2026-01-01T00:00:00Z", "running": false}),
        ),
        entry_with("POST /control/clock/advance", "move it on", json!({"seconds": 1800})),
        entry("DELETE /control/clock", "back to the machine's clock"),
        entry(
            "POST /control/reset",
            "forget everything: orders, refunds, webhooks, tokens, faults, rules, clock",
        ),
    ]
}
