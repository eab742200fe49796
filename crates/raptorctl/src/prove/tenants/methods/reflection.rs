//! Which methods there are, asked of the running services.

use anyhow::{Context, Result, bail};
use principal::ServiceName;
use prost::Message as _;
use prost_types::FileDescriptorProto;
use tonic::transport::Channel;
use tonic_reflection::pb::v1::server_reflection_client::ServerReflectionClient;
use tonic_reflection::pb::v1::server_reflection_request::MessageRequest;
use tonic_reflection::pb::v1::server_reflection_response::MessageResponse;
use tonic_reflection::pb::v1::{FileDescriptorResponse, ListServiceResponse, ServerReflectionRequest};

use super::door::Doors;

#[derive(Debug)]
pub struct Method {
    pub service: ServiceName,
    pub name: String,
    /// As it is called: `/package.Service/Method`.
    pub path: String,
}

/// Services that anybody inside may ask: health and this very list.
const OPEN: &str = "grpc.";

pub async fn methods(doors: &Doors) -> Result<Vec<Method>> {
    let mut methods = Vec::new();
    for (service, channel) in doors.all() {
        let package = format!("raptorflow.{service}.v1");
        for name in services(channel).await? {
            // each process describes the contracts of all, and serves its own
            if name.starts_with(&format!("{package}.")) {
                methods.extend(of_service(channel, service, &name).await?);
            } else if !name.starts_with(OPEN) && !name.starts_with("raptorflow.") {
                bail!("{service} has an unknown service {name}");
            }
        }
    }
    Ok(methods)
}

async fn services(channel: &Channel) -> Result<Vec<String>> {
    match ask(channel, MessageRequest::ListServices(String::new())).await? {
        MessageResponse::ListServicesResponse(ListServiceResponse { service }) => {
            Ok(service.into_iter().map(|service| service.name).collect())
        }
        other => bail!("the list of services is {other:?}"),
    }
}

async fn of_service(channel: &Channel, service: ServiceName, name: &str) -> Result<Vec<Method>> {
    let files = match ask(channel, MessageRequest::FileContainingSymbol(name.to_owned())).await? {
        MessageResponse::FileDescriptorResponse(FileDescriptorResponse { file_descriptor_proto }) => {
            file_descriptor_proto
        }
        other => bail!("the description of {name} is {other:?}"),
    };
    let mut methods = Vec::new();
    for file in files {
        let file = FileDescriptorProto::decode(file.as_slice())?;
        let own = file.service.iter().filter(|own| format!("{}.{}", file.package(), own.name()) == name);
        methods.extend(own.flat_map(|own| &own.method).map(|method| Method {
            service,
            name: method.name().to_owned(),
            path: format!("/{name}/{}", method.name()),
        }));
    }
    Ok(methods)
}

async fn ask(channel: &Channel, message: MessageRequest) -> Result<MessageResponse> {
    let request = ServerReflectionRequest { host: String::new(), message_request: Some(message) };
    let mut client = ServerReflectionClient::new(channel.clone());
    let mut answers = client.server_reflection_info(tokio_stream::once(request)).await?.into_inner();
    let answer = answers.message().await?.context("reflection does not answer")?;
    answer.message_response.context("reflection answers nothing")
}
