//! Private Redis on the loopback address, behind a password: one server, or a cluster of three.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::account::ServerHome;
use super::find::{RedisTools, Tools};
use super::postgres::Durability;
use crate::data_dir::write_private;
use crate::ports::Ports;
use crate::processes::{Readiness, Spec, StopBy, Tier};

mod cluster;

/// How many servers Redis is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shape {
    #[default]
    One,
    Cluster,
}

/// A server by the name of its process, and the name of the port by which nodes of a cluster talk to one another.
type Names = (&'static str, Option<&'static str>);

const ONE: [Names; 1] = [("redis", None)];
const NODES: [Names; 3] =
    [("redis-1", Some("redis-1-bus")), ("redis-2", Some("redis-2-bus")), ("redis-3", Some("redis-3-bus"))];

impl Shape {
    /// By the number of its addresses, which are parted by commas.
    pub fn at(urls: &str) -> Self {
        if urls.contains(',') { Self::Cluster } else { Self::One }
    }

    fn names(self) -> &'static [Names] {
        match self {
            Self::One => &ONE,
            Self::Cluster => &NODES,
        }
    }

    /// Names of the processes, and of the ports that others call.
    pub fn servers(self) -> Vec<&'static str> {
        self.names().iter().map(|(server, _)| *server).collect()
    }

    /// Names of all ports.
    pub fn ports(self) -> Vec<&'static str> {
        self.names().iter().flat_map(|(server, bus)| [Some(*server), *bus]).flatten().collect()
    }
}

#[derive(Debug, Clone)]
pub struct Redis {
    tools: RedisTools,
    home: ServerHome,
    shape: Shape,
    servers: Vec<Server>,
    password: String,
    durability: Durability,
}

#[derive(Debug, Clone, Copy)]
struct Server {
    name: &'static str,
    port: u16,
    /// Of a node of a cluster.
    bus: Option<u16>,
}

impl Redis {
    pub fn new(
        tools: &Tools,
        home: &ServerHome,
        (shape, ports): (Shape, &Ports),
        password: &str,
        durability: Durability,
    ) -> Result<Self> {
        let server = |(name, bus): &Names| {
            let bus = bus.map(|bus| ports.of(bus)).transpose()?;
            anyhow::Ok(Server { name, port: ports.of(name)?, bus })
        };
        Ok(Self {
            tools: tools.redis.clone(),
            home: home.clone(),
            shape,
            servers: shape.names().iter().map(server).collect::<Result<_>>()?,
            password: password.to_owned(),
            durability,
        })
    }

    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// Addresses of all servers, parted by commas.
    pub fn url(&self) -> String {
        let urls: Vec<String> = self.servers.iter().map(|server| self.url_of(*server)).collect();
        urls.join(",")
    }

    fn url_of(&self, server: Server) -> String {
        format!("redis://:{}@127.0.0.1:{}", self.password, server.port)
    }

    /// Writes the settings to files, so that the password is not in the list of processes.
    pub fn configure(&self) -> Result<()> {
        self.servers.iter().try_for_each(|server| self.configure_server(*server))
    }

    fn configure_server(&self, server: Server) -> Result<()> {
        let data = self.data(server);
        // What a cluster held is keyed to nodes that are no more, and may vanish.
        if server.bus.is_some() && data.exists() {
            std::fs::remove_dir_all(&data)
                .with_context(|| format!("{} cannot be emptied", data.display()))?;
        }
        self.home.account.private_folder(&data)?;
        let save = match (self.durability, self.shape) {
            (Durability::Kept, Shape::One) => "3600 1 300 100 60 10000",
            (Durability::ThrownAway, _) | (_, Shape::Cluster) => "\"\"",
        };
        let settings = format!(
            "bind 127.0.0.1\nport {}\nprotected-mode yes\nrequirepass {}\ndir {}\nsave {save}\n\
             appendonly no\ndaemonize no\nsupervised no\nlogfile \"\"\n{}",
            server.port,
            self.password,
            quoted(&data.to_string_lossy()),
            server.bus.map(|bus| cluster::settings(bus, &self.password)).unwrap_or_default(),
        );
        write_private(&self.settings(server), settings.as_bytes())?;
        self.home.account.own(&self.settings(server))
    }

    pub fn specs(&self) -> Vec<Spec> {
        let spec = |server: &Server| Spec {
            name: server.name.to_owned(),
            program: self.tools.server.clone(),
            args: vec![self.settings(*server).into()],
            env: Vec::new(),
            account: self.home.account,
            readiness: Readiness::Redis { port: server.port, password: self.password.clone() },
            stop_by: StopBy::Term,
            tier: Tier::Redis,
        };
        self.servers.iter().map(spec).collect()
    }

    /// Makes servers that are ready a cluster, if they are to be one.
    pub async fn join(&self) -> Result<()> {
        match self.shape {
            Shape::One => Ok(()),
            Shape::Cluster => {
                let nodes =
                    self.servers.iter().filter_map(|server| Some((self.url_of(*server), server.bus?)));
                cluster::join(&nodes.collect::<Vec<_>>()).await.context("the Redis Cluster does not come up")
            }
        }
    }

    fn data(&self, server: Server) -> PathBuf {
        self.home.folder.join(server.name)
    }

    fn settings(&self, server: Server) -> PathBuf {
        self.home.folder.join(format!("{}.conf", server.name))
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
