use contracts::payments::v1::EraseWorkspaceRequest;
use principal::ServiceName;

use crate::harness::{Payments, SubscriptionStatus, address, answer};

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_workspace_leaves_its_invoices_and_its_trails_and_nothing_else() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    payments.pay(&order).await;
    payments.becomes(&order, "completed").await;
    payments
        .inbox()
        .wait_for(&address(&owner), "Payment received", std::time::Duration::from_secs(10))
        .await
        .unwrap();
    testkit::eventually("the mail is noted as sent", async || {
        (payments.column("SELECT status FROM email_log", "status").await == ["sent"]).then_some(())
    })
    .await;
    let other = payments.paid_workspace().await;
    payments
        .sql(&format!(
            "INSERT INTO invoices (id, number, workspace_id, transaction_id, items, subtotal_paise, total_paise, status,
                 issued_at)
             SELECT gen_random_uuid(), 'RF/2026-27/000001', workspace_id, id, '[]', amount_paise, amount_paise, 'issued',
                 now() FROM payment_transactions WHERE merchant_order_id = '{order}'"
        ))
        .await;
    for _ in 0..2 {
        let request = EraseWorkspaceRequest { workspace_id: owner.workspace.to_string() };
        let call = payments.by_service(ServiceName::Auth, request);
        answer(payments.client().erase_workspace(call).await).unwrap();
    }
    for table in [
        "payment_transactions",
        "subscriptions",
        "subscription_events",
        "outbox",
        "email_log",
        "idempotency_keys",
    ] {
        let left = format!("SELECT 1 FROM {table} WHERE workspace_id = '{}'", owner.workspace);
        assert_eq!(payments.rows(&left).await.len(), 0, "{table}");
        let others = format!("SELECT 1 FROM {table} WHERE workspace_id = '{}'", other.workspace);
        assert!(table == "email_log" || !payments.rows(&others).await.is_empty(), "{table}");
    }
    assert_eq!(payments.rows("SELECT 1 FROM webhook_events").await.len(), 0);
    let invoices = payments.rows("SELECT number, transaction_id FROM invoices").await;
    assert_eq!(invoices, [serde_json::json!({ "number": "RF/2026-27/000001", "transaction_id": null })]);
    assert!(!payments.rows("SELECT 1 FROM payment_audit_log").await.is_empty());
    assert_eq!(payments.access(owner.workspace).await.status(), SubscriptionStatus::None);

    // Whoever pays on an old page afterwards is answered, and nothing comes back.
    let status = payments.verify(&owner, &order).await.unwrap_err();
    assert_eq!(status.code, "TRANSACTION_NOT_FOUND");
}
