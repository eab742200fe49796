//! What the operator asked for.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;

use super::environment::Variables;
use crate::data_dir::DataDir;
use crate::processes::Identity;
use crate::servers::{Durability, RedisShape};

#[derive(Debug, Clone)]
pub struct UpOptions {
    pub data_dir: PathBuf,
    /// Folder of the built binaries.
    pub binaries: PathBuf,
    /// Folder of the built web app; without one the gateway serves the API alone.
    pub web: Option<PathBuf>,
    /// The asked port of the gateway.
    pub port: Option<u16>,
    /// Ends with this process and leaves no data: for tests.
    pub on_behalf_of: Option<Identity>,
    /// Nobody watches: do not print the logs of the processes.
    pub detached: bool,
    pub durability: Durability,
    pub redis: RedisShape,
    pub changes: Changes,
}

impl UpOptions {
    /// Of a stack that exists to be tried and that nobody else looks at.
    pub fn of_trial(data: &DataDir, binaries: PathBuf, changes: Changes) -> Self {
        Self {
            data_dir: data.root().to_owned(),
            binaries,
            web: None,
            port: None,
            on_behalf_of: None,
            detached: true,
            durability: Durability::Kept,
            redis: RedisShape::One,
            changes,
        }
    }
}

/// What is other than usual about the processes of a stack that is to be tried.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// Where a process finds a port of another one, by the process and the port.
    pub detours: BTreeMap<(&'static str, u16), SocketAddr>,
    /// How many more processes of each service there are than one.
    pub copies: usize,
    /// Settings of services and other processes besides those of every stack.
    pub settings: Vec<(&'static str, &'static str, String)>,
}

impl Changes {
    /// The environment of a process with what is other than usual about it. All processes of a service go by its name.
    pub fn apply(&self, process: &str, mut variables: Variables) -> Variables {
        for ((from, target), detour) in &self.detours {
            for (_, value) in variables.iter_mut().filter(|_| *from == process) {
                for host in ["127.0.0.1", "localhost"] {
                    *value = value.replace(&format!("{host}:{target}"), &detour.to_string());
                }
            }
        }
        let own = self.settings.iter().filter(|(of, ..)| *of == process);
        variables.extend(own.map(|(_, name, value)| (*name, value.clone())));
        variables
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_takes_its_detour_to_another_one_and_nobody_else_does() {
        let changes = Changes {
            detours: BTreeMap::from([(("auth", 20_001), ([127, 0, 0, 1], 40_001).into())]),
            copies: 0,
            settings: vec![("gateway", "TRUSTED_PROXIES", "127.0.0.1".to_owned())],
        };
        let redis = || vec![("REDIS_URL", "redis://:x@127.0.0.1:20001".to_owned())];
        let through = changes.apply("auth", redis());
        assert_eq!(through, [("REDIS_URL", "redis://:x@127.0.0.1:40001".to_owned())]);
        let direct = changes.apply("gateway", redis());
        assert_eq!(direct[0], redis()[0]);
        assert_eq!(direct[1], ("TRUSTED_PROXIES", "127.0.0.1".to_owned()));
    }
}
