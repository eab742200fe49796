use std::time::{Duration, Instant};

use bootstrap::Redis;
use deadpool_redis::redis::{Client, FromRedisValue, RedisResult, Script, aio::MultiplexedConnection, cmd};
use secrecy::ExposeSecret as _;
use testkit::{Proxy, RedisLine, TestRedis, eventually, process};

const LONG: Duration = Duration::from_secs(60);

/// A cluster each of whose nodes can be taken away, with keys on all of them.
struct Drill {
    test: TestRedis,
    line: RedisLine,
    redis: Redis,
    keys: Vec<String>,
}

impl Drill {
    async fn start() -> Self {
        let test = TestRedis::cluster();
        let line = test.line().await;
        let mut process = process(&test);
        process.redis_url = line.url();
        let redis = Redis::connect(&process).unwrap();
        let keys: Vec<String> = (0..60).map(|number| format!("key:{number}")).collect();
        for key in &keys {
            redis.set(key, key.as_bytes(), LONG).await.unwrap();
        }
        Self { test, line, redis, keys }
    }

    /// How many keys are read, one after the other, and in what time.
    async fn readable(&self) -> (usize, Duration) {
        let (started, mut read) = (Instant::now(), 0);
        for key in &self.keys {
            let value = self.redis.get(key).await;
            read += usize::from(value.is_ok_and(|value| value.as_deref() == Some(key.as_bytes())));
        }
        (read, started.elapsed())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_of_many_nodes_are_read_and_deleted_at_once_and_in_order() {
    let Drill { test, redis, keys, line: _line } = Drill::start().await;
    let mut asked = keys.clone();
    asked.insert(7, "nobody".to_owned());
    let values = redis.get_many(&asked).await.unwrap();
    for (key, value) in asked.iter().zip(values) {
        assert_eq!(value.is_some(), key != "nobody");
        assert!(value.is_none_or(|value| value == key.as_bytes()));
    }
    redis.delete(&asked).await.unwrap();
    assert!(test.keys("*").await.is_empty());
    redis.delete(&[]).await.unwrap();
    assert!(redis.get_many(&[]).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_is_gone_or_silent_takes_its_own_keys_along_and_no_others() {
    let drill = Drill::start().await;
    for take_away in [Proxy::cut, Proxy::pause] {
        take_away(&drill.line.proxies()[1]);
        // Somebody finds out, and waits for it.
        let (found_out, took) = drill.readable().await;
        assert!((20..=55).contains(&found_out), "{found_out} of 60 keys are left");
        assert!(took < Duration::from_millis(900), "{took:?}");
        // From then on nobody does.
        for _ in 0..5 {
            let (left, took) = drill.readable().await;
            assert_eq!(left, found_out);
            assert!(took < Duration::from_millis(200), "{took:?}");
        }
        assert!(drill.redis.ping().await.is_err(), "a cluster that lacks a node says so");
        drill.line.restore();
        let back = Instant::now();
        eventually("all keys are back", async || (drill.readable().await.0 == 60).then_some(())).await;
        assert!(back.elapsed() < Duration::from_millis(1500), "{:?}", back.elapsed());
        drill.redis.ping().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cluster_that_was_away_at_the_start_is_found() {
    let test = TestRedis::cluster();
    let line = test.line().await;
    line.pause();
    let mut process = process(&test);
    process.redis_url = line.url();
    let redis = Redis::connect(&process).unwrap();
    assert!(redis.get("k").await.is_err());
    line.restore();
    eventually("the cluster is found", async || redis.ping().await.ok()).await;
    assert_eq!(redis.get("k").await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_is_enough_to_find_all_nodes() {
    let drill = Drill::start().await;
    let mut process = process(&drill.test);
    process.redis_url = drill.test.url().expose_secret().split(',').next().unwrap().to_owned().into();
    let redis = Redis::connect(&process).unwrap();
    assert_eq!(redis.get_many(&drill.keys).await.unwrap().iter().flatten().count(), 60);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_no_cluster_is_told_as_such() {
    let test = TestRedis::new();
    if test.is_cluster() {
        return;
    }
    let mut process = process(&test);
    process.redis_cluster = true;
    let redis = Redis::connect(&process).unwrap();
    let told = format!("{:#}", anyhow::Error::from(redis.ping().await.unwrap_err()));
    assert!(told.contains("cluster support disabled"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cluster_that_is_taken_for_one_server_is_told_as_such() {
    let drill = Drill::start().await;
    let mut process = process(&drill.test);
    process.redis_cluster = false;
    process.redis_url = drill.test.url().expose_secret().split(',').next().unwrap().to_owned().into();
    let redis = Redis::connect(&process).unwrap();
    let mut told = Vec::new();
    for key in &drill.keys {
        told.extend(redis.get(key).await.err().map(|error| error.to_string()));
    }
    assert!((20..=55).contains(&told.len()), "{told:?}");
    assert!(told.iter().all(|told| told.contains("needs REDIS_CLUSTER=true")), "{told:?}");
}

/// The node that owns a slot, the next one, and how they call themselves.
struct Move {
    from: (MultiplexedConnection, String),
    to: (MultiplexedConnection, String),
    slot: u16,
}

async fn ask<T: FromRedisValue>(connection: &mut MultiplexedConnection, words: &[&str]) -> RedisResult<T> {
    cmd(words[0]).arg(&words[1..]).query_async(connection).await
}

impl Move {
    async fn of(test: &TestRedis, key: &str) -> Self {
        let mut nodes = Vec::new();
        for url in test.url().expose_secret().split(',') {
            let client = Client::open(url).unwrap();
            let mut node = client.get_multiplexed_async_connection().await.unwrap();
            let id: String = ask(&mut node, &["CLUSTER", "MYID"]).await.unwrap();
            nodes.push((node, id));
        }
        let slot: u16 = ask(&mut nodes[0].0, &["CLUSTER", "KEYSLOT", key]).await.unwrap();
        while ask::<Option<String>>(&mut nodes[0].0, &["GET", key]).await.is_err() {
            nodes.rotate_left(1);
        }
        let mut nodes = nodes.into_iter();
        Self { from: nodes.next().unwrap(), to: nodes.next().unwrap(), slot }
    }

    async fn begin(&mut self) {
        let slot = self.slot.to_string();
        ask::<()>(&mut self.to.0, &["CLUSTER", "SETSLOT", &slot, "IMPORTING", &self.from.1]).await.unwrap();
        ask::<()>(&mut self.from.0, &["CLUSTER", "SETSLOT", &slot, "MIGRATING", &self.to.1]).await.unwrap();
    }

    async fn end(&mut self) {
        let slot = self.slot.to_string();
        for node in [&mut self.to.0, &mut self.from.0] {
            ask::<()>(node, &["CLUSTER", "SETSLOT", &slot, "NODE", &self.to.1]).await.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn slots_on_the_way_and_slots_that_have_moved_are_followed() {
    static ADD: std::sync::LazyLock<Script> =
        std::sync::LazyLock::new(|| Script::new("return redis.call('INCRBY', KEYS[1], ARGV[1])"));
    let Drill { test, redis, line: _line, .. } = Drill::start().await;
    let key = format!("{{{}}}", test.prefix());
    let mut moving = Move::of(&test, &format!("{}{key}", test.prefix())).await;
    moving.begin().await;
    redis.set(&key, b"40", LONG).await.unwrap();
    assert_eq!(redis.script::<i64>(&ADD, std::slice::from_ref(&key), &[b"2"]).await.unwrap(), 42);
    assert_eq!(redis.get(&key).await.unwrap().as_deref(), Some(&b"42"[..]));
    moving.end().await;
    assert_eq!(redis.get(&key).await.unwrap().as_deref(), Some(&b"42"[..]));
    let at_the_new_owner =
        ask::<String>(&mut moving.to.0, &["GET", &format!("{}{key}", test.prefix())]).await;
    assert_eq!(at_the_new_owner.unwrap(), "42");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_is_held_on_a_cluster_as_on_one_server() {
    let Drill { redis, line: _line, .. } = Drill::start().await;
    let first = redis.lock("lock", LONG).await.unwrap().unwrap();
    assert!(redis.lock("lock", LONG).await.unwrap().is_none());
    assert!(first.renew().await.unwrap());
    first.release().await.unwrap();
    assert!(redis.lock("lock", LONG).await.unwrap().is_some());
}
