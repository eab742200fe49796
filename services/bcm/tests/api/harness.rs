//! A running service and callers who know its words.

use bcm::{Rules, Settings};
use bootstrap::Process;
use contracts::bcm::v1::{self as wire, bcm_service_client::BcmServiceClient};
use database::Schema;
use deadpool_redis::redis::AsyncCommands as _;
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Jsonb},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl as _, SimpleAsyncConnection as _};
use primitives::{Clock, Role, WorkspaceId};
use principal::ServiceName;
use problem::Problem;
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use testkit::{Callers, Proxy, RedisLine, Serving, Steps, TestDatabase, TestMember, TestRedis};
use time::{Duration, macros::datetime};
use tonic::{Request, Response, Status, transport::Channel};
use tonic_types::StatusExt as _;
use url::Url;
use uuid::Uuid;

/// The service under test; time stands still until a test moves it.
pub struct BcmService {
    pub clock: Clock,
    pub database: TestDatabase,
    pub redis: TestRedis,
    pub callers: Callers,
    pub serving: Serving,
    /// Between the service and Redis.
    pub redis_line: RedisLine,
    /// Between the service and Postgres.
    pub postgres: Proxy,
    /// What the process changes around it.
    pub steps: Steps,
    process: Process,
    settings: Settings,
}

async fn serve(process: Process, settings: Settings, clock: Clock) -> Serving {
    let serving = Serving::start("bcm", process, move |runtime, listener| {
        bcm::serve(settings, runtime, clock, listener)
    });
    let serving = serving.await;
    serving.ready().await;
    serving
}

/// What a call ended in.
pub type Answer<T> = Result<T, Refusal>;

/// A refusal as a client would see it.
#[derive(Debug)]
pub struct Refusal {
    pub status: u16,
    pub code: String,
    pub body: Value,
}

impl From<Status> for Refusal {
    fn from(status: Status) -> Self {
        let violations = status.get_details_bad_request().map(|bad| bad.field_violations).unwrap_or_default();
        let errors: Vec<Value> = violations
            .into_iter()
            .map(|it| json!({ "pointer": it.field, "code": it.reason, "message": it.description }))
            .collect();
        let body = json!({ "detail": status.message(), "errors": errors });
        let problem = Problem::from(status);
        Self { status: problem.kind().http_status(), code: problem.code().to_owned(), body }
    }
}

/// What is expected of a refused call.
#[track_caller]
pub fn assert_refused<T: std::fmt::Debug>(answer: Answer<T>, status: u16, code: &str) -> Value {
    let refusal = answer.expect_err("the call was accepted");
    assert_eq!((refusal.status, refusal.code.as_str()), (status, code), "{}", refusal.body);
    refusal.body
}

pub fn rules() -> Rules {
    Rules {
        token_budget: 1200,
        tier_ttls: [3600, 86_400, 604_800].map(std::time::Duration::from_secs),
        stale_after: Duration::days(7),
        expired_after: Duration::days(14),
        cooldown: Duration::HOUR,
        auto_rebuild_after: Duration::seconds(60),
        keep_versions: 5,
        keep: Duration::days(90),
    }
}

impl BcmService {
    pub async fn start() -> Self {
        Self::start_with(rules()).await
    }

    pub async fn start_with(rules: Rules) -> Self {
        let clock = Clock::fixed(datetime!(2026-11-20 10:00 UTC));
        let (redis, database) = (TestRedis::new(), TestDatabase::new(Schema::Bcm).await);
        let redis_line = redis.line().await;
        let steps = Steps::default();
        let redis_url = steps.to("redis", redis_line.url().expose_secret()).await.into();
        let process = Process { redis_url, ..testkit::process(&redis) };
        let callers = Callers::start(&process, &clock).await;
        let mut url: Url = database.url().expose_secret().parse().unwrap();
        let server = format!("{}:{}", url.host_str().unwrap(), url.port().unwrap_or(5432));
        let postgres = Proxy::to(server).await.unwrap();
        url.set_port(Some(postgres.address().port())).unwrap();
        let through = database::Settings { url: String::from(url).into(), ..database.settings() };
        let settings = Settings {
            database: steps.database(through).await,
            auth_url: vec![callers.url()],
            listen: ([127, 0, 0, 1], 0).into(),
            rules,
        };
        let serving = serve(process.clone(), settings.clone(), clock.clone()).await;
        Self { clock, database, redis, callers, serving, redis_line, postgres, steps, process, settings }
    }

