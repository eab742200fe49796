//! A running service, its neighbours, and callers who know its words.

mod doorway;
mod refusal;

use bootstrap::{Process, Service as _, settings::Reader};
use contracts::{
    auth::v1::GetContactResponse,
    payments::v1::{
        self as wire, Checkout, GetAccessRequest, GetAccessResponse, GetStatusRequest, InitiateRequest,
        InitiateResponse, TransactionStatus, VerifyRequest, payments_service_client::PaymentsServiceClient,
    },
};
use database::Schema;
use diesel::{QueryableByName, sql_types::Jsonb};
use diesel_async::{RunQueryDsl as _, SimpleAsyncConnection as _};
use payments::{App, Settings};
use primitives::{Clock, Role, WorkspaceId};
use principal::ServiceName;
use serde_json::Value;
use sims::{
    mailbox::{Inbox, MailBox},
    phonepe::{ClockSetting, Control, Fate, Operation, PhonePe, Treatment, WebhookRules},
};
use testkit::{Callers, Serving, Steps, TestDatabase, TestMember, TestRedis, TestUser};
use time::{Duration, OffsetDateTime};
use tonic::{Request, transport::Channel};

use doorway::Doorway;
pub use refusal::{Answer, answer, refused};

/// The service under test; time stands still, here and at the provider, until a test moves it.
pub struct Payments {
    pub clock: Clock,
    pub database: TestDatabase,
    pub redis: TestRedis,
    pub callers: Callers,
    pub serving: Serving,
    pub doorway: Doorway,
    /// What the process changes around it.
    pub steps: Steps,
    phonepe: PhonePe,
    mailbox: MailBox,
    process: Process,
    settings: Settings,
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Jsonb)]
    row: Value,
}

impl Payments {
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub async fn start_with(change: impl FnOnce(&mut Settings)) -> Self {
        Self::start_on(|_| {}, change).await
    }

    /// With nobody where Redis should be.
    pub async fn start_without_redis() -> Self {
        Self::start_on(|process| process.redis_url = "redis://127.0.0.1:1".to_owned().into(), |_| {}).await
    }

    async fn start_on(prepare: impl FnOnce(&mut Process), change: impl FnOnce(&mut Settings)) -> Self {
        let clock = Clock::fixed(OffsetDateTime::now_utc().replace_nanosecond(0).unwrap());
        let (redis, database) = (TestRedis::new(), TestDatabase::new(Schema::Payments).await);
        let mut process = testkit::process(&redis);
        prepare(&mut process);
        let callers = Callers::start(&process, &clock).await;
        let mailbox = MailBox::start(sims::mailbox::Settings::default()).await.unwrap();
        let phonepe = PhonePe::start(sims::phonepe::Settings::default()).await.unwrap();
        phonepe.control().set_clock(ClockSetting { now: clock.now(), running: false }).await.unwrap();
        let steps = Steps::default();
        let smtp = steps.to("smtp", &mailbox.smtp_url()).await;
        let provider = steps.to("provider", &phonepe.base()).await;
        let auth = steps.to("auth", callers.url().as_str()).await;
        let mut settings = read(&process, (&phonepe, &provider), &smtp, &auth);
        settings.database = steps.database(database.settings()).await;
        settings.clock = clock.clone();
        change(&mut settings);
        let serving = serve(&process, &settings).await;
        let doorway = Doorway::open(&serving, callers.outgoing(ServiceName::Gateway)).await;
        let payments = Self {
            clock,
            database,
            redis,
            callers,
            serving,
            doorway,
            steps,
            phonepe,
            mailbox,
            process,
            settings,
        };
        payments.webhooks(Treatment::default()).await;
        payments
    }

    /// Another process of the same service, on the same database.
    pub async fn second_instance(&self) -> Serving {
        serve(&self.process, &self.settings).await
    }

    pub fn provider(&self) -> Control {
        self.phonepe.control()
    }

    pub fn inbox(&self) -> Inbox {
        self.mailbox.inbox()
    }

    pub fn client(&self) -> PaymentsServiceClient<Channel> {
        PaymentsServiceClient::new(self.serving.channel())
    }

