use std::io;

use deadpool_redis::redis::{ConnectionInfo, FromRedisValue, RedisResult, cluster_routing::Slot};

use super::{RedisError, cluster::Cluster, line::Line, request::Request};

/// Where keys are.
#[derive(Clone)]
pub enum Servers {
    One(Line),
    Cluster(Cluster),
}

impl Servers {
    /// `addresses` holds the one server, or nodes by which the others are found.
    pub fn connect(addresses: Vec<ConnectionInfo>, cluster: bool) -> RedisResult<Self> {
        if cluster {
            return Ok(Self::Cluster(Cluster::open(addresses)?));
        }
        let several = || io::Error::new(io::ErrorKind::InvalidInput, "one server has one address");
        let [address] = <[ConnectionInfo; 1]>::try_from(addresses).map_err(|_| several())?;
        Ok(Self::One(Line::to(address)?))
    }

    /// Asks the server that holds `key`.
    pub async fn ask<T: FromRedisValue>(&self, key: &str, request: &Request) -> Result<T, RedisError> {
        match self {
            Self::One(line) => line.ask(request, false).await.map_err(explained),
            Self::Cluster(cluster) => cluster.ask(Slot::for_key(key), request).await,
        }
    }

    /// Parts keys into those that one command may name.
    pub fn together(&self, keys: impl ExactSizeIterator<Item = String>) -> Vec<Vec<usize>> {
        match self {
            Self::One(_) if keys.len() == 0 => Vec::new(),
            Self::One(_) => vec![(0..keys.len()).collect()],
            Self::Cluster(_) => by_slot(keys),
        }
    }

    /// Asks every server that holds keys.
    pub async fn ask_all(&self, request: &Request) -> Result<(), RedisError> {
        match self {
            Self::One(line) => line.ask(request, false).await,
            Self::Cluster(cluster) => cluster.ask_all(request).await,
        }
    }
}

/// A single server never sends anybody elsewhere.
fn explained(error: RedisError) -> RedisError {
    match error {
        RedisError::Command(trouble) if trouble.redirect_node().is_some() => {
            RedisError::Address("it leads to a node of a cluster, which needs REDIS_CLUSTER=true".to_owned())
        }
        other => other,
    }
}

fn by_slot(keys: impl Iterator<Item = String>) -> Vec<Vec<usize>> {
    let mut groups: Vec<(Slot, Vec<usize>)> = Vec::new();
    for (index, key) in keys.enumerate() {
        let slot = Slot::for_key(key);
        match groups.iter_mut().find(|(of, _)| *of == slot) {
            Some((_, group)) => group.push(index),
            None => groups.push((slot, vec![index])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_with_one_hash_tag_are_together_whatever_else_they_are_called() {
        let keys = ["a:{x}:1", "b:{y}", "c:{x}", "d:x", "x"].map(str::to_owned);
        assert_eq!(by_slot(keys.into_iter()), [vec![0, 2, 4], vec![1], vec![3]]);
    }
}
