//! Ports of one stack: remembered between runs, chosen anew when somebody else took them.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::net::{Ipv4Addr, Ipv6Addr, TcpListener};
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::data_dir::{read_json, write_private};

/// Where people expect the product.
pub const GATEWAY: u16 = 3000;
const GATEWAY_NAME: &str = "gateway";
/// Below the range the kernel gives to outgoing connections, so that none of those can take a remembered port.
const RANGE: std::ops::Range<u16> = 20_000..30_000;
const TRIES: usize = 200;

/// Chosen ports. Each is held open until its process starts, so that no other stack picks it meanwhile.
#[derive(Debug)]
pub struct Ports {
    chosen: BTreeMap<String, u16>,
    held: BTreeMap<String, TcpListener>,
}

impl Ports {
    /// Reserves a port for every name and one for the gateway: the asked one, else the remembered one,
    /// else the first free one from 3000 on.
    pub fn reserve(file: &Path, names: &[impl AsRef<str>], gateway: Option<u16>) -> Result<Self> {
        let remembered: BTreeMap<String, u16> = read_json(file).unwrap_or_default();
        let mut ports = Self::plain(names, &remembered)?;
        ports.reserve_gateway(gateway, remembered.get(GATEWAY_NAME).copied())?;
        write_private(file, &serde_json::to_vec_pretty(&ports.chosen)?)?;
        Ok(ports)
    }

    /// Reserves a port for every name: the remembered one, else any.
    pub fn plain(names: &[impl AsRef<str>], remembered: &BTreeMap<String, u16>) -> Result<Self> {
        let mut ports = Self { chosen: BTreeMap::new(), held: BTreeMap::new() };
        for name in names.iter().map(AsRef::as_ref) {
            let others = (0..TRIES).map(|_| rand::random_range(RANGE));
            let (port, held) = choose(remembered.get(name).copied(), others, hold)
                .context("no free port was found between 20000 and 30000")?;
            ports.keep(name, port, held);
        }
        Ok(ports)
    }

    pub fn of(&self, name: &str) -> Result<u16> {
        self.chosen.get(name).copied().with_context(|| format!("no port was reserved for {name}"))
    }

    pub fn gateway(&self) -> Result<u16> {
        self.of(GATEWAY_NAME)
    }

    /// Lets go of a port for the process that is about to listen on it.
    pub fn release(&mut self, name: &str) {
        self.held.remove(name);
    }

    fn reserve_gateway(&mut self, asked: Option<u16>, remembered: Option<u16>) -> Result<()> {
        let (port, held) = match asked {
            Some(port) => match hold_for_people(port) {
                Some(held) => (port, held),
                None => bail!("port {port} is taken or not allowed; choose another one with --port"),
            },
            None => choose(remembered, GATEWAY..GATEWAY + 1000, hold_for_people)
                .context("no port from 3000 to 3999 is free; choose one with --port")?,
        };
        self.keep(GATEWAY_NAME, port, held);
        Ok(())
    }

    fn keep(&mut self, name: &str, port: u16, held: TcpListener) {
        self.chosen.insert(name.to_owned(), port);
        self.held.insert(name.to_owned(), held);
    }
}

/// The remembered port if it can be held, else the first other one that can.
fn choose<T>(
    remembered: Option<u16>,
    others: impl IntoIterator<Item = u16>,
    hold: impl Fn(u16) -> Option<T>,
) -> Option<(u16, T)> {
    remembered.into_iter().chain(others).find_map(|port| hold(port).map(|held| (port, held)))
}

fn hold(port: u16) -> Option<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok()
}

/// A browser tries `localhost` on IPv6 first, where a foreign server would answer in our place.
fn hold_for_people(port: u16) -> Option<TcpListener> {
    let foreign = TcpListener::bind((Ipv6Addr::LOCALHOST, port))
        .is_err_and(|error| error.kind() == ErrorKind::AddrInUse);
    if foreign { None } else { hold(port) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ports.json");
        (folder, path)
    }

    #[test]
    fn a_remembered_port_is_taken_again_while_it_is_free() {
        let free = |port: u16| (port != 3000).then_some(());
        assert_eq!(choose(Some(24_000), [25_000], free), Some((24_000, ())));
        assert_eq!(choose(Some(3000), [3000, 25_000], free), Some((25_000, ())));
        assert_eq!(choose(None, [25_000], free), Some((25_000, ())));
        assert_eq!(choose(Some(3000), [3000], free), None);
    }

    #[test]
    fn chosen_ports_are_kept_for_the_next_run() {
        let (_folder, path) = file();
        let ports = Ports::reserve(&path, &["postgres", "redis"], None).unwrap();
        assert_eq!(read_json::<BTreeMap<String, u16>>(&path).unwrap(), ports.chosen);
        let names: Vec<&str> = ports.chosen.keys().map(String::as_str).collect();
        assert_eq!(names, ["gateway", "postgres", "redis"]);
        assert_ne!(ports.chosen["postgres"], ports.chosen["redis"]);
    }

    #[test]
    fn a_remembered_port_that_somebody_took_is_chosen_anew() {
        let (_folder, path) = file();
        let holding = Ports::reserve(&path, &["redis"], None).unwrap();
        let second = Ports::reserve(&path, &["redis"], None).unwrap();
        assert_ne!(holding.of("redis").unwrap(), second.of("redis").unwrap());
        assert_ne!(holding.gateway().unwrap(), second.gateway().unwrap());
    }

    #[test]
    fn an_asked_port_that_is_taken_is_an_error() {
        let (_folder, path) = file();
        let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let refused = Ports::reserve(&path, &[""; 0], Some(port)).unwrap_err();
        assert!(refused.to_string().contains(&port.to_string()));
    }

    #[test]
    fn a_reserved_port_is_held_until_it_is_released() {
        let (_folder, path) = file();
        let mut ports = Ports::reserve(&path, &["redis"], None).unwrap();
        let port = ports.of("redis").unwrap();
        assert!(TcpListener::bind(("127.0.0.1", port)).is_err());
        ports.release("redis");
        // a program that another test starts keeps a copy of every open socket from its fork until its exec
        let free = || {
            std::thread::sleep(std::time::Duration::from_millis(1));
            hold(port).is_some()
        };
        assert!((0..1000).any(|_| free()));
    }
}
