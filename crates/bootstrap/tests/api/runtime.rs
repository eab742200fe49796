use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use bootstrap::Runtime;
use testkit::{TestRedis, process};

#[tokio::test(flavor = "multi_thread")]
async fn a_job_goes_on_after_a_failure_and_ends_with_the_process() {
    let runtime = Runtime::embedded("test", process(&TestRedis::new())).unwrap();
    let runs = Arc::new(AtomicUsize::new(0));
    let counter = runs.clone();
    runtime.every("counting", Duration::from_millis(1), move || {
        let run = counter.fetch_add(1, Ordering::SeqCst);
        async move { if run == 0 { anyhow::bail!("the first run fails") } else { Ok(()) } }
    });
    testkit::eventually("three runs", async || (runs.load(Ordering::SeqCst) > 2).then_some(())).await;
    runtime.drain().await;
    let ended = runs.load(Ordering::SeqCst);
    tokio::task::yield_now().await;
    assert_eq!(runs.load(Ordering::SeqCst), ended);
}

#[tokio::test(flavor = "multi_thread")]
async fn readiness_needs_what_is_needed_and_says_what_is_down() {
    let runtime = Runtime::embedded("test", process(&TestRedis::new())).unwrap();
    assert!(!runtime.health.report().await.0, "not started yet");
    runtime.health.started();
    assert!(runtime.health.report().await.0);
    runtime.health.helpful("cache", || async { Err("gone".to_owned()) });
    assert!(runtime.health.report().await.0, "it works without");
    runtime.health.needed("postgres", || async { Err("gone".to_owned()) });
    let (ready, report) = runtime.health.report().await;
    assert!(!ready);
    assert_eq!(report["components"]["postgres"], "down");
    assert!(!report.to_string().contains("gone"), "what exactly is wrong stays in the log");
}
