//! A database with two tenants that have a row in every table.

use anyhow::{Context, Result};
use tokio_postgres::Client;
use uuid::Uuid;

use super::catalogue::{self, Column};
use super::rules::{RULES, Rule};
use super::subject::{Cast, Tenant};

impl Tenant {
    fn new() -> Self {
        let [workspace, owner, admin, member] = std::array::from_fn(|_| Uuid::now_v7());
        Self { workspace, owner, admin, member }
    }

    /// Puts this tenant's ids where the rule has names for them.
    pub fn fill(&self, text: &str) -> String {
        text.replace("{workspace}", &self.workspace.to_string())
            .replace("{owner}", &self.owner.to_string())
            .replace("{member}", &self.member.to_string())
    }
}

/// Fills an empty, migrated database. Triggers, foreign keys and checks are out of the way: none of them says who
/// reaches a row.
pub async fn set(owner: &Client) -> Result<Cast> {
    let cast = Cast {
        tenants: [Tenant::new(), Tenant::new()],
        support: Uuid::now_v7(),
        billing_admin: Uuid::now_v7(),
    };
    owner.batch_execute("SET session_replication_role = replica").await?;
    for rule in RULES {
        drop_checks(owner, rule).await?;
        for tenant in &cast.tenants {
            insert(owner, rule, tenant).await.with_context(|| format!("{}.{}", rule.schema, rule.table))?;
        }
    }
    for tenant in &cast.tenants {
        for (user, role) in [(tenant.owner, "owner"), (tenant.admin, "admin")] {
            let member = format!(
                "INSERT INTO rf_auth.workspace_members (workspace_id, user_id, role)
                 VALUES ('{}', '{user}', '{role}')",
                tenant.workspace
            );
            owner.batch_execute(&member).await?;
        }
    }
    for (user, role) in [(cast.support, "support"), (cast.billing_admin, "billing_admin")] {
        let staff = format!(
            "INSERT INTO rf_auth.users (id, identification_number, full_name, platform_role)
             VALUES ('{user}', '{role}', 'x', '{role}')"
        );
        owner.batch_execute(&staff).await?;
    }
    Ok(cast)
}

async fn drop_checks(owner: &Client, rule: &Rule) -> Result<()> {
    let table = format!("{}.{}", rule.schema, rule.table);
    let checks =
        "SELECT conname::text FROM pg_constraint WHERE conrelid = $1::text::regclass AND contype = 'c'";
    for row in owner.query(checks, &[&table]).await? {
        let name: String = row.get(0);
        owner.batch_execute(&format!("ALTER TABLE {table} DROP CONSTRAINT \"{name}\"")).await?;
    }
    Ok(())
}

async fn insert(owner: &Client, rule: &Rule, tenant: &Tenant) -> Result<()> {
    let condition = tenant.fill(rule.rows);
    let known = conditions(&condition);
    let columns = catalogue::columns(owner, rule.schema, rule.table).await?;
    let given = columns.iter().filter_map(|column| {
        let value = known.iter().find(|(name, _)| *name == column.name).map(|(_, value)| (*value).to_owned());
        value.or_else(|| column.required.then(|| filler(column))).map(|value| (column, value))
    });
    let (names, values): (Vec<_>, Vec<_>) =
        given.map(|(column, value)| (format!("\"{}\"", column.name), value)).unzip();
    let statement = format!(
        "INSERT INTO {}.{} ({}) OVERRIDING SYSTEM VALUE VALUES ({})",
        rule.schema,
        rule.table,
        names.join(", "),
        values.join(", ")
    );
    owner.batch_execute(&statement).await.with_context(|| statement.clone())
}

/// The columns and values of `a = 'x' AND b = 'y'`.
fn conditions(text: &str) -> Vec<(&str, &str)> {
    text.split(" AND ").filter_map(|part| part.split_once(" = ")).collect()
}

/// A value of the column's type, like no other where the type allows it.
fn filler(column: &Column) -> String {
    let text = Uuid::now_v7().simple().to_string();
    let short = &text[text.len() - 12..];
    match column.kind.as_str() {
        "uuid" => format!("'{}'", Uuid::now_v7()),
        "jsonb" => "'{}'".to_owned(),
        "bytea" => format!("'\\x{text}{text}'"),
        "boolean" => "false".to_owned(),
        "date" => "current_date".to_owned(),
        "smallint" | "integer" | "bigint" | "double precision" => "1".to_owned(),
        kind if kind.starts_with("numeric") => "1".to_owned(),
        kind if kind.starts_with("timestamp") => "now()".to_owned(),
        kind if kind.ends_with("[]") => "'{}'".to_owned(),
        _ => format!("'{short}'"),
    }
}
