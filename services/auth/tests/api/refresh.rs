use contracts::auth::v1 as wire;
use time::Duration;

use crate::harness::{AuthService, PASSWORD, answer, refused};

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_replaces_both_tokens() {
    let auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    auth.later(Duration::minutes(4));
    let next = auth.refresh(&ada.refresh).await.unwrap();
    assert_ne!(next.refresh_token, ada.refresh);
    assert_eq!(next.session_id, ada.session.to_string());
    let fresh = ada.with(next);
    auth.later(Duration::minutes(4));
    auth.try_token(&fresh).await.unwrap();
    refused(auth.try_token(&ada).await, 401, "UNAUTHENTICATED");
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_refreshes_at_once_get_the_same_successor() {
    let auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    let answers = futures::future::join_all((0..50).map(|_| auth.refresh(&ada.refresh))).await;
    let successors: Vec<_> = answers.into_iter().map(|answer| answer.unwrap().refresh_token).collect();
    assert!(successors.iter().all(|token| *token == successors[0]));
    assert_eq!(auth.count("SELECT count(*) FROM refresh_tokens").await, 2);
    auth.refresh(&successors[0]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn within_ten_seconds_a_lost_answer_can_be_had_again() {
    let auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    let first = auth.refresh(&ada.refresh).await.unwrap();
    auth.later(Duration::seconds(10));
    let again = auth.refresh(&ada.refresh).await.unwrap();
    assert_eq!(again.refresh_token, first.refresh_token);
    auth.try_token(&ada.with(again)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_comes_back_later_ends_the_session_and_is_written_down() {
    let auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    let phone = auth.log_in("ada@example.com", PASSWORD).await.unwrap();
    let next = auth.refresh(&ada.refresh).await.unwrap();
    let fresh = ada.with(next);
    auth.later(Duration::milliseconds(10_001));
    refused(auth.refresh(&ada.refresh).await, 401, "SESSION_ENDED");
    refused(auth.try_token(&fresh).await, 401, "SESSION_ENDED");
    refused(auth.refresh(&fresh.refresh).await, 401, "SESSION_ENDED");
    auth.try_token(&phone).await.unwrap();
    assert!(auth.audited(ada.user).await.contains(&"session.token_reused".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unused_session_ends_after_seven_days_and_any_after_thirty() {
    let auth = AuthService::start().await;
    let idle = auth.founder("idle@example.com").await;
    let mut busy = auth.founder("busy@example.com").await;
    for _ in 0..4 {
        auth.later(Duration::days(7) - Duration::SECOND);
        busy = busy.with(auth.refresh(&busy.refresh).await.unwrap());
    }
    refused(auth.refresh(&idle.refresh).await, 401, "SESSION_ENDED");
    auth.later(Duration::days(2) + Duration::seconds(3));
    busy = busy.with(auth.refresh(&busy.refresh).await.unwrap());
    auth.later(Duration::seconds(1));
    refused(auth.try_token(&busy).await, 401, "UNAUTHENTICATED");
    refused(auth.refresh(&busy.refresh).await, 401, "SESSION_ENDED");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_refresh_token_earns_nothing() {
    let auth = AuthService::start().await;
    for token in ["", "x", &"0".repeat(64), "../../etc/passwd", &"z".repeat(64)] {
        refused(auth.refresh(token).await, 401, "SESSION_ENDED");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_refresh_token_lies_readable_in_the_database() {
    let auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    let next = auth.refresh(&ada.refresh).await.unwrap();
    for table in ["sessions", "refresh_tokens", "outbox", "audit_log"] {
        let rows = serde_json::to_string(&auth.rows(&format!("SELECT * FROM {table}")).await).unwrap();
        assert!(!rows.contains(&ada.refresh) && !rows.contains(&next.refresh_token), "{table}");
    }
    for key in auth.redis.keys("*").await {
        assert!(!key.contains(&next.refresh_token), "{key}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_account_gets_no_new_tokens() {
    let auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    auth.sql("UPDATE accounts SET state = 'suspended'").await;
    refused(auth.refresh(&ada.refresh).await, 403, "ACCOUNT_SUSPENDED");
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_say_who_where_and_how_long() {
    let auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    let jwks = answer(auth.client().get_jwks(auth.by_anybody(wire::GetJwksRequest {})).await).unwrap().jwks;
    let set: jsonwebtoken::jwk::JwkSet = serde_json::from_slice(&jwks).unwrap();
    let token = secrecy::ExposeSecret::expose_secret(&ada.token);
    let kid = jsonwebtoken::decode_header(token).unwrap().kid.unwrap();
    let key = jsonwebtoken::DecodingKey::from_jwk(set.find(&kid).unwrap()).unwrap();
    let mut validation = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::EdDSA);
    validation.set_audience(&["raptorflow"]);
    validation.set_issuer(&[auth.issuer()]);
    let claims = jsonwebtoken::decode::<serde_json::Value>(token, &key, &validation).unwrap().claims;
    assert_eq!(claims["sub"], ada.user.to_string());
    assert_eq!(claims["sid"], ada.session.to_string());
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 300);
    assert_eq!((&claims["epoch"], &claims["role"]), (&0.into(), &"user".into()));
    assert!(!claims.to_string().contains("workspace") && !claims.to_string().contains("example.com"));
}
