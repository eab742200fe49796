//! Every call is tried as nobody: without a service credential, and where a user is needed, without a token.

use std::time::Duration;

use contracts::auth::v1 as wire;
use primitives::Clock;
use principal::{Origin, Outgoing, ServiceKey, ServiceName};
use secrecy::SecretString;
use tonic::Request;

use crate::harness::{AuthService, Founder, Refusal, answer, refused};

/// Makes every call of the contract with what `dress` makes of an empty message, and tells how each ended.
macro_rules! every_call {
    ($auth:expr, $dress:expr, [$($call:ident($message:ident)),* $(,)?]) => {
        vec![$((
            stringify!($call),
            answer($auth.client().$call($dress(wire::$message::default())).await).err(),
        )),*]
    };
}

macro_rules! user_calls {
    ($auth:expr, $dress:expr) => {
        every_call!(
            $auth,
            $dress,
            [
                log_out(LogOutRequest),
                list_sessions(ListSessionsRequest),
                end_session(EndSessionRequest),
                ensure_profile(EnsureProfileRequest),
                verify_profile(VerifyProfileRequest),
                get_me(GetMeRequest),
                update_me(UpdateMeRequest),
                deactivate_me(DeactivateMeRequest),
                reactivate_me(ReactivateMeRequest),
                list_workspaces(ListWorkspacesRequest),
                update_workspace(UpdateWorkspaceRequest),
                delete_workspace(DeleteWorkspaceRequest),
                switch_workspace(SwitchWorkspaceRequest),
                change_password(ChangePasswordRequest),
                resend_verification(ResendVerificationRequest),
            ]
        )
    };
}

macro_rules! other_calls {
    ($auth:expr, $dress:expr) => {
        every_call!(
            $auth,
            $dress,
            [
                sign_up(SignUpRequest),
                log_in(LogInRequest),
                refresh_session(RefreshSessionRequest),
                forgot_password(ForgotPasswordRequest),
                reset_password(ResetPasswordRequest),
                verify_email(VerifyEmailRequest),
                get_jwks(GetJwksRequest),
                verify_access_token(VerifyAccessTokenRequest),
                resolve_membership(ResolveMembershipRequest),
                get_contact(GetContactRequest),
                end_sessions(EndSessionsRequest),
            ]
        )
    };
}

fn assert_all(answers: Vec<(&str, Option<Refusal>)>, status: u16, code: &str) {
    for (call, refusal) in answers {
        let refusal = refusal.unwrap_or_else(|| panic!("{call} was accepted"));
        assert_eq!((refusal.status, refusal.code.as_str()), (status, code), "{call}");
    }
}

fn bare<T>(message: T) -> Request<T> {
    let mut request = Request::new(message);
    request.set_timeout(Duration::from_secs(5));
    request
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_service_credential_nothing_answers() {
    let auth = AuthService::start().await;
    assert_all(user_calls!(auth, bare), 401, "UNAUTHENTICATED");
    assert_all(other_calls!(auth, bare), 401, "UNAUTHENTICATED");
    let key = ServiceKey::new(&SecretString::from("a key that somebody made up by himself"));
    let forger = Outgoing::new(ServiceName::Gateway, key, Clock::system());
    fn forged<T>(forger: &Outgoing, message: T) -> Request<T> {
        forger.service(ServiceName::Auth, message, &Origin::own())
    }
    assert_all(other_calls!(auth, |message| forged(&forger, message)), 401, "UNAUTHENTICATED");
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_of_users_need_a_token_that_is_sound() {
    let auth = AuthService::start().await;
    assert_all(user_calls!(auth, |message| auth.by_anybody(message)), 401, "UNAUTHENTICATED");
    let ada = auth.founder("ada@example.com").await;
    for token in spoiled(secrecy::ExposeSecret::expose_secret(&ada.token)) {
        let spoiled = Founder { token: token.into(), ..ada.clone() };
        assert_all(user_calls!(auth, |message| auth.by(&spoiled, message)), 401, "UNAUTHENTICATED");
    }
}

fn spoiled(token: &str) -> Vec<String> {
    let parts: Vec<&str> = token.split('.').collect();
    let mut tampered = parts[1].to_owned();
    let middle = tampered.len() / 2;
    let other = if tampered.as_bytes()[middle] == b'A' { "B" } else { "A" };
    tampered.replace_range(middle..=middle, other);
    vec![
        String::new(),
        "nonsense".to_owned(),
        format!("{}.{tampered}.{}", parts[0], parts[2]),
        format!("{}.{}.", parts[0], parts[1]),
        format!("eyJhbGciOiJub25lIn0.{}.", parts[1]),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_of_members_need_an_attested_membership() {
    let auth = AuthService::start().await;
    let (ada, bob) = (auth.founder("ada@example.com").await, auth.founder("bob@example.com").await);
    let request = auth.by(&ada, wire::UpdateWorkspaceRequest::default());
    refused(answer(auth.client().update_workspace(request).await), 403, "FORBIDDEN");
    // a membership attested for somebody else than the bearer of the token
    let swapped = Founder { user: bob.user, ..ada.clone() };
    let request = auth.by_member(&swapped, bob.owns(), wire::DeleteWorkspaceRequest::default());
    refused(answer(auth.client().delete_workspace(request).await), 403, "FORBIDDEN");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_of_another_key_or_another_issuer_is_nobodys() {
    let (auth, elsewhere) = (AuthService::start().await, AuthService::start().await);
    let foreign = elsewhere.founder("ada@example.com").await;
    refused(auth.try_token(&foreign).await, 401, "UNAUTHENTICATED");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_postgres_every_answer_says_so_and_nothing_is_acknowledged() {
    let mut auth = AuthService::start().await;
    let ada = auth.founder("ada@example.com").await;
    auth.restart_with(|settings| {
        settings.database.url = "postgres://rf_auth:x@127.0.0.1:1/x?sslmode=disable".to_owned().into();
    })
    .await;
    refused(auth.sign_up("bob@example.com", crate::harness::PASSWORD).await, 503, "SERVICE_UNAVAILABLE");
    refused(auth.log_in("ada@example.com", crate::harness::PASSWORD).await, 503, "SERVICE_UNAVAILABLE");
    refused(auth.refresh(&ada.refresh).await, 503, "SERVICE_UNAVAILABLE");
    // Redis still knows the session, so the check itself is reached
    let request = auth.by(&ada, wire::VerifyProfileRequest::default());
    refused(answer(auth.client().verify_profile(request).await), 503, "PROFILE_CHECK_UNAVAILABLE");
}
