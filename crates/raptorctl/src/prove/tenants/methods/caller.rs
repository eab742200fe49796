//! Who speaks to a service, and with which papers: the credential of a service, the token of a user.

use std::time::Duration;

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use primitives::{Clock, Role, UserId, WorkspaceId};
use principal::{OnBehalf, Origin, Outgoing, ServiceKey, ServiceName};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use tonic::Request;

use super::super::Stage;
use super::super::account::{Account, claims};
use super::super::cast::Cast;
use super::rules::Rule;
use crate::secrets;

const CREDENTIAL: &str = "x-service-credential";
const AUTHORIZATION: &str = "authorization";
/// A credential lives for a minute.
const LONG_AGO: Duration = Duration::from_secs(120);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caller {
    /// Without anything.
    Nobody,
    /// A stranger with a good token, who names the victim in headers.
    BareToken,
    /// The victim's good token, with a credential signed by somebody else.
    WrongKey,
    /// The same with a credential for another service.
    WrongAudience,
    /// The same with a credential of two minutes ago.
    Expired,
    /// The same with a credential that says it needs no signature.
    Unsigned,
    /// The gateway, with a token in which a stranger has put the victim's ids.
    ForgedToken,
    /// The same with a token that says it needs no signature.
    UnsignedToken,
    /// The gateway, with a token of a session of the victim that has ended.
    Ended,
    /// The gateway, without a token.
    NoToken,
    /// A service that has no business with the method.
    OtherService,
    /// An admin whose account was banned.
    Banned,
    /// A member, where a member's role is not enough.
    Member,
    /// A stranger's token, with a credential that attests the victim.
    Impostor,
    /// A stranger at home, with ids of the victim in the message.
    Trespasser,
}

impl Caller {
    pub const OUTSIDERS: [Self; 13] = [
        Self::Nobody,
        Self::BareToken,
        Self::WrongKey,
        Self::WrongAudience,
        Self::Expired,
        Self::Unsigned,
        Self::ForgedToken,
        Self::UnsignedToken,
        Self::Ended,
        Self::NoToken,
        Self::OtherService,
        Self::Impostor,
        Self::Trespasser,
    ];
    /// Who belongs to the workspace.
    pub const INSIDERS: [Self; 2] = [Self::Member, Self::Banned];
}

/// A membership that a credential attests.
type Acting = (UserId, WorkspaceId, Role);

/// Makes requests with every kind of papers.
pub struct Speaker<'a> {
    cast: &'a Cast,
    gateway: Outgoing,
    key: ServiceKey,
    origin: Origin,
    forged: SecretString,
    unsigned: SecretString,
}

impl<'a> Speaker<'a> {
    pub fn new(stage: &Stage<'_>, cast: &'a Cast) -> Result<Self> {
        let secret = SecretString::from(stage.system.secrets.internal_service_key.clone());
        let key = ServiceKey::new(&secret);
        Ok(Self {
            cast,
            gateway: Outgoing::new(ServiceName::Gateway, key.clone(), Clock::system()),
            key,
            origin: Origin::own(),
            forged: forged(cast)?.into(),
            unsigned: without_signature(&forged(cast)?)?.into(),
        })
    }

