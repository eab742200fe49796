//! Who may do what: every call as nobody, as a stranger, without payment.

use contracts::{
    auth::v1::AccountState,
    onboarding::v1::{self as wire, Decision, Engine},
    payments::v1::SubscriptionStatus,
};
use primitives::{Role, SessionId, UserId};
use principal::ServiceName;
use serde_json::json;
use testkit::TestMember;
use tonic::Request;
use uuid::Uuid;

use crate::harness::{Answer, Desk, Onboarding, Refusal, note};

/// Every member's call on one session, without its result.
async fn every_call(desk: &Desk<'_>) -> Vec<(&'static str, Answer<()>)> {
    let id = Uuid::new_v4().to_string();
    vec![
        ("get", desk.get().await.map(drop)),
        ("summary", desk.summary().await.map(drop)),
        ("preview", desk.preview().await.map(drop)),
        ("progress", desk.progress().await.map(drop)),
        ("step", desk.step(1).await.map(drop)),
        ("save", desk.put(1, 0, &note("x")).await.map(drop)),
        ("patch", desk.patch(1, 0, &note("x")).await.map(drop)),
        ("complete", desk.complete(1, 0, None).await.map(drop)),
        ("skip", desk.skip(17).await.map(drop)),
        ("run", desk.run(1, "", Engine::Deterministic).await.map(drop)),
        ("decide", desk.decide(1, &id, Decision::Reject, None).await.map(drop)),
        ("finalize", desk.finalize("a-key-of-mine", false).await.map(drop)),
        ("resume", desk.resume().await.map(drop)),
        ("reset", desk.reset().await.map(drop)),
        ("delete", desk.delete().await),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_finds_nothing_whatever_they_try() {
    let onboarding = Onboarding::start().await;
    let desk = onboarding.session(&onboarding.founder()).await;
    desk.put(1, 0, &note("ours")).await.unwrap();
    let stranger = onboarding.founder();
    for (call, answer) in every_call(&desk.of(&stranger)).await {
        let refusal = answer.expect_err(call);
        assert_eq!((refusal.status, refusal.code.as_str()), (404, "SESSION_NOT_FOUND"), "{call}");
    }
    onboarding.current(&stranger).await.unwrap_err().is(404, "SESSION_NOT_FOUND");
    assert_eq!(desk.version(1).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_in_without_a_living_session_of_an_active_account() {
    let onboarding = Onboarding::start().await;
    let founder = onboarding.founder();
    let desk = onboarding.session(&founder).await;
    let ended = onboarding.colleague(&founder, Role::Owner);
    onboarding.callers.end(ended.user.session);
    let banned = onboarding.colleague(&founder, Role::Owner);
    onboarding.callers.set_account(banned.user.session, AccountState::Banned);
    let mut forged = onboarding.colleague(&founder, Role::Owner);
    forged.user.token = "not.a.token".to_owned().into();
    let mut expired = onboarding.colleague(&founder, Role::Owner);
    let mut claims = onboarding.callers.claims(expired.user.id, expired.user.session);
    claims.exp = claims.iat;
    expired.user.token = onboarding.callers.sign(&claims);
    let mut other = onboarding.colleague(&founder, Role::Owner);
    other.user.token = onboarding
        .callers
        .sign(&onboarding.callers.claims(UserId(Uuid::new_v4()), SessionId(Uuid::new_v4())));
    let cases: [(&TestMember, u16, &str); 5] = [
        (&ended, 401, "SESSION_ENDED"),
        (&banned, 403, "ACCOUNT_BANNED"),
        (&forged, 401, "UNAUTHENTICATED"),
        (&expired, 401, "UNAUTHENTICATED"),
        (&other, 401, "SESSION_ENDED"),
    ];
    for (caller, status, code) in cases {
        for (call, answer) in every_call(&desk.of(caller)).await {
            let refusal = answer.expect_err(call);
            assert_eq!((refusal.status, refusal.code.as_str()), (status, code), "{call}");
        }
        onboarding.create(caller, true).await.unwrap_err().is(status, code);
        onboarding.current(caller).await.unwrap_err().is(status, code);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_without_service_credential_or_membership_is_refused() {
    let onboarding = Onboarding::start().await;
    let founder = onboarding.founder();
    let mut client = onboarding.client();
    let bare = client.get_current(Request::new(wire::GetCurrentRequest {})).await.unwrap_err();
    Refusal::from(bare).is(401, "UNAUTHENTICATED");
    let homeless =
        onboarding.callers.as_user(&founder.user, ServiceName::Onboarding, wire::GetCurrentRequest {});
    Refusal::from(client.get_current(homeless).await.unwrap_err()).is(403, "FORBIDDEN");
    let astray = onboarding.callers.as_member(&founder, ServiceName::Bcm, wire::GetCurrentRequest {});
    Refusal::from(client.get_current(astray).await.unwrap_err()).is(401, "UNAUTHENTICATED");
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_of_services_are_for_those_services_only() {
    let onboarding = Onboarding::start().await;
    let founder = onboarding.founder();
    let workspace_id = founder.workspace.to_string();
    let mut client = onboarding.client();
    for from in [ServiceName::Bcm, ServiceName::Payments] {
        let message = wire::GetStatusRequest { workspace_id: workspace_id.clone() };
        let call = onboarding.callers.as_service(from, ServiceName::Onboarding, message);
        Refusal::from(client.get_status(call).await.unwrap_err()).is(403, "FORBIDDEN");
    }
    for from in [ServiceName::Bcm, ServiceName::Payments, ServiceName::Gateway] {
        let message = wire::EraseWorkspaceRequest { workspace_id: workspace_id.clone() };
        let call = onboarding.callers.as_service(from, ServiceName::Onboarding, message);
        Refusal::from(client.erase_workspace(call).await.unwrap_err()).is(403, "FORBIDDEN");
    }
    assert!(onboarding.bcm.erased().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn without_payment_only_the_open_doors_are_open() {
    let onboarding = Onboarding::start().await;
    let founder = onboarding.founder();
    let desk = onboarding.session(&founder).await;
    onboarding.payments.set_unpaid(founder.workspace, SubscriptionStatus::Unpaid);
    onboarding.clock.advance(time::Duration::seconds(6));
    for (call, answer) in every_call(&desk).await {
        let refusal = answer.expect_err(call);
        assert_eq!((refusal.status, refusal.code.as_str()), (402, "SUBSCRIPTION_REQUIRED"), "{call}");
    }
    onboarding.create(&founder, false).await.unwrap_err().is(402, "SUBSCRIPTION_REQUIRED");
    assert_eq!(onboarding.current(&founder).await.unwrap().session_id, desk.id);
    let stranger = onboarding.founder();
    onboarding.payments.set_unpaid(stranger.workspace, SubscriptionStatus::None);
    onboarding.current(&stranger).await.unwrap_err().is(404, "SESSION_NOT_FOUND");
    onboarding.payments.set_paid(founder.workspace);
    desk.put(1, 0, &note("paid again")).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn when_payments_cannot_answer_the_door_stays_shut_but_not_for_those_just_let_in() {
    let onboarding = Onboarding::start().await;
    let founder = onboarding.founder();
    let desk = onboarding.session(&founder).await;
    let asked = onboarding.payments.asked();
    onboarding.payments.set_down(true);
    desk.put(1, 0, &note("within seconds")).await.unwrap();
    assert_eq!(onboarding.payments.asked(), asked);
    onboarding.clock.advance(time::Duration::seconds(6));
    desk.put(1, 1, &note("later")).await.unwrap_err().is(503, "PROFILE_CHECK_UNAVAILABLE");
    onboarding.create(&onboarding.founder(), false).await.unwrap_err().is(503, "PROFILE_CHECK_UNAVAILABLE");
    onboarding.payments.set_down(false);
    desk.put(1, 1, &note("later")).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_description_of_the_steps_needs_a_service_and_no_user() {
    let onboarding = Onboarding::start().await;
    let message = wire::DescribeStepsRequest {};
    let call = onboarding.callers.as_service(ServiceName::Gateway, ServiceName::Onboarding, message);
    let answer = onboarding.client().describe_steps(call).await.unwrap().into_inner();
    let description = crate::harness::parsed(&answer.description);
    assert_eq!(description["steps"].as_array().unwrap().len(), 23);
    assert_eq!(description["version"], json!(answer.version));
}
