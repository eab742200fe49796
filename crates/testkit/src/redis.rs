use std::env;

use deadpool_redis::redis::{
    self, AsyncCommands as _, Cmd, Pipeline, RedisFuture, Value,
    aio::{ConnectionLike, MultiplexedConnection},
    cluster::ClusterClient,
    cluster_async::ClusterConnection,
};
use secrecy::SecretString;
use uuid::Uuid;

use crate::{Proxy, beside::Beside};

/// The Redis of `RAPTOR_TEST_REDIS` behind a key prefix of the test's own. Several addresses there, parted by commas, are
/// those of a cluster.
pub struct TestRedis {
    url: String,
    prefix: String,
}

impl TestRedis {
    /// A prefix that no other test has.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "a default that reads the environment would surprise")]
    pub fn new() -> Self {
        Self::of("RAPTOR_TEST_REDIS")
    }

    /// The same of `RAPTOR_TEST_REDIS_CLUSTER`, which is a cluster in every run.
    #[must_use]
    pub fn cluster() -> Self {
        Self::of("RAPTOR_TEST_REDIS_CLUSTER")
    }

    fn of(variable: &str) -> Self {
        let Ok(url) = env::var(variable) else { panic!("{variable} is not set; run cargo raptor test") };
        Self { url, prefix: format!("t{}:", Uuid::new_v4().simple()) }
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> SecretString {
        self.url.clone().into()
    }

    /// Whether it is a cluster.
    #[must_use]
    pub fn is_cluster(&self) -> bool {
        self.url.contains(',')
    }

    /// A way to it that breaks on demand.
    pub async fn line(&self) -> RedisLine {
        let Beside { listeners, urls } = Beside::of(&self.url).await;
        let proxies = listeners.into_iter().map(|(listener, target)| Proxy::on(listener, target).unwrap());
        RedisLine { proxies: proxies.collect(), url: urls }
    }

    /// What precedes every key.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// A connection for looking at or spoiling keys; the test puts the prefix before them.
    pub async fn connection(&self) -> TestConnection {
        if self.is_cluster() {
            let client = ClusterClient::new(self.url.split(',')).unwrap();
            return TestConnection::Cluster(client.get_async_connection().await.unwrap());
        }
        let client = redis::Client::open(self.url.as_str()).unwrap();
        TestConnection::One(client.get_multiplexed_async_connection().await.unwrap())
    }

    /// The test's keys that match, without the prefix.
    pub async fn keys(&self, pattern: &str) -> Vec<String> {
        let mut connection = self.connection().await;
        let keys: Vec<String> = connection.keys(format!("{}{pattern}", self.prefix)).await.unwrap();
        keys.into_iter().map(|key| key[self.prefix.len()..].to_owned()).collect()
    }

    /// Loses all of the test's keys, as a restarted Redis would.
    pub async fn wipe(&self) {
        let mut connection = self.connection().await;
        for key in self.keys("*").await {
            let _: () = connection.del(format!("{}{key}", self.prefix)).await.unwrap();
        }
    }
}

/// The way to Redis: a proxy before each of its servers. Nodes of a cluster name one another by port alone, so that whoever came by
/// the proxy of one goes on to those of the others.
pub struct RedisLine {
    proxies: Vec<Proxy>,
    url: String,
}

impl RedisLine {
    /// The address of Redis at the other end.
    #[must_use]
    pub fn url(&self) -> SecretString {
        self.url.clone().into()
    }

    /// The way to each server.
    #[must_use]
    pub fn proxies(&self) -> &[Proxy] {
        &self.proxies
    }

    /// As [`Proxy::cut`].
    pub fn cut(&self) {
        self.proxies.iter().for_each(Proxy::cut);
    }

    /// As [`Proxy::pause`].
    pub fn pause(&self) {
        self.proxies.iter().for_each(Proxy::pause);
    }

    /// As [`Proxy::restore`].
    pub fn restore(&self) {
        self.proxies.iter().for_each(Proxy::restore);
    }
}

/// A connection to one server or to a cluster.
#[derive(Clone)]
pub enum TestConnection {
    /// To one server.
    One(MultiplexedConnection),
    /// To all nodes.
    Cluster(ClusterConnection),
}

impl ConnectionLike for TestConnection {
    fn req_packed_command<'a>(&'a mut self, cmd: &'a Cmd) -> RedisFuture<'a, Value> {
        match self {
            Self::One(connection) => connection.req_packed_command(cmd),
            Self::Cluster(connection) => connection.req_packed_command(cmd),
        }
    }

    fn req_packed_commands<'a>(
        &'a mut self,
        cmd: &'a Pipeline,
        offset: usize,
        count: usize,
    ) -> RedisFuture<'a, Vec<Value>> {
        match self {
            Self::One(connection) => connection.req_packed_commands(cmd, offset, count),
            Self::Cluster(connection) => connection.req_packed_commands(cmd, offset, count),
        }
    }

    fn get_db(&self) -> i64 {
        0
    }
}
