//! The services' own doors, for messages that are encoded already.

use std::time::Duration;

use anyhow::{Context, Result};
use bytes::{Buf as _, BufMut as _};
use principal::ServiceName;
use tonic::client::Grpc;
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Status};

use crate::stack::Addresses;

const SERVICES: [ServiceName; 4] =
    [ServiceName::Auth, ServiceName::Payments, ServiceName::Onboarding, ServiceName::Bcm];
/// Refusals with many details are long.
const TRAILER_BYTES: u32 = 4 << 20;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

pub struct Doors {
    channels: Vec<(ServiceName, Channel)>,
}

impl Doors {
    pub fn of(addresses: &Addresses) -> Result<Self> {
        let channel = |service: ServiceName| {
            let known = addresses.services.get(&service.to_string());
            let address = known.and_then(|known| known.grpc.clone());
            let address = address.with_context(|| format!("{service} has no address"))?;
            let endpoint = Endpoint::from_shared(address)?
                .connect_timeout(CONNECT_TIMEOUT)
                .tcp_nodelay(true)
                .http2_max_header_list_size(TRAILER_BYTES);
            Ok((service, endpoint.connect_lazy()))
        };
        Ok(Self { channels: SERVICES.into_iter().map(channel).collect::<Result<_>>()? })
    }

    pub fn all(&self) -> impl Iterator<Item = (ServiceName, &Channel)> {
        self.channels.iter().map(|(service, channel)| (*service, channel))
    }

    /// What a method answers, encoded.
    pub async fn call(
        &self,
        service: ServiceName,
        path: &str,
        request: Request<Vec<u8>>,
    ) -> Result<Vec<u8>, Status> {
        let channel = self.all().find(|(known, _)| *known == service).map(|(_, channel)| channel.clone());
        let channel = channel.ok_or_else(|| Status::internal("there is no such service"))?;
        let path = path.parse().map_err(|_| Status::internal("no method has such a name"))?;
        let mut client = Grpc::new(channel);
        client.ready().await.map_err(|error| Status::unavailable(error.to_string()))?;
        Ok(client.unary(request, path, Plain).await?.into_inner())
    }
}

/// Messages as they are on the wire.
#[derive(Debug, Clone, Copy)]
struct Plain;

impl Codec for Plain {
    type Encode = Vec<u8>;
    type Decode = Vec<u8>;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        *self
    }

    fn decoder(&mut self) -> Self {
        *self
    }
}

impl Encoder for Plain {
    type Item = Vec<u8>;
    type Error = Status;

    fn encode(&mut self, item: Vec<u8>, to: &mut EncodeBuf<'_>) -> Result<(), Status> {
        to.put_slice(&item);
        Ok(())
    }
}

impl Decoder for Plain {
    type Item = Vec<u8>;
    type Error = Status;

    fn decode(&mut self, from: &mut DecodeBuf<'_>) -> Result<Option<Vec<u8>>, Status> {
        Ok(Some(from.copy_to_bytes(from.remaining()).to_vec()))
    }
}
