//! The running service with everything around it, and calls in a caller's words.

mod desk;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use bootstrap::{Process, Runtime, grpc::Channel};
use contracts::onboarding::v1::{self as wire, onboarding_service_client::OnboardingServiceClient as Client};
use database::Schema;
use diesel_async::{AsyncPgConnection, RunQueryDsl as _};
use onboarding::{App, Settings};
use primitives::{Clock, Role};
use principal::ServiceName;
use secrecy::ExposeSecret as _;
use serde_json::{Map, Value};
use testkit::{Callers, Proxy, RedisLine, Steps, TestDatabase, TestMember, TestRedis};
use time::macros::datetime;
use tokio::net::TcpListener;
use tonic::{Request, Status};
use tonic_types::StatusExt as _;

use crate::others;
pub use desk::{Desk, note, parsed};

/// A refusal as a caller sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    pub status: u16,
    pub code: String,
    pub members: Map<String, Value>,
    /// Pointer and code of every broken rule.
    pub violations: Vec<(String, String)>,
}

impl From<Status> for Refusal {
    fn from(status: Status) -> Self {
        let info = status.get_details_error_info().unwrap_or_else(|| panic!("no details: {status:?}"));
        let bad = status.get_details_bad_request().map(|bad| bad.field_violations).unwrap_or_default();
        Self {
            status: info.metadata["http_status"].parse().unwrap(),
            code: info.reason,
            members: info
                .metadata
                .get("members")
                .map(|text| serde_json::from_str(text).unwrap())
                .unwrap_or_default(),
            violations: bad.into_iter().map(|violation| (violation.field, violation.reason)).collect(),
        }
    }
}

impl Refusal {
    pub fn is(&self, status: u16, code: &str) {
        assert_eq!((self.status, self.code.as_str()), (status, code), "{self:?}");
    }
}

pub type Answer<T> = Result<T, Refusal>;

/// The service as a process of its own, which can be killed.
struct Running {
    runtime: Option<tokio::runtime::Runtime>,
    address: SocketAddr,
    inner: Runtime,
}

impl Running {
    async fn start(settings: Settings, process: Process) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let (started, starting) = tokio::sync::oneshot::channel();
        runtime.spawn(async move {
            let inner = Runtime::embedded("onboarding", process).unwrap();
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            started
                .send((listener.local_addr().unwrap(), inner.clone()))
                .unwrap_or_else(|_| panic!("started"));
            App::serve(settings, inner, listener).await.unwrap();
        });
        let (address, inner) = starting.await.unwrap();
        Self { runtime: Some(runtime), address, inner }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// The database behind a line that can be cut.
async fn proxied(database: &TestDatabase, steps: &Steps) -> (Proxy, database::Settings) {
    let direct = steps.database(database.settings()).await;
    let mut url: url::Url = direct.url.expose_secret().parse().unwrap();
    let target = format!("{}:{}", url.host_str().unwrap(), url.port().unwrap_or(5432));
    let line = Proxy::to(target).await.unwrap();
    url.set_host(Some("127.0.0.1")).unwrap();
    url.set_port(Some(line.address().port())).unwrap();
    (line, database::Settings { url: String::from(url).into(), ..direct })
}

/// Onboarding, its database and Redis, and the services it calls.
pub struct Onboarding {
    pub callers: Callers,
    pub clock: Clock,
    pub database: TestDatabase,
    pub redis: TestRedis,
    pub redis_line: RedisLine,
    pub database_line: Proxy,
    /// What the process changes around it.
    pub steps: Steps,
    pub payments: Arc<others::Payments>,
    pub bcm: Arc<others::Bcm>,
    settings: Settings,
    process: Process,
    running: Running,
}

impl Onboarding {
    pub async fn start() -> Self {
        let clock = Clock::fixed(datetime!(2026-11-20 10:00 UTC));
        let steps = Steps::default();
        let (database, redis) = (TestDatabase::new(Schema::Onboarding).await, TestRedis::new());
        let redis_line = redis.line().await;
        let (database_line, database_settings) = proxied(&database, &steps).await;
        let mut process = testkit::process(&redis);
        let redis_url = redis_line.url();
        process.redis_url = steps.to("redis", redis_url.expose_secret()).await.into();
        let callers = Callers::start(&process, &clock).await;
        let (payments, payments_url) = others::Payments::start().await;
        let (bcm, bcm_url) = others::Bcm::start().await;
        let settings = Settings {
            listen: ([127, 0, 0, 1], 0).into(),
            database: database_settings,
            auth: vec![callers.url()],
            payments: vec![payments_url],
            bcm: vec![steps.to("bcm", bcm_url.as_str()).await.parse().unwrap()],
            idle: Duration::from_secs(7 * 24 * 3600),
            draft_copy: Duration::from_secs(24 * 3600),
            cleanup_batch: 2,
            clock: clock.clone(),
        };
        let running = Running::start(settings.clone(), process.clone()).await;
        Self {
            callers,
            clock,
            database,
            redis,
            redis_line,
            database_line,
            steps,
            payments,
            bcm,
            settings,
            process,
            running,
        }
    }