    /// A request of this caller, of any caller but those that [`Rule::expected`] has nothing to say about.
    pub fn request(&self, caller: Caller, rule: &Rule, message: Vec<u8>) -> Result<Request<Vec<u8>>> {
        let Cast { victim, stranger, member, banned, ended, .. } = self.cast;
        let to = rule.service;
        let own = (victim.user, victim.workspace, Role::Owner);
        let good = self.on_behalf(own, &victim.token);
        Ok(match caller {
            Caller::Nobody => Request::new(message),
            Caller::BareToken => self.bare(message)?,
            Caller::WrongKey => self.signed_by(&stranger_key(), Clock::system()).user(to, message, good),
            Caller::WrongAudience => self.gateway.user(ServiceName::Gateway, message, good),
            Caller::Expired => {
                let clock = Clock::fixed(Clock::system().now() - LONG_AGO);
                self.signed_by(&self.key, clock).user(to, message, good)
            }
            Caller::Unsigned => unsigned(self.gateway.user(to, message, good))?,
            Caller::ForgedToken => self.gateway.user(to, message, self.on_behalf(own, &self.forged)),
            Caller::UnsignedToken => self.gateway.user(to, message, self.on_behalf(own, &self.unsigned)),
            Caller::Ended => self.gateway.user(to, message, self.on_behalf(own, &ended.token)),
            Caller::NoToken => {
                let mut request = self.gateway.user(to, message, good);
                request.metadata_mut().remove(AUTHORIZATION);
                request
            }
            Caller::OtherService => {
                let other = rule.other_service().context("every service may call this")?;
                let outgoing = Outgoing::new(other, self.key.clone(), Clock::system());
                outgoing.service(to, message, &self.origin)
            }
            Caller::Banned => {
                let acting = (banned.user, victim.workspace, Role::Admin);
                self.gateway.user(to, message, self.on_behalf(acting, &banned.token))
            }
            Caller::Member => {
                let acting = (member.user, victim.workspace, Role::Member);
                self.gateway.user(to, message, self.on_behalf(acting, &member.token))
            }
            Caller::Impostor => self.gateway.user(to, message, self.on_behalf(own, &stranger.token)),
            Caller::Trespasser => self.at_home(stranger, to, message),
        })
    }

    /// What the gateway sends for somebody in a workspace of their own.
    pub fn at_home(&self, of: &Account, to: ServiceName, message: Vec<u8>) -> Request<Vec<u8>> {
        let acting = (of.user, of.workspace, Role::Owner);
        self.gateway.user(to, message, self.on_behalf(acting, &of.token))
    }

    fn on_behalf<'b>(&'b self, acting: Acting, token: &'b SecretString) -> OnBehalf<'b> {
        OnBehalf { token, acting: Some(acting), origin: &self.origin }
    }

    fn signed_by(&self, key: &ServiceKey, clock: Clock) -> Outgoing {
        Outgoing::new(ServiceName::Gateway, key.clone(), clock)
    }

    fn bare(&self, message: Vec<u8>) -> Result<Request<Vec<u8>>> {
        let Cast { victim, stranger, .. } = self.cast;
        let mut request = Request::new(message);
        let headers = [
            (AUTHORIZATION, format!("Bearer {}", stranger.token.expose_secret())),
            ("x-user-id", victim.user.to_string()),
            ("x-workspace-id", victim.workspace.to_string()),
            ("x-role", Role::Owner.to_string()),
        ];
        for (name, value) in headers {
            request.metadata_mut().insert(name, value.parse()?);
        }
        Ok(request)
    }
}

fn stranger_key() -> ServiceKey {
    ServiceKey::new(&SecretString::from(secrets::text(48)))
}

/// The request with a credential that nobody signed.
fn unsigned(mut request: Request<Vec<u8>>) -> Result<Request<Vec<u8>>> {
    let credential = request.metadata().get(CREDENTIAL).context("a request without a credential")?;
    let credential = without_signature(credential.to_str()?)?;
    request.metadata_mut().insert(CREDENTIAL, credential.parse()?);
    Ok(request)
}

/// The stranger's token with the ids of the victim in it.
fn forged(cast: &Cast) -> Result<String> {
    let token = cast.stranger.token.expose_secret();
    let [head, _, signature] = parts(token)?;
    let mut claims = claims(token)?;
    claims["sub"] = cast.victim.user.to_string().into();
    claims["sid"] = cast.victim.session.to_string().into();
    Ok(format!("{head}.{}.{signature}", encoded(&claims)))
}

/// The token with a head that asks for no signature.
fn without_signature(token: &str) -> Result<String> {
    let [head, claims, _] = parts(token)?;
    let mut head: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(head)?)?;
    head["alg"] = "none".into();
    Ok(format!("{}.{claims}.", encoded(&head)))
}

fn parts(token: &str) -> Result<[&str; 3]> {
    let parts: Vec<&str> = token.split('.').collect();
    parts.try_into().ok().context("a token of another shape")
}

fn encoded(document: &Value) -> String {
    URL_SAFE_NO_PAD.encode(document.to_string())
}
