//! A running service, its neighbours, and callers who know its words.

mod founder;
mod neighbours;
mod refusal;

use auth::{App, HashSettings, Settings};
use bootstrap::{Process, Redis, Service as _, settings::Reader};
use contracts::auth::v1::{self as wire, auth_service_client::AuthServiceClient};
use database::Schema;
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Jsonb},
};
use diesel_async::{RunQueryDsl as _, SimpleAsyncConnection as _};
use primitives::{Clock, Role, UserId, WorkspaceId};
use principal::{OnBehalf, Origin, Outgoing, ServiceKey, ServiceName};
use serde_json::Value;
use sims::mailbox::{Inbox, MailBox, Message};
use testkit::{RedisLine, Serving, TestDatabase, TestRedis};
use time::{Duration, OffsetDateTime};
use tonic::{Request, transport::Channel};

pub use founder::Founder;
pub use neighbours::{Neighbours, free, paid, unpaid};
pub use refusal::{Answer, Refusal, answer, refused};

/// Good for any test.
pub const PASSWORD: &str = "correct horse battery";

/// The service under test; time stands still until a test moves it.
pub struct AuthService {
    pub clock: Clock,
    pub database: TestDatabase,
    pub redis: TestRedis,
    /// Between the service and Redis.
    pub to_redis: RedisLine,
    pub neighbours: Neighbours,
    pub serving: Serving,
    mailbox: MailBox,
    process: Process,
    settings: Settings,
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

/// What the process would read; hashing is cheap, or the tests would do little else.
fn read(environment: &[(&str, &str)], process: &Process) -> Settings {
    let variables = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let mut reader = Reader::new(App::DEFAULTS, variables).unwrap();
    let settings = App::read(&mut reader, process);
    let (faults, _) = reader.finish();
    assert!(faults.is_empty(), "{faults:?}");
    let hashing = HashSettings { memory_kib: 64, iterations: 1, parallelism: 1, workers: 4 };
    Settings { hashing, ..settings }
}

impl AuthService {
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub async fn start_with(change: impl FnOnce(&mut Settings)) -> Self {
        let clock = Clock::fixed(OffsetDateTime::now_utc());
        let (redis, database) = (TestRedis::new(), TestDatabase::new(Schema::Auth).await);
        let to_redis = redis.line().await;
        let process = Process { redis_url: to_redis.url(), ..testkit::process(&redis) };
        let mailbox = MailBox::start(sims::mailbox::Settings::default()).await.unwrap();
        let neighbours = Neighbours::start().await;
        let mut settings = read(
            &[
                ("AUTH_DATABASE_URL", "postgres://replaced"),
                ("AUTH_DATABASE_POOL_SIZE", "8"),
                ("PAYMENTS_GRPC_URL", neighbours.payments.as_str()),
                ("ONBOARDING_GRPC_URL", neighbours.onboarding.as_str()),
                ("SMTP_URL", &mailbox.smtp_url()),
            ],
            &process,
        );
        settings.database = database.settings();
        change(&mut settings);
        let serving = serve(&process, &settings, &clock).await;
        Self { clock, database, redis, to_redis, neighbours, serving, mailbox, process, settings }
    }

    /// Ends the process as kill -9 would and starts another one, whose jobs run at once.
    pub async fn restart(&mut self) {
        self.serving.kill();
        self.serving.runtime.drain().await;
        self.serving = serve(&self.process, &self.settings, &self.clock).await;
    }

    pub async fn restart_with(&mut self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.settings);
        self.restart().await;
    }

    pub fn client(&self) -> AuthServiceClient<Channel> {
        AuthServiceClient::new(self.serving.channel())
    }

    pub fn inbox(&self) -> Inbox {
        self.mailbox.inbox()
    }

    /// The newest mail to an address with these words in its subject.
    pub async fn mail(&self, to: &str, subject: &str) -> Message {
        self.inbox().wait_for(to, subject, std::time::Duration::from_secs(15)).await.unwrap()
    }

