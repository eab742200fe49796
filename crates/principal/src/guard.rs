use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::{Duration, Instant},
};

use bootstrap::Runtime;
use primitives::Clock;
use telemetry::REQUEST_ID;
use tonic::{
    Status,
    body::Body,
    codegen::http::{HeaderMap, Request, Response},
};
use tower::{Layer, Service};

use crate::{
    Authenticator, Origin, Refused, ServiceKey, ServiceName, User,
    caller::Caller,
    outgoing::{CLIENT_AGENT, CLIENT_IP, CREDENTIAL},
};

/// Tower layer around a service's calls: lets in who carries a valid service credential, and checks the user's token when
/// there is one. Health and reflection need neither.
#[derive(Clone)]
pub struct Guard {
    inner: Arc<Door>,
}

struct Door {
    me: ServiceName,
    key: ServiceKey,
    clock: Clock,
    authenticator: Authenticator,
}

impl Guard {
    /// The guard of the service `me`.
    #[must_use]
    pub fn new(me: ServiceName, runtime: &Runtime, authenticator: Authenticator, clock: Clock) -> Self {
        let key = ServiceKey::new(&runtime.process.internal_service_key);
        Self { inner: Arc::new(Door { me, key, clock, authenticator }) }
    }
}

impl<S> Layer<S> for Guard {
    type Service = Guarded<S>;

    fn layer(&self, inner: S) -> Guarded<S> {
        Guarded { inner, door: self.inner.clone() }
    }
}

/// What [`Guard`] makes of a service.
#[derive(Clone)]
pub struct Guarded<S> {
    inner: S,
    door: Arc<Door>,
}

impl<S> Service<Request<Body>> for Guarded<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send + 'static,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        let door = self.door.clone();
        // The one that was polled ready takes the call; its copy stays.
        let copy = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, copy);
        Box::pin(async move {
            if !request.uri().path().starts_with("/grpc.") {
                match door.check(request.headers()).await {
                    Ok(caller) => {
                        request.extensions_mut().insert(caller);
                    }
                    Err(refused) => return Ok(Status::from(refused).into_http()),
                }
            }
            inner.call(request).await
        })
    }
}

impl Door {
    async fn check(&self, headers: &HeaderMap) -> Result<Caller, Refused> {
        let credential = text(headers, CREDENTIAL).ok_or(Refused::NoCredential);
        let credential = credential
            .and_then(|text| self.key.check(text, self.me, self.clock.now()))
            .inspect_err(|_| {
                // Either a stranger inside the network, or services whose keys or clocks differ.
                tracing::warn!("a call without a valid service credential was refused");
            })?;
        let origin = Origin {
            request_id: text(headers, REQUEST_ID).unwrap_or_default().to_owned(),
            ip: text(headers, CLIENT_IP).map(str::to_owned),
            user_agent: text(headers, CLIENT_AGENT).map(str::to_owned),
            deadline: text(headers, "grpc-timeout").and_then(timeout).map(|left| Instant::now() + left),
        };
        let user = match text(headers, "authorization") {
            Some(authorization) => Some(self.user(authorization, &origin).await?),
            None => None,
        };
        Ok(Caller { service: credential.iss, user, acting: credential.act, origin })
    }

    async fn user(&self, authorization: &str, origin: &Origin) -> Result<User, Refused> {
        let token = authorization.strip_prefix("Bearer ").ok_or(Refused::NoToken)?;
        let (claims, standing) = self.authenticator.authenticate(token).await?;
        Ok(User {
            id: claims.sub,
            session: claims.sid,
            epoch: claims.epoch,
            account: standing.account,
            platform_role: standing.platform_role,
            origin: origin.clone(),
        })
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// The `grpc-timeout` header: at most 8 digits and a unit (gRPC over HTTP/2, section Requests).
fn timeout(text: &str) -> Option<Duration> {
    let (digits, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let amount: u64 = digits.parse().ok().filter(|_| digits.len() <= 8)?;
    match unit {
        "H" => Some(Duration::from_secs(amount * 3600)),
        "M" => Some(Duration::from_secs(amount * 60)),
        "S" => Some(Duration::from_secs(amount)),
        "m" => Some(Duration::from_millis(amount)),
        "u" => Some(Duration::from_micros(amount)),
        "n" => Some(Duration::from_nanos(amount)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timeout_has_digits_and_a_unit() {
        assert_eq!(timeout("2S"), Some(Duration::from_secs(2)));
        assert_eq!(timeout("1500m"), Some(Duration::from_millis(1500)));
        for text in ["", "S", "2", "2s", "-1S", "123456789S", "1é"] {
            assert_eq!(timeout(text), None, "{text}");
        }
    }
}
