use std::{
    error::Error,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use http_body_util::{BodyExt as _, Full};
use tokio::sync::watch;
use tokio_util::task::AbortOnDropHandle;
use tonic::{
    Status,
    body::Body,
    codegen::http::{Request, Response},
};
use tower::{BoxError, Service};
use url::Url;

use super::instances::{Instance, Instances};
use crate::InternalTls;

/// The way to a service: each call goes to the instance that says it is serving and has the fewest calls under way. A call
/// that did not arrive at one is made at another. For calls with one request message; it is kept until the answer begins.
#[derive(Clone)]
pub struct Channel {
    known: watch::Receiver<Vec<Arc<Instance>>>,
    turn: Arc<AtomicUsize>,
    _looking: Arc<AbortOnDropHandle<()>>,
}

/// Names that were not found by then are given up.
const FOUND_WITHIN: Duration = Duration::from_secs(2);

/// The way to all instances at these addresses; a host name stands for everything it resolves to. Connections are opened at
/// once and again whenever they must. Needs a tokio runtime.
///
/// # Errors
/// When an address or the certificates are unusable.
pub fn channel(addresses: &[Url], tls: Option<&InternalTls>) -> anyhow::Result<Channel> {
    let (instances, known) = Instances::of(addresses, tls)?;
    let looking = AbortOnDropHandle::new(tokio::spawn(instances.look()));
    Ok(Channel { known, turn: Arc::default(), _looking: Arc::new(looking) })
}

impl Channel {
    async fn send(mut self, request: Request<Body>) -> Result<Response<Body>, BoxError> {
        let found = self.known.wait_for(|known| !known.is_empty());
        let found = tokio::time::timeout(FOUND_WITHIN, found).await.map_err(|_| nowhere())??.clone();
        if let [only] = found.as_slice() {
            return only.call(request).await;
        }
        let (head, body) = request.into_parts();
        let body = body.collect().await?.to_bytes();
        let mut tried: Vec<Arc<Instance>> = Vec::new();
        let mut missed = None;
        while let Some(instance) = self.choose(&tried) {
            let request = Request::from_parts(head.clone(), Body::new(Full::new(body.clone())));
            match instance.call(request).await {
                Err(error) if never_arrived(error.as_ref()) => {
                    tracing::debug!(address = %instance.address, %error, "a call did not arrive");
                    tried.push(instance);
                    missed = Some(error);
                }
                answer => return answer,
            }
        }
        Err(missed.unwrap_or_else(nowhere))
    }

    /// Those that serve come first; when none says so, any may be as good as another.
    fn choose(&self, tried: &[Arc<Instance>]) -> Option<Arc<Instance>> {
        let known = self.known.borrow();
        // Equals take turns.
        let first = self.turn.fetch_add(1, Ordering::Relaxed).checked_rem(known.len())?;
        let in_turn = known.iter().cycle().skip(first).take(known.len());
        let left = in_turn.filter(|one| tried.iter().all(|tried| tried.address != one.address));
        left.min_by_key(|one| (!one.is_serving(), one.under_way())).cloned()
    }
}

impl Service<Request<Body>> for Channel {
    type Response = Response<Body>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, BoxError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        Box::pin(self.clone().send(request))
    }
}

fn nowhere() -> BoxError {
    Status::unavailable("no address of the service is known").into()
}

/// Whether no instance can have seen the call: there was no connection, the call was never put on it, or the other end said
/// by refusing the stream or by going away that it has not looked at it.
fn never_arrived(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        let unsent = error.downcast_ref::<hyper::Error>().is_some_and(hyper::Error::is_canceled);
        if unsent || error.is::<tonic::ConnectError>() || error.downcast_ref().is_some_and(refused) {
            return true;
        }
        cause = error.source();
    }
    false
}

fn refused(error: &h2::Error) -> bool {
    let because = |reason| error.is_remote() && error.reason() == Some(reason);
    (error.is_reset() && because(h2::Reason::REFUSED_STREAM))
        || (error.is_go_away() && because(h2::Reason::NO_ERROR))
}
