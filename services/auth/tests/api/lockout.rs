use contracts::auth::v1 as wire;
use time::Duration;

use crate::harness::{AuthService, PASSWORD, answer, refused};

#[tokio::test(flavor = "multi_thread")]
async fn ten_wrong_passwords_lock_known_and_unknown_addresses_alike() {
    let auth = AuthService::start().await;
    auth.founder("ada@example.com").await;
    for email in ["ada@example.com", "nobody@example.com", "no address"] {
        for _ in 0..10 {
            refused(auth.log_in(email, "wrong password!").await, 401, "INVALID_CREDENTIALS");
        }
        let locked = refused(auth.log_in(email, PASSWORD).await, 429, "RATE_LIMITED");
        assert_eq!(locked.retry_after, Some(900));
    }
    auth.later(Duration::minutes(14));
    assert_eq!(
        refused(auth.log_in("ada@example.com", PASSWORD).await, 429, "RATE_LIMITED").retry_after,
        Some(60)
    );
    auth.later(Duration::minutes(1));
    auth.log_in("ada@example.com", PASSWORD).await.unwrap();
    let locks = "SELECT count(*) FROM audit_log WHERE action = 'sign_in.locked' AND NOT success";
    assert_eq!(auth.count(locks).await, 3);
    let named = "SELECT count(*) FROM audit_log WHERE details::text LIKE '%example.com%'";
    assert_eq!(auth.count(named).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_count_survives_redis_and_does_not_add_up_over_hours() {
    let auth = AuthService::start().await;
    auth.founder("ada@example.com").await;
    for _ in 0..9 {
        refused(auth.log_in("ada@example.com", "wrong password!").await, 401, "INVALID_CREDENTIALS");
    }
    auth.redis.wipe().await;
    auth.to_redis.cut();
    refused(auth.log_in("ada@example.com", "wrong password!").await, 401, "INVALID_CREDENTIALS");
    refused(auth.log_in("ada@example.com", PASSWORD).await, 429, "RATE_LIMITED");
    auth.later(Duration::minutes(16));
    for _ in 0..9 {
        refused(auth.log_in("ada@example.com", "wrong password!").await, 401, "INVALID_CREDENTIALS");
    }
    auth.log_in("ada@example.com", PASSWORD).await.unwrap();
    refused(auth.log_in("ada@example.com", "wrong password!").await, 401, "INVALID_CREDENTIALS");
    auth.log_in("ada@example.com", PASSWORD).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn tries_at_the_same_time_do_not_outrun_the_count() {
    let auth = AuthService::start().await;
    auth.founder("ada@example.com").await;
    let tries = (0..40).map(|_| auth.log_in("ada@example.com", "wrong password!"));
    let answers = futures::future::join_all(tries).await;
    let looked_at = answers.iter().filter(|answer| answer.as_ref().is_err_and(|no| no.status == 401)).count();
    assert_eq!(looked_at, 10);
    assert!(answers.iter().all(|answer| answer.as_ref().is_err_and(|no| [401, 429].contains(&no.status))));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_password_asked_for_once_more_is_counted_too() {
    let auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    let change = async |current: &str| {
        let request = wire::ChangePasswordRequest {
            current: current.to_owned(),
            new: "another horse battery".to_owned(),
        };
        answer(auth.client().change_password(auth.by(&ada, request)).await)
    };
    for _ in 0..10 {
        refused(change("wrong password!").await, 401, "INVALID_CREDENTIALS");
    }
    refused(change(PASSWORD).await, 429, "RATE_LIMITED");
}
