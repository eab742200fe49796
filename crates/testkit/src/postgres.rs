use std::{env, fs, path::Path, time::Duration};

use anyhow::Context as _;
use database::{Database, Schema, Settings, Tls};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl as _, SimpleAsyncConnection as _};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use url::Url;
use uuid::Uuid;

const PASSWORD: &str = "test";
const TEMPLATE_LOCK: i64 = 7_226_471_003;

/// A migrated database of one test, on the server of `RAPTOR_TEST_POSTGRES` (a superuser's address). Dropped with it.
pub struct TestDatabase {
    name: String,
    schema: Schema,
}

impl TestDatabase {
    /// Copies the schema's template, which the first test that needs it makes.
    pub async fn new(schema: Schema) -> Self {
        match Self::create(schema).await {
            Ok(database) => database,
            Err(error) => panic!("no test database: {error:#}"),
        }
    }

    async fn create(schema: Schema) -> anyhow::Result<Self> {
        let template = template(schema).await?;
        let name = format!("t_{}", Uuid::new_v4().simple());
        let mut server = connect(&server_url("postgres")?).await?;
        // The template's last connection may still be closing.
        for _ in 0..100 {
            match server.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await {
                Ok(()) => return Ok(Self { name, schema }),
                Err(error) if error.to_string().contains("being accessed") => {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
                Err(error) => return Err(error.into()),
            }
        }
        anyhow::bail!("the template database stayed in use")
    }

    /// Address with the service's role.
    #[must_use]
    pub fn url(&self) -> SecretString {
        let mut url = server_url(&self.name).unwrap();
        url.set_username(self.schema.name()).unwrap();
        url.set_password(Some(PASSWORD)).unwrap();
        String::from(url).into()
    }

    /// Address with the superuser, who sees past row-level security: to look at what is really stored.
    #[must_use]
    pub fn owner_url(&self) -> SecretString {
        String::from(server_url(&self.name).unwrap()).into()
    }

    /// Settings for [`Database::connect`].
    #[must_use]
    pub fn settings(&self) -> Settings {
        Settings { url: self.url(), pool_size: 8, tls: Tls::Native }
    }

    /// The database as the service sees it, for what a test asks itself: by another name, so that the server's log tells
    /// it from what the service asks.
    #[must_use]
    pub fn connect(&self) -> Database {
        let mut url = Url::parse(self.url().expose_secret()).unwrap();
        url.query_pairs_mut().append_pair("application_name", "test");
        let settings = Settings { url: String::from(url).into(), ..self.settings() };
        Database::connect(&settings, self.schema).unwrap()
    }

    /// A connection as superuser with the schema as search path.
    pub async fn owner(&self) -> AsyncPgConnection {
        let owner = async {
            let mut connection = connect(&server_url(&self.name)?).await?;
            connection.batch_execute(&format!("SET search_path TO {}", self.schema.name())).await?;
            anyhow::Ok(connection)
        };
        owner.await.unwrap()
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let name = self.name.clone();
        // The test's own runtime may be ending.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(async {
                let mut server = connect(&server_url("postgres")?).await?;
                server.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
                anyhow::Ok(())
            })
        });
        // A database left behind harms nobody; the server is thrown away after the run.
        let _ = dropping.join();
    }
}

fn server_url(database: &str) -> anyhow::Result<Url> {
    let text =
        env::var("RAPTOR_TEST_POSTGRES").context("RAPTOR_TEST_POSTGRES is not set; run cargo raptor test")?;
    let mut url = Url::parse(&text)?;
    url.set_path(database);
    Ok(url)
}

async fn connect(url: &Url) -> anyhow::Result<AsyncPgConnection> {
    Ok(AsyncPgConnection::establish(url.as_str()).await?)
}

async fn template(schema: Schema) -> anyhow::Result<String> {
    let name = format!("tpl_{}_{}", schema.name(), fingerprint(schema)?);
    let mut server = connect(&server_url("postgres")?).await?;
    server.batch_execute(&format!("SELECT pg_advisory_lock({TEMPLATE_LOCK})")).await?;
    let made = make(&mut server, &name, schema).await;
    server.batch_execute(&format!("SELECT pg_advisory_unlock({TEMPLATE_LOCK})")).await?;
    made.map(|()| name)
}

async fn make(server: &mut AsyncPgConnection, name: &str, schema: Schema) -> anyhow::Result<()> {
    let exists = diesel::sql_query(format!("SELECT 1 FROM pg_database WHERE datname = '{name}'"));
    if exists.execute(server).await? == 1 {
        return Ok(());
    }
    let building = format!("{name}_new");
    server.batch_execute(&format!("DROP DATABASE IF EXISTS {building} WITH (FORCE)")).await?;
    server.batch_execute(&format!("CREATE DATABASE {building}")).await?;
    let owner = SecretString::from(String::from(server_url(&building)?));
    database::provision(&owner, schema, &PASSWORD.to_owned().into()).await?;
    database::migrate(&owner, schema).await?;
    // Under its final name it is complete, whatever happens to this process.
    let kick = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{building}'");
    server.batch_execute(&kick).await?;
    for _ in 0..100 {
        if server.batch_execute(&format!("ALTER DATABASE {building} RENAME TO {name}")).await.is_ok() {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    anyhow::bail!("the template database stayed in use")
}

/// Changes with any migration of the schema.
fn fingerprint(schema: Schema) -> anyhow::Result<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
    let mut digest = Sha256::new();
    for folder in ["common", schema.service()] {
        let mut migrations: Vec<_> = fs::read_dir(root.join(folder))?.collect::<Result<_, _>>()?;
        migrations.sort_by_key(fs::DirEntry::file_name);
        for migration in migrations {
            digest.update(migration.file_name().as_encoded_bytes());
            digest.update(fs::read(migration.path().join("up.sql"))?);
        }
    }
    Ok(hex::encode(digest.finalize())[..12].to_owned())
}
