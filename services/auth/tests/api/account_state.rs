use contracts::auth::v1 as wire;
use time::Duration;

use crate::harness::{Answer, AuthService, Founder, PASSWORD, answer, refused};

async fn deactivate(auth: &AuthService, by: &Founder, words: &str, password: Option<&str>) -> Answer<()> {
    let request =
        wire::DeactivateMeRequest { confirmation: words.to_owned(), password: password.map(str::to_owned) };
    answer(auth.client().deactivate_me(auth.by(by, request)).await)
}

async fn reactivate(auth: &AuthService, by: &Founder) -> Answer<wire::Profile> {
    Ok(answer(auth.client().reactivate_me(auth.by(by, wire::ReactivateMeRequest {})).await)?.profile.unwrap())
}

const WORDS: &str = "delete my account";

#[tokio::test(flavor = "multi_thread")]
async fn closing_an_account_needs_the_words_and_the_password_or_a_fresh_sign_in() {
    let auth = AuthService::start().await;
    let mut ada = auth.founder("ada@example.com").await;
    refused(deactivate(&auth, &ada, "delete it", Some(PASSWORD)).await, 400, "CONFIRMATION_REQUIRED");
    refused(deactivate(&auth, &ada, WORDS, Some("wrong password!")).await, 401, "INVALID_CREDENTIALS");
    auth.later(Duration::minutes(11));
    ada = ada.with(auth.refresh(&ada.refresh).await.unwrap());
    refused(deactivate(&auth, &ada, WORDS, None).await, 400, "CONFIRMATION_REQUIRED");
    let fresh = auth.log_in("ada@example.com", PASSWORD).await.unwrap();
    deactivate(&auth, &fresh, WORDS, None).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deactivated_account_may_only_come_back_or_sign_out() {
    let auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    let phone = auth.log_in("ada@example.com", PASSWORD).await.unwrap();
    deactivate(&auth, &ada, WORDS, Some(PASSWORD)).await.unwrap();
    refused(auth.try_token(&phone).await, 401, "SESSION_ENDED");
    refused(auth.try_token(&ada).await, 403, "ACCOUNT_DEACTIVATED");
    auth.redis.wipe().await;
    refused(auth.me(&ada).await, 403, "ACCOUNT_DEACTIVATED");
    let request = auth.by(&ada, wire::VerifyProfileRequest::default());
    let told = answer(auth.client().verify_profile(request).await).unwrap();
    assert_eq!(told.next_action(), wire::NextAction::Account);
    assert_eq!(told.account_state(), wire::AccountState::Deactivated);
    let back = auth.log_in("ada@example.com", PASSWORD).await.unwrap();
    refused(auth.me(&back).await, 403, "ACCOUNT_DEACTIVATED");
    assert_eq!(reactivate(&auth, &back).await.unwrap().account_state(), wire::AccountState::Active);
    auth.me(&back).await.unwrap();
    auth.me(&ada).await.unwrap();
    reactivate(&auth, &ada).await.unwrap();
    let audited = auth.audited(ada.user).await;
    assert_eq!(audited, ["account.opened", "account.deactivated", "account.reactivated"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn banned_accounts_do_not_come_back_by_themselves() {
    let auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    auth.sql("UPDATE accounts SET state = 'banned'").await;
    auth.redis.wipe().await;
    refused(reactivate(&auth, &ada).await, 403, "ACCOUNT_BANNED");
    refused(auth.me(&ada).await, 403, "ACCOUNT_BANNED");
    answer(auth.client().log_out(auth.by(&ada, wire::LogOutRequest {})).await).unwrap();
}
