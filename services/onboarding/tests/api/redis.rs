//! Redis may vanish at any time; answers do not.

use deadpool_redis::redis::AsyncCommands as _;
use serde_json::json;
use testkit::eventually;

use crate::{
    answers,
    harness::{Onboarding, note, parsed},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_is_put_aside_leaves_no_copies() {
    let onboarding = Onboarding::start().await;
    let founder = onboarding.founder();
    let desk = onboarding.session(&founder).await;
    desk.put(1, 0, &note("aside")).await.unwrap();
    let copies = format!("onb:{{{}}}:*", desk.id);
    eventually("the copies are there", async || {
        (onboarding.redis.keys(&copies).await.len() > 3).then_some(())
    })
    .await;
    onboarding.create(&founder, true).await.unwrap();
    eventually("the copies are gone", async || onboarding.redis.keys(&copies).await.is_empty().then_some(()))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_redis_everything_works_and_nothing_is_slow() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    onboarding.redis_line.cut();
    // The first call after the cut may still find out that the connection is gone.
    desk.put(1, 0, &note("first")).await.unwrap();
    let begun = std::time::Instant::now();
    let saved = desk.put(1, 1, &answers::evidence()).await.unwrap();
    assert!(begun.elapsed() < std::time::Duration::from_secs(3), "{:?}", begun.elapsed());
    desk.complete(1, saved.version, None).await.unwrap();
    assert!(desk.get().await.unwrap().steps[0].submitted.is_some());
    assert!(onboarding.is_ready().await);
    onboarding.redis_line.restore();
    eventually("copies come back by reading", async || {
        desk.get().await.unwrap();
        onboarding.redis.keys("onb:*").await.contains(&format!("onb:{{{}}}:step:1", desk.id)).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wiped_redis_is_refilled_by_reading() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    desk.put_complete(1, 0, &answers::evidence()).await.unwrap();
    desk.put(2, 0, &json!({ "mission": "m" })).await.unwrap();
    onboarding.redis.wipe().await;
    let read = onboarding.current(&desk.member).await.unwrap();
    assert!(read.steps[0].submitted.is_some() && read.steps[1].draft.is_some());
    let wanted = ["step:1", "step:2", "draft:2", "progress", "metadata"]
        .map(|kind| format!("onb:{{{}}}:{kind}", desk.id));
    eventually("all copies are back", async || {
        let keys = onboarding.redis.keys("onb:*").await;
        wanted.iter().all(|key| keys.contains(key)).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_of_an_older_version_is_never_shown_and_is_replaced() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    desk.put(1, 0, &note("one")).await.unwrap();
    let key = format!("{}onb:{{{}}}:draft:1", onboarding.redis.prefix(), desk.id);
    let mut redis = onboarding.redis.connection().await;
    let old: Vec<u8> = redis.get(&key).await.unwrap();
    desk.put(1, 1, &note("two")).await.unwrap();
    let _: () = redis.set(&key, &old).await.unwrap();
    let step = desk.step(1).await.unwrap().step.unwrap();
    assert_eq!(parsed(&step.draft.unwrap())["notes"], "two");
    eventually("the copy is the new one", async || {
        let copy: Vec<u8> = redis.get(&key).await.unwrap();
        (parsed(&copy)["version"] == 2).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn copies_live_as_long_as_they_should_and_reading_renews_them() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    desk.put(1, 0, &note("one")).await.unwrap();
    let key = |kind: &str| format!("{}onb:{{{}}}:{kind}", onboarding.redis.prefix(), desk.id);
    let mut redis = onboarding.redis.connection().await;
    for (kind, hours) in [("step:1", 168), ("draft:1", 24), ("progress", 168), ("metadata", 168)] {
        let seconds: i64 = redis.ttl(key(kind)).await.unwrap();
        assert!((hours * 3600 - 60..=hours * 3600).contains(&seconds), "{kind}: {seconds}");
        let _: () = redis.expire(key(kind), 100).await.unwrap();
    }
    desk.step(1).await.unwrap();
    for kind in ["step:1", "draft:1", "progress", "metadata"] {
        eventually("the copy lives on", async || {
            let seconds: i64 = redis.ttl(key(kind)).await.unwrap();
            (seconds > 100).then_some(())
        })
        .await;
    }
}
