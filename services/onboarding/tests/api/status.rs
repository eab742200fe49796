use contracts::{onboarding::v1::OnboardingStatus, payments::v1::SubscriptionStatus};

use crate::harness::{Onboarding, note};

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_counts_when_it_is_seen_and_is_never_taken_back() {
    let onboarding = Onboarding::start().await;
    let founder = onboarding.founder();
    let status = async || onboarding.status(founder.workspace).await.unwrap();
    onboarding.payments.set_unpaid(founder.workspace, SubscriptionStatus::Incomplete);
    let before = status().await;
    assert_eq!(before.status(), OnboardingStatus::Pending);
    assert_eq!((before.session_id.as_str(), before.current_step), ("", 0));
    onboarding.payments.set_paid(founder.workspace);
    assert_eq!(status().await.status(), OnboardingStatus::PaymentConfirmed);
    onboarding.payments.set_unpaid(founder.workspace, SubscriptionStatus::Unpaid);
    assert_eq!(status().await.status(), OnboardingStatus::PaymentConfirmed);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_usable_trial_counts_like_a_payment() {
    let onboarding = Onboarding::start().await;
    let founder = onboarding.founder();
    onboarding.payments.set_unpaid(founder.workspace, SubscriptionStatus::Trial);
    let status = onboarding.status(founder.workspace).await.unwrap();
    assert_eq!(status.status(), OnboardingStatus::PaymentConfirmed);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_payments_cannot_tell_is_unavailable_and_what_is_stored_needs_no_asking() {
    let onboarding = Onboarding::start().await;
    let founder = onboarding.founder();
    onboarding.payments.set_down(true);
    onboarding.status(founder.workspace).await.unwrap_err().is(503, "PROFILE_CHECK_UNAVAILABLE");
    onboarding.payments.set_down(false);
    let desk = onboarding.session(&founder).await;
    desk.put(1, 0, &note("begun")).await.unwrap();
    onboarding.payments.set_down(true);
    let status = onboarding.status(founder.workspace).await.unwrap();
    assert_eq!(status.status(), OnboardingStatus::InProgress);
    assert_eq!((status.session_id, status.current_step), (desk.id.clone(), 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_that_is_none_is_refused() {
    let onboarding = Onboarding::start().await;
    onboarding.status("../x").await.unwrap_err().is(400, "BAD_REQUEST");
}
