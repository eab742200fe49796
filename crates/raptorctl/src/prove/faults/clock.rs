//! Later, without waiting: everything that is stored becomes older. For what is due, leased or kept for a while that is the
//! same as a clock that moved on.

use anyhow::{Context, Result};
use tokio_postgres::Client;

/// Tables in which services read what is due, leased or run out.
const AGED: [&str; 6] = [
    "bcm_heads",
    "idempotency_keys",
    "onboarding_sessions",
    "outbox",
    "payment_transactions",
    "webhook_events",
];

/// Makes all times in these tables so much earlier.
pub async fn age(owner: &Client, seconds: u32) -> Result<()> {
    let columns = owner
        .query(
            "SELECT format('%I.%I', table_schema, table_name),
                    string_agg(format('%1$I = %1$I - make_interval(secs => $1)', column_name), ', ')
             FROM information_schema.columns
             WHERE table_schema LIKE 'rf\\_%' AND data_type = 'timestamp with time zone' AND table_name::text = ANY($1)
             GROUP BY 1",
            &[&AGED.as_slice()],
        )
        .await
        .context("the tables cannot be listed")?;
    // touched by nobody: triggers would note the change, and keep money where it is
    owner.batch_execute("SET session_replication_role = replica").await?;
    for row in columns {
        let (table, changes): (String, String) = (row.get(0), row.get(1));
        let statement = format!("UPDATE {table} SET {changes}");
        owner
            .execute(&statement, &[&f64::from(seconds)])
            .await
            .with_context(|| format!("{table} cannot be aged"))?;
    }
    Ok(())
}
