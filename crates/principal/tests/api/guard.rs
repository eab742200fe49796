use contracts::bcm::v1::{GetManifestRequest, MarkStaleRequest};
use primitives::{Role, WorkspaceId};
use principal::{OnBehalf, Origin, ServiceName};
use proptest::prelude::*;
use secrecy::{ExposeSecret as _, SecretString};
use tonic::Request;
use uuid::Uuid;

use crate::harness::Harness;

fn refused(status: u16, code: &str) -> Result<String, (u16, String)> {
    Err((status, code.to_owned()))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_is_who_token_and_credential_say() {
    let service = Harness::start().await;
    let member = service.callers.member(Role::Admin);
    let request = service.callers.as_member(&member, ServiceName::Bcm, GetManifestRequest::default());
    let expected = format!("{} {} admin", member.user.id, member.workspace);
    assert_eq!(service.get_manifest(request).await, Ok(expected));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_credential_or_token_nobody_gets_in() {
    let service = Harness::start().await;
    let member = service.callers.member(Role::Owner);
    let bare = || Request::new(GetManifestRequest::default());
    assert_eq!(service.get_manifest(bare()).await, refused(401, "UNAUTHENTICATED"));

    let mut token_only = bare();
    let bearer = format!("Bearer {}", member.user.token.expose_secret());
    token_only.metadata_mut().insert("authorization", bearer.parse().unwrap());
    token_only.metadata_mut().insert("x-user-id", member.user.id.to_string().parse().unwrap());
    assert_eq!(service.get_manifest(token_only).await, refused(401, "UNAUTHENTICATED"));

    let callers = &service.callers;
    let service_only =
        callers.as_service(ServiceName::Gateway, ServiceName::Bcm, GetManifestRequest::default());
    assert_eq!(service.get_manifest(service_only).await, refused(401, "UNAUTHENTICATED"));
    let other_audience = callers.as_member(&member, ServiceName::Auth, GetManifestRequest::default());
    assert_eq!(service.get_manifest(other_audience).await, refused(401, "UNAUTHENTICATED"));
    let no_workspace = callers.as_user(&member.user, ServiceName::Bcm, GetManifestRequest::default());
    assert_eq!(service.get_manifest(no_workspace).await, refused(403, "FORBIDDEN"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_membership_of_somebody_else_is_none() {
    let service = Harness::start().await;
    let (me, other) = (service.callers.user(), service.callers.user());
    let acting = Some((other.id, WorkspaceId(Uuid::new_v4()), Role::Owner));
    let on_behalf = OnBehalf { token: &me.token, acting, origin: &Origin::own() };
    let outgoing = service.callers.outgoing(ServiceName::Gateway);
    let request = outgoing.user(ServiceName::Bcm, GetManifestRequest::default(), on_behalf);
    assert_eq!(service.get_manifest(request).await, refused(403, "FORBIDDEN"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spoiled_token_is_refused() {
    let service = Harness::start().await;
    let callers = &service.callers;
    let member = callers.member(Role::Owner);
    let good = callers.claims(member.user.id, member.user.session);
    let stranger = Harness::start().await;
    let mut tokens = vec![
        stranger.callers.sign(&good),
        callers.sign(&principal::AccessClaims { exp: service.clock.now().unix_timestamp(), ..good.clone() }),
        callers
            .sign(&principal::AccessClaims { iss: "https://elsewhere.example".to_owned(), ..good.clone() }),
        callers.sign(&principal::AccessClaims { aud: "somebody".to_owned(), ..good }),
    ];
    let text = member.user.token.expose_secret();
    let tampered = format!("{}A{}", &text[..text.len() - 10], &text[text.len() - 9..]);
    for text in [tampered.as_str(), "", "e30.e30.", "not a token", "eyJhbGciOiJub25lIn0.e30."] {
        tokens.push(SecretString::from(text.to_owned()));
    }
    for token in tokens {
        let mut member = member.clone();
        member.user.token = token;
        let request = callers.as_member(&member, ServiceName::Bcm, GetManifestRequest::default());
        assert_eq!(service.get_manifest(request).await, refused(401, "UNAUTHENTICATED"));
    }
}

#[test]
fn no_other_text_is_an_access_token() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let service = runtime.block_on(Harness::start());
    let member = service.callers.member(Role::Owner);
    let good = member.user.token.expose_secret();
    let spoiled = (any::<prop::sample::Index>(), "[A-Za-z0-9_.-]{0,3}").prop_map(|(at, other)| {
        let at = at.index(good.len());
        format!("{}{other}{}", &good[..at], &good[at + 1..])
    });
    let text = prop_oneof![
        spoiled,
        "[!-~]{0,200}",
        "[A-Za-z0-9_-]{0,80}\\.[A-Za-z0-9_-]{0,80}\\.[A-Za-z0-9_-]{0,90}"
    ];
    proptest!(testkit::arbitrary::cases(128), |(text in text)| {
        prop_assume!(text != good);
        let mut member = member.clone();
        member.user.token = SecretString::from(text);
        let request = service.callers.as_member(&member, ServiceName::Bcm, GetManifestRequest::default());
        prop_assert_eq!(runtime.block_on(service.get_manifest(request)), refused(401, "UNAUTHENTICATED"));
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_between_services_is_for_the_services_named() {
    let service = Harness::start().await;
    let from = |name| service.callers.as_service(name, ServiceName::Bcm, MarkStaleRequest::default());
    assert_eq!(service.mark_stale(from(ServiceName::Onboarding)).await, Ok(()));
    let refused = Err((403, "FORBIDDEN".to_owned()));
    assert_eq!(service.mark_stale(from(ServiceName::Payments)).await, refused);
}
