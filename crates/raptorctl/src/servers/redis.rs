//! One private Redis server on the loopback address, behind a password.

use std::path::PathBuf;

use anyhow::Result;

use super::account::ServerHome;
use super::find::{RedisTools, Tools};
use super::postgres::Durability;
use crate::data_dir::write_private;
use crate::processes::{Readiness, Spec, StopBy, Tier};

#[derive(Debug, Clone)]
pub struct Redis {
    tools: RedisTools,
    home: ServerHome,
    port: u16,
    password: String,
    durability: Durability,
}

impl Redis {
    pub fn new(tools: &Tools, home: &ServerHome, port: u16, password: &str, durability: Durability) -> Self {
        Self {
            tools: tools.redis.clone(),
            home: home.clone(),
            port,
            password: password.to_owned(),
            durability,
        }
    }

    pub fn url(&self) -> String {
        format!("redis://:{}@127.0.0.1:{}", self.password, self.port)
    }

    /// Writes the settings to a file, so that the password is not in the list of processes.
    pub fn configure(&self) -> Result<()> {
        self.home.account.private_folder(&self.data())?;
        let save = match self.durability {
            Durability::Kept => "3600 1 300 100 60 10000",
            Durability::ThrownAway => "\"\"",
        };
        let settings = format!(
            "bind 127.0.0.1\nport {}\nprotected-mode yes\nrequirepass {}\ndir {}\nsave {save}\n\
             appendonly no\ndaemonize no\nsupervised no\nlogfile \"\"\n",
            self.port,
            self.password,
            quoted(&self.data().to_string_lossy()),
        );
        write_private(&self.settings(), settings.as_bytes())?;
        self.home.account.own(&self.settings())
    }

    pub fn spec(&self) -> Spec {
        Spec {
            name: "redis".to_owned(),
            program: self.tools.server.clone(),
            args: vec![self.settings().into()],
            env: Vec::new(),
            account: self.home.account,
            readiness: Readiness::Redis { port: self.port, password: self.password.clone() },
            stop_by: StopBy::Term,
            tier: Tier::Redis,
        }
    }

    fn data(&self) -> PathBuf {
        self.home.folder.join("redis")
    }

    fn settings(&self) -> PathBuf {
        self.home.folder.join("redis.conf")
    }
}

/// A value in the settings file; a folder may have blanks in its name.
fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_with_blanks_and_quotes_survive_the_settings_file() {
        assert_eq!(quoted("/a b/\"c\""), "\"/a b/\\\"c\\\"\"");
    }
}
