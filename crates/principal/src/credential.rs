use std::{fmt, sync::Arc};

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use primitives::{Role, UserId, WorkspaceId};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use crate::Refused;

/// A service of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceName {
    /// The HTTP surface.
    Gateway,
    /// Accounts and sessions.
    Auth,
    /// Money.
    Payments,
    /// Answers.
    Onboarding,
    /// Manifests.
    Bcm,
}

impl fmt::Display for ServiceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Gateway => "gateway",
            Self::Auth => "auth",
            Self::Payments => "payments",
            Self::Onboarding => "onboarding",
            Self::Bcm => "bcm",
        })
    }
}

/// The membership that the gateway looked up for the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acting {
    /// Whose membership; must be the subject of the access token.
    pub user: UserId,
    /// The tenant.
    pub workspace: WorkspaceId,
    /// What the user may do there.
    pub role: Role,
}

/// Claims of a service credential.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Credential {
    pub(crate) iss: ServiceName,
    pub(crate) aud: ServiceName,
    pub(crate) iat: i64,
    pub(crate) exp: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) act: Option<Acting>,
}

/// A credential lives this long; long enough for one call and for clocks that differ a little.
const LIFE: Duration = Duration::seconds(60);
const CLOCK_SKEW: Duration = Duration::seconds(5);

/// Signs and checks service credentials (JWT, HS256, `INTERNAL_SERVICE_KEY`).
#[derive(Clone)]
pub struct ServiceKey {
    signing: EncodingKey,
    checking: Arc<(DecodingKey, Validation)>,
}

impl ServiceKey {
    /// The key of a deployment.
    #[must_use]
    pub fn new(secret: &SecretString) -> Self {
        let secret = secret.expose_secret().as_bytes();
        let mut validation = Validation::new(Algorithm::HS256);
        validation.validate_exp = false;
        validation.validate_aud = false;
        Self {
            signing: EncodingKey::from_secret(secret),
            checking: Arc::new((DecodingKey::from_secret(secret), validation)),
        }
    }

    pub(crate) fn issue(
        &self,
        from: ServiceName,
        to: ServiceName,
        act: Option<Acting>,
        now: OffsetDateTime,
    ) -> Result<String, jsonwebtoken::errors::Error> {
        let credential = Credential {
            iss: from,
            aud: to,
            iat: now.unix_timestamp(),
            exp: (now + LIFE).unix_timestamp(),
            act,
        };
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &credential, &self.signing)
    }

    pub(crate) fn check(
        &self,
        text: &str,
        me: ServiceName,
        now: OffsetDateTime,
    ) -> Result<Credential, Refused> {
        let (key, validation) = &*self.checking;
        let credential = jsonwebtoken::decode::<Credential>(text, key, validation)
            .map_err(|_| Refused::NoCredential)?
            .claims;
        let now = now.unix_timestamp();
        let alive = credential.exp > now && credential.iat <= now + CLOCK_SKEW.whole_seconds();
        if credential.aud == me && alive { Ok(credential) } else { Err(Refused::NoCredential) }
    }
}

#[cfg(test)]
mod tests {
    use primitives::Clock;
    use proptest::prelude::*;

    use super::*;
    use crate::properties;

    fn key(secret: &str) -> ServiceKey {
        ServiceKey::new(&SecretString::from(secret.to_owned()))
    }

    #[test]
    fn a_credential_is_good_for_one_service_and_one_minute() {
        let now = Clock::system().now();
        let ours = key("0123456789abcdef0123456789abcdef");
        let text = ours.issue(ServiceName::Gateway, ServiceName::Bcm, None, now).unwrap();
        assert_eq!(ours.check(&text, ServiceName::Bcm, now).unwrap().iss, ServiceName::Gateway);
        assert!(ours.check(&text, ServiceName::Auth, now).is_err());
        assert!(ours.check(&text, ServiceName::Bcm, now + Duration::seconds(60)).is_err());
        assert!(ours.check(&text, ServiceName::Bcm, now - Duration::seconds(6)).is_err());
        assert!(key("another secret of 32 characters!!").check(&text, ServiceName::Bcm, now).is_err());
    }

    #[test]
    fn an_unsigned_credential_is_refused() {
        let now = Clock::system().now();
        let none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJpc3MiOiJnYXRld2F5IiwiYXVkIjoiYmNtIiwiaWF0IjowLCJleHAiOjk5OTk5OTk5OTl9.";
        assert!(key("0123456789abcdef0123456789abcdef").check(none, ServiceName::Bcm, now).is_err());
    }

    proptest! {
        #[test]
        fn no_other_text_is_a_credential(text in "(\\PC|[A-Za-z0-9_.-]){0,300}", at: prop::sample::Index, other in "[A-Za-z0-9_.-]") {
            prop_assert!(!properties::credential(&text));
            let ours = key("0123456789abcdef0123456789abcdef");
            let mut spoiled =
                ours.issue(ServiceName::Gateway, ServiceName::Bcm, None, properties::NOW).unwrap();
            prop_assert!(properties::credential(&spoiled));
            let at = at.index(spoiled.len());
            prop_assume!(spoiled[at..=at] != *other);
            spoiled.replace_range(at..=at, &other);
            prop_assert!(!properties::credential(&spoiled));
        }
    }
}
