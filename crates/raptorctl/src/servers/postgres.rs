//! One private Postgres server on the loopback address, without a Unix socket (whose path could be too long).

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use tokio::process::Command;
use tokio_postgres::{Client, NoTls};

use super::account::ServerHome;
use super::find::{PostgresTools, Tools};
use crate::data_dir::write_private;
use crate::processes::{Readiness, Spec, StopBy, Tier};

pub const OWNER: &str = "raptor";

/// Whether data has to outlive a power cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    Kept,
    ThrownAway,
}

#[derive(Debug, Clone)]
pub struct Postgres {
    tools: PostgresTools,
    home: ServerHome,
    port: u16,
    password: String,
    durability: Durability,
}

impl Postgres {
    /// Takes the version that made the existing data, else the newest.
    pub fn new(
        tools: &Tools,
        home: &ServerHome,
        port: u16,
        password: &str,
        durability: Durability,
    ) -> Result<Self> {
        let existing = fs::read_to_string(cluster(home).join("PG_VERSION")).ok();
        let tools = match existing.as_deref().map(str::trim) {
            None => tools.postgres.first().cloned().context("no Postgres was found")?,
            Some(version) => tools
                .postgres
                .iter()
                .find(|tools| tools.major.to_string() == version)
                .cloned()
                .with_context(|| {
                    format!("the data was made by Postgres {version}, which is not installed any more; install it, or use another --data-dir")
                })?,
        };
        Ok(Self { tools, home: home.clone(), port, password: password.to_owned(), durability })
    }

    pub fn version(&self) -> &str {
        &self.tools.version
    }

    /// The address with the rights of the owner of everything.
    pub fn owner_url(&self) -> String {
        self.url_for(OWNER, &self.password)
    }

    pub fn url_for(&self, role: &str, password: &str) -> String {
        format!("postgres://{role}:{password}@127.0.0.1:{}/postgres", self.port)
    }

    /// Creates the cluster when there is none. Interrupted, it leaves nothing that looks complete.
    pub async fn create(&self) -> Result<bool> {
        let cluster = cluster(&self.home);
        if cluster.join("PG_VERSION").is_file() {
            return Ok(false);
        }
        let (half, password) =
            (self.home.folder.join("postgres.new"), self.home.folder.join("owner-password"));
        if half.exists() {
            fs::remove_dir_all(&half).context("an unfinished cluster cannot be removed")?;
        }
        write_private(&password, self.password.as_bytes())?;
        self.home.account.own(&password)?;
        let made = self.initdb(&half, &password).await;
        fs::remove_file(&password).context("the password file cannot be removed")?;
        made?;
        fs::rename(&half, &cluster).context("the new cluster cannot be put in place")?;
        Ok(true)
    }

    async fn initdb(&self, folder: &Path, password: &Path) -> Result<()> {
        let mut command = Command::from(self.home.account.command(&self.tools.folder.join("initdb")));
        command
            .arg("--pgdata")
            .arg(folder)
            .arg("--pwfile")
            .arg(password)
            .args(["--username", OWNER, "--encoding", "UTF8", "--locale", "C.UTF-8"])
            .arg(format!("--auth={}", self.durability.authentication()))
            .current_dir("/")
            .stdin(Stdio::null())
            .kill_on_drop(true);
        if self.durability == Durability::ThrownAway {
            command.arg("--no-sync");
        }
        let output = command.output().await.context("initdb cannot be run")?;
        if !output.status.success() {
            bail!("initdb failed:\n{}", String::from_utf8_lossy(&output.stderr).trim());
        }
        Ok(())
    }

    pub fn spec(&self) -> Spec {
        let cluster = cluster(&self.home);
        let mut args: Vec<OsString> = vec!["-D".into(), cluster.clone().into()];
        let settings = [
            "listen_addresses=127.0.0.1".to_owned(),
            format!("port={}", self.port),
            "unix_socket_directories=".to_owned(),
            "logging_collector=off".to_owned(),
            "log_destination=stderr".to_owned(),
            "timezone=UTC".to_owned(),
        ];
        for setting in settings.into_iter().chain(self.durability.settings().map(str::to_owned)) {
            args.extend(["-c".into(), setting.into()]);
        }
        Spec {
            name: "postgres".to_owned(),
            program: self.tools.folder.join("postgres"),
            args,
            env: Vec::new(),
            account: self.home.account,
            readiness: Readiness::Postgres { pid_file: cluster.join("postmaster.pid") },
            stop_by: StopBy::Interrupt,
            tier: Tier::Postgres,
        }
    }
}

/// A connection to the server at this address.
pub async fn connect(url: &str) -> Result<Client> {
    let (client, connection) =
        tokio_postgres::connect(url, NoTls).await.context("the database does not answer")?;
    tokio::spawn(connection);
    Ok(client)
}

impl Durability {
    fn settings(self) -> [&'static str; 4] {
        match self {
            Self::Kept => ["fsync=on", "synchronous_commit=on", "full_page_writes=on", "max_connections=200"],
            Self::ThrownAway => {
                ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=400"]
            }
        }
    }

    /// Test clients are unoptimised and connect thousands of times: they are spared the hashing of SCRAM.
    fn authentication(self) -> &'static str {
        match self {
            Self::Kept => "scram-sha-256",
            Self::ThrownAway => "password",
        }
    }
}

fn cluster(home: &ServerHome) -> PathBuf {
    home.folder.join("postgres")
}
