use contracts::{auth::v1::AccountState, bcm::v1::GetManifestRequest};
use deadpool_redis::redis::AsyncCommands as _;
use primitives::Role;
use principal::{ServiceName, SessionKeys};
use testkit::TestMember;

use crate::harness::Harness;

impl Harness {
    async fn try_as(&self, member: &TestMember) -> Result<(), (u16, String)> {
        let request = self.callers.as_member(member, ServiceName::Bcm, GetManifestRequest::default());
        self.get_manifest(request).await.map(|_| ())
    }

    async fn put(&self, key: &str, value: String) {
        let mut connection = self.redis.connection().await;
        let _: () = connection.set_ex(format!("{}{key}", self.redis.prefix()), value, 60).await.unwrap();
    }
}

fn ended() -> Result<(), (u16, String)> {
    Err((401, "SESSION_ENDED".to_owned()))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ended_session_is_refused_whether_redis_says_so_or_auth() {
    let service = Harness::start().await;
    let member = service.callers.member(Role::Owner);
    assert_eq!(service.try_as(&member).await, Ok(()));
    service.put(&SessionKeys::revoked(member.user.session), "1".to_owned()).await;
    assert_eq!(service.try_as(&member).await, ended());
    service.redis.wipe().await;
    assert_eq!(service.try_as(&member).await, Ok(()), "auth was asked and knows it as alive");
    service.callers.end(member.user.session);
    assert_eq!(service.try_as(&member).await, ended());
}

#[tokio::test(flavor = "multi_thread")]
async fn without_redis_auth_is_asked() {
    let service = Harness::start().await;
    let member = service.callers.member(Role::Owner);
    service.redis_line.cut();
    assert_eq!(service.try_as(&member).await, Ok(()));
    service.callers.end(member.user.session);
    assert_eq!(service.try_as(&member).await, ended());
    service.redis_line.restore();
    assert_eq!(service.try_as(&member).await, ended());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_raised_epoch_voids_older_tokens() {
    let service = Harness::start().await;
    let member = service.callers.member(Role::Owner);
    service.put(&SessionKeys::epoch(member.user.id), "1".to_owned()).await;
    assert_eq!(service.try_as(&member).await, ended());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_may_not_be_used_says_why() {
    let service = Harness::start().await;
    for (state, code) in [
        (AccountState::Banned, "ACCOUNT_BANNED"),
        (AccountState::Suspended, "ACCOUNT_SUSPENDED"),
        (AccountState::Deactivated, "ACCOUNT_DEACTIVATED"),
    ] {
        let member = service.callers.member(Role::Owner);
        service.callers.set_account(member.user.session, state);
        assert_eq!(service.try_as(&member).await, Err((403, code.to_owned())));
    }
}
