//! Rows for tables that a founder does not come to, or only once.

use anyhow::{Context, Result};
use tokio_postgres::Client;

use crate::population::Table;

/// Fills every table that has fewer rows. Triggers, foreign keys and checks are out of the way: none of them decides how a
/// row is found.
pub async fn fill(owner: &Client, rows: u64) -> Result<()> {
    owner.batch_execute("SET session_replication_role = replica").await?;
    for table in Table::all(owner).await? {
        let counted = owner.query_one(&format!("SELECT count(*) FROM {}", table.name), &[]).await?;
        if u64::try_from(counted.get::<_, i64>(0))? >= rows {
            continue;
        }
        drop_checks(owner, &table.name).await?;
        let values = values(owner, &table.name).await?;
        let statement = format!(
            "INSERT INTO {} ({}) SELECT {values} FROM generate_series(1, {rows}) AS n",
            table.name, table.columns
        );
        owner.batch_execute(&statement).await.with_context(|| statement)?;
    }
    Ok(owner.batch_execute("SET session_replication_role = origin").await?)
}

async fn drop_checks(owner: &Client, table: &str) -> Result<()> {
    let checks = "SELECT quote_ident(conname) FROM pg_constraint WHERE conrelid = $1::text::regclass AND contype = 'c'";
    for row in owner.query(checks, &[&table]).await? {
        let name: String = row.get(0);
        owner.batch_execute(&format!("ALTER TABLE {table} DROP CONSTRAINT {name}")).await?;
    }
    Ok(())
}

/// For every column something that is another one in each row.
async fn values(owner: &Client, table: &str) -> Result<String> {
    let columns = owner
        .query(
            "SELECT format_type(atttypid, NULL) FROM pg_attribute
             WHERE attrelid = $1::text::regclass AND attnum > 0 AND NOT attisdropped
               AND attgenerated = '' AND attidentity = '' ORDER BY attnum",
            &[&table],
        )
        .await?;
    let values: Vec<&str> = columns.iter().map(|row| value(row.get(0))).collect();
    Ok(values.join(", "))
}

fn value(kind: &str) -> &'static str {
    match kind {
        "uuid" => "gen_random_uuid()",
        "jsonb" => "'{}'",
        "bytea" => "sha256(int8send(n))",
        "boolean" => "n % 2 = 0",
        "date" => "current_date - n::int % 365",
        "smallint" | "integer" | "bigint" | "numeric" | "double precision" => "n % 100",
        kind if kind.starts_with("timestamp") => "now() - n * interval '1 minute'",
        kind if kind.ends_with("[]") => "'{}'",
        _ => "left(md5(n::text), 12)",
    }
}
