use contracts::auth::v1 as wire;
use principal::ServiceName;
use wire::{end_sessions_request::Whose, get_contact_request::Whom};

use crate::harness::{Answer, AuthService, Founder, PASSWORD, answer, refused};

async fn contact(
    auth: &AuthService,
    from: ServiceName,
    whom: Option<Whom>,
) -> Answer<wire::GetContactResponse> {
    let request = auth.by_service(from, wire::GetContactRequest { whom });
    answer(auth.client().get_contact(request).await)
}

async fn end(auth: &AuthService, from: ServiceName, whose: Option<Whose>, reason: &str) -> Answer<u32> {
    let request = auth.by_service(from, wire::EndSessionsRequest { whose, reason: reason.to_owned() });
    Ok(answer(auth.client().end_sessions(request).await)?.ended)
}

async fn alive(auth: &AuthService, founder: &Founder, epoch: u64) -> Answer<wire::VerifyAccessTokenResponse> {
    let request = wire::VerifyAccessTokenRequest {
        user_id: founder.user.to_string(),
        session_id: founder.session.to_string(),
        epoch,
    };
    answer(auth.client().verify_access_token(auth.by_service(ServiceName::Bcm, request)).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn payments_learns_whom_to_write_to_and_nobody_else_does() {
    let auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    let (user, workspace) = (ada.user.to_string(), ada.workspace.unwrap().to_string());
    let by_user = contact(&auth, ServiceName::Payments, Some(Whom::UserId(user.clone()))).await.unwrap();
    assert_eq!((by_user.email.as_str(), by_user.full_name.as_str()), ("ada@example.com", "ada"));
    assert_eq!(
        (by_user.workspace_name.as_str(), by_user.time_zone.as_str()),
        ("ada's Workspace", "Asia/Kolkata")
    );
    let owner = Some(Whom::OwnerOfWorkspaceId(workspace));
    assert_eq!(contact(&auth, ServiceName::Payments, owner.clone()).await.unwrap(), by_user);
    for service in [ServiceName::Gateway, ServiceName::Onboarding, ServiceName::Bcm] {
        refused(contact(&auth, service, owner.clone()).await, 403, "FORBIDDEN");
    }
    let nobody = uuid::Uuid::nil().to_string();
    refused(
        contact(&auth, ServiceName::Payments, Some(Whom::UserId(nobody.clone()))).await,
        404,
        "NOT_FOUND",
    );
    let nowhere = Some(Whom::OwnerOfWorkspaceId(nobody));
    refused(contact(&auth, ServiceName::Payments, nowhere).await, 404, "WORKSPACE_NOT_FOUND");
    refused(contact(&auth, ServiceName::Payments, None).await, 404, "NOT_FOUND");
}

#[tokio::test(flavor = "multi_thread")]
async fn payments_ends_the_sessions_of_a_user_or_of_all_members() {
    let auth = AuthService::start().await;
    let (ada, bob) = (auth.founder("ada@example.com").await, auth.founder("bob@example.com").await);
    let phone = auth.log_in("ada@example.com", PASSWORD).await.unwrap();
    let whose = Some(Whose::UserId(ada.user.to_string()));
    refused(end(&auth, ServiceName::Gateway, whose.clone(), "unpaid").await, 403, "FORBIDDEN");
    refused(end(&auth, ServiceName::Payments, whose.clone(), " ").await, 422, "VALIDATION_ERROR");
    assert_eq!(end(&auth, ServiceName::Payments, whose.clone(), "unpaid").await.unwrap(), 2);
    assert_eq!(end(&auth, ServiceName::Payments, whose, "unpaid").await.unwrap(), 0);
    refused(auth.try_token(&ada).await, 401, "SESSION_ENDED");
    refused(auth.try_token(&phone).await, 401, "SESSION_ENDED");
    auth.try_token(&bob).await.unwrap();
    let id = bob.workspace.unwrap();
    let guest = auth.log_in("ada@example.com", PASSWORD).await.unwrap();
    auth.sql(&format!(
        "INSERT INTO workspace_members (workspace_id, user_id, role) VALUES ('{id}', '{}', 'member')",
        ada.user
    ))
    .await;
    let whose = Some(Whose::MembersOfWorkspaceId(id.to_string()));
    assert_eq!(end(&auth, ServiceName::Payments, whose, "suspended").await.unwrap(), 2);
    refused(auth.try_token(&bob).await, 401, "SESSION_ENDED");
    refused(auth.try_token(&guest).await, 401, "SESSION_ENDED");
    let reasons = auth.rows("SELECT DISTINCT end_reason FROM sessions ORDER BY 1").await;
    assert_eq!(
        reasons.iter().map(|row| row["end_reason"].as_str().unwrap()).collect::<Vec<_>>(),
        ["suspended", "unpaid"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_service_may_ask_whether_a_session_lives() {
    let auth = AuthService::start().await;
    let (ada, bob) = (auth.founder("ada@example.com").await, auth.founder("bob@example.com").await);
    auth.redis.wipe().await;
    let told = alive(&auth, &ada, 0).await.unwrap();
    assert_eq!(
        (told.account_state(), told.platform_role()),
        (wire::AccountState::Active, wire::PlatformRole::User)
    );
    assert_eq!(auth.redis.keys("auth:session:*").await, [format!("auth:session:{{{}}}", ada.session)]);
    let mixed = Founder { session: bob.session, ..ada.clone() };
    refused(alive(&auth, &mixed, 0).await, 401, "SESSION_ENDED");
    auth.sql("UPDATE accounts SET token_epoch = 1").await;
    refused(alive(&auth, &ada, 0).await, 401, "SESSION_ENDED");
    alive(&auth, &ada, 1).await.unwrap();
    auth.sql("UPDATE accounts SET state = 'banned'").await;
    assert_eq!(alive(&auth, &ada, 1).await.unwrap().account_state(), wire::AccountState::Banned);
    let request =
        wire::VerifyAccessTokenRequest { user_id: "x".to_owned(), session_id: "y".to_owned(), epoch: 0 };
    let request = auth.by_service(ServiceName::Bcm, request);
    refused(answer(auth.client().verify_access_token(request).await), 401, "SESSION_ENDED");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_gateway_resolves_memberships() {
    let auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    let request = wire::ResolveMembershipRequest { user_id: ada.user.to_string(), workspace_id: None };
    for service in [ServiceName::Payments, ServiceName::Onboarding, ServiceName::Bcm] {
        let request = auth.by_service(service, request.clone());
        refused(answer(auth.client().resolve_membership(request).await), 403, "FORBIDDEN");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_published_keys_are_public() {
    let auth = AuthService::start().await;
    let request = auth.by_service(ServiceName::Onboarding, wire::GetJwksRequest {});
    let jwks = answer(auth.client().get_jwks(request).await).unwrap().jwks;
    let jwks: serde_json::Value = serde_json::from_slice(&jwks).unwrap();
    let key = &jwks["keys"][0];
    assert_eq!(
        (&key["kty"], &key["crv"], &key["alg"], &key["use"]),
        (&"OKP".into(), &"Ed25519".into(), &"EdDSA".into(), &"sig".into())
    );
    assert_eq!(key.get("d"), None);
}
