use std::{
    collections::HashMap,
    net::TcpListener,
    sync::{Arc, Mutex},
};

use bootstrap::{Process, Runtime};
use contracts::auth::v1 as auth;
use contracts::auth::v1::auth_service_client::AuthServiceClient;
use gateway::Settings;
use primitives::{Clock, PlatformRole, Role, WorkspaceId};
use principal::{AccountState, Authenticator, Guard, ServiceName, SessionKeys, SessionRecord};
use problem::{Kind, Refusal};
use reqwest::{Method, RequestBuilder, header::HeaderMap};
use secrecy::ExposeSecret as _;
use serde_json::Value;
use testkit::{Callers, Proxy, RedisLine, Serving, TestMember, TestRedis, TestUser};
use tonic::service::Routes;
use url::Url;

use crate::{
    described,
    script::{Auth, Bcm, Onboarding, Payments, Script},
    services,
};

pub const ORIGIN: &str = "http://localhost:3000";

type Memberships = Arc<Mutex<HashMap<(String, String), Role>>>;

/// A running gateway, the services it asks, and somebody to ask it.
pub struct TestGateway {
    pub script: Script,
    pub callers: Callers,
    pub redis: TestRedis,
    /// What lies between the gateway and Redis.
    pub redis_line: RedisLine,
    /// What lies between the gateway and each service.
    pub lines: HashMap<ServiceName, Proxy>,
    pub url: Url,
    pub runtime: Runtime,
    http: reqwest::Client,
    memberships: Memberships,
    _services: Vec<Serving>,
}

/// What the gateway answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
    /// Null when it is no JSON.
    pub body: Value,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    /// It is a problem document with that status and code.
    #[track_caller]
    pub fn refused(&self, status: u16, code: &str) {
        assert_eq!((self.status, self.code()), (status, code), "{}", String::from_utf8_lossy(&self.bytes));
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_eq!(self.body["status"], status);
        assert_eq!(self.body["instance"], self.header("x-request-id"));
        let slug = code.to_lowercase().replace('_', "-");
        assert_eq!(self.body["type"], format!("https://raptorflow.com/problems/{slug}"));
    }

    #[track_caller]
    pub fn ok(&self, status: u16) -> &Value {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.bytes));
        &self.body
    }
}

impl TestGateway {
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// With other settings.
    pub async fn start_with(change: impl FnOnce(&mut Settings)) -> Self {
        let redis = TestRedis::new();
        let redis_line = redis.line().await;
        let mut process = testkit::process(&redis);
        process.redis_url = redis_line.url();
        let callers = Callers::start(&process, &Clock::system()).await;
        let script = Script::default();
        let mut services = Vec::new();
        let mut lines = HashMap::new();
        // The services have Redis even when the gateway has not.
        let own = testkit::process(&redis);
        for name in [ServiceName::Auth, ServiceName::Payments, ServiceName::Onboarding, ServiceName::Bcm] {
            let serving = scripted(name, own.clone(), &callers, script.clone()).await;
            lines.insert(name, Proxy::to(serving.address.to_string()).await.unwrap());
            services.push(serving);
        }
        let url = |name| vec![format!("http://{}", lines[&name].address()).parse::<Url>().unwrap()];
        let mut settings = Settings {
            listen: ([127, 0, 0, 1], 0).into(),
            web_root: None,
            origins: vec![ORIGIN.to_owned()],
            // Tests say themselves whom they come from.
            trusted_proxies: vec!["127.0.0.1/32".parse().unwrap()],
            rate_limit_factor: 1,
            auth_url: url(ServiceName::Auth),
            payments_url: url(ServiceName::Payments),
            onboarding_url: url(ServiceName::Onboarding),
            bcm_url: url(ServiceName::Bcm),
        };
        change(&mut settings);
        let memberships = Memberships::default();
        answer_basics(&script, &callers, &memberships).await;
        services::answer_everything(&script);
        let (url, runtime) = serve(settings, process);
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self {
            script,
            callers,
            redis,
            redis_line,
            lines,
            url,
            runtime,
            http,
            memberships,
            _services: services,
        }
    }

    /// Somebody signed in, without any workspace.
    pub async fn user(&self) -> TestUser {
        let user = self.callers.user();
        self.set_account(&user, AccountState::Active, PlatformRole::User).await;
        user
    }

    /// What is known of the account behind a session.
    pub async fn set_account(&self, user: &TestUser, account: AccountState, platform_role: PlatformRole) {
        let record = SessionRecord { user: user.id, epoch: 0, account, platform_role };
        self.set_key(&SessionKeys::session(user.session), &serde_json::to_string(&record).unwrap()).await;
    }

    pub async fn set_key(&self, key: &str, value: &str) {
        let key = format!("{}{key}", self.redis.prefix());
        let mut connection = self.redis.connection().await;
        deadpool_redis::redis::cmd("SET").arg(key).arg(value).exec_async(&mut connection).await.unwrap();
    }