    /// Ends the process as kill -9 would, and starts the next one.
    pub async fn kill_and_restart(&mut self) {
        self.serving.kill();
        self.steps.next_process();
        self.serving = serve(self.process.clone(), self.settings.clone(), self.clock.clone()).await;
    }

    /// A second process on the same database and Redis.
    pub async fn start_beside(&self) -> Serving {
        serve(self.process.clone(), self.settings.clone(), self.clock.clone()).await
    }

    /// The manifest as another process serves it.
    pub async fn manifest_of(&self, serving: &Serving, member: &TestMember) -> Answer<Value> {
        let request = wire::GetManifestRequest { use_fallback: true, ..Default::default() };
        let mut client = BcmServiceClient::new(serving.channel());
        Ok(json_of(&answer(client.get_manifest(self.by(member, request)).await)?.manifest))
    }

    pub fn client(&self) -> BcmServiceClient<Channel> {
        BcmServiceClient::new(self.serving.channel()).max_encoding_message_size(64 << 20)
    }

    pub fn owner(&self) -> TestMember {
        self.callers.member(Role::Owner)
    }

    pub fn colleague(&self, of: &TestMember, role: Role) -> TestMember {
        self.callers.member_of(of.workspace, role)
    }

    /// A request of a member, with a token that is valid at the present time.
    pub fn by<T>(&self, member: &TestMember, message: T) -> Request<T> {
        let mut member = member.clone();
        member.user.token = self.callers.sign(&self.callers.claims(member.user.id, member.user.session));
        patient(self.callers.as_member(&member, ServiceName::Bcm, message))
    }

    pub fn by_onboarding<T>(&self, message: T) -> Request<T> {
        patient(self.callers.as_service(ServiceName::Onboarding, ServiceName::Bcm, message))
    }

    pub async fn build(
        &self,
        member: &TestMember,
        context: &Value,
        key: &str,
    ) -> Answer<wire::BuildResponse> {
        let request = wire::BuildRequest {
            workspace_id: member.workspace.to_string(),
            user_id: member.user.id.to_string(),
            context: context.to_string().into_bytes(),
            key: key.to_owned(),
            reason: String::new(),
        };
        let mut client = self.client();
        answer(client.build(self.by_onboarding(request)).await)
    }

    pub async fn submit(
        &self,
        member: &TestMember,
        context: &Value,
        key: &str,
    ) -> Answer<wire::SubmitContextResponse> {
        let request = wire::SubmitContextRequest {
            workspace_id: member.workspace.to_string(),
            user_id: member.user.id.to_string(),
            context: context.to_string().into_bytes(),
            key: key.to_owned(),
            reason: "positioning edited".to_owned(),
        };
        answer(self.client().submit_context(self.by_onboarding(request)).await)
    }

    /// A founder with a first manifest.
    pub async fn founder(&self) -> TestMember {
        let owner = self.owner();
        self.build(&owner, &context_of(owner.workspace), "finalize").await.unwrap();
        owner
    }

    pub async fn manifest(&self, member: &TestMember) -> Answer<Value> {
        let request = wire::GetManifestRequest { use_fallback: true, ..Default::default() };
        Ok(json_of(&self.get_manifest(member, request).await?.manifest))
    }

    pub async fn get_manifest(
        &self,
        member: &TestMember,
        request: wire::GetManifestRequest,
    ) -> Answer<wire::GetManifestResponse> {
        answer(self.client().get_manifest(self.by(member, request)).await)
    }

    pub async fn rebuild(&self, member: &TestMember, key: &str, force: bool) -> Answer<Value> {
        let request = wire::RebuildRequest { force, reason: String::new(), idempotency_key: key.to_owned() };
        Ok(json_of(&answer(self.client().rebuild(self.by(member, request)).await)?.manifest))
    }

    pub async fn history(&self, member: &TestMember) -> Answer<Value> {
        let request = wire::ListHistoryRequest { limit: 0 };
        Ok(json_of(&answer(self.client().list_history(self.by(member, request)).await)?.history))
    }

