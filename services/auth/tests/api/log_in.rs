use contracts::auth::v1 as wire;

use crate::harness::{AuthService, PASSWORD, answer, refused};

#[tokio::test(flavor = "multi_thread")]
async fn the_right_password_opens_a_session_of_its_own() {
    let auth = AuthService::start().await;
    let first = auth.founder("ada@example.com").await;
    let second = auth.log_in("Ada@Example.com", PASSWORD).await.unwrap();
    assert_eq!(second.user, first.user);
    assert_ne!(second.session, first.session);
    assert_eq!(auth.sessions(&second).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_failed_try_has_one_code() {
    let auth = AuthService::start().await;
    auth.founder("ada@example.com").await;
    let tries = [
        ("ada@example.com", "wrong password!"),
        ("nobody@example.com", PASSWORD),
        ("no address", PASSWORD),
        ("ada@example.com", &"x".repeat(5000)),
    ];
    let mut refusals = Vec::new();
    for (email, password) in tries {
        refusals.push(refused(auth.log_in(email, password).await, 401, "INVALID_CREDENTIALS"));
    }
    assert!(refusals.windows(2).all(|pair| pair[0] == pair[1]));
    refused(auth.log_in("", PASSWORD).await, 422, "VALIDATION_ERROR");
    refused(auth.log_in("ada@example.com", "").await, 422, "VALIDATION_ERROR");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_typed_with_other_code_points_is_the_same_password() {
    let auth = AuthService::start().await;
    auth.sign_up("ada@example.com", "cafe\u{301} au lait, s'il").await.unwrap();
    auth.log_in("ada@example.com", "café au lait, s'il").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn suspended_and_banned_accounts_are_told_only_with_the_right_password() {
    let auth = AuthService::start().await;
    auth.founder("ada@example.com").await;
    for (state, code) in [("suspended", "ACCOUNT_SUSPENDED"), ("banned", "ACCOUNT_BANNED")] {
        auth.sql(&format!("UPDATE accounts SET state = '{state}'")).await;
        refused(auth.log_in("ada@example.com", PASSWORD).await, 403, code);
        refused(auth.log_in("ada@example.com", "wrong password!").await, 401, "INVALID_CREDENTIALS");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cheap_hash_is_replaced_when_the_price_rises() {
    let mut auth = AuthService::start().await;
    auth.founder("ada@example.com").await;
    auth.restart_with(|settings| settings.hashing.memory_kib = 128).await;
    auth.log_in("ada@example.com", PASSWORD).await.unwrap();
    let hash = "SELECT count(*) FROM accounts WHERE password_hash LIKE '$argon2id$v=19$m=128,t=1,p=1$%'";
    assert_eq!(auth.count(hash).await, 1);
    auth.log_in("ada@example.com", PASSWORD).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_address_takes_as_long_as_a_wrong_password() {
    let auth = AuthService::start_with(|settings| settings.hashing.memory_kib = 19_456).await;
    auth.founder("ada@example.com").await;
    let mut spent = [0, 0];
    for _ in 0..4 {
        for (index, email) in ["ada@example.com", "nobody@example.com"].into_iter().enumerate() {
            let began = std::time::Instant::now();
            refused(auth.log_in(email, "wrong password!").await, 401, "INVALID_CREDENTIALS");
            spent[index] += began.elapsed().as_micros();
        }
    }
    // A skipped hash would be an order of magnitude.
    assert!(spent[1] * 3 > spent[0], "{spent:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sixth_session_ends_the_oldest_even_when_they_race() {
    let auth = AuthService::start().await;
    let first = auth.founder("ada@example.com").await;
    auth.later(time::Duration::SECOND);
    let racing = futures::future::join_all((0..12).map(|_| auth.log_in("ada@example.com", PASSWORD))).await;
    let inside: Vec<_> = racing.into_iter().filter_map(Result::ok).collect();
    assert!(inside.len() >= 5, "{}", inside.len());
    assert_eq!(auth.count("SELECT count(*) FROM sessions WHERE ended_at IS NULL").await, 5);
    refused(auth.try_token(&first).await, 401, "SESSION_ENDED");
    refused(auth.refresh(&first.refresh).await, 401, "SESSION_ENDED");
    let mut alive = 0;
    for founder in &inside {
        alive += usize::from(auth.try_token(founder).await.is_ok());
    }
    assert_eq!(alive, 5);
    let reasons = auth.rows("SELECT DISTINCT end_reason FROM sessions WHERE ended_at IS NOT NULL").await;
    assert_eq!(reasons[0]["end_reason"], "too_many");
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_ends_the_session_at_once_and_for_good() {
    let auth = AuthService::start().await;
    let (ada, phone) =
        (auth.founder("ada@example.com").await, auth.log_in("ada@example.com", PASSWORD).await.unwrap());
    answer(auth.client().log_out(auth.by(&ada, wire::LogOutRequest {})).await).unwrap();
    refused(auth.try_token(&ada).await, 401, "SESSION_ENDED");
    refused(auth.refresh(&ada.refresh).await, 401, "SESSION_ENDED");
    auth.try_token(&phone).await.unwrap();
}