    /// The token in the newest such mail.
    pub async fn mailed_token(&self, to: &str, subject: &str) -> String {
        let text = self.mail(to, subject).await.text.unwrap();
        let (_, token) = text.split_once("?token=").unwrap();
        token.split_whitespace().next().unwrap().to_owned()
    }

    pub fn outgoing(&self, from: ServiceName) -> Outgoing {
        Outgoing::new(from, ServiceKey::new(&self.process.internal_service_key), self.clock.clone())
    }

    /// A call of a service of ours in its own name.
    pub fn by_service<T>(&self, from: ServiceName, message: T) -> Request<T> {
        self.outgoing(from).service(ServiceName::Auth, message, &browser())
    }

    /// A call of nobody in particular, as the gateway sends it.
    pub fn by_anybody<T>(&self, message: T) -> Request<T> {
        self.by_service(ServiceName::Gateway, message)
    }

    pub fn by<T>(&self, founder: &Founder, message: T) -> Request<T> {
        let origin = browser();
        let on_behalf = OnBehalf { token: &founder.token, acting: None, origin: &origin };
        self.outgoing(ServiceName::Gateway).user(ServiceName::Auth, message, on_behalf)
    }

    /// The same with a membership, which the gateway looked up.
    pub fn by_member<T>(&self, founder: &Founder, (id, role): (WorkspaceId, Role), message: T) -> Request<T> {
        let origin = browser();
        let on_behalf =
            OnBehalf { token: &founder.token, acting: Some((founder.user, id, role)), origin: &origin };
        self.outgoing(ServiceName::Gateway).user(ServiceName::Auth, message, on_behalf)
    }

    /// Another service's way to Redis, which is not cut with the service's own.
    pub fn elsewhere(&self) -> Redis {
        Redis::connect(&testkit::process(&self.redis)).unwrap()
    }

    pub fn issuer(&self) -> String {
        principal::issuer(&self.process.api_url)
    }

    /// Runs statements as superuser: what no caller can do.
    pub async fn sql(&self, statements: &str) {
        self.database.owner().await.batch_execute(statements).await.unwrap();
    }

    /// The number that a query counts, past row-level security.
    pub async fn count(&self, query: &str) -> i64 {
        let mut owner = self.database.owner().await;
        let sql = format!("SELECT ({query})::bigint AS n");
        diesel::sql_query(sql).get_result::<Counted>(&mut owner).await.unwrap().n
    }

    /// All that a query finds, past row-level security.
    pub async fn rows(&self, query: &str) -> Vec<Value> {
        let mut owner = self.database.owner().await;
        let sql = format!("SELECT to_jsonb(q) AS n FROM ({query}) q");
        let rows: Vec<Document> = diesel::sql_query(sql).load(&mut owner).await.unwrap();
        rows.into_iter().map(|row| row.n).collect()
    }

    /// Actions in the audit log, oldest first.
    pub async fn audited(&self, user: UserId) -> Vec<String> {
        let query = format!(
            "SELECT action FROM audit_log WHERE target_id = '{user}' OR actor_id = '{user}' ORDER BY position"
        );
        self.rows(&query).await.iter().map(|row| row["action"].as_str().unwrap().to_owned()).collect()
    }

    pub fn later(&self, by: Duration) {
        self.clock.advance(by);
    }
}

async fn serve(process: &Process, settings: &Settings, clock: &Clock) -> Serving {
    let (settings, clock) = (settings.clone(), clock.clone());
    let serving = Serving::start("auth", process.clone(), move |runtime, listener| {
        auth::serve(settings, runtime, clock, listener)
    });
    let serving = serving.await;
    serving.ready().await;
    serving
}

/// Where the tests' requests come from.
fn browser() -> Origin {
    Origin {
        ip: Some("203.0.113.7".to_owned()),
        user_agent: Some("Browser of the tests".to_owned()),
        ..Origin::own()
    }
}

pub fn client() -> Option<wire::Client> {
    Some(wire::Client { ip: "203.0.113.7".to_owned(), user_agent: "Browser of the tests".to_owned() })
}
