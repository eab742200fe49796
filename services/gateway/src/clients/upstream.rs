use std::time::Duration;

use principal::{Outgoing, ServiceName};
use problem::Problem;
use tonic::{Request, Response, Status};

use super::Speaks;

/// One service, called through its generated client.
pub struct Upstream<C> {
    client: C,
    name: ServiceName,
    outgoing: Outgoing,
    deadline: Option<Duration>,
}

impl<C: Clone> Upstream<C> {
    pub fn new(client: C, name: ServiceName, outgoing: &Outgoing) -> Self {
        Self { client, name, outgoing: outgoing.clone(), deadline: None }
    }

    /// The same with another deadline than the usual one.
    pub fn within(&self, deadline: Duration) -> Self {
        let Self { client, name, outgoing, .. } = self;
        Self { client: client.clone(), name: *name, outgoing: outgoing.clone(), deadline: Some(deadline) }
    }

    /// A call that may run twice: made once more when it did not get through.
    pub async fn read<M: Clone, R>(
        &self,
        who: &impl Speaks,
        message: M,
        call: impl AsyncFn(C, Request<M>) -> Result<Response<R>, Status>,
    ) -> Result<R, Problem> {
        let answer = bootstrap::grpc::retry_once(|| {
            let request = self.dress(who, message.clone());
            call(self.client.clone(), request)
        });
        Ok(answer.await?.into_inner())
    }

    /// A call that must not run twice.
    pub async fn write<M, R>(
        &self,
        who: &impl Speaks,
        message: M,
        call: impl AsyncFnOnce(C, Request<M>) -> Result<Response<R>, Status>,
    ) -> Result<R, Problem> {
        let request = self.dress(who, message);
        Ok(call(self.client.clone(), request).await?.into_inner())
    }

    fn dress<M>(&self, who: &impl Speaks, message: M) -> Request<M> {
        let mut request = who.dress(&self.outgoing, self.name, message);
        if let Some(deadline) = self.deadline {
            request.set_timeout(deadline);
        }
        request
    }
}
