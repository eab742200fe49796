//! Every call as nobody, as somebody without the right, and as a service that may not make it.

use contracts::bcm::v1 as wire;
use primitives::Role;
use principal::ServiceName;
use tonic::{Request, Status};

use crate::harness::{BcmService, Refusal};

macro_rules! every_call {
    ($client:ident, |$message:ident| $request:expr, $check:expr; $($call:ident $wire:ident),*) => {
        $({
            let $message = wire::$wire::default();
            let request = $request;
            $check(stringify!($call), $client.$call(request).await.map(drop));
        })*
    };
}

/// Makes every call that members make; the expression makes a request of the message.
macro_rules! every_member_call {
    ($bcm:expr, |$message:ident| $request:expr, $check:expr) => {{
        let mut client = $bcm.client();
        every_call!(client, |$message| $request, $check;
            get_manifest GetManifestRequest, list_history ListHistoryRequest, get_version GetVersionRequest,
            export ExportRequest, rebuild RebuildRequest, restore RestoreRequest, get_stats GetStatsRequest);
    }};
}

/// The same for the calls that services make.
macro_rules! every_service_call {
    ($bcm:expr, |$message:ident| $request:expr, $check:expr) => {{
        let mut client = $bcm.client();
        every_call!(client, |$message| $request, $check;
            build BuildRequest, submit_context SubmitContextRequest, mark_stale MarkStaleRequest,
            preview PreviewRequest, erase_workspace EraseWorkspaceRequest);
    }};
}

fn refused(status: u16, code: &'static str) -> impl Fn(&str, Result<(), Status>) {
    move |call, answer| {
        let refusal: Refusal = answer.expect_err(call).into();
        assert_eq!((refusal.status, refusal.code.as_str()), (status, code), "{call}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_may_call_anything() {
    let bcm = BcmService::start().await;
    every_member_call!(bcm, |message| Request::new(message), refused(401, "UNAUTHENTICATED"));
    every_service_call!(bcm, |message| Request::new(message), refused(401, "UNAUTHENTICATED"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_id_in_a_header_is_no_identity() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    every_member_call!(
        bcm,
        |message| {
            let mut request = Request::new(message);
            request.metadata_mut().insert("x-user-id", owner.user.id.to_string().parse().unwrap());
            request.metadata_mut().insert("x-workspace-id", owner.workspace.to_string().parse().unwrap());
            request
        },
        refused(401, "UNAUTHENTICATED")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_members_call_needs_a_token() {
    let bcm = BcmService::start().await;
    every_member_call!(
        bcm,
        |message| bcm.callers.as_service(ServiceName::Gateway, ServiceName::Bcm, message),
        refused(401, "UNAUTHENTICATED")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_members_call_needs_a_living_session() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    bcm.callers.end(owner.user.session);
    every_member_call!(bcm, |message| bcm.by(&owner, message), refused(401, "SESSION_ENDED"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_members_call_needs_an_attested_workspace() {
    let bcm = BcmService::start().await;
    let user = bcm.callers.user();
    every_member_call!(
        bcm,
        |message| bcm.callers.as_user(&user, ServiceName::Bcm, message),
        refused(403, "FORBIDDEN")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_has_expired_is_no_token() {
    let bcm = BcmService::start().await;
    let owner = bcm.founder().await;
    bcm.clock.advance(time::Duration::minutes(5));
    every_member_call!(
        bcm,
        |message| bcm.callers.as_member(&owner, ServiceName::Bcm, message),
        refused(401, "UNAUTHENTICATED")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_finds_what_is_absent() {
    let bcm = BcmService::start().await;
    bcm.founder().await;
    let stranger = bcm.owner();
    every_member_call!(
        bcm,
        |message| bcm.by(&stranger, message),
        |call: &str, answer: Result<(), Status>| {
            match (call, answer.map_err(Refusal::from)) {
                ("list_history" | "get_stats", Ok(())) => {}
                // Without fallback an absent copy and a foreign one look the same.
                ("get_manifest", Err(refusal)) => assert_eq!(refusal.code, "BCM_UNAVAILABLE"),
                ("rebuild", Err(refusal)) => assert_eq!(refusal.code, "IDEMPOTENCY_KEY_REQUIRED"),
                (_, Err(refusal)) => assert_eq!(refusal.status, 404, "{call}"),
                (_, Ok(())) => panic!("{call} was answered"),
            }
        }
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn no_other_service_hands_over_contexts() {
    let bcm = BcmService::start().await;
    for service in [ServiceName::Gateway, ServiceName::Auth, ServiceName::Payments, ServiceName::Bcm] {
        every_service_call!(
            bcm,
            |message| bcm.callers.as_service(service, ServiceName::Bcm, message),
            refused(403, "FORBIDDEN")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_cannot_hand_over_contexts() {
    let bcm = BcmService::start().await;
    let owner = bcm.callers.member(Role::Owner);
    every_service_call!(bcm, |message| bcm.by(&owner, message), refused(403, "FORBIDDEN"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_credential_for_another_service_opens_nothing() {
    let bcm = BcmService::start().await;
    every_service_call!(
        bcm,
        |message| bcm.callers.as_service(ServiceName::Onboarding, ServiceName::Payments, message),
        refused(401, "UNAUTHENTICATED")
    );
}
