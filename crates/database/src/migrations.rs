use diesel_async::{AsyncMigrationHarness, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection as _};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness as _, embed_migrations};
use secrecy::{ExposeSecret as _, SecretString};

use crate::{Error, Schema, Tls, connect::Connector};

const COMMON: EmbeddedMigrations = embed_migrations!("../../migrations/common");
const AUTH: EmbeddedMigrations = embed_migrations!("../../migrations/auth");
const PAYMENTS: EmbeddedMigrations = embed_migrations!("../../migrations/payments");
const ONBOARDING: EmbeddedMigrations = embed_migrations!("../../migrations/onboarding");
const BCM: EmbeddedMigrations = embed_migrations!("../../migrations/bcm");

/// Creates a service's role and schema where they are missing, and lets the role sign in with this password.
///
/// `owner_url` is a role that may create roles; the service's role owns nothing and cannot bypass row-level security.
///
/// # Errors
/// What Postgres refused.
pub async fn provision(
    owner_url: &SecretString,
    schema: Schema,
    password: &SecretString,
) -> Result<(), Error> {
    let mut owner = connect(owner_url, String::new()).await?;
    create(&mut owner, schema).await?;
    let name = schema.name();
    let password = password.expose_secret().replace('\'', "''");
    let sql = format!(
        "SELECT pg_advisory_xact_lock({ROLE_LOCK});
         ALTER ROLE {name} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD '{password}';"
    );
    owner.batch_execute(&sql).await.map_err(|error| failed(schema, &error))
}

async fn create(owner: &mut AsyncPgConnection, schema: Schema) -> Result<(), Error> {
    let name = schema.name();
    // Roles belong to the whole server: two stacks or tests may be at it at once.
    let sql = format!(
        "SELECT pg_advisory_xact_lock({ROLE_LOCK});
         DO $$ BEGIN
             IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{name}') THEN CREATE ROLE {name}; END IF;
         END $$;
         CREATE SCHEMA IF NOT EXISTS {name};
         GRANT USAGE ON SCHEMA {name} TO {name};
         ALTER DEFAULT PRIVILEGES IN SCHEMA {name} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {name};
         ALTER DEFAULT PRIVILEGES IN SCHEMA {name} GRANT USAGE ON SEQUENCES TO {name};"
    );
    owner.batch_execute(&sql).await.map_err(|error| failed(schema, &error))
}

const ROLE_LOCK: i64 = 7_226_471_001;
const MIGRATION_LOCK: i64 = 7_226_471_002;

/// Brings a schema up to date and names the migrations that ran. A role and a schema that are missing are created; such a
/// role cannot sign in before it is given a password. Replicas that start together wait for each other. Blocks its thread
/// while migrating, so it needs a multi-threaded runtime.
///
/// # Errors
/// What Postgres refused; earlier migrations stay applied.
pub async fn migrate(owner_url: &SecretString, schema: Schema) -> Result<Vec<String>, Error> {
    let mut owner = connect(owner_url, format!("SET search_path TO {}", schema.name())).await?;
    diesel::sql_query(format!("SELECT pg_advisory_lock({MIGRATION_LOCK})"))
        .execute(&mut owner)
        .await
        .map_err(|error| failed(schema, &error))?;
    create(&mut owner, schema).await?;
    let own = match schema {
        Schema::Auth => AUTH,
        Schema::Payments => PAYMENTS,
        Schema::Onboarding => ONBOARDING,
        Schema::Bcm => BCM,
    };
    let mut harness = AsyncMigrationHarness::new(owner);
    let mut applied = Vec::new();
    for source in [COMMON, own] {
        let versions = harness.run_pending_migrations(source).map_err(|error| failed(schema, &error))?;
        applied.extend(versions.iter().map(ToString::to_string));
    }
    Ok(applied)
}

async fn connect(url: &SecretString, prelude: String) -> Result<AsyncPgConnection, Error> {
    let connector = Connector::new(url, &Tls::Native, "migrations", prelude)?;
    connector.open().await.map_err(|error| Error::Connection(error.to_string()))
}

fn failed(schema: Schema, why: &impl ToString) -> Error {
    Error::Migration { schema: schema.name(), why: why.to_string() }
}
