use std::time::{Duration, Instant};

use bootstrap::Redis;
use testkit::{Proxy, TestRedis, process};

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

#[tokio::test(flavor = "multi_thread")]
async fn an_absent_redis_is_noticed_soon_and_found_again() {
    let test = TestRedis::new();
    let line = Proxy::to(test.address()).await;
    let mut process = process(&test);
    process.redis_url = test.url_through(&line);
    let redis = Redis::connect(&process).unwrap();
    redis.set("k", b"v", LONG).await.unwrap();
    redis.ping().await.unwrap();

    line.cut();
    let started = Instant::now();
    assert!(redis.get("k").await.is_err());
    assert!(redis.ping().await.is_err());
    assert!(started.elapsed() < Duration::from_secs(4), "{:?}", started.elapsed());

    line.restore();
    let found = testkit::eventually("redis is found again", async || redis.get("k").await.ok()).await;
    assert_eq!(found.as_deref(), Some(&b"v"[..]));
    testkit::eventually("the pool is found again", async || redis.ping().await.ok()).await;
}
