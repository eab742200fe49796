use std::sync::Arc;

use contracts::auth::v1 as wire;
use deadpool_redis::redis::AsyncCommands as _;
use principal::{Authenticator, Refused, RemoteAuthority, ServiceName, SessionKeys};
use secrecy::ExposeSecret as _;
use testkit::eventually;
use time::Duration;

use crate::harness::{AuthService, Founder, PASSWORD, answer, refused};

/// Another service: it checks tokens by itself, by Redis and by auth's word.
fn other_service(auth: &AuthService) -> Authenticator {
    let channel = bootstrap::grpc::channel(&[auth.serving.url()], None).unwrap();
    let remote = RemoteAuthority::new(channel, auth.outgoing(ServiceName::Bcm));
    Authenticator::new(Arc::new(remote), auth.elsewhere(), auth.clock.clone(), auth.issuer())
}

async fn is_in(service: &Authenticator, founder: &Founder) -> bool {
    match service.authenticate(founder.token.expose_secret()).await {
        Ok((claims, _)) => {
            assert_eq!(claims.sub, founder.user);
            true
        }
        Err(Refused::SessionEnded) => false,
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_shows_living_sessions_and_marks_the_current_one() {
    let auth = AuthService::start().await;
    let laptop = auth.founder("ada@example.com").await;
    auth.founder("bob@example.com").await;
    auth.later(Duration::minutes(1));
    let phone = auth.log_in("ada@example.com", PASSWORD).await.unwrap();
    let listed = auth.sessions(&phone).await;
    let ids: Vec<_> = listed.iter().map(|session| (session.session_id.clone(), session.current)).collect();
    assert_eq!(ids, [(phone.session.to_string(), true), (laptop.session.to_string(), false)]);
    assert_eq!(
        (listed[0].ip.as_str(), listed[0].user_agent.as_str()),
        ("203.0.113.7", "Browser of the tests")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_ended_by_its_user_and_by_nobody_else() {
    let auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    let phone = auth.log_in("ada@example.com", PASSWORD).await.unwrap();
    let stranger = auth.founder("bob@example.com").await;
    let end = async |by: &Founder, id: &str| {
        let request = auth.by(by, wire::EndSessionRequest { session_id: id.to_owned() });
        answer(auth.client().end_session(request).await)
    };
    let id = phone.session.to_string();
    refused(end(&stranger, &id).await, 404, "NOT_FOUND");
    refused(end(&ada, "not an id").await, 404, "NOT_FOUND");
    refused(end(&ada, &uuid::Uuid::nil().to_string()).await, 404, "NOT_FOUND");
    auth.try_token(&phone).await.unwrap();
    end(&ada, &id).await.unwrap();
    refused(auth.try_token(&phone).await, 401, "SESSION_ENDED");
    refused(end(&ada, &id).await, 404, "NOT_FOUND");
    assert!(auth.audited(ada.user).await.contains(&"session.ended".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ended_session_is_refused_at_once_by_every_service() {
    let auth = AuthService::start().await;
    let other = other_service(&auth);
    let ada = auth.founder("ada@example.com").await;
    assert!(is_in(&other, &ada).await);
    answer(auth.client().log_out(auth.by(&ada, wire::LogOutRequest {})).await).unwrap();
    assert!(!is_in(&other, &ada).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wiped_redis_neither_ends_nor_revives_a_session() {
    let auth = AuthService::start().await;
    let other = other_service(&auth);
    let ada = auth.founder("ada@example.com").await;
    let phone = auth.log_in("ada@example.com", PASSWORD).await.unwrap();
    answer(auth.client().log_out(auth.by(&ada, wire::LogOutRequest {})).await).unwrap();
    auth.redis.wipe().await;
    assert!(!is_in(&other, &ada).await);
    refused(auth.try_token(&ada).await, 401, "SESSION_ENDED");
    assert!(is_in(&other, &phone).await);
    auth.try_token(&phone).await.unwrap();
    // the question refilled Redis
    assert_eq!(auth.redis.keys("auth:session:*").await, [SessionKeys::session(phone.session)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_redis_sessions_begin_end_and_are_checked_in_the_database() {
    let auth = AuthService::start().await;
    auth.to_redis.cut();
    let ada = auth.founder("ada@example.com").await;
    auth.try_token(&ada).await.unwrap();
    let next = auth.refresh(&ada.refresh).await.unwrap();
    auth.try_token(&ada.with(next)).await.unwrap();
    answer(auth.client().log_out(auth.by(&ada, wire::LogOutRequest {})).await).unwrap();
    refused(auth.try_token(&ada).await, 401, "SESSION_ENDED");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_redis_missed_is_said_again_when_it_is_back() {
    let auth = AuthService::start().await;
    let other = other_service(&auth);
    let ada = auth.founder("ada@example.com").await;
    assert!(is_in(&other, &ada).await);
    auth.to_redis.cut();
    answer(auth.client().log_out(auth.by(&ada, wire::LogOutRequest {})).await).unwrap();
    // the other service still reads the old word in a Redis that auth cannot reach
    assert!(is_in(&other, &ada).await);
    auth.to_redis.restore();
    eventually("the end of the session is known", async || (!is_in(&other, &ada).await).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_died_between_database_and_redis_is_made_good_by_the_next() {
    let mut auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    auth.sql("UPDATE sessions SET ended_at = last_used_at, end_reason = 'signed_out'").await;
    auth.try_token(&ada).await.unwrap();
    auth.restart().await;
    eventually("the end of the session is known", async || auth.try_token(&ada).await.err()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_in_redis_have_the_services_prefix_and_an_end() {
    let auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    let phone = auth.log_in("ada@example.com", PASSWORD).await.unwrap();
    answer(auth.client().log_out(auth.by(&ada, wire::LogOutRequest {})).await).unwrap();
    let mut redis = auth.redis.connection().await;
    let mut life =
        async |key: &str| -> i64 { redis.ttl(format!("{}{key}", auth.redis.prefix())).await.unwrap() };
    let ended = life(&SessionKeys::revoked(ada.session)).await;
    assert!((590..=600).contains(&ended), "{ended}");
    let living = life(&SessionKeys::session(phone.session)).await;
    assert!((1790..=1800).contains(&living), "{living}");
    assert!(auth.redis.keys("*").await.iter().all(|key| key.starts_with("auth:")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_process_with_a_new_key_knows_the_old_tokens_by_the_retired_key() {
    let mut auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    let jwks = answer(auth.client().get_jwks(auth.by_anybody(wire::GetJwksRequest {})).await).unwrap().jwks;
    let jwks: serde_json::Value = serde_json::from_slice(&jwks).unwrap();
    let retired = spki(jwks["keys"][0]["x"].as_str().unwrap());
    auth.restart_with(|settings| settings.jwt = (auth::SigningKeys::fresh_key(), vec![retired])).await;
    auth.try_token(&ada).await.unwrap();
    let next = auth.refresh(&ada.refresh).await.unwrap();
    auth.try_token(&ada.with(next)).await.unwrap();
    auth.restart_with(|settings| settings.jwt.1.clear()).await;
    refused(auth.try_token(&ada).await, 401, "UNAUTHENTICATED");
}

fn spki(x: &str) -> String {
    use base64::{
        Engine as _,
        engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
    };
    let head = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
    STANDARD.encode([head.as_slice(), &URL_SAFE_NO_PAD.decode(x).unwrap()].concat())
}
