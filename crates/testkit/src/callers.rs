use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
};

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use bootstrap::Process;
use contracts::auth::v1::{
    self as auth, GetContactRequest, GetContactResponse, GetJwksRequest, GetJwksResponse,
    VerifyAccessTokenRequest, VerifyAccessTokenResponse,
};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use primitives::{Clock, PlatformRole, Role, SessionId, UserId, WorkspaceId};
use principal::{AccessClaims, OnBehalf, Origin, Outgoing, ServiceKey, ServiceName};
use secrecy::SecretString;
use serde_json::json;
use tonic::{Request, Response, Status, service::Routes};
use url::Url;
use uuid::Uuid;

use crate::{
    serving::serve_stub,
    stubs::auth::auth_service_server::{AuthService, AuthServiceServer},
};

const KEY_ID: &str = "test";

/// Signed-in users, and the part of the auth service that knows about them: keys, living sessions, contacts.
pub struct Callers {
    signing: EncodingKey,
    service_key: ServiceKey,
    clock: Clock,
    issuer: String,
    known: Arc<Known>,
    address: SocketAddr,
}

struct Known {
    jwks: Vec<u8>,
    sessions: Mutex<HashMap<String, auth::AccountState>>,
    contacts: Mutex<HashMap<String, GetContactResponse>>,
}

/// A signed-in user.
#[derive(Clone)]
pub struct TestUser {
    /// Who.
    pub id: UserId,
    /// On which device.
    pub session: SessionId,
    /// A valid access token.
    pub token: SecretString,
}

/// A signed-in user with a membership.
#[derive(Clone)]
pub struct TestMember {
    /// Who.
    pub user: TestUser,
    /// The tenant.
    pub workspace: WorkspaceId,
    /// What they may do there.
    pub role: Role,
}

impl Callers {
    /// Starts the stand-in of the auth service.
    pub async fn start(process: &Process, clock: &Clock) -> Self {
        let pair = Ed25519KeyPair::generate().unwrap();
        let pkcs8 = pair.to_pkcs8().unwrap();
        let jwks = json!({ "keys": [{
            "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": KEY_ID,
            "x": URL_SAFE_NO_PAD.encode(pair.public_key().as_ref()),
        }]});
        let known = Arc::new(Known {
            jwks: jwks.to_string().into_bytes(),
            sessions: Mutex::default(),
            contacts: Mutex::default(),
        });
        let routes = Routes::new(AuthServiceServer::from_arc(known.clone()));
        Self {
            signing: EncodingKey::from_ed_der(pkcs8.as_ref()),
            service_key: ServiceKey::new(&process.internal_service_key),
            clock: clock.clone(),
            issuer: principal::issuer(&process.api_url),
            known,
            address: serve_stub(routes).await,
        }
    }

    /// Where the stand-in listens: `AUTH_GRPC_URL`.
    #[must_use]
    pub fn url(&self) -> Url {
        format!("http://{}", self.address).parse().unwrap()
    }

    /// Somebody new, signed in.
    #[must_use]
    pub fn user(&self) -> TestUser {
        let (id, session) = (UserId(Uuid::new_v4()), SessionId(Uuid::new_v4()));
        self.set_account(session, auth::AccountState::Active);
        let claims = self.claims(id, session);
        TestUser { id, session, token: self.sign(&claims) }
    }

    /// Somebody new in a workspace of their own.
    #[must_use]
    pub fn member(&self, role: Role) -> TestMember {
        self.member_of(WorkspaceId(Uuid::new_v4()), role)
    }

    /// Somebody new in a workspace.
    #[must_use]
    pub fn member_of(&self, workspace: WorkspaceId, role: Role) -> TestMember {
        TestMember { user: self.user(), workspace, role }
    }

