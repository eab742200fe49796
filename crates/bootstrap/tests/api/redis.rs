use std::time::{Duration, Instant};

use bootstrap::Redis;
use testkit::{RedisLine, TestRedis, process};

const LONG: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread")]
async fn keys_carry_the_prefix_of_the_deployment() {
    let test = TestRedis::new();
    let redis = Redis::connect(&process(&test)).unwrap();
    redis.set("bcm:tier0:x", b"{}", LONG).await.unwrap();
    assert_eq!(redis.get("bcm:tier0:x").await.unwrap().as_deref(), Some(&b"{}"[..]));
    assert_eq!(test.keys("*").await, ["bcm:tier0:x"]);
    assert!(!redis.set_if_absent("bcm:tier0:x", b"other", LONG).await.unwrap());
    redis.delete(&["bcm:tier0:x".to_owned()]).await.unwrap();
    assert_eq!(redis.get("bcm:tier0:x").await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_has_one_holder_and_only_the_holder_gives_it_back() {
    let test = TestRedis::new();
    let redis = Redis::connect(&process(&test)).unwrap();
    let first = redis.lock("bcm:lock:rebuild:x", LONG).await.unwrap().unwrap();
    assert!(redis.lock("bcm:lock:rebuild:x", LONG).await.unwrap().is_none());
    assert!(first.renew().await.unwrap());
    test.wipe().await;
    let second = redis.lock("bcm:lock:rebuild:x", LONG).await.unwrap().unwrap();
    assert!(!first.renew().await.unwrap(), "the lock was lost");
    first.release().await.unwrap();
    assert!(second.renew().await.unwrap(), "somebody else's lock stays");
}

struct Drill {
    _test: TestRedis,
    line: RedisLine,
    redis: Redis,
}

/// A Redis that can be taken away, holding `k`.
async fn drill() -> Drill {
    let test = TestRedis::new();
    let line = test.line().await;
    let mut process = process(&test);
    process.redis_url = line.url();
    let redis = Redis::connect(&process).unwrap();
    redis.set("k", b"v", LONG).await.unwrap();
    redis.ping().await.unwrap();
    Drill { _test: test, line, redis }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_redis_holds_up_one_command_and_not_the_next_ones() {
    let Drill { line, redis, .. } = drill().await;
    line.pause();
    assert!(redis.get("k").await.is_err());
    let started = Instant::now();
    for _ in 0..1000 {
        assert!(redis.get("k").await.is_err());
    }
    assert!(redis.ping().await.is_err());
    assert!(redis.lock("l", LONG).await.is_err());
    assert!(started.elapsed() < Duration::from_millis(400), "{:?}", started.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redis_that_is_back_is_found_within_a_second_or_so() {
    let Drill { line, redis, .. } = drill().await;
    for take_away in [RedisLine::cut, RedisLine::pause] {
        take_away(&line);
        assert!(redis.get("k").await.is_err());
        // So long that the pauses have grown to the longest.
        let gone = Instant::now();
        testkit::eventually("time passes", async || (gone.elapsed() > Duration::from_secs(2)).then_some(()))
            .await;
        line.restore();
        let back = Instant::now();
        let found = testkit::eventually("redis is found again", async || redis.get("k").await.ok()).await;
        assert_eq!(found.as_deref(), Some(&b"v"[..]));
        assert!(back.elapsed() < Duration::from_millis(1500), "{:?}", back.elapsed());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_starts_without_redis_and_says_what_is_wrong_with_it() {
    let test = TestRedis::new();
    let line = test.line().await;
    let mut process = process(&test);
    process.redis_url = line.url();
    line.pause();
    let redis = Redis::connect(&process).unwrap();
    let away = redis.ping().await.unwrap_err();
    assert_eq!(format!("{:#}", anyhow::Error::from(away)), "redis is away: timed out");
    line.restore();
    testkit::eventually("redis is found", async || redis.ping().await.ok()).await;
}
