use contracts::{auth::v1 as wire, onboarding::v1::OnboardingStatus};
use testkit::eventually;
use wire::NextAction;

use crate::{
    erasure::{deactivate, delete},
    harness::{Answer, AuthService, Founder, answer, paid, refused, unpaid},
};

async fn verify(
    auth: &AuthService,
    by: &Founder,
    named: Option<&str>,
) -> Answer<wire::VerifyProfileResponse> {
    let request = wire::VerifyProfileRequest { workspace_id: named.map(str::to_owned), afresh: false };
    answer(auth.client().verify_profile(auth.by(by, request)).await)
}

async fn verify_afresh(
    auth: &AuthService,
    by: &Founder,
    workspace: &str,
) -> Answer<wire::VerifyProfileResponse> {
    let request = wire::VerifyProfileRequest { workspace_id: Some(workspace.to_owned()), afresh: true };
    answer(auth.client().verify_profile(auth.by(by, request)).await)
}

/// Two members of one workspace.
async fn colleagues(auth: &AuthService) -> (Founder, Founder, String) {
    let (ada, bob) = (auth.founder("ada@example.com").await, auth.founder("bob@example.com").await);
    let workspace = ada.workspace.unwrap().to_string();
    auth.sql(&format!(
        "INSERT INTO workspace_members (workspace_id, user_id, role) VALUES ('{workspace}', '{}', 'member')",
        bob.user
    ))
    .await;
    (ada, bob, workspace)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_action_follows_payment_and_onboarding() {
    let auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    let told = verify(&auth, &ada, None).await.unwrap();
    assert_eq!(told.next_action(), NextAction::Pay);
    assert!(told.profile_exists && told.workspace_exists && told.needs_payment && told.is_trial);
    assert_eq!(told.workspace_id, ada.workspace.unwrap().to_string());
    assert_eq!((told.subscription_status.as_str(), told.onboarding_status.as_str()), ("none", "pending"));
    auth.neighbours.access(Some(paid()));
    auth.neighbours.onboarding(OnboardingStatus::InProgress, 7);
    let told = verify(&auth, &ada, None).await.unwrap();
    assert_eq!((told.next_action(), told.onboarding_step), (NextAction::Onboard, 7));
    assert_eq!((told.subscription_plan.as_deref(), told.is_trial), (Some("glide"), false));
    auth.neighbours.onboarding(OnboardingStatus::Completed, 23);
    assert_eq!(verify(&auth, &ada, None).await.unwrap().next_action(), NextAction::None);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_fully_ready_answer_is_kept() {
    let auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    auth.neighbours.access(Some(paid()));
    auth.neighbours.onboarding(OnboardingStatus::InProgress, 7);
    for asked in 1..=2 {
        verify(&auth, &ada, None).await.unwrap();
        assert_eq!(auth.neighbours.asked(), asked);
    }
    assert!(auth.redis.keys("auth:verify:*").await.is_empty());
    auth.neighbours.onboarding(OnboardingStatus::Completed, 23);
    for _ in 0..3 {
        assert_eq!(verify(&auth, &ada, None).await.unwrap().next_action(), NextAction::None);
    }
    assert_eq!(auth.neighbours.asked(), 3);
    let key = format!("auth:verify:{}:{}", ada.user, ada.workspace.unwrap());
    assert_eq!(auth.redis.keys("auth:verify:*").await, [key]);
    // a kept answer says nothing about the account
    auth.sql("UPDATE accounts SET state = 'suspended'").await;
    auth.redis.wipe().await;
    assert_eq!(verify(&auth, &ada, None).await.unwrap().next_action(), NextAction::Account);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_made_afresh_counts_for_every_member_at_once() {
    let auth = AuthService::start().await;
    let (ada, bob, workspace) = colleagues(&auth).await;
    auth.neighbours.all_done();
    for member in [&ada, &bob] {
        assert_eq!(verify(&auth, member, Some(&workspace)).await.unwrap().next_action(), NextAction::None);
    }
    auth.neighbours.onboarding(OnboardingStatus::InProgress, 1);
    let told = verify_afresh(&auth, &ada, &workspace).await.unwrap();
    assert_eq!(told.next_action(), NextAction::Onboard);
    for member in [&ada, &bob] {
        let told = verify(&auth, member, Some(&workspace)).await.unwrap();
        assert_eq!(told.next_action(), NextAction::Onboard);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_was_on_its_way_meanwhile_is_not_kept() {
    let auth = AuthService::start().await;
    let (ada, bob, workspace) = colleagues(&auth).await;
    auth.neighbours.all_done();
    auth.neighbours.payments_hangs();
    let asked = async |times: u32| {
        eventually("payments was asked", async || (auth.neighbours.asked() == times).then_some(())).await;
    };
    let afresh = async {
        asked(1).await;
        let resume = async {
            asked(2).await;
            auth.neighbours.payments_resumes();
        };
        tokio::join!(verify_afresh(&auth, &ada, &workspace), resume).0
    };
    let (late, afresh) = tokio::join!(verify(&auth, &bob, Some(&workspace)), afresh);
    assert_eq!(late.unwrap().next_action(), NextAction::None);
    afresh.unwrap();
    auth.neighbours.onboarding(OnboardingStatus::InProgress, 1);
    for member in [&ada, &bob] {
        let told = verify(&auth, member, Some(&workspace)).await.unwrap();
        assert_eq!(told.next_action(), NextAction::Onboard);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_check_fails_closed_when_a_neighbour_is_ill() {
    let auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    auth.neighbours.access(None);
    let refusal = refused(verify(&auth, &ada, None).await, 503, "PROFILE_CHECK_UNAVAILABLE");
    assert_eq!(refusal.retry_after, Some(30));
    auth.neighbours.access(Some(unpaid()));
    auth.neighbours.onboarding_fails();
    refused(verify(&auth, &ada, None).await, 503, "PROFILE_CHECK_UNAVAILABLE");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_check_ends_within_five_seconds_when_a_neighbour_hangs() {
    let auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    auth.neighbours.payments_hangs();
    let began = std::time::Instant::now();
    refused(verify(&auth, &ada, None).await, 503, "PROFILE_CHECK_UNAVAILABLE");
    assert!(began.elapsed() < std::time::Duration::from_secs(5), "{:?}", began.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_answer_needs_no_database() {
    let auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    let workspace = ada.workspace.unwrap().to_string();
    auth.neighbours.all_done();
    verify(&auth, &ada, Some(&workspace)).await.unwrap();
    auth.sql("ALTER TABLE workspace_members RENAME TO gone").await;
    let told = verify(&auth, &ada, Some(&workspace)).await.unwrap();
    assert_eq!((told.next_action(), told.workspace_id), (NextAction::None, workspace));
    assert!(told.profile_exists && told.workspace_exists && !told.needs_payment && !told.is_trial);
    refused(verify(&auth, &ada, None).await, 503, "PROFILE_CHECK_UNAVAILABLE");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_answer_about_a_deleted_workspace_counts_for_no_member_any_more() {
    let auth = AuthService::start().await;
    let (ada, bob, workspace) = colleagues(&auth).await;
    auth.neighbours.all_done();
    for member in [&ada, &bob] {
        assert_eq!(verify(&auth, member, Some(&workspace)).await.unwrap().next_action(), NextAction::None);
    }
    delete(&auth, &ada).await;
    assert!(!verify(&auth, &ada, Some(&workspace)).await.unwrap().workspace_exists, "it was her only one");
    refused(verify(&auth, &bob, Some(&workspace)).await, 404, "WORKSPACE_NOT_FOUND");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_answer_opens_nothing_to_a_closed_account() {
    let auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    let workspace = ada.workspace.unwrap().to_string();
    auth.neighbours.all_done();
    verify(&auth, &ada, Some(&workspace)).await.unwrap();
    deactivate(&auth, &ada).await;
    let told = verify(&auth, &ada, Some(&workspace)).await.unwrap();
    assert_eq!(told.next_action(), NextAction::Account);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_profile_or_workspace_is_said_and_not_refused() {
    let auth = AuthService::start().await;
    auth.sql("ALTER TABLE users ADD CONSTRAINT broken CHECK (false) NOT VALID").await;
    let ada = auth.founder("ada@example.com").await;
    let told = verify(&auth, &ada, None).await.unwrap();
    assert_eq!(told.next_action(), NextAction::EnsureProfile);
    assert!(!told.profile_exists && !told.workspace_exists && told.needs_payment);
    assert_eq!(auth.neighbours.asked(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_workspace_is_unknown() {
    let auth = AuthService::start().await;
    let (ada, bob) = (auth.founder("ada@example.com").await, auth.founder("bob@example.com").await);
    let foreign = bob.workspace.unwrap().to_string();
    refused(verify(&auth, &ada, Some(&foreign)).await, 404, "WORKSPACE_NOT_FOUND");
    refused(verify(&auth, &ada, Some("nonsense")).await, 400, "WORKSPACE_INVALID");
    let own = ada.workspace.unwrap().to_string();
    verify(&auth, &ada, Some(&own)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn without_redis_the_check_works() {
    let auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    auth.neighbours.all_done();
    auth.to_redis.cut();
    assert_eq!(verify(&auth, &ada, None).await.unwrap().next_action(), NextAction::None);
}
