use std::{collections::HashMap, ops::RangeInclusive};

use deadpool_redis::redis::{ConnectionAddr, FromRedisValue as _, RedisResult, Value, cluster_routing::Slot};

use super::super::line::Line;

const SLOTS: usize = 16_384;

/// Host and port by which a node is known.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Address {
    host: String,
    port: u16,
}

impl Address {
    /// Where somebody said that a node is.
    pub fn exact(address: &ConnectionAddr) -> Option<Self> {
        match address {
            ConnectionAddr::Tcp(host, port) | ConnectionAddr::TcpTls { host, port, .. } => {
                Some(Self { host: host.clone(), port: *port })
            }
            _ => None,
        }
    }

    /// Reads `host:port` as a node says it of another one. A node that does not know its host means the one it was asked at.
    pub fn announced(text: &str, by: &ConnectionAddr) -> Option<Self> {
        let (host, port) = text.rsplit_once(':')?;
        Self::of(host, port.parse().ok()?, by)
    }

    fn of(host: &str, port: u16, by: &ConnectionAddr) -> Option<Self> {
        let host = match host {
            "" => Self::exact(by)?.host,
            "?" => return None,
            host => host.to_owned(),
        };
        Some(Self { host, port })
    }

    /// The same address, encrypted if that one is.
    pub fn in_the_manner_of(&self, other: &ConnectionAddr) -> ConnectionAddr {
        let (host, port) = (self.host.clone(), self.port);
        match other {
            ConnectionAddr::TcpTls { insecure, tls_params, .. } => {
                ConnectionAddr::TcpTls { host, port, insecure: *insecure, tls_params: tls_params.clone() }
            }
            _ => ConnectionAddr::Tcp(host, port),
        }
    }
}

/// Which node owns which slots.
pub struct Layout {
    nodes: Vec<(Address, Line)>,
    /// The place of its owner among the nodes.
    owners: HashMap<Slot, usize>,
}

impl Layout {
    /// Reads the answer to `CLUSTER SLOTS`: ranges of slots, each with its primary and then its replicas.
    pub fn read(
        ranges: &[Vec<Value>],
        by: &ConnectionAddr,
        mut line_to: impl FnMut(Address) -> RedisResult<Line>,
    ) -> RedisResult<Self> {
        let mut layout = Self { nodes: Vec::new(), owners: HashMap::with_capacity(SLOTS) };
        for range in ranges {
            let Some((slots, address)) = owned(range, by)? else { continue };
            let place = match layout.nodes.iter().position(|(known, _)| *known == address) {
                Some(place) => place,
                None => {
                    layout.nodes.push((address.clone(), line_to(address)?));
                    layout.nodes.len() - 1
                }
            };
            layout.owners.extend(slots.filter_map(Slot::new).map(|slot| (slot, place)));
        }
        Ok(layout)
    }

    pub fn owner(&self, slot: Slot) -> Option<&Line> {
        let place = self.owners.get(&slot)?;
        self.nodes.get(*place).map(|(_, line)| line)
    }

    pub fn lines(&self) -> Vec<Line> {
        self.nodes.iter().map(|(_, line)| line.clone()).collect()
    }

    pub fn has(&self, address: &Address) -> bool {
        self.nodes.iter().any(|(known, _)| known == address)
    }

    pub fn is_empty(&self) -> bool {
        self.owners.is_empty()
    }

    /// Whether every slot has an owner.
    pub fn is_complete(&self) -> bool {
        self.owners.len() == SLOTS
    }
}

/// The slots of a range and the primary that owns them, if that one can be told.
fn owned(range: &[Value], by: &ConnectionAddr) -> RedisResult<Option<(RangeInclusive<u16>, Address)>> {
    let [first, last, primary, ..] = range else { return Ok(None) };
    let slots = u16::from_redis_value_ref(first)?..=u16::from_redis_value_ref(last)?;
    let primary = <Vec<Value>>::from_redis_value_ref(primary)?;
    let [host, port, ..] = primary.as_slice() else { return Ok(None) };
    let host = <Option<String>>::from_redis_value_ref(host)?.unwrap_or_default();
    Ok(Address::of(&host, u16::from_redis_value_ref(port)?, by).map(|address| (slots, address)))
}
