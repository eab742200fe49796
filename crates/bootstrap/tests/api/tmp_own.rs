use deadpool_redis::redis::{AsyncCommands as _, cluster::ClusterClient};
use secrecy::ExposeSecret as _;
use std::time::{Duration, Instant};
use testkit::TestRedis;

#[tokio::test(flavor = "multi_thread")]
async fn tmp_own_client() {
    for retries in [0, 1, 16] {
        let test = TestRedis::cluster();
        let line = test.line().await;
        let url = line.url();
        let client = ClusterClient::builder(url.expose_secret().split(','))
            .retries(retries)
            .connection_timeout(Duration::from_millis(500))
            .response_timeout(Duration::from_millis(500))
            .build()
            .unwrap();
        let mut c = client.get_async_connection().await.unwrap();
        let keys: Vec<String> = (0..60).map(|n| format!("{}key:{n}", test.prefix())).collect();
        for k in &keys {
            let _: () = c.set_ex(k, "v", 60).await.unwrap();
        }
        for (name, cut) in [("cut", true), ("paused", false)] {
            if cut {
                line.proxies()[1].cut()
            } else {
                line.proxies()[1].pause()
            }
            for round in 0..4 {
                let t = Instant::now();
                let answers = futures::future::join_all(keys.iter().map(|k| {
                    let mut c = c.clone();
                    async move {
                        let t = Instant::now();
                        let r: Result<Option<String>, _> = c.get(k).await;
                        (r.is_ok(), t.elapsed())
                    }
                }))
                .await;
                let ok = answers.iter().filter(|a| a.0).count();
                let slowest_ok = answers.iter().filter(|a| a.0).map(|a| a.1).max();
                let slowest = answers.iter().map(|a| a.1).max();
                eprintln!(
                    "retries {retries} {name} round {round}: {ok}/60 ok, slowest ok {slowest_ok:?}, slowest {slowest:?}, all {:?}",
                    t.elapsed()
                );
            }
            line.restore();
            tokio::time::sleep(Duration::from_secs(3)).await;
        }
    }
}