    /// What happens to every webhook from now on.
    pub async fn webhooks(&self, treatment: Treatment) {
        let url = Some(self.doorway.webhook_url());
        let rules = WebhookRules { url, treatment, retry_delay_ms: 50, ..WebhookRules::default() };
        self.provider().set_webhooks(&rules).await.unwrap();
    }

    pub async fn without_webhooks(&self) {
        self.webhooks(Treatment::lose()).await;
    }

    /// Moves the time here and at the provider.
    pub async fn later(&self, by: Duration) {
        self.provider().advance_clock(u32::try_from(by.whole_seconds()).unwrap()).await.unwrap();
        self.clock.advance(by);
    }

    /// How often the provider was asked about orders.
    pub async fn checks(&self) -> u64 {
        self.provider().calls(Operation::OrderStatus).await.unwrap()
    }

    /// The owner of a new workspace, who can be written to.
    pub fn owner(&self) -> TestMember {
        let owner = self.callers.member(Role::Owner);
        self.callers.set_contact(
            owner.user.id.0,
            GetContactResponse {
                user_id: owner.user.id.to_string(),
                email: address(&owner),
                full_name: "Ada <Lovelace>".to_owned(),
                workspace_name: "Ada & Co".to_owned(),
                time_zone: "Asia/Kolkata".to_owned(),
            },
        );
        owner
    }

    /// A member's call, with a token of this moment.
    pub fn by<T>(&self, member: &TestMember, message: T) -> Request<T> {
        let token = self.callers.sign(&self.callers.claims(member.user.id, member.user.session));
        let member = TestMember { user: TestUser { token, ..member.user.clone() }, ..member.clone() };
        let mut request = self.callers.as_member(&member, ServiceName::Payments, message);
        request.set_timeout(std::time::Duration::from_secs(20));
        request
    }

    pub fn by_service<T>(&self, from: ServiceName, message: T) -> Request<T> {
        self.callers.as_service(from, ServiceName::Payments, message)
    }

    pub async fn initiate(&self, member: &TestMember, wish: InitiateRequest) -> Answer<InitiateResponse> {
        answer(self.client().initiate(self.by(member, wish)).await)
    }

    /// The same at another instance.
    pub async fn initiate_at(
        &self,
        instance: &Serving,
        member: &TestMember,
        wish: InitiateRequest,
    ) -> Answer<InitiateResponse> {
        let mut client = PaymentsServiceClient::new(instance.channel());
        answer(client.initiate(self.by(member, wish)).await)
    }

    /// An open checkout for a month of Glide.
    pub async fn checkout(&self, member: &TestMember) -> InitiateResponse {
        self.initiate(member, glide()).await.unwrap()
    }

    pub async fn status(&self, member: &TestMember, order: &str) -> Answer<Checkout> {
        let request = GetStatusRequest { merchant_order_id: order.to_owned() };
        answer(self.client().get_status(self.by(member, request)).await).map(|got| got.checkout.unwrap())
    }

    pub async fn verify(&self, member: &TestMember, order: &str) -> Answer<Checkout> {
        let request = VerifyRequest { merchant_order_id: order.to_owned() };
        answer(self.client().verify(self.by(member, request)).await).map(|got| got.checkout.unwrap())
    }

    pub async fn access(&self, workspace: WorkspaceId) -> GetAccessResponse {
        self.access_of(&self.serving, workspace).await
    }

    /// As another process tells it.
    pub async fn access_of(&self, serving: &Serving, workspace: WorkspaceId) -> GetAccessResponse {
        let request = GetAccessRequest { workspace_id: workspace.to_string() };
        let mut client = PaymentsServiceClient::new(serving.channel());
        answer(client.get_access(self.by_service(ServiceName::Onboarding, request)).await).unwrap()
    }

    pub async fn pay(&self, order: &str) {
        self.provider().decide(order, Fate::pay()).await.unwrap();
    }

    /// A workspace that has paid for a month of Glide; nobody sends webhooks any more.
    pub async fn paid_workspace(&self) -> TestMember {
        self.without_webhooks().await;
        let owner = self.owner();
        let order = self.checkout(&owner).await.merchant_order_id;
        self.pay(&order).await;
        let checkout = self.verify(&owner, &order).await.unwrap();
        assert_eq!(checkout.status(), TransactionStatus::Completed);
        owner
    }

