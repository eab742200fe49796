use std::time::Duration;

use primitives::{Clock, Role, UserId, WorkspaceId};
use secrecy::{ExposeSecret as _, SecretString};
use telemetry::REQUEST_ID;
use tonic::{
    Request,
    metadata::{Ascii, MetadataMap, MetadataValue},
};

use crate::{Acting, Origin, ServiceKey, ServiceName};

pub(crate) const CREDENTIAL: &str = "x-service-credential";
pub(crate) const CLIENT_IP: &str = "x-client-ip";
pub(crate) const CLIENT_AGENT: &str = "x-client-agent";

/// A call ends after this unless the caller gives it another time.
const DEADLINE: Duration = Duration::from_secs(2);

/// The user for whom a call is made.
#[derive(Clone, Copy)]
pub struct OnBehalf<'a> {
    /// The token as the user sent it.
    pub token: &'a SecretString,
    /// The membership looked up for this request.
    pub acting: Option<(UserId, WorkspaceId, Role)>,
    /// Where the request came from.
    pub origin: &'a Origin,
}

/// Dresses outgoing calls: credential, user token, request id, trace context, deadline.
#[derive(Clone)]
pub struct Outgoing {
    me: ServiceName,
    key: ServiceKey,
    clock: Clock,
}

impl Outgoing {
    /// Calls made by the service `me`.
    #[must_use]
    pub fn new(me: ServiceName, key: ServiceKey, clock: Clock) -> Self {
        Self { me, key, clock }
    }

    /// A call in the service's own name.
    pub fn service<T>(&self, to: ServiceName, message: T, origin: &Origin) -> Request<T> {
        self.dress(to, message, None, origin)
    }

    /// A call in a user's name.
    pub fn user<T>(&self, to: ServiceName, message: T, on_behalf: OnBehalf<'_>) -> Request<T> {
        let acting = on_behalf.acting.map(|(user, workspace, role)| Acting { user, workspace, role });
        let mut request = self.dress(to, message, acting, on_behalf.origin);
        put(request.metadata_mut(), "authorization", &format!("Bearer {}", on_behalf.token.expose_secret()));
        request
    }

    fn dress<T>(&self, to: ServiceName, message: T, acting: Option<Acting>, origin: &Origin) -> Request<T> {
        let mut request = Request::new(message);
        request.set_timeout(origin.time_left(DEADLINE));
        let metadata = request.metadata_mut();
        match self.key.issue(self.me, to, acting, self.clock.now()) {
            Ok(credential) => put(metadata, CREDENTIAL, &credential),
            // Without the credential the other side refuses the call.
            Err(error) => tracing::error!(%error, "no service credential could be signed"),
        }
        put(metadata, REQUEST_ID, &origin.request_id);
        if let Some(ip) = &origin.ip {
            put(metadata, CLIENT_IP, ip);
        }
        if let Some(agent) = &origin.user_agent {
            put(metadata, CLIENT_AGENT, agent);
        }
        telemetry::inject(metadata);
        request
    }
}

/// What is no header value (a user agent may hold anything) is left out.
fn put(metadata: &mut MetadataMap, name: &'static str, value: &str) {
    if let Ok(value) = value.parse::<MetadataValue<Ascii>>() {
        metadata.insert(name, value);
    }
}
