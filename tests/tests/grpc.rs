//! The services' own doors, called without the gateway in between.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

use journeys::system::System;
use prost::Message as _;
use prost_types::FileDescriptorSet;
use tonic::client::Grpc;
use tonic::metadata::{MetadataMap, MetadataValue};
use tonic::transport::{Channel, Endpoint};
use tonic::{Code, Request, Status};
use tonic_health::pb::{
    HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
};
use tonic_prost::ProstCodec;
use tonic_reflection::pb::{v1, v1alpha};

const SERVICES: [&str; 4] = ["auth", "payments", "onboarding", "bcm"];

async fn connect(system: &System, service: &str) -> Channel {
    let address = system.addresses()["services"][service]["grpc"].as_str().unwrap().to_owned();
    Endpoint::from_shared(address).unwrap().connect().await.unwrap()
}

/// Every method of a service's contract, as a path.
fn methods(service: &str) -> Vec<String> {
    let package = format!("raptorflow.{service}.v1");
    let described = FileDescriptorSet::decode(contracts::DESCRIPTORS).unwrap();
    let files = described.file.iter().filter(|file| file.package() == package);
    let services = files.flat_map(|file| &file.service);
    let paths = services.flat_map(|service| {
        service.method.iter().map(|method| format!("/{package}.{}/{}", service.name(), method.name()))
    });
    paths.collect()
}

/// Calls a method with an empty message and these headers.
async fn call(channel: &Channel, path: &str, headers: &[(&'static str, &str)]) -> Result<(), Status> {
    let mut request = Request::new(());
    let metadata: &mut MetadataMap = request.metadata_mut();
    for (name, value) in headers {
        metadata.insert(*name, MetadataValue::try_from(*value).unwrap());
    }
    let mut client = Grpc::new(channel.clone());
    client.ready().await.unwrap();
    client.unary(request, path.parse().unwrap(), ProstCodec::<(), ()>::default()).await.map(|_| ())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_service_tells_its_health_and_its_contract() {
    let system = System::start().unwrap();
    for service in SERVICES {
        let channel = connect(&system, service).await;
        let health = HealthClient::new(channel.clone()).check(HealthCheckRequest::default()).await.unwrap();
        assert_eq!(health.into_inner().status(), ServingStatus::Serving, "{service}");

        let own = methods(service).remove(0);
        let own = own.trim_start_matches('/').split('/').next().unwrap();
        assert!(listed(channel.clone()).await.iter().any(|name| name == own), "{service}");
        assert!(listed_by_the_older_name(channel).await.iter().any(|name| name == own), "{service}");
    }
}

async fn listed(channel: Channel) -> Vec<String> {
    use v1::server_reflection_request::MessageRequest::ListServices;
    use v1::server_reflection_response::MessageResponse::ListServicesResponse;
    let asked = v1::ServerReflectionRequest {
        host: String::new(),
        message_request: Some(ListServices(String::new())),
    };
    let mut client = v1::server_reflection_client::ServerReflectionClient::new(channel);
    let answers = client.server_reflection_info(tokio_stream::once(asked)).await.unwrap();
    match answers.into_inner().message().await.unwrap().unwrap().message_response.unwrap() {
        ListServicesResponse(list) => list.service.into_iter().map(|service| service.name).collect(),
        _ => Vec::new(),
    }
}

async fn listed_by_the_older_name(channel: Channel) -> Vec<String> {
    use v1alpha::server_reflection_request::MessageRequest::ListServices;
    use v1alpha::server_reflection_response::MessageResponse::ListServicesResponse;
    let asked = v1alpha::ServerReflectionRequest {
        host: String::new(),
        message_request: Some(ListServices(String::new())),
    };
    let mut client = v1alpha::server_reflection_client::ServerReflectionClient::new(channel);
    let answers = client.server_reflection_info(tokio_stream::once(asked)).await.unwrap();
    match answers.into_inner().message().await.unwrap().unwrap().message_response.unwrap() {
        ListServicesResponse(list) => list.service.into_iter().map(|service| service.name).collect(),
        _ => Vec::new(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_method_answers_who_brings_no_credential_of_a_service() {
    let system = System::start().unwrap();
    let id = uuid::Uuid::now_v7().to_string();
    let strangers: [&[(&str, &str)]; 4] = [
        &[],
        &[("authorization", "Bearer no.token.atall")],
        &[("x-user-id", &id), ("x-workspace-id", &id), ("x-role", "owner")],
        &[("x-service-credential", "guessed"), ("authorization", "Bearer guessed")],
    ];
    for service in SERVICES {
        let channel = connect(&system, service).await;
        let methods = methods(service);
        assert!(methods.len() > 3, "{service} has the methods {methods:?}");
        for path in methods {
            for headers in strangers {
                let refused = call(&channel, &path, headers).await.unwrap_err();
                assert_eq!(refused.code(), Code::Unauthenticated, "{path} {headers:?}: {refused}");
            }
        }
    }
}
