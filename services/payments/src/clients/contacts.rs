use bootstrap::grpc::{Channel, retry_once};
use contracts::auth::v1::{
    GetContactRequest, auth_service_client::AuthServiceClient, get_contact_request::Whom,
};
use primitives::{UserId, WorkspaceId};
use principal::{Origin, Outgoing, ServiceName};
use tonic::Code;

/// Whom to write to.
#[derive(Debug, Clone)]
pub struct Contact {
    pub email: String,
    pub name: String,
    pub workspace_name: String,
}

/// Why it is not known whom to write to.
#[derive(Debug, thiserror::Error)]
pub enum ContactError {
    /// The account is gone: nobody is to be written to.
    #[error("there is no such account any more")]
    Gone,
    #[error("auth cannot be asked: {0}")]
    Away(String),
}

/// Mail addresses of payers, asked from auth when a mail is about to leave.
pub struct Contacts {
    client: AuthServiceClient<Channel>,
    outgoing: Outgoing,
}

impl Contacts {
    pub fn new(channel: Channel, outgoing: Outgoing) -> Self {
        Self { client: AuthServiceClient::new(channel), outgoing }
    }

    /// The payer; the owner of the workspace when the payer's account is gone.
    pub async fn payer(&self, user: UserId, workspace: WorkspaceId) -> Result<Contact, ContactError> {
        match self.ask(Whom::UserId(user.to_string())).await {
            Err(ContactError::Gone) => self.ask(Whom::OwnerOfWorkspaceId(workspace.to_string())).await,
            answer => answer,
        }
    }

    async fn ask(&self, whom: Whom) -> Result<Contact, ContactError> {
        let message = GetContactRequest { whom: Some(whom) };
        let answer = retry_once(|| {
            let request = self.outgoing.service(ServiceName::Auth, message.clone(), &Origin::own());
            let mut client = self.client.clone();
            async move { client.get_contact(request).await }
        });
        let contact = answer.await.map_err(|status| match status.code() {
            Code::NotFound => ContactError::Gone,
            _ => ContactError::Away(status.to_string()),
        })?;
        let contact = contact.into_inner();
        Ok(Contact { email: contact.email, name: contact.full_name, workspace_name: contact.workspace_name })
    }
}