    pub async fn restore(&self, member: &TestMember, version: &str) -> Answer<Value> {
        let request = wire::RestoreRequest { version: version.to_owned() };
        Ok(json_of(&answer(self.client().restore(self.by(member, request)).await)?.manifest))
    }

    pub async fn version(&self, member: &TestMember, version: &str) -> Answer<Value> {
        let request = wire::GetVersionRequest { version: version.to_owned() };
        Ok(json_of(&answer(self.client().get_version(self.by(member, request)).await)?.manifest))
    }

    /// The raw bytes of a tier.
    pub async fn copy(&self, of: WorkspaceId, tier: &str) -> Option<Vec<u8>> {
        let mut redis = self.redis.connection().await;
        redis.get(format!("{}bcm:{tier}:{{{of}}}", self.redis.prefix())).await.unwrap()
    }

    pub async fn put_copy(&self, of: WorkspaceId, tier: &str, copy: &[u8]) {
        let mut redis = self.redis.connection().await;
        let _: () = redis.set(format!("{}bcm:{tier}:{{{of}}}", self.redis.prefix()), copy).await.unwrap();
    }

    pub async fn drop_copies(&self, of: WorkspaceId, tiers: &[&str]) {
        let mut redis = self.redis.connection().await;
        for tier in tiers {
            let _: () = redis.del(format!("{}bcm:{tier}:{{{of}}}", self.redis.prefix())).await.unwrap();
        }
    }

    /// Runs statements as superuser: what no caller can do.
    pub async fn sql(&self, statements: &str) {
        self.database.owner().await.batch_execute(statements).await.unwrap();
    }

    /// As if a workspace's head had been written then, an interval from now.
    pub async fn written(&self, of: WorkspaceId, then: &str) {
        self.sql(&format!(
            "ALTER TABLE bcm_heads DISABLE TRIGGER bcm_heads_touch;
             UPDATE bcm_heads SET updated_at = now() + interval '{then}' WHERE workspace_id = '{of}';
             ALTER TABLE bcm_heads ENABLE TRIGGER bcm_heads_touch;"
        ))
        .await;
    }

    /// Holds a workspace's head as a use case does, until it is dropped.
    pub async fn hold(&self, of: WorkspaceId) -> AsyncPgConnection {
        let mut owner = self.database.owner().await;
        let lock = format!("SELECT pg_advisory_lock(hashtextextended('bcm:{of}', 0))");
        owner.batch_execute(&lock).await.unwrap();
        owner
    }

    /// The number that a query counts, past row-level security.
    pub async fn count(&self, query: &str) -> i64 {
        let mut owner = self.database.owner().await;
        let counted: Counted =
            diesel::sql_query(format!("SELECT ({query})::bigint AS n")).get_result(&mut owner).await.unwrap();
        counted.n
    }

    /// The JSON value that a query names `n`, past row-level security.
    pub async fn json(&self, query: &str) -> Value {
        let mut owner = self.database.owner().await;
        let document: Document = diesel::sql_query(query).get_result(&mut owner).await.unwrap();
        document.n
    }
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

#[derive(QueryableByName)]
struct Document {
    #[diesel(sql_type = Jsonb)]
    n: Value,
}

/// On a busy machine a test process spends its first seconds on the vocabularies.
fn patient<T>(mut request: Request<T>) -> Request<T> {
    request.set_timeout(std::time::Duration::from_secs(20));
    request
}

pub fn answer<T>(result: Result<Response<T>, Status>) -> Answer<T> {
    result.map(Response::into_inner).map_err(Refusal::from)
}

pub fn json_of(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap()
}

/// The context of a start-up in Pune, for a workspace.
pub fn context_of(workspace: WorkspaceId) -> Value {
    let mut context: Value = serde_json::from_str(include_str!("../fixtures/typical.json")).unwrap();
    context["workspace_id"] = json!(workspace);
    context
}

/// The same company with another name: another business, and so a major change.
pub fn renamed(workspace: WorkspaceId, name: &str) -> Value {
    let mut context = context_of(workspace);
    context["company_profile"]["name"] = json!(name);
    context
}

pub fn a_key() -> String {
    Uuid::new_v4().to_string()
}
