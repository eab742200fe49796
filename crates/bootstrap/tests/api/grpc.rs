//! One service in several instances, and what its clients notice of them.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use bootstrap::{
    Process,
    grpc::{Channel, channel, retry_once, serve},
};
use contracts::auth::v1::{GetJwksRequest, GetJwksResponse, auth_service_client::AuthServiceClient};
use testkit::{
    Serving, TestRedis, process,
    stubs::auth::auth_service_server::{AuthService, AuthServiceServer},
};
use tokio::sync::Notify;
use tonic::{Code, Request, Response, Status, service::Routes};
use tower::layer::util::Identity;
use url::Url;

/// Answers with its number, and can be told to hold its answers back.
#[derive(Default)]
struct Numbered {
    number: u8,
    arrived: AtomicUsize,
    holding: AtomicBool,
    seen: Notify,
    released: Notify,
}

#[tonic::async_trait]
impl AuthService for Numbered {
    async fn get_jwks(&self, _: Request<GetJwksRequest>) -> Result<Response<GetJwksResponse>, Status> {
        self.arrived.fetch_add(1, Ordering::SeqCst);
        self.seen.notify_one();
        if self.holding.load(Ordering::SeqCst) {
            self.released.notified().await;
        }
        Ok(Response::new(GetJwksResponse { jwks: vec![self.number] }))
    }
}

struct Running {
    serving: Serving,
    service: Arc<Numbered>,
}

impl Running {
    async fn start(number: u8) -> Self {
        let service = Arc::new(Numbered { number, ..Numbered::default() });
        let routes = Routes::new(AuthServiceServer::from_arc(service.clone()));
        let process = Process { shutdown_delay: Duration::from_millis(300), ..process(&TestRedis::new()) };
        let serving = Serving::start("numbered", process, |runtime, listener| async move {
            serve(listener, routes, Identity::new(), &runtime).await
        })
        .await;
        serving.ready().await;
        Self { serving, service }
    }

    fn arrived(&self) -> usize {
        self.service.arrived.load(Ordering::SeqCst)
    }
}

async fn two() -> (Running, Running, Channel) {
    let (one, two) = (Running::start(1).await, Running::start(2).await);
    let channel = channel(&[one.serving.url(), two.serving.url()], None).unwrap();
    (one, two, channel)
}

async fn ask(channel: &Channel) -> Result<u8, Status> {
    let answer = AuthServiceClient::new(channel.clone()).get_jwks(GetJwksRequest {}).await?;
    Ok(answer.into_inner().jwks[0])
}

/// Both have said that they serve, so that there is a choice.
async fn chosen_from_both(channel: &Channel) {
    testkit::eventually("calls take turns", async || {
        let answers = [ask(channel).await.unwrap(), ask(channel).await.unwrap()];
        (answers[0] != answers[1]).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_take_turns_at_the_instances() {
    let (one, two, channel) = two().await;
    chosen_from_both(&channel).await;
    let before = (one.arrived(), two.arrived());
    for _ in 0..20 {
        ask(&channel).await.unwrap();
    }
    assert_eq!((one.arrived() - before.0, two.arrived() - before.1), (10, 10));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_instance_that_takes_long_gets_fewer_calls() {
    let (one, _two, channel) = two().await;
    chosen_from_both(&channel).await;
    one.service.holding.store(true, Ordering::SeqCst);
    let before = one.arrived();
    for channel in [channel.clone(), channel.clone()] {
        tokio::spawn(async move { ask(&channel).await });
    }
    testkit::eventually("one of them waits", async || (one.arrived() > before).then_some(())).await;
    let before = one.arrived();
    for _ in 0..20 {
        assert_eq!(ask(&channel).await.unwrap(), 2);
    }
    assert_eq!(one.arrived(), before);
    one.service.holding.store(false, Ordering::SeqCst);
    one.service.released.notify_waiters();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_instance_that_was_killed_is_left_out_and_no_read_fails() {
    let (one, _two, channel) = two().await;
    chosen_from_both(&channel).await;
    one.serving.kill();
    for _ in 0..200 {
        assert_eq!(retry_once(|| ask(&channel)).await.unwrap(), 2);
    }
    // Without a second try as well, once that it is gone has been noticed.
    for _ in 0..200 {
        assert_eq!(ask(&channel).await.unwrap(), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_instance_that_was_never_there_costs_no_call() {
    let two = Running::start(2).await;
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let nobody: Url = format!("http://{nobody}").parse().unwrap();
    let channel = channel(&[nobody, two.serving.url()], None).unwrap();
    for _ in 0..50 {
        assert_eq!(ask(&channel).await.unwrap(), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_instance_that_leaves_is_left_at_once_and_loses_no_call_even_without_a_second_try() {
    let (one, _two, channel) = two().await;
    chosen_from_both(&channel).await;
    let runtime = one.serving.runtime.clone();
    let leaving = tokio::spawn(async move {
        runtime.leave().await;
        runtime.drain().await;
    });
    let direct = bootstrap::grpc::channel(&[one.serving.url()], None).unwrap();
    assert_eq!(ask(&direct).await.unwrap(), 1, "what still comes is answered");
    let mut calls = 0;
    while !leaving.is_finished() {
        ask(&channel).await.unwrap();
        calls += 1;
    }
    assert!(calls > 20, "{calls}");
    let served = one.arrived();
    assert!(served < calls / 2, "{served} of {calls} went to the one that leaves");
    for _ in 0..20 {
        assert_eq!(ask(&channel).await.unwrap(), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_arrived_is_not_made_again_when_its_instance_dies() {
    let (one, two, channel) = two().await;
    chosen_from_both(&channel).await;
    one.service.holding.store(true, Ordering::SeqCst);
    two.service.holding.store(true, Ordering::SeqCst);
    let before = one.arrived() + two.arrived();
    let calling = tokio::spawn(async move { ask(&channel).await });
    tokio::select! {
        () = one.service.seen.notified() => {}
        () = two.service.seen.notified() => {}
    }
    testkit::eventually("it arrived", async || (one.arrived() + two.arrived() > before).then_some(())).await;
    one.serving.kill();
    two.serving.kill();
    let status = calling.await.unwrap().unwrap_err();
    assert!(problem::connection_lost(&status), "{status:?}");
    assert_eq!(one.arrived() + two.arrived(), before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_instance_that_comes_back_is_used_again() {
    let (one, two) = (Running::start(1).await, Running::start(2).await);
    let through = testkit::Proxy::to(one.serving.address.to_string()).await.unwrap();
    let url: Url = format!("http://{}", through.address()).parse().unwrap();
    let channel = channel(&[url, two.serving.url()], None).unwrap();
    chosen_from_both(&channel).await;
    through.cut();
    testkit::eventually("only the other is left", async || {
        retry_once(|| ask(&channel)).await.ok().filter(|number| *number == 2)
    })
    .await;
    through.restore();
    chosen_from_both(&channel).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_without_any_instance_is_unavailable_soon() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for address in [format!("http://{nobody}"), "http://nowhere.invalid:50051".to_owned()] {
        let channel = channel(&[address.parse().unwrap()], None).unwrap();
        let since = std::time::Instant::now();
        assert_eq!(ask(&channel).await.unwrap_err().code(), Code::Unavailable, "{address}");
        assert!(since.elapsed() < Duration::from_secs(5), "{address}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_stands_for_what_it_resolves_to() {
    let one = Running::start(1).await;
    let url: Url = format!("http://localhost:{}", one.serving.address.port()).parse().unwrap();
    let channel = channel(&[url], None).unwrap();
    assert_eq!(ask(&channel).await.unwrap(), 1);
}
