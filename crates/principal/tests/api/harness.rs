use contracts::bcm::v1::{
    GetManifestRequest, GetManifestResponse, MarkStaleRequest, bcm_service_client::BcmServiceClient,
};
use primitives::Clock;
use principal::{Authenticator, Guard, ServiceName};
use problem::Problem;
use testkit::{
    Callers, RedisLine, Serving, TestRedis,
    stubs::bcm::bcm_service_server::{BcmService, BcmServiceServer},
};
use tonic::{Request, Response, Status, service::Routes, transport::Channel};

/// A guarded service with a call for members and a call for one other service.
struct Echo;

#[tonic::async_trait]
impl BcmService for Echo {
    async fn get_manifest(
        &self,
        request: Request<GetManifestRequest>,
    ) -> Result<Response<GetManifestResponse>, Status> {
        let member = principal::member(&request)?;
        let etag = format!("{} {} {}", member.user, member.workspace, member.role);
        Ok(Response::new(GetManifestResponse { etag, ..GetManifestResponse::default() }))
    }

    async fn mark_stale(&self, request: Request<MarkStaleRequest>) -> Result<Response<()>, Status> {
        principal::service(&request, &[ServiceName::Onboarding])?;
        Ok(Response::new(()))
    }
}

pub struct Harness {
    pub callers: Callers,
    pub clock: Clock,
    pub redis: TestRedis,
    /// What lies between the service and Redis.
    pub redis_line: RedisLine,
    _serving: Serving,
    channel: Channel,
}

impl Harness {
    pub async fn start() -> Self {
        let redis = TestRedis::new();
        let redis_line = redis.line().await;
        let clock = Clock::fixed(Clock::system().now());
        let mut process = testkit::process(&redis);
        process.redis_url = redis_line.url();
        let callers = Callers::start(&process, &clock).await;
        let (auth, clock_of_service) = (callers.url(), clock.clone());
        let serving = Serving::start("bcm", process, |runtime, listener| async move {
            let authenticator =
                Authenticator::asking_auth(ServiceName::Bcm, &runtime, &[auth], clock_of_service.clone())?;
            let guard = Guard::new(ServiceName::Bcm, &runtime, authenticator, clock_of_service);
            bootstrap::grpc::serve(listener, Routes::new(BcmServiceServer::new(Echo)), guard, &runtime).await
        })
        .await;
        let channel = serving.channel();
        Self { callers, clock, redis, redis_line, _serving: serving, channel }
    }

    pub async fn get_manifest(&self, request: Request<GetManifestRequest>) -> Result<String, (u16, String)> {
        let answer = BcmServiceClient::new(self.channel.clone()).get_manifest(request).await;
        answer.map(|answer| answer.into_inner().etag).map_err(refusal)
    }

    pub async fn mark_stale(&self, request: Request<MarkStaleRequest>) -> Result<(), (u16, String)> {
        let answer = BcmServiceClient::new(self.channel.clone()).mark_stale(request).await;
        answer.map(|_| ()).map_err(refusal)
    }
}

fn refusal(status: Status) -> (u16, String) {
    let problem = Problem::from(status);
    (problem.kind().http_status(), problem.code().to_owned())
}