    /// Somebody signed in with a workspace of their own.
    pub async fn member(&self, role: Role) -> TestMember {
        let member =
            TestMember { user: self.user().await, workspace: WorkspaceId(uuid::Uuid::new_v4()), role };
        self.join(&member.user, member.workspace, role);
        member
    }

    pub fn join(&self, user: &TestUser, workspace: WorkspaceId, role: Role) {
        self.memberships.lock().unwrap().insert((user.id.to_string(), workspace.to_string()), role);
    }

    /// A request by nobody, from an address of its own.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let [a, b, c, ..] = uuid::Uuid::new_v4().into_bytes();
        let url = format!("{}{path}", self.url.as_str().trim_end_matches('/'));
        self.http.request(method, url).header("x-forwarded-for", format!("10.{a}.{b}.{c}"))
    }

    pub fn get(&self, path: &str) -> RequestBuilder {
        self.request(Method::GET, path)
    }

    pub fn post(&self, path: &str) -> RequestBuilder {
        self.request(Method::POST, path)
    }

    pub fn put(&self, path: &str) -> RequestBuilder {
        self.request(Method::PUT, path)
    }
}

/// Says who sends a request, and reads the answer.
pub trait Sent {
    fn by(self, user: &TestUser) -> RequestBuilder;
    fn by_cookie(self, user: &TestUser) -> RequestBuilder;
    async fn answer(self) -> Answer;
}

impl Sent for RequestBuilder {
    fn by(self, user: &TestUser) -> RequestBuilder {
        self.bearer_auth(user.token.expose_secret())
    }

    fn by_cookie(self, user: &TestUser) -> RequestBuilder {
        self.header("cookie", format!("__Host-rf_at={}", user.token.expose_secret()))
    }

    async fn answer(self) -> Answer {
        let (client, request) = self.build_split();
        let request = request.unwrap();
        let (method, path) = (request.method().clone(), request.url().path().to_owned());
        let response = client.execute(request).await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.bytes().await.unwrap().to_vec();
        let body = serde_json::from_slice(&bytes).unwrap_or_default();
        let answer = Answer { status, headers, bytes, body };
        described::check(&method, &path, &answer);
        answer
    }
}

async fn scripted(name: ServiceName, process: Process, callers: &Callers, script: Script) -> Serving {
    let auth = callers.url();
    Serving::start("scripted", process, |runtime, listener| async move {
        let clock = Clock::system();
        let authenticator = Authenticator::asking_auth(name, &runtime, &[auth], clock.clone())?;
        let guard = Guard::new(name, &runtime, authenticator, clock);
        let routes = match name {
            ServiceName::Auth | ServiceName::Gateway => Routes::new(Auth(script)),
            ServiceName::Payments => Routes::new(Payments(script)),
            ServiceName::Onboarding => Routes::new(Onboarding(script)),
            ServiceName::Bcm => Routes::new(Bcm(script)),
        };
        bootstrap::grpc::serve(listener, routes, guard, &runtime).await
    })
    .await
}

/// Keys, sessions and memberships.
async fn answer_basics(script: &Script, callers: &Callers, memberships: &Memberships) {
    let channel = bootstrap::grpc::channel(&[callers.url()], None).unwrap();
    let ask = callers.as_service(ServiceName::Gateway, ServiceName::Auth, auth::GetJwksRequest {});
    let keys = AuthServiceClient::new(channel).get_jwks(ask).await.unwrap().into_inner();
    script.always("GetJwks", keys);
    script.always(
        "VerifyAccessToken",
        auth::VerifyAccessTokenResponse {
            account_state: auth::AccountState::Active.into(),
            platform_role: auth::PlatformRole::User.into(),
        },
    );
    let memberships = memberships.clone();
    script.on("ResolveMembership", move |call| {
        let asked: auth::ResolveMembershipRequest = call.message();
        let known = memberships.lock().unwrap();
        let mut mine = known.iter().filter(|((user, _), _)| *user == asked.user_id);
        let found = match &asked.workspace_id {
            Some(id) => mine.find(|((_, workspace), _)| workspace == id),
            None => mine.next(),
        };
        let not_found = Refusal::new(Kind::NotFound, "no such workspace").with_code("WORKSPACE_NOT_FOUND");
        let ((_, workspace), role) = found.ok_or_else(|| problem::to_status(&not_found))?;
        let role = match role {
            Role::Owner => auth::Role::Owner,
            Role::Admin => auth::Role::Admin,
            Role::Member => auth::Role::Member,
        };
        Ok(auth::ResolveMembershipResponse {
            workspace_id: workspace.clone(),
            role: role.into(),
            workspace_slug: "acme".to_owned(),
        })
    });
}

fn serve(settings: Settings, process: Process) -> (Url, Runtime) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    let runtime = Runtime::embedded("gateway", process).unwrap();
    let serving = gateway::serve(settings, runtime.clone(), listener);
    tokio::spawn(async move { serving.await.unwrap() });
    (url, runtime)
}