    /// Waits until what is stored about an order has this status.
    pub async fn becomes(&self, order: &str, status: &str) -> Value {
        testkit::eventually(&format!("{order} is {status}"), async || {
            let row = self.payment(order).await;
            (row["status"] == status).then_some(row)
        })
        .await
    }

    /// The stored payment, past row-level security.
    pub async fn payment(&self, order: &str) -> Value {
        let query = format!("SELECT * FROM payment_transactions WHERE merchant_order_id = '{order}'");
        self.rows(&query).await.pop().unwrap()
    }

    /// All that a query finds, past row-level security.
    pub async fn rows(&self, query: &str) -> Vec<Value> {
        let mut owner = self.database.owner().await;
        let sql = format!("SELECT to_jsonb(q) AS row FROM ({query}) q");
        let rows: Vec<Found> = diesel::sql_query(sql).load(&mut owner).await.unwrap();
        rows.into_iter().map(|found| found.row).collect()
    }

    /// One column of what a query finds.
    pub async fn column(&self, query: &str, column: &str) -> Vec<String> {
        let text = |row: &Value| row[column].as_str().map_or_else(|| row[column].to_string(), str::to_owned);
        self.rows(query).await.iter().map(text).collect()
    }

    pub async fn security_events(&self) -> Vec<String> {
        self.column("SELECT event_type FROM payment_security_events ORDER BY ctid", "event_type").await
    }

    /// Runs statements as superuser: what no caller can do.
    pub async fn sql(&self, statements: &str) {
        self.database.owner().await.batch_execute(statements).await.unwrap();
    }
}

/// What the process would read.
fn read(process: &Process, (phonepe, base): (&PhonePe, &str), smtp: &str, auth: &str) -> Settings {
    use secrecy::ExposeSecret as _;
    let account = phonepe.settings();
    let variables = [
        ("PAYMENTS_DATABASE_URL", "postgres://replaced".to_owned()),
        ("PAYMENTS_DATABASE_POOL_SIZE", "8".to_owned()),
        ("AUTH_GRPC_URL", auth.to_owned()),
        ("SMTP_URL", smtp.to_owned()),
        ("PHONEPE_AUTH_BASE_URL", base.to_owned()),
        ("PHONEPE_PG_BASE_URL", base.to_owned()),
        ("PHONEPE_CLIENT_ID", account.client_id.clone()),
        ("PHONEPE_CLIENT_SECRET", account.client_secret.expose_secret().to_owned()),
        ("PHONEPE_MERCHANT_ID", account.merchant_id.clone()),
        ("PHONEPE_WEBHOOK_USERNAME", account.webhook_username.clone()),
        ("PHONEPE_WEBHOOK_PASSWORD", account.webhook_password.expose_secret().to_owned()),
        ("PHONEPE_TIMEOUT_SECONDS", "2".to_owned()),
        ("PHONEPE_RETRY", "2".to_owned()),
        ("PAYMENTS_JOB_TICK_MS", "20".to_owned()),
    ];
    let variables = variables.map(|(name, value)| (name.to_owned(), value));
    let mut reader = Reader::new(App::DEFAULTS, variables).unwrap();
    let settings = App::read(&mut reader, process);
    let (faults, _) = reader.finish();
    assert!(faults.is_empty(), "{faults:?}");
    settings
}

async fn serve(process: &Process, settings: &Settings) -> Serving {
    let settings = settings.clone();
    let serving = Serving::start("payments", process.clone(), move |runtime, listener| {
        payments::serve(settings, runtime, listener)
    });
    let serving = serving.await;
    serving.ready().await;
    serving
}

pub fn address(member: &TestMember) -> String {
    format!("{}@example.com", member.user.id.0.simple())
}

/// A wish with a key of its own.
pub fn wish(plan: &str, billing_cycle: &str) -> InitiateRequest {
    InitiateRequest {
        plan: plan.to_owned(),
        billing_cycle: billing_cycle.to_owned(),
        metadata: [].into(),
        idempotency_key: uuid::Uuid::new_v4().simple().to_string(),
    }
}

pub fn glide() -> InitiateRequest {
    wish("glide", "monthly")
}

/// A time as the contract carries it.
pub fn seconds(at: Option<&prost_types::Timestamp>) -> i64 {
    at.unwrap().seconds
}

pub use wire::SubscriptionStatus;
