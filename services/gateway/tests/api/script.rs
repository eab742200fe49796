//! Services that answer as a test tells them, over real gRPC and behind the real guard.

use std::{
    collections::HashMap,
    convert::Infallible,
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
};

use bytes::{Buf as _, BufMut as _, Bytes};
use principal::{Member, User};
use prost::Message;
use tonic::{
    Request, Response, Status,
    body::Body,
    codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder},
    codegen::http,
    metadata::MetadataMap,
    server::{Grpc, NamedService, UnaryService},
};

/// A call as a service received it.
#[derive(Clone)]
pub struct Received {
    pub method: String,
    pub metadata: MetadataMap,
    pub user: Option<User>,
    pub member: Option<Member>,
    message: Bytes,
}

impl Received {
    pub fn message<M: Message + Default>(&self) -> M {
        M::decode(self.message.clone()).unwrap()
    }

    /// The deadline as sent.
    pub fn timeout(&self) -> &str {
        self.metadata.get("grpc-timeout").unwrap().to_str().unwrap()
    }
}

type Answering =
    Arc<dyn Fn(Received) -> Pin<Box<dyn Future<Output = Result<Bytes, Status>> + Send>> + Send + Sync>;

/// What the services answer, by name of the call, and what they were asked.
#[derive(Clone, Default)]
pub struct Script {
    answers: Arc<Mutex<HashMap<String, Answering>>>,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Script {
    /// Tells what a call is answered with from now on.
    pub fn on<R: Message + 'static>(
        &self,
        method: &str,
        answer: impl Fn(&Received) -> Result<R, Status> + Send + Sync + 'static,
    ) {
        self.on_later(method, move |call| {
            let answer = answer(&call);
            async move { answer }
        });
    }

    /// The same for an answer that takes its time.
    pub fn on_later<R: Message + 'static, F>(
        &self,
        method: &str,
        answer: impl Fn(Received) -> F + Send + Sync + 'static,
    ) where
        F: Future<Output = Result<R, Status>> + Send + 'static,
    {
        let answering: Answering = Arc::new(move |call| {
            let answer = answer(call);
            Box::pin(async move { Ok(Bytes::from(answer.await?.encode_to_vec())) })
        });
        self.answers.lock().unwrap().insert(method.to_owned(), answering);
    }

    /// Every call is answered the same.
    pub fn always<R: Message + Clone + 'static>(&self, method: &str, answer: R) {
        self.on(method, move |_| Ok(answer.clone()));
    }

    /// Every call is refused.
    pub fn refuse(&self, method: &str, refusal: problem::Refusal) {
        self.on::<()>(method, move |_| Err(problem::to_status(&refusal)));
    }

    /// Calls of that name received so far.
    pub fn received(&self, method: &str) -> Vec<Received> {
        self.received.lock().unwrap().iter().filter(|call| call.method == method).cloned().collect()
    }

    /// The newest call of that name.
    pub fn last(&self, method: &str) -> Received {
        self.received(method).pop().unwrap_or_else(|| panic!("{method} was not called"))
    }

    async fn answer(self, request: Request<Bytes>, method: String) -> Result<Response<Bytes>, Status> {
        let call = Received {
            user: principal::user_in_any_state(&request).ok(),
            member: principal::member(&request).ok(),
            metadata: request.metadata().clone(),
            message: request.into_inner(),
            method: method.clone(),
        };
        self.received.lock().unwrap().push(call.clone());
        let answering = self.answers.lock().unwrap().get(&method).cloned();
        let answering = answering.ok_or_else(|| Status::unimplemented(format!("{method} has no script")))?;
        answering(call).await.map(Response::new)
    }
}

macro_rules! service {
    ($name:ident, $path:literal) => {
        #[derive(Clone)]
        pub struct $name(pub Script);

        impl NamedService for $name {
            const NAME: &'static str = $path;
        }

        impl tower::Service<http::Request<Body>> for $name {
            type Response = http::Response<Body>;
            type Error = Infallible;
            type Future = Pin<Box<dyn Future<Output = Result<http::Response<Body>, Infallible>> + Send>>;

            fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
                Poll::Ready(Ok(()))
            }

            fn call(&mut self, request: http::Request<Body>) -> Self::Future {
                let method = name_of(request.uri().path());
                let unary = Unary { script: self.0.clone(), method };
                Box::pin(async move { Ok(Grpc::new(Raw).unary(unary, request).await) })
            }
        }
    };
}

/// Name of a call; the one that two services have is told apart.
fn name_of(path: &str) -> String {
    match path {
        "/raptorflow.onboarding.v1.OnboardingService/GetStatus" => "GetOnboardingStatus".to_owned(),
        path => path.rsplit('/').next().unwrap().to_owned(),
    }
}

service!(Auth, "raptorflow.auth.v1.AuthService");
service!(Payments, "raptorflow.payments.v1.PaymentsService");
service!(Onboarding, "raptorflow.onboarding.v1.OnboardingService");
service!(Bcm, "raptorflow.bcm.v1.BcmService");

struct Unary {
    script: Script,
    method: String,
}

impl UnaryService<Bytes> for Unary {
    type Response = Bytes;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Bytes>, Status>> + Send>>;

    fn call(&mut self, request: Request<Bytes>) -> Self::Future {
        Box::pin(self.script.clone().answer(request, self.method.clone()))
    }
}

/// Messages as bytes: a test decodes and encodes them itself.
#[derive(Clone, Copy)]
pub struct Raw;

impl Codec for Raw {
    type Encode = Bytes;
    type Decode = Bytes;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self
    }

    fn decoder(&mut self) -> Self {
        Self
    }
}

impl Encoder for Raw {
    type Item = Bytes;
    type Error = Status;

    fn encode(&mut self, item: Bytes, out: &mut EncodeBuf<'_>) -> Result<(), Status> {
        out.put(item);
        Ok(())
    }
}

impl Decoder for Raw {
    type Item = Bytes;
    type Error = Status;

    fn decode(&mut self, from: &mut DecodeBuf<'_>) -> Result<Option<Bytes>, Status> {
        let length = from.remaining();
        Ok(Some(from.copy_to_bytes(length)))
    }
}
