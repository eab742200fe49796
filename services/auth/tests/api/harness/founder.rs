use contracts::auth::v1 as wire;
use primitives::{Role, SessionId, UserId, WorkspaceId};
use secrecy::SecretString;

use super::{Answer, AuthService, PASSWORD, answer, client};

/// Somebody who signed up or in.
#[derive(Debug, Clone)]
pub struct Founder {
    pub email: String,
    pub user: UserId,
    pub workspace: Option<WorkspaceId>,
    pub session: SessionId,
    pub token: SecretString,
    pub refresh: String,
}

impl Founder {
    pub fn owns(&self) -> (WorkspaceId, Role) {
        (self.workspace.unwrap(), Role::Owner)
    }

    fn new(email: &str, user: &str, workspace: &str, tokens: wire::TokenPair) -> Self {
        Self {
            email: email.to_owned(),
            user: user.parse().unwrap(),
            workspace: workspace.parse().ok(),
            session: tokens.session_id.parse().unwrap(),
            token: tokens.access_token.into(),
            refresh: tokens.refresh_token,
        }
    }

    /// The same with the tokens of a refresh.
    pub fn with(&self, tokens: wire::TokenPair) -> Self {
        Self { token: tokens.access_token.into(), refresh: tokens.refresh_token, ..self.clone() }
    }
}

impl AuthService {
    pub async fn sign_up(&self, email: &str, password: &str) -> Answer<wire::SignUpResponse> {
        let request = wire::SignUpRequest {
            email: email.to_owned(),
            password: password.to_owned(),
            full_name: None,
            client: client(),
        };
        answer(self.client().sign_up(self.by_anybody(request)).await)
    }

    /// A new account, signed in.
    pub async fn founder(&self, email: &str) -> Founder {
        let signed_up = self.sign_up(email, PASSWORD).await.unwrap();
        Founder::new(email, &signed_up.user_id, &signed_up.workspace_id, signed_up.tokens.unwrap())
    }

    pub async fn log_in(&self, email: &str, password: &str) -> Answer<Founder> {
        let request =
            wire::LogInRequest { email: email.to_owned(), password: password.to_owned(), client: client() };
        let logged_in = answer(self.client().log_in(self.by_anybody(request)).await)?;
        Ok(Founder::new(email, &logged_in.user_id, &logged_in.workspace_id, logged_in.tokens.unwrap()))
    }

    pub async fn refresh(&self, token: &str) -> Answer<wire::TokenPair> {
        let request = wire::RefreshSessionRequest { refresh_token: token.to_owned(), client: client() };
        Ok(answer(self.client().refresh_session(self.by_anybody(request)).await)?.tokens.unwrap())
    }

    /// Something that any signed-in, active user may do.
    pub async fn try_token(&self, founder: &Founder) -> Answer<()> {
        let request = self.by(founder, wire::ListSessionsRequest {});
        answer(self.client().list_sessions(request).await).map(drop)
    }

    pub async fn sessions(&self, founder: &Founder) -> Vec<wire::Session> {
        let request = self.by(founder, wire::ListSessionsRequest {});
        answer(self.client().list_sessions(request).await).unwrap().sessions
    }

    pub async fn me(&self, founder: &Founder) -> Answer<wire::Profile> {
        let request = self.by(founder, wire::GetMeRequest {});
        Ok(answer(self.client().get_me(request).await)?.profile.unwrap())
    }
}