    /// Ends the process as kill -9 would, and starts a new one on the same database.
    pub async fn kill_and_restart(&mut self) {
        let fresh = Running::start(self.settings.clone(), self.process.clone());
        drop(std::mem::replace(&mut self.running, fresh.await));
    }

    /// Ends the process as kill -9 would.
    pub fn kill(&mut self) {
        if let Some(runtime) = self.running.runtime.take() {
            runtime.shutdown_background();
        }
    }

    pub async fn restart(&mut self) {
        self.running = Running::start(self.settings.clone(), self.process.clone()).await;
    }

    pub fn is_ready(&self) -> impl Future<Output = bool> + use<> {
        let health = self.running.inner.health.clone();
        async move { health.report().await.0 }
    }

    pub fn client(&self) -> Client<Channel> {
        let url = format!("http://{}", self.running.address).parse().unwrap();
        let channel = bootstrap::grpc::channel(&[url], None).unwrap();
        Client::new(channel).max_decoding_message_size(64 << 20)
    }

    /// Somebody new with a workspace of their own that has paid.
    pub fn founder(&self) -> TestMember {
        self.callers.member(Role::Owner)
    }

    /// Somebody else in the same workspace.
    pub fn colleague(&self, of: &TestMember, role: Role) -> TestMember {
        self.callers.member_of(of.workspace, role)
    }

    pub fn call<T>(&self, member: &TestMember, message: T) -> Request<T> {
        let mut request = self.callers.as_member(member, ServiceName::Onboarding, message);
        // Test machines are slow and the clock stands still anyway.
        request.set_timeout(Duration::from_secs(30));
        request
    }

    /// A session with all of its calls in one hand.
    pub async fn session<'a>(&'a self, member: &TestMember) -> Desk<'a> {
        let session = self.create(member, false).await.unwrap().session.unwrap();
        Desk { onboarding: self, member: member.clone(), id: session.session_id }
    }

    pub async fn create(&self, member: &TestMember, restart: bool) -> Answer<wire::CreateSessionResponse> {
        let message = wire::CreateSessionRequest { client_name: "Katori".to_owned(), restart };
        Ok(self.client().create_session(self.call(member, message)).await?.into_inner())
    }

    pub async fn current(&self, member: &TestMember) -> Answer<wire::Session> {
        let call = self.call(member, wire::GetCurrentRequest {});
        Ok(self.client().get_current(call).await?.into_inner().session.unwrap())
    }

    pub async fn status(&self, workspace: impl ToString) -> Answer<wire::GetStatusResponse> {
        let message = wire::GetStatusRequest { workspace_id: workspace.to_string() };
        let call = self.callers.as_service(ServiceName::Auth, ServiceName::Onboarding, message);
        Ok(self.client().get_status(call).await?.into_inner())
    }

    pub async fn erase(&self, workspace: impl ToString) -> Answer<()> {
        let message = wire::EraseWorkspaceRequest { workspace_id: workspace.to_string() };
        let call = self.callers.as_service(ServiceName::Auth, ServiceName::Onboarding, message);
        self.client().erase_workspace(call).await?;
        Ok(())
    }

    /// One number from the database, past row-level security.
    pub async fn count(&self, sql: &str) -> i64 {
        #[derive(diesel::QueryableByName)]
        struct Row {
            #[diesel(sql_type = diesel::sql_types::BigInt)]
            count: i64,
        }
        let mut owner: AsyncPgConnection = self.database.owner().await;
        diesel::sql_query(sql).get_result::<Row>(&mut owner).await.unwrap().count
    }

    pub async fn sql(&self, sql: &str) {
        let mut owner: AsyncPgConnection = self.database.owner().await;
        diesel::sql_query(sql).execute(&mut owner).await.unwrap();
    }
}
