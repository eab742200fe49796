//! What Postgres says about itself: tables, columns, policies, and how they are secured.

use anyhow::{Result, bail};
use tokio_postgres::Client;

use super::rules;

/// Tables that hold nothing of a tenant; nobody but migrations writes them.
const NO_TENANTS: [(&str, &str); 1] = [("rf_payments", "plans")];
const MIGRATIONS: &str = "__diesel_schema_migrations";
pub const SCHEMAS: [&str; 4] = ["rf_auth", "rf_payments", "rf_onboarding", "rf_bcm"];

#[derive(Debug, Clone)]
pub struct Column {
    pub name: String,
    pub kind: String,
    pub required: bool,
}

#[derive(Debug, Clone)]
pub struct Policy {
    pub schema: String,
    pub table: String,
    pub name: String,
    pub using: Option<String>,
    pub check: Option<String>,
}

/// Breaches of what holds for every table and role, in words.
pub async fn breaches(owner: &Client) -> Result<Vec<String>> {
    let mut breaches = Vec::new();
    for schema in SCHEMAS {
        breaches.extend(unsecured(owner, schema).await?);
        breaches.extend(powers(owner, schema).await?);
    }
    Ok(breaches)
}

/// Every table that holds something of tenants. Fails when one has no rule or a rule has no table, so that none is
/// forgotten.
pub async fn tables(owner: &Client) -> Result<Vec<(String, String)>> {
    let mut tables = Vec::new();
    for schema in SCHEMAS {
        let named = all_tables(owner, schema).await?.into_iter().map(|table| (schema.to_owned(), table));
        tables.extend(named.filter(|(schema, table)| holds_tenants(schema, table)));
    }
    let known = |(schema, table): &&(String, String)| rules::of(schema, table).next().is_some();
    if let Some((schema, table)) = tables.iter().find(|table| !known(table)) {
        bail!("who reaches {schema}.{table} is not written down");
    }
    let there = |rule: &&rules::Rule| tables.iter().any(|(schema, table)| rule.is_of(schema, table));
    if let Some(rule) = rules::RULES.iter().find(|rule| !there(rule)) {
        bail!("a rule names {}.{}, which is not there", rule.schema, rule.table);
    }
    Ok(tables)
}

fn holds_tenants(schema: &str, table: &str) -> bool {
    !NO_TENANTS.contains(&(schema, table))
}

/// Columns that a row can be given.
pub async fn columns(owner: &Client, schema: &str, table: &str) -> Result<Vec<Column>> {
    let rows = owner
        .query(
            "SELECT attname, format_type(atttypid, atttypmod), attnotnull AND NOT atthasdef
             FROM pg_attribute WHERE attrelid = ($1 || '.' || $2)::regclass
               AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
             ORDER BY attnum",
            &[&schema, &table],
        )
        .await?;
    Ok(rows.iter().map(|row| Column { name: row.get(0), kind: row.get(1), required: row.get(2) }).collect())
}

/// Every policy of the four schemas.
pub async fn policies(owner: &Client) -> Result<Vec<Policy>> {
    let rows = owner
        .query(
            "SELECT schemaname::text, tablename::text, policyname::text, qual, with_check FROM pg_policies
             WHERE schemaname = ANY($1) ORDER BY 1, 2, 3",
            &[&SCHEMAS.as_slice()],
        )
        .await?;
    let policy = |row: &tokio_postgres::Row| Policy {
        schema: row.get(0),
        table: row.get(1),
        name: row.get(2),
        using: row.get(3),
        check: row.get(4),
    };
    Ok(rows.iter().map(policy).collect())
}

async fn all_tables(owner: &Client, schema: &str) -> Result<Vec<String>> {
    let rows = owner
        .query(
            "SELECT relname::text FROM pg_class
             WHERE relnamespace = $1::text::regnamespace AND relkind IN ('r', 'p') AND relname <> $2 ORDER BY 1",
            &[&schema, &MIGRATIONS],
        )
        .await?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

async fn unsecured(owner: &Client, schema: &str) -> Result<Vec<String>> {
    let mut breaches = Vec::new();
    for table in all_tables(owner, schema).await? {
        let name = format!("{schema}.{table}");
        let row = owner
            .query_one(
                "SELECT relrowsecurity, relforcerowsecurity, relowner = $2::text::regrole,
                        has_table_privilege($2, oid, 'INSERT, UPDATE, DELETE, TRUNCATE'),
                        has_table_privilege($2, oid, 'TRUNCATE')
                 FROM pg_class WHERE oid = $1::text::regclass",
                &[&name, &schema],
            )
            .await?;
        let [enabled, forced, owned, writable, truncatable] =
            [0, 1, 2, 3, 4].map(|index| row.get::<_, bool>(index));
        let tenants = holds_tenants(schema, &table);
        let checks: [(bool, &str); 5] = [
            (tenants && !enabled, "row-level security is off"),
            (tenants && !forced, "row-level security is not forced"),
            (owned, "its service's role owns it"),
            (!tenants && writable, "its service's role writes it"),
            (truncatable, "its service's role may truncate it"),
        ];
        let broken = checks.into_iter().filter(|(broken, _)| *broken);
        breaches.extend(broken.map(|(_, what)| format!("{name}: {what}")));
    }
    Ok(breaches)
}

/// What a service's role must not be able to do at all.
async fn powers(owner: &Client, role: &str) -> Result<Vec<String>> {
    let row = owner
        .query_one(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
                    EXISTS (SELECT FROM pg_auth_members WHERE member = pg_roles.oid),
                    EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid)
             FROM pg_roles WHERE rolname = $1",
            &[&role],
        )
        .await?;
    const POWERS: [&str; 6] = [
        "is a superuser",
        "bypasses row-level security",
        "makes roles",
        "makes databases",
        "is in another role",
        "owns relations",
    ];
    let mut breaches: Vec<String> = POWERS
        .iter()
        .enumerate()
        .filter(|(index, _)| row.get::<_, bool>(*index))
        .map(|(_, power)| format!("{role} {power}"))
        .collect();
    for schema in SCHEMAS.into_iter().filter(|schema| *schema != role) {
        let row = owner.query_one("SELECT has_schema_privilege($1, $2, 'USAGE')", &[&role, &schema]).await?;
        if row.get(0) {
            breaches.push(format!("{role} looks into {schema}"));
        }
    }
    Ok(breaches)
}
