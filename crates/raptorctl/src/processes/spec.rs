//! What to run, and how to tell that it works.

use std::ffi::OsString;
use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result};
use nix::sys::signal::Signal;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

use crate::servers::Account;

const PROBE_TIMEOUT: Duration = Duration::from_secs(2);

#[derive(Debug, Clone)]
pub struct Spec {
    pub name: String,
    pub program: PathBuf,
    pub args: Vec<OsString>,
    /// Added to the environment of the supervisor.
    pub env: Vec<(&'static str, String)>,
    pub account: Account,
    pub readiness: Readiness,
    pub stop_by: StopBy,
    pub tier: Tier,
}

/// What depends on what: a tier needs those before it, so ending goes backwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    Postgres,
    Redis,
    Simulators,
    Services,
    Gateway,
}

/// The signal that asks a process to end in good order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopBy {
    Term,
    /// Postgres: disconnect everybody, write a checkpoint, end.
    Interrupt,
}

impl StopBy {
    pub fn signal(self) -> Signal {
        match self {
            Self::Term => Signal::SIGTERM,
            Self::Interrupt => Signal::SIGINT,
        }
    }

    /// How long it may take before it is killed.
    pub fn grace(self) -> Duration {
        match self {
            Self::Term => Duration::from_secs(25),
            Self::Interrupt => Duration::from_secs(60),
        }
    }
}

#[derive(Debug, Clone)]
pub enum Readiness {
    /// Answers 2xx.
    Http(String),
    /// Accepts connections.
    Listening(u16),
    /// The status line of the server's own pid file.
    Postgres {
        pid_file: PathBuf,
    },
    Redis {
        port: u16,
        password: String,
    },
}

impl Spec {
    /// Starts the process in a group of its own, so that a Ctrl-C on the terminal reaches the supervisor only.
    pub fn spawn(&self, log: &Path) -> Result<Child> {
        let output = OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(log)
            .with_context(|| format!("cannot write {}", log.display()))?;
        let errors = output.try_clone()?;
        let mut command = Command::from(self.account.command(&self.program));
        command
            .args(&self.args)
            .envs(self.env.iter().map(|(name, value)| (name, value)))
            // its output is a file
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .stdout(output)
            .stderr(errors)
            .process_group(0)
            .kill_on_drop(true);
        command.spawn().with_context(|| format!("{} cannot be started", self.program.display()))
    }

    /// Whether the process `pid` of this kind does its work.
    pub async fn ready(&self, pid: i32) -> bool {
        tokio::time::timeout(PROBE_TIMEOUT, self.readiness.probe(pid)).await.unwrap_or(false)
    }
}

impl Readiness {
    async fn probe(&self, pid: i32) -> bool {
        match self {
            Self::Http(url) => http_answers(url).await.unwrap_or(false),
            Self::Listening(port) => TcpStream::connect(("127.0.0.1", *port)).await.is_ok(),
            Self::Postgres { pid_file } => postgres_answers(pid_file, pid),
            Self::Redis { port, password } => redis_answers(*port, password).await.unwrap_or(false),
        }
    }
}

async fn http_answers(url: &str) -> reqwest::Result<bool> {
    let client = reqwest::Client::builder().no_proxy().build()?;
    Ok(client.get(url).send().await?.status().is_success())
}

/// The pid file of a server that was killed says "ready" too: it counts only for the process it names.
fn postgres_answers(pid_file: &Path, pid: i32) -> bool {
    std::fs::read_to_string(pid_file).is_ok_and(|text| {
        let mut lines = text.lines();
        let own = lines.next().is_some_and(|line| line.trim().parse() == Ok(pid));
        own && lines.nth(6).is_some_and(|status| status.trim() == "ready")
    })
}

async fn redis_answers(port: u16, password: &str) -> std::io::Result<bool> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
    stream.write_all(format!("AUTH {password}\r\nPING\r\n").as_bytes()).await?;
    let mut answer = Vec::new();
    let expected: &[u8] = b"+OK\r\n+PONG\r\n";
    while answer.len() < expected.len() {
        let mut buffer = [0; 64];
        match stream.read(&mut buffer).await? {
            0 => return Ok(false),
            read => answer.extend_from_slice(&buffer[..read]),
        }
    }
    Ok(answer == expected)
}
