//! What a workspace leaves behind when it is erased: invoices without their payment, and the append-only trails until
//! their time is over.

use database::{Conn, Error};
use diesel::sql_types::Uuid;
use diesel_async::RunQueryDsl;
use primitives::WorkspaceId;

/// In an order that breaks no reference; the subscription is locked before the payments, as everybody else does.
const STATEMENTS: [&str; 13] = [
    "SELECT id FROM subscriptions WHERE workspace_id = $1 FOR UPDATE",
    "SELECT id FROM payment_transactions WHERE workspace_id = $1 FOR UPDATE",
    "DELETE FROM webhook_events WHERE merchant_order_id IN
         (SELECT merchant_order_id FROM payment_transactions WHERE workspace_id = $1)",
    "DELETE FROM refunds WHERE workspace_id = $1",
    "DELETE FROM dunning_actions WHERE workspace_id = $1",
    "DELETE FROM subscription_events WHERE workspace_id = $1",
    "DELETE FROM subscriptions WHERE workspace_id = $1",
    "DELETE FROM payment_transactions WHERE workspace_id = $1",
    "DELETE FROM payment_security_events WHERE workspace_id = $1",
    "DELETE FROM payment_audit_log WHERE workspace_id = $1",
    "DELETE FROM idempotency_keys WHERE workspace_id = $1",
    "DELETE FROM email_log WHERE workspace_id = $1",
    "DELETE FROM outbox WHERE workspace_id = $1",
];

/// Needs the service's scope over all workspaces: webhooks belong to none.
pub async fn erase(conn: &mut Conn, workspace: WorkspaceId) -> Result<(), Error> {
    for statement in STATEMENTS {
        database::sql(statement).bind::<Uuid, _>(workspace.0).execute(conn).await?;
    }
    Ok(())
}
