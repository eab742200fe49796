//! What is broken off, and what is asked next on the same connection.

use contracts::{auth::v1 as auth, bcm::v1 as bcm, onboarding::v1 as onboarding, payments::v1 as payments};
use principal::ServiceName::{self, Auth, Bcm, Onboarding, Payments};
use prost::Message as _;
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::cast::Target;
use super::ends::End;

pub struct Work {
    pub name: &'static str,
    pub way: Way,
    /// Asked afterwards of the service whose connection the work had.
    pub probe: &'static Probe,
}

/// Which way a request goes.
pub enum Way {
    /// To the service itself.
    Service { path: &'static str, message: fn(&Target) -> Vec<u8> },
    /// Through the gateway: method, path and body.
    Gateway { line: fn(&Target) -> (&'static str, String), body: fn() -> Value },
}

/// A request that reads through the database.
pub struct Probe {
    pub service: ServiceName,
    pub path: &'static str,
    pub message: fn(&Target) -> Vec<u8>,
    /// What the answer has to hold.
    pub own: fn(&Target) -> String,
}

impl Work {
    pub fn can_end(&self, end: End) -> bool {
        matches!(self.way, Way::Gateway { .. }) == (end == End::ClientGone)
    }

    const fn service(probe: &'static Probe, path: &'static str, message: fn(&Target) -> Vec<u8>) -> Self {
        Self { name: path, way: Way::Service { path, message }, probe }
    }

    const fn gateway(
        probe: &'static Probe,
        name: &'static str,
        line: fn(&Target) -> (&'static str, String),
        body: fn() -> Value,
    ) -> Self {
        Self { name, way: Way::Gateway { line, body }, probe }
    }
}

static ACCOUNTS: Probe = Probe {
    service: Auth,
    path: "/raptorflow.auth.v1.AuthService/GetMe",
    message: |_| Vec::new(),
    own: |home| home.user.to_string(),
};
static SESSIONS: Probe = Probe {
    service: Onboarding,
    path: "/raptorflow.onboarding.v1.OnboardingService/GetCurrent",
    message: |_| Vec::new(),
    own: |home| home.onboarding.to_string(),
};
static MANIFESTS: Probe = Probe {
    service: Bcm,
    path: "/raptorflow.bcm.v1.BcmService/GetVersion",
    message: |home| bcm::GetVersionRequest { version: home.version.clone() }.encode_to_vec(),
    own: |home| home.answers.client_name.clone(),
};
static ORDERS: Probe = Probe {
    service: Payments,
    path: "/raptorflow.payments.v1.PaymentsService/ListTransactions",
    message: |_| payments::ListTransactionsRequest::default().encode_to_vec(),
    own: |home| home.order.clone(),
};

/// Something that was not there before, so that saving it is work.
fn fresh() -> String {
    Uuid::now_v7().simple().to_string()
}

fn history(_: &Target) -> Vec<u8> {
    bcm::ListHistoryRequest { limit: 10 }.encode_to_vec()
}

fn afresh(target: &Target) -> Vec<u8> {
    let workspace_id = Some(target.workspace.to_string());
    auth::VerifyProfileRequest { workspace_id, afresh: true }.encode_to_vec()
}

fn biography(_: &Target) -> Vec<u8> {
    auth::UpdateMeRequest { bio: Some(fresh()), ..Default::default() }.encode_to_vec()
}

fn session(target: &Target) -> Vec<u8> {
    onboarding::GetSessionRequest { session_id: target.onboarding.to_string() }.encode_to_vec()
}

fn patch(target: &Target) -> Vec<u8> {
    onboarding::PatchStepRequest {
        session_id: target.onboarding.to_string(),
        n: 1,
        patch: headquarters().to_string().into_bytes(),
        expected_version: target.step_version,
    }
    .encode_to_vec()
}

fn headquarters() -> Value {
    json!({ "headquarters": fresh() })
}

fn rebuild(_: &Target) -> Vec<u8> {
    let (reason, idempotency_key) = ("tried".to_owned(), fresh());
    bcm::RebuildRequest { force: true, reason, idempotency_key }.encode_to_vec()
}

fn order(target: &Target) -> Vec<u8> {
    payments::VerifyRequest { merchant_order_id: target.order.clone() }.encode_to_vec()
}

pub const WORKS: &[Work] = &[
    Work::service(&ACCOUNTS, "/raptorflow.auth.v1.AuthService/VerifyProfile", afresh),
    Work::service(&ACCOUNTS, "/raptorflow.auth.v1.AuthService/UpdateMe", biography),
    Work::service(&SESSIONS, "/raptorflow.onboarding.v1.OnboardingService/GetSession", session),
    Work::service(&SESSIONS, "/raptorflow.onboarding.v1.OnboardingService/PatchStep", patch),
    Work::service(&MANIFESTS, "/raptorflow.bcm.v1.BcmService/ListHistory", history),
    Work::service(&MANIFESTS, "/raptorflow.bcm.v1.BcmService/Rebuild", rebuild),
    Work::service(&ORDERS, "/raptorflow.payments.v1.PaymentsService/ListTransactions", |_| Vec::new()),
    Work::service(&ORDERS, "/raptorflow.payments.v1.PaymentsService/Verify", order),
    Work::gateway(
        &ACCOUNTS,
        "change of the profile",
        |_| ("PUT", "/api/v1/auth/me".to_owned()),
        || json!({ "bio": fresh() }),
    ),
    Work::gateway(
        &SESSIONS,
        "change of a step",
        |target| ("PATCH", format!("/api/v1/onboarding/{}/steps/1", target.onboarding)),
        headquarters,
    ),
    Work::gateway(
        &SESSIONS,
        "summary of the session",
        |target| ("GET", format!("/api/v1/onboarding/{}/summary", target.onboarding)),
        || Value::Null,
    ),
    Work::gateway(
        &MANIFESTS,
        "history of the manifest",
        |_| ("GET", "/api/v1/context/history".to_owned()),
        || Value::Null,
    ),
    Work::gateway(
        &MANIFESTS,
        "rebuild of the manifest",
        |_| ("POST", "/api/v1/context/rebuild".to_owned()),
        || json!({ "force": true }),
    ),
    Work::gateway(
        &ORDERS,
        "list of transactions",
        |_| ("GET", "/api/payments/v2/transactions".to_owned()),
        || Value::Null,
    ),
];
