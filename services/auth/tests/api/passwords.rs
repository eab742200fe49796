use contracts::auth::v1 as wire;
use time::Duration;

use crate::harness::{Answer, AuthService, Founder, PASSWORD, answer, refused};

const NEW: &str = "another horse battery";

async fn forgot(auth: &AuthService, email: &str) -> Answer<()> {
    let request = wire::ForgotPasswordRequest { email: email.to_owned(), client: None };
    answer(auth.client().forgot_password(auth.by_anybody(request)).await)
}

async fn reset(auth: &AuthService, token: &str, password: &str) -> Answer<()> {
    let request =
        wire::ResetPasswordRequest { token: token.to_owned(), password: password.to_owned(), client: None };
    answer(auth.client().reset_password(auth.by_anybody(request)).await)
}

async fn change(auth: &AuthService, by: &Founder, current: &str, new: &str) -> Answer<()> {
    let request = wire::ChangePasswordRequest { current: current.to_owned(), new: new.to_owned() };
    answer(auth.client().change_password(auth.by(by, request)).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_sets_the_password_once_and_signs_every_device_out() {
    let auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    forgot(&auth, " Ada@example.com ").await.unwrap();
    let token = auth.mailed_token("ada@example.com", "new password").await;
    assert_eq!(token.len(), 64);
    reset(&auth, &token, NEW).await.unwrap();
    refused(auth.try_token(&ada).await, 401, "SESSION_ENDED");
    refused(auth.refresh(&ada.refresh).await, 401, "SESSION_ENDED");
    refused(auth.log_in("ada@example.com", PASSWORD).await, 401, "INVALID_CREDENTIALS");
    let back = auth.log_in("ada@example.com", NEW).await.unwrap();
    assert!(auth.me(&back).await.unwrap().email_verified);
    refused(reset(&auth, &token, "a third horse battery").await, 400, "TOKEN_EXPIRED");
    assert!(auth.audited(ada.user).await.contains(&"password.reset".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_voids_tokens_by_epoch_even_where_the_session_is_unknown() {
    let auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    forgot(&auth, "ada@example.com").await.unwrap();
    let token = auth.mailed_token("ada@example.com", "new password").await;
    reset(&auth, &token, NEW).await.unwrap();
    assert_eq!(auth.redis.keys("auth:epoch:*").await, [format!("auth:epoch:{}", ada.user)]);
    auth.sql("UPDATE sessions SET ended_at = NULL, end_reason = NULL").await;
    for key in auth.redis.keys("auth:revoked:*").await {
        let mut redis = auth.redis.connection().await;
        let _: () =
            deadpool_redis::redis::AsyncCommands::del(&mut redis, format!("{}{key}", auth.redis.prefix()))
                .await
                .unwrap();
    }
    refused(auth.try_token(&ada).await, 401, "SESSION_ENDED");
    auth.redis.wipe().await;
    refused(auth.try_token(&ada).await, 401, "SESSION_ENDED");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_resets_with_one_token_one_wins() {
    let auth = AuthService::start().await;
    auth.founder("ada@example.com").await;
    forgot(&auth, "ada@example.com").await.unwrap();
    let token = auth.mailed_token("ada@example.com", "new password").await;
    let racing = futures::future::join_all((0..8).map(|_| reset(&auth, &token, NEW))).await;
    assert_eq!(racing.iter().filter(|answer| answer.is_ok()).count(), 1);
    assert!(racing.into_iter().filter_map(Result::err).all(|refusal| refusal.code == "TOKEN_EXPIRED"));
    assert_eq!(auth.count("SELECT token_epoch FROM accounts").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_token_lives_an_hour_and_a_refused_password_does_not_use_it_up() {
    let auth = AuthService::start().await;
    auth.founder("ada@example.com").await;
    forgot(&auth, "ada@example.com").await.unwrap();
    let token = auth.mailed_token("ada@example.com", "new password").await;
    refused(reset(&auth, &token, "short").await, 422, "VALIDATION_ERROR");
    refused(reset(&auth, &token, "ada@example.com").await, 422, "PASSWORD_COMPROMISED");
    auth.later(Duration::HOUR);
    refused(reset(&auth, &token, NEW).await, 400, "TOKEN_EXPIRED");
    forgot(&auth, "ada@example.com").await.unwrap();
    let verification = auth.mailed_token("ada@example.com", "Confirm").await;
    refused(reset(&auth, &verification, NEW).await, 400, "TOKEN_EXPIRED");
    for nonsense in ["x", &"0".repeat(64)] {
        refused(reset(&auth, nonsense, NEW).await, 400, "TOKEN_EXPIRED");
    }
    refused(reset(&auth, "", NEW).await, 422, "VALIDATION_ERROR");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_learns_from_forgot_password_whether_an_address_is_known() {
    let auth = AuthService::start().await;
    auth.founder("ada@example.com").await;
    for email in ["ada@example.com", "nobody@example.com", "no address"] {
        forgot(&auth, email).await.unwrap();
    }
    auth.mail("ada@example.com", "new password").await;
    assert_eq!(auth.count("SELECT count(*) FROM outbox WHERE kind = 'password_reset'").await, 3);
    testkit::eventually("all are done", async || {
        let open = "SELECT count(*) FROM outbox WHERE delivered_at IS NULL";
        (auth.count(open).await == 0).then_some(())
    })
    .await;
    let resets =
        auth.inbox().all().await.unwrap().iter().filter(|mail| mail.subject.contains("new password")).count();
    assert_eq!(resets, 1);
    assert_eq!(auth.count("SELECT count(*) FROM outbox WHERE payload::text LIKE '%@%'").await, 0);
    refused(forgot(&auth, " ").await, 422, "VALIDATION_ERROR");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_opens_the_lock_of_too_many_tries() {
    let auth = AuthService::start().await;
    auth.founder("ada@example.com").await;
    for _ in 0..10 {
        refused(auth.log_in("ada@example.com", "wrong password!").await, 401, "INVALID_CREDENTIALS");
    }
    refused(auth.log_in("ada@example.com", PASSWORD).await, 429, "RATE_LIMITED");
    forgot(&auth, "ada@example.com").await.unwrap();
    let token = auth.mailed_token("ada@example.com", "new password").await;
    reset(&auth, &token, NEW).await.unwrap();
    auth.log_in("ada@example.com", NEW).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn changing_the_password_ends_the_other_sessions_only() {
    let auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    let phone = auth.log_in("ada@example.com", PASSWORD).await.unwrap();
    refused(change(&auth, &ada, "wrong password!", NEW).await, 401, "INVALID_CREDENTIALS");
    refused(change(&auth, &ada, PASSWORD, "Password1234").await, 422, "PASSWORD_COMPROMISED");
    let short = refused(change(&auth, &ada, PASSWORD, "short").await, 422, "VALIDATION_ERROR");
    assert_eq!(short.broken, [("/new".to_owned(), "TOO_SHORT".to_owned())]);
    refused(change(&auth, &ada, "", "").await, 422, "VALIDATION_ERROR");
    auth.try_token(&phone).await.unwrap();
    change(&auth, &ada, PASSWORD, NEW).await.unwrap();
    refused(auth.try_token(&phone).await, 401, "SESSION_ENDED");
    refused(auth.refresh(&phone.refresh).await, 401, "SESSION_ENDED");
    auth.try_token(&ada).await.unwrap();
    auth.refresh(&ada.refresh).await.unwrap();
    auth.log_in("ada@example.com", NEW).await.unwrap();
    refused(auth.log_in("ada@example.com", PASSWORD).await, 401, "INVALID_CREDENTIALS");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_password_of_before_is_no_new_one() {
    let auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    let phone = auth.log_in("ada@example.com", PASSWORD).await.unwrap();
    let same = refused(change(&auth, &ada, PASSWORD, PASSWORD).await, 422, "VALIDATION_ERROR");
    assert_eq!(same.broken, [("/new".to_owned(), "SAME_PASSWORD".to_owned())]);
    refused(change(&auth, &ada, NEW, NEW).await, 401, "INVALID_CREDENTIALS");
    auth.try_token(&phone).await.unwrap();
    assert!(!auth.audited(ada.user).await.contains(&"password.changed".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_password_voids_reset_links() {
    let auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    forgot(&auth, "ada@example.com").await.unwrap();
    let token = auth.mailed_token("ada@example.com", "new password").await;
    change(&auth, &ada, PASSWORD, NEW).await.unwrap();
    refused(reset(&auth, &token, "a third horse battery").await, 400, "TOKEN_EXPIRED");
}
