use std::env;

use deadpool_redis::redis::{self, AsyncCommands as _};
use secrecy::SecretString;
use url::Url;
use uuid::Uuid;

use crate::Proxy;

/// The Redis of `RAPTOR_TEST_REDIS` behind a key prefix of the test's own.
pub struct TestRedis {
    url: String,
    prefix: String,
}

impl TestRedis {
    /// A prefix that no other test has.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "a default that reads the environment would surprise")]
    pub fn new() -> Self {
        let Ok(url) = env::var("RAPTOR_TEST_REDIS") else {
            panic!("RAPTOR_TEST_REDIS is not set; run cargo raptor test")
        };
        Self { url, prefix: format!("t{}:", Uuid::new_v4().simple()) }
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> SecretString {
        self.url.clone().into()
    }

    /// Its address through a line to [`TestRedis::address`].
    #[must_use]
    pub fn url_through(&self, line: &Proxy) -> SecretString {
        let mut url = Url::parse(&self.url).unwrap();
        url.set_ip_host(line.address().ip()).unwrap();
        url.set_port(Some(line.address().port())).unwrap();
        String::from(url).into()
    }

    /// Host and port, for a [`Proxy`].
    #[must_use]
    pub fn address(&self) -> String {
        let url = Url::parse(&self.url).unwrap();
        format!("{}:{}", url.host_str().unwrap_or("127.0.0.1"), url.port().unwrap_or(6379))
    }

    /// What precedes every key.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// A connection for looking at or spoiling keys; the test puts the prefix before them.
    pub async fn connection(&self) -> redis::aio::MultiplexedConnection {
        let connection =
            async { redis::Client::open(self.url.as_str())?.get_multiplexed_async_connection().await };
        connection.await.unwrap()
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