    /// Claims of a good token, for tests that spoil them.
    #[must_use]
    pub fn claims(&self, user: UserId, session: SessionId) -> AccessClaims {
        let now = self.clock.now().unix_timestamp();
        AccessClaims {
            sub: user,
            sid: session,
            epoch: 0,
            role: PlatformRole::User,
            iss: self.issuer.clone(),
            aud: AccessClaims::AUDIENCE.to_owned(),
            iat: now,
            exp: now + 300,
        }
    }

    /// Signs claims with the published key.
    #[must_use]
    pub fn sign(&self, claims: &AccessClaims) -> SecretString {
        let header = Header { kid: Some(KEY_ID.to_owned()), ..Header::new(Algorithm::EdDSA) };
        let token = jsonwebtoken::encode(&header, claims, &self.signing).unwrap();
        token.into()
    }

    /// Changes what auth answers about the account behind a session.
    pub fn set_account(&self, session: SessionId, state: auth::AccountState) {
        self.known.sessions.lock().unwrap_or_else(PoisonError::into_inner).insert(session.to_string(), state);
    }

    /// Ends a session.
    pub fn end(&self, session: SessionId) {
        self.known.sessions.lock().unwrap_or_else(PoisonError::into_inner).remove(&session.to_string());
    }

    /// Says whom to write to, for a user id or for the owner of a workspace id.
    pub fn set_contact(&self, id: Uuid, contact: GetContactResponse) {
        self.known.contacts.lock().unwrap_or_else(PoisonError::into_inner).insert(id.to_string(), contact);
    }

    /// Dresses calls as a service of ours does.
    #[must_use]
    pub fn outgoing(&self, from: ServiceName) -> Outgoing {
        Outgoing::new(from, self.service_key.clone(), self.clock.clone())
    }

    /// A member's call as the gateway sends it.
    pub fn as_member<T>(&self, member: &TestMember, to: ServiceName, message: T) -> Request<T> {
        let acting = Some((member.user.id, member.workspace, member.role));
        let on_behalf = OnBehalf { token: &member.user.token, acting, origin: &Origin::own() };
        self.outgoing(ServiceName::Gateway).user(to, message, on_behalf)
    }

    /// A signed-in user's call without a workspace, as the gateway sends it.
    pub fn as_user<T>(&self, user: &TestUser, to: ServiceName, message: T) -> Request<T> {
        let on_behalf = OnBehalf { token: &user.token, acting: None, origin: &Origin::own() };
        self.outgoing(ServiceName::Gateway).user(to, message, on_behalf)
    }

    /// A service's own call.
    pub fn as_service<T>(&self, from: ServiceName, to: ServiceName, message: T) -> Request<T> {
        self.outgoing(from).service(to, message, &Origin::own())
    }
}

#[tonic::async_trait]
impl AuthService for Known {
    async fn get_jwks(&self, _: Request<GetJwksRequest>) -> Result<Response<GetJwksResponse>, Status> {
        Ok(Response::new(GetJwksResponse { jwks: self.jwks.clone() }))
    }

    async fn verify_access_token(
        &self,
        request: Request<VerifyAccessTokenRequest>,
    ) -> Result<Response<VerifyAccessTokenResponse>, Status> {
        let session = request.into_inner().session_id;
        let state = self.sessions.lock().unwrap_or_else(PoisonError::into_inner).get(&session).copied();
        let state = state.ok_or_else(|| Status::from(principal::Refused::SessionEnded))?;
        Ok(Response::new(VerifyAccessTokenResponse {
            account_state: state.into(),
            platform_role: auth::PlatformRole::User.into(),
        }))
    }

    async fn get_contact(
        &self,
        request: Request<GetContactRequest>,
    ) -> Result<Response<GetContactResponse>, Status> {
        use auth::get_contact_request::Whom;
        let id = match request.into_inner().whom {
            Some(Whom::UserId(id) | Whom::OwnerOfWorkspaceId(id)) => id,
            None => String::new(),
        };
        let contact = self.contacts.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned();
        contact.map(Response::new).ok_or_else(|| Status::not_found("no such contact"))
    }
}
