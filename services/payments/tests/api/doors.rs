//! Every call as nobody, as somebody without a workspace, as a member without billing rights, and as a stranger.

use contracts::payments::v1::{
    CancelRequest, EraseWorkspaceRequest, GetAccessRequest, GetCurrentSubscriptionRequest, GetStatusRequest,
    IngestWebhookRequest, ListPlansRequest, ListTransactionsRequest, VerifyRequest,
};
use primitives::Role;
use principal::ServiceName;
use tonic::Request;

use crate::harness::{Payments, answer, glide, refused};

/// Tries every member's call with requests made by `$dress`, which all must end alike.
macro_rules! every_members_call {
    ($payments:expr, $dress:expr, $status:expr, $code:expr) => {{
        let client = $payments.client();
        let order = || "ORD20260101000000AAAAAA".to_owned();
        refused(answer(client.clone().initiate($dress(glide())).await), $status, $code);
        let request = GetStatusRequest { merchant_order_id: order() };
        refused(answer(client.clone().get_status($dress(request)).await), $status, $code);
        let request = VerifyRequest { merchant_order_id: order() };
        refused(answer(client.clone().verify($dress(request)).await), $status, $code);
        let request = CancelRequest { merchant_order_id: order() };
        refused(answer(client.clone().cancel($dress(request)).await), $status, $code);
        let request = GetCurrentSubscriptionRequest {};
        refused(answer(client.clone().get_current_subscription($dress(request)).await), $status, $code);
        let request = ListTransactionsRequest { limit: 0, cursor: String::new() };
        refused(answer(client.clone().list_transactions($dress(request)).await), $status, $code);
    }};
}

fn bare<T>(message: T) -> Request<T> {
    Request::new(message)
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_service_credential_nothing_is_answered() {
    let payments = Payments::start().await;
    every_members_call!(payments, bare, 401, "UNAUTHENTICATED");
    let mut client = payments.client();
    refused(answer(client.list_plans(bare(ListPlansRequest {})).await), 401, "UNAUTHENTICATED");
    let request = GetAccessRequest { workspace_id: String::new() };
    refused(answer(client.get_access(bare(request)).await), 401, "UNAUTHENTICATED");
    let request = EraseWorkspaceRequest { workspace_id: String::new() };
    refused(answer(client.erase_workspace(bare(request)).await), 401, "UNAUTHENTICATED");
    let request = IngestWebhookRequest { authorization: None, body: Vec::new(), ip: String::new() };
    refused(answer(client.ingest_webhook(bare(request)).await), 401, "UNAUTHENTICATED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_alone_is_no_member() {
    let payments = Payments::start().await;
    macro_rules! dress {
        ($message:expr) => {
            payments.by_service(ServiceName::Gateway, $message)
        };
    }
    let client = payments.client();
    refused(answer(client.clone().initiate(dress!(glide())).await), 401, "UNAUTHENTICATED");
    let request = GetCurrentSubscriptionRequest {};
    refused(answer(client.clone().get_current_subscription(dress!(request)).await), 401, "UNAUTHENTICATED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_without_an_attested_workspace_is_refused() {
    let payments = Payments::start().await;
    let user = payments.callers.user();
    let request = payments.callers.as_user(&user, ServiceName::Payments, glide());
    refused(answer(payments.client().initiate(request).await), 403, "FORBIDDEN");
    let request = payments.callers.as_user(&user, ServiceName::Payments, GetCurrentSubscriptionRequest {});
    refused(answer(payments.client().get_current_subscription(request).await), 403, "FORBIDDEN");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_has_ended_is_refused() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    payments.callers.end(owner.user.session);
    refused(payments.initiate(&owner, glide()).await, 401, "SESSION_ENDED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_without_billing_rights_reads_and_changes_nothing() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    let member = payments.callers.member_of(owner.workspace, Role::Member);
    refused(payments.initiate(&member, glide()).await, 403, "FORBIDDEN");
    assert_eq!(payments.status(&member, &order).await.unwrap().plan, "glide");
    payments.verify(&member, &order).await.unwrap();
    let request = payments.by(&member, GetCurrentSubscriptionRequest {});
    answer(payments.client().get_current_subscription(request).await).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_finds_nothing_not_even_in_the_copies() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    payments.status(&owner, &order).await.unwrap();
    let stranger = payments.owner();
    let foreign = refused(payments.status(&stranger, &order).await, 404, "TRANSACTION_NOT_FOUND");
    refused(payments.verify(&stranger, &order).await, 404, "TRANSACTION_NOT_FOUND");
    for absent in ["ORD20260101000000AAAAAA", "", "../../x", "a b", "ORD\u{0}", &"A".repeat(500)] {
        assert_eq!(payments.status(&stranger, absent).await.unwrap_err(), foreign, "{absent}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn webhooks_come_through_the_gateway_only_and_erasure_from_auth_only() {
    let payments = Payments::start().await;
    let mut client = payments.client();
    for service in [ServiceName::Auth, ServiceName::Onboarding, ServiceName::Bcm] {
        let request = IngestWebhookRequest { authorization: None, body: Vec::new(), ip: String::new() };
        let call = payments.by_service(service, request);
        refused(answer(client.ingest_webhook(call).await), 403, "FORBIDDEN");
    }
    for service in [ServiceName::Gateway, ServiceName::Onboarding, ServiceName::Bcm] {
        let request = EraseWorkspaceRequest { workspace_id: uuid::Uuid::new_v4().to_string() };
        refused(
            answer(client.erase_workspace(payments.by_service(service, request)).await),
            403,
            "FORBIDDEN",
        );
    }
}
