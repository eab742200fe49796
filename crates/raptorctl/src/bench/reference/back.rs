//! A tonic service with one call, whose answer is a value from Redis.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::task::{Context, Poll};

use anyhow::Result;
use bytes::Bytes;
use deadpool_redis::redis::{AsyncCommands as _, Client, aio::MultiplexedConnection};
use tonic::body::Body;
use tonic::client;
use tonic::codegen::http::uri::PathAndQuery;
use tonic::codegen::{BoxFuture, Service, http};
use tonic::server::{Grpc, NamedService, UnaryService};
use tonic::transport::{Channel, Server};
use tonic::{Request, Response, Status};
use tonic_prost::ProstCodec;

use super::KEY;

const PATH: &str = "/bare.Value/Get";

pub async fn serve(listen: SocketAddr, redis: &str) -> Result<()> {
    // shared and pipelined, as the services have theirs: a checkout from a pool would cost a PING each
    let redis = Client::open(redis)?.get_multiplexed_async_connection().await?;
    Ok(Server::builder().tcp_nodelay(true).add_service(Value { redis }).serve(listen).await?)
}

/// Asks the back for its value.
pub async fn ask(channel: Channel) -> Result<Bytes, Status> {
    let mut client = client::Grpc::new(channel);
    client.ready().await.map_err(|error| Status::unavailable(error.to_string()))?;
    let codec = ProstCodec::<(), Bytes>::default();
    Ok(client.unary(Request::new(()), PathAndQuery::from_static(PATH), codec).await?.into_inner())
}

#[derive(Clone)]
struct Value {
    redis: MultiplexedConnection,
}

impl NamedService for Value {
    const NAME: &'static str = "bare.Value";
}

impl Service<http::Request<Body>> for Value {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<Self::Response, Infallible>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let value = self.clone();
        Box::pin(async move {
            let mut grpc = Grpc::new(ProstCodec::<Bytes, ()>::default());
            Ok(grpc.unary(value, request).await)
        })
    }
}

impl UnaryService<()> for Value {
    type Response = Bytes;
    type Future = BoxFuture<Response<Bytes>, Status>;

    fn call(&mut self, _: Request<()>) -> Self::Future {
        let mut redis = self.redis.clone();
        Box::pin(async move {
            let value: Vec<u8> =
                redis.get(KEY).await.map_err(|error| Status::unavailable(error.to_string()))?;
            Ok(Response::new(value.into()))
        })
    }
}
