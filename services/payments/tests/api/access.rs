use contracts::payments::v1::{CancelRequest, GetAccessRequest, GetCurrentSubscriptionRequest};
use primitives::{Clock, Role, WorkspaceId};
use principal::ServiceName;
use sims::phonepe::Fate;
use time::Duration;
use uuid::Uuid;

use crate::harness::{Payments, SubscriptionStatus, answer, refused, seconds};

#[tokio::test(flavor = "multi_thread")]
async fn a_workspace_without_anything_needs_payment_and_runs_on_its_floors() {
    let payments = Payments::start().await;
    let access = payments.access(WorkspaceId(Uuid::new_v4())).await;
    assert_eq!((access.status(), access.plan), (SubscriptionStatus::None, None));
    assert!(access.needs_payment && !access.has_completed_payment && access.valid_until.is_none());
    let limits = access.limits.unwrap();
    assert_eq!((limits.icps, limits.campaigns, limits.team_seats), (3, 5, 1));
    assert_eq!(access.last_payment_status, "");
    assert!(payments.rows("SELECT id FROM subscriptions").await.is_empty(), "asking leaves nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_opens_the_workspace_at_once_although_the_answer_was_kept() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    assert!(payments.access(owner.workspace).await.needs_payment);
    let kept = payments.redis.keys("pay:access:*").await;
    assert_eq!(kept, [format!("pay:access:{}", owner.workspace)]);
    let order = payments.checkout(&owner).await.merchant_order_id;
    payments.pay(&order).await;
    payments.becomes(&order, "completed").await;
    let access = testkit::eventually("access is given", async || {
        let access = payments.access(owner.workspace).await;
        (!access.needs_payment).then_some(access)
    })
    .await;
    assert_eq!((access.status(), access.plan.as_deref()), (SubscriptionStatus::Active, Some("glide")));
    assert!(access.has_completed_payment);
    assert_eq!(access.limits.unwrap().icps, 10);
    assert!(seconds(access.valid_until.as_ref()) > payments.clock.now().unix_timestamp());
}

#[tokio::test(flavor = "multi_thread")]
async fn without_redis_the_database_answers() {
    let payments = Payments::start().await;
    let owner = payments.paid_workspace().await;
    payments.redis.wipe().await;
    assert!(!payments.access(owner.workspace).await.needs_payment);
    payments.redis.wipe().await;
    assert!(!payments.access(owner.workspace).await.needs_payment);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trial_has_full_features_for_its_days_and_then_none() {
    let payments = Payments::start_with(|settings| settings.rules.trial_days = 14).await;
    let made = payments.clock.now() - Duration::days(4);
    let workspace = WorkspaceId::new(&Clock::fixed(made));
    let access = payments.access(workspace).await;
    assert_eq!((access.status(), access.plan.as_deref()), (SubscriptionStatus::Trial, Some("soar")));
    assert!(!access.needs_payment && !access.has_completed_payment);
    assert_eq!(access.limits.unwrap().icps, -1);
    assert_eq!(seconds(access.valid_until.as_ref()), (made + Duration::days(14)).unix_timestamp());

    let member = payments.callers.member_of(workspace, Role::Member);
    let request = payments.by(&member, GetCurrentSubscriptionRequest {});
    let current = answer(payments.client().get_current_subscription(request).await).unwrap();
    assert!(current.is_trial && !current.needs_payment);

    // A checkout does not take the trial away.
    let owner = payments.callers.member_of(workspace, Role::Owner);
    payments.without_webhooks().await;
    payments.checkout(&owner).await;
    assert_eq!(payments.access(workspace).await.status(), SubscriptionStatus::Trial);
    payments.later(Duration::days(10)).await;
    payments.redis.wipe().await;
    assert!(payments.access(workspace).await.needs_payment);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_checkout_leaves_the_trial_whatever_becomes_of_it() {
    let payments = Payments::start_with(|settings| settings.rules.trial_days = 14).await;
    payments.without_webhooks().await;
    // Nobody has asked for access before.
    let owner = payments.callers.member_of(WorkspaceId::new(&payments.clock), Role::Owner);
    let on_trial = async || {
        payments.redis.wipe().await;
        let access = payments.access(owner.workspace).await;
        assert_eq!((access.status(), access.needs_payment), (SubscriptionStatus::Trial, false));
        assert_eq!(access.plan.as_deref(), Some("soar"));
        let request = payments.by(&owner, GetCurrentSubscriptionRequest {});
        let current = answer(payments.client().get_current_subscription(request).await).unwrap();
        assert_eq!(current.subscription.unwrap().status(), SubscriptionStatus::Trial);
        assert!(current.is_trial && !current.needs_payment);
    };
    let failed = payments.checkout(&owner).await.merchant_order_id;
    on_trial().await;
    payments.provider().decide(&failed, Fate::fail("ZM")).await.unwrap();
    payments.verify(&owner, &failed).await.unwrap();
    on_trial().await;
    let cancelled = payments.checkout(&owner).await.merchant_order_id;
    let request = CancelRequest { merchant_order_id: cancelled };
    answer(payments.client().cancel(payments.by(&owner, request)).await).unwrap();
    on_trial().await;
    payments.checkout(&owner).await;
    payments.later(Duration::hours(25)).await;
    on_trial().await;
    let paid = payments.checkout(&owner).await.merchant_order_id;
    payments.pay(&paid).await;
    payments.verify(&owner, &paid).await.unwrap();
    assert_eq!(payments.access(owner.workspace).await.status(), SubscriptionStatus::Active);
    let events = payments.column("SELECT event FROM subscription_events ORDER BY ctid", "event").await;
    assert_eq!(events, ["created", "activated"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workspace_older_than_the_trial_gets_none() {
    let payments = Payments::start_with(|settings| settings.rules.trial_days = 14).await;
    let workspace = WorkspaceId::new(&Clock::fixed(payments.clock.now() - Duration::days(14)));
    assert_eq!(payments.access(workspace).await.status(), SubscriptionStatus::None);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unpaid_first_checkout_runs_out_after_a_day_and_can_still_be_paid() {
    let payments = Payments::start().await;
    payments.without_webhooks().await;
    let owner = payments.owner();
    let order = payments.checkout(&owner).await.merchant_order_id;
    payments.provider().stick(&order, true).await.unwrap();
    payments.later(Duration::hours(24)).await;
    testkit::eventually("it has run out", async || {
        let status = payments.access(owner.workspace).await.status();
        (status == SubscriptionStatus::IncompleteExpired).then_some(())
    })
    .await;
    let events = payments.column("SELECT event FROM subscription_events ORDER BY ctid", "event").await;
    assert_eq!(events, ["created", "expired"]);
    payments.pay(&order).await;
    payments.later(Duration::minutes(15)).await;
    payments.becomes(&order, "completed").await;
    assert_eq!(payments.access(owner.workspace).await.status(), SubscriptionStatus::Active);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_services_that_need_it_may_ask_for_access() {
    let payments = Payments::start().await;
    let request = || GetAccessRequest { workspace_id: Uuid::new_v4().to_string() };
    for service in [ServiceName::Gateway, ServiceName::Auth, ServiceName::Onboarding] {
        answer(payments.client().get_access(payments.by_service(service, request())).await).unwrap();
    }
    let bcm = payments.by_service(ServiceName::Bcm, request());
    refused(answer(payments.client().get_access(bcm).await), 403, "FORBIDDEN");
    for id in ["", "nonsense", "../..", "018f\u{0}"] {
        let request = GetAccessRequest { workspace_id: id.to_owned() };
        let call = payments.by_service(ServiceName::Auth, request);
        refused(answer(payments.client().get_access(call).await), 400, "WORKSPACE_INVALID");
    }
}
